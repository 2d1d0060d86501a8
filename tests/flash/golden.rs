//! Committed text that a measurement is compared with.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

use crate::tasks;

const BLESS: &str = "IDOL_BLESS=1 IDOL_TESTS=all cargo test -p flash";

/// Whether what is measured is to be committed: never of the quick set alone.
pub(crate) fn blessing() -> bool {
    trials::all() && env::var_os("IDOL_BLESS").is_some()
}

/// The file of one golden.
pub(crate) fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("goldens")
        .join(name)
}

/// Compares a whole golden, or writes it.
pub(crate) fn compare(name: &str, text: &str) -> Result<(), String> {
    let path = file(name);
    if blessing() {
        return fs::write(path, text).map_err(|error| error.to_string());
    }
    let golden = fs::read_to_string(path).unwrap_or_default();
    if trials::all() {
        return differences(name, &golden, text);
    }
    // Of the quick set there are some of the lines.
    let missing: Vec<_> = text
        .lines()
        .filter(|line| !golden.lines().any(|committed| committed == *line))
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "{name} has no such lines:\n{}\nIf that is right: {BLESS}",
            missing.join("\n")
        ))
    }
}

/// Compares the part of the firmware's README between `<!-- name -->` and
/// `<!-- end -->`, or writes it.
pub(crate) fn compare_table(name: &str, text: &str) -> Result<(), String> {
    // Two tables may be written at a time.
    static FILE: Mutex<()> = Mutex::new(());
    let _held = FILE.lock().unwrap_or_else(PoisonError::into_inner);

    let path = tasks::root().join("firmware/README.md");
    let readme = fs::read_to_string(&path).map_err(|e| e.to_string())?;
    let marker = format!("<!-- {name} -->\n");
    let (before, rest) = readme
        .split_once(&marker)
        .ok_or("no such part of the README")?;
    let (table, after) = rest
        .split_once("<!-- end -->")
        .ok_or("the part has no end")?;
    if blessing() {
        let readme = format!("{before}{marker}{text}<!-- end -->{after}");
        return fs::write(path, readme).map_err(|error| error.to_string());
    }
    differences("firmware/README.md", table, text)
}

fn differences(name: &str, golden: &str, text: &str) -> Result<(), String> {
    if golden == text {
        return Ok(());
    }
    let mut message = format!("{name} differs:\n");
    for line in golden.lines().filter(|l| !text.lines().any(|t| t == *l)) {
        message += &format!("- {line}\n");
    }
    for line in text.lines().filter(|l| !golden.lines().any(|g| g == *l)) {
        message += &format!("+ {line}\n");
    }
    Err(format!("{message}If that is right: {BLESS}"))
}
