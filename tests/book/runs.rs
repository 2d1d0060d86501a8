//! What a page shows that a run prints: it is run.

use std::env;
use std::process::Command;

use crate::commands::commands;
use crate::page::{Block, Page, root};

/// Runs on a page that print something else than is shown. Only what cargo
/// runs of this workspace may show what it prints.
pub(crate) fn printed_otherwise(page: &Page) -> Vec<String> {
    let blocks = page.blocks.iter().filter(|b| b.is("console"));
    blocks.filter_map(|block| printed(block).err()).collect()
}

fn printed(block: &Block) -> Result<(), String> {
    let shown: Vec<_> = block
        .text
        .lines()
        .filter(|line| !line.starts_with("$ "))
        .collect();
    if shown.is_empty() {
        return Ok(());
    }
    let [command] = &commands(block)[..] else {
        return Err(format!("output of which command?\n{}", block.text));
    };
    let words = shlex::split(command).unwrap_or_default();
    let ["cargo", "run", arguments @ ..] =
        &words.iter().map(String::as_str).collect::<Vec<_>>()[..]
    else {
        return Err(format!("`{command}` is not run by this test"));
    };
    let output = Command::new(env::var_os("CARGO").expect("cargo is running"))
        .args(["run", "-q", "--locked"])
        .args(arguments)
        .current_dir(root())
        .output()
        .map_err(|why| format!("{command}: {why}"))?;
    let printed = String::from_utf8_lossy(&output.stdout);
    match output.status.success() && printed.trim() == shown.join("\n") {
        true => Ok(()),
        false => Err(format!(
            "`{command}` prints\n{printed}{}",
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}
