//! Where the real files are, and what it means when something is not there.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Whether a test that cannot run is a failure (`IDOL_REQUIRE=all`) rather
/// than ignored.
pub(crate) fn required() -> bool {
    std::env::var("IDOL_REQUIRE").is_ok_and(|required| required == "all")
}

/// The folder that `IDOL_CORPUS` names.
pub(crate) fn folder() -> Option<PathBuf> {
    std::env::var_os("IDOL_CORPUS").map(PathBuf::from)
}

/// The `.idol` files of a folder, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("IDOL_CORPUS {folder:?}: {error}"));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension() == Some(OsStr::new("idol")))
        .collect();
    files.sort();
    files
}
