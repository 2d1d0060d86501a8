//! The folder `tests/failures` of the package that is tested.

use super::Failure;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The variable that has failures written into the folder.
const KEEP: &str = "KERNEL_FAILURES";

/// Where failures are of a package: cargo, and whoever else runs tests, says
/// which it is, unless it is known.
fn folder(package: Option<&Path>) -> PathBuf {
    let tested = || env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.map(Path::to_owned).or_else(tested);
    package.unwrap_or_default().join("tests/failures")
}

/// The failures of a test, each with its file, sorted.
///
/// # Errors
///
/// If a file of the folder, whosever it is, cannot be read or is no failure:
/// which, in which line, and what is wrong.
pub(crate) fn of_test(
    package: Option<&Path>,
    test: &str,
) -> Result<Vec<(PathBuf, Failure)>, String> {
    let folder = folder(package);
    // Where there is no folder there are no failures.
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new("txt")))
        .collect();
    files.sort();
    let mut failures = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        let failure: Failure =
            text.parse()
                .map_err(|super::read::Malformed { line, what }| {
                    format!("{}:{line}: {what}", file.display())
                })?;
        if failure.test == test {
            failures.push((file, failure));
        }
    }
    Ok(failures)
}

/// Prints a failure, and writes it into the folder if the variable says so.
pub(crate) fn keep(package: Option<&Path>, failure: &Failure) {
    let text = failure.to_string();
    let file = folder(package).join(file_name(&failure.test, &text));
    if env::var_os(KEEP).is_none_or(|asked| asked != "keep") {
        eprintln!(
            "kernel: this brings the failure back, as {}; {KEEP}=keep \
             writes it there:\n\n{text}",
            file.display()
        );
        return;
    }
    match write(&file, &text) {
        Ok(()) => {
            eprintln!("kernel: {} brings it back:\n\n{text}", file.display());
        }
        Err(error) => {
            eprintln!(
                "kernel: {} cannot be written: {error}\n\n{text}",
                file.display()
            );
        }
    }
}

fn write(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}

/// The name of the test in words, and a number that tells failures apart.
fn file_name(test: &str, text: &str) -> String {
    let mut words = String::new();
    for letter in test.chars() {
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => words.push(letter),
            _ if words.ends_with('-') => {}
            _ => words.push('-'),
        }
    }
    // FNV-1a: the same everywhere.
    let number = text.bytes().fold(0x811c_9dc5_u32, |number, byte| {
        (number ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{}-{number:08x}.txt", words.trim_matches('-'))
}
