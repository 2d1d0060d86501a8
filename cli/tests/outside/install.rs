//! How the command is installed: as the pages say, without a word that its
//! users need not read.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use trials::{Failed, Trial};

pub(crate) fn trials() -> Vec<Trial> {
    vec![trials::long(
        "the_command_is_installed_as_the_pages_say_and_in_silence",
        "compiles the command",
        "idol-cli --test outside",
        installed,
    )]
}

/// The pages that say how.
const PAGES: [&str; 4] = [
    "README.md",
    "cli/README.md",
    "docs/src/guide/first-pair.md",
    "docs/src/reference/command.md",
];

fn installed() -> Result<(), Failed> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut said = Vec::new();
    for page in PAGES {
        let page = fs::read_to_string(root.join(page))?;
        let mut lines = page.lines();
        let line = lines.find_map(|l| l.strip_prefix("$ cargo install "));
        said.push(line.ok_or("a page does not say how")?.to_owned());
    }
    let first = &said[0];
    if said.iter().any(|line| line != first) || !first.contains("--locked") {
        return Err(format!("the pages say {said:?}").into());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("installed");
    let output = Command::new(env!("CARGO"))
        .arg("install")
        .args(first.split(' '))
        // With the profile of the tests, which has built most of it.
        .args(["--debug", "--force", "--offline", "--root"])
        .arg(&folder)
        .current_dir(&root)
        // As in other folders, which have no configuration of ours.
        .env("CARGO_TERM_QUIET", "false")
        .output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || !errors.is_empty() {
        return Err(format!("{}\n{errors}", output.status).into());
    }
    let version = Command::new(folder.join("bin/idol"))
        .arg("--version")
        .output()?;
    match version.status.success() {
        true => Ok(()),
        false => Err("what is installed does not run".into()),
    }
}
