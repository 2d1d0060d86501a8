//! What to run to renew what tests compare with.

use std::fs;
use std::path::{Path, PathBuf};

use crate::page::{read, root};

/// What tests say to run for blessing, and `CONTRIBUTING.md` does not.
pub(crate) fn unexplained() -> Vec<String> {
    let page = read("CONTRIBUTING.md").expect("there is one");
    let mut files = Vec::new();
    for folder in ["cli/tests", "tests"] {
        rust_in(&root().join(folder), &mut files);
    }
    let mut unexplained: Vec<_> = files
        .iter()
        .flat_map(|file| blessings(file))
        .filter(|command| !page.contains(&format!("`{command}`")))
        .collect();
    unexplained.sort();
    unexplained.dedup();
    unexplained
}

fn rust_in(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            rust_in(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The commands with `IDOL_BLESS` that a file has in quotes.
fn blessings(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).expect("the file can be read");
    let commands = text.match_indices("IDOL_BLESS=1 cargo").map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(['`', '"', '\\', '\n']);
        rest[..end.unwrap_or(rest.len())].to_owned()
    });
    // This file names the beginning alone.
    commands.filter(|c| c.contains(" test ")).collect()
}
