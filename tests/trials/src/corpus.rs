//! Real files, in a folder that is not here.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};

/// What to do where there is no corpus.
pub const MISSING: &str = "set IDOL_CORPUS to the folder of the corpus";

/// The folder that `IDOL_CORPUS` names.
pub fn folder() -> Option<PathBuf> {
    env::var_os("IDOL_CORPUS").map(PathBuf::from)
}

/// What a test over the corpus is missing, if anything.
pub fn missing() -> Option<&'static str> {
    match folder() {
        Some(_) => None,
        None => Some(MISSING),
    }
}

/// The `.idol` files of a folder, sorted.
///
/// # Panics
///
/// If the folder cannot be read.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("IDOL_CORPUS {folder:?}: {error}"));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension() == Some(OsStr::new("idol")))
        .collect();
    files.sort();
    files
}

/// A test for each real file, named after it and what is tried, and one that
/// there are any. Without the corpus one test says so: it is ignored, or
/// fails where it is required.
pub fn trials(what: &str, one: fn(&Path) -> Result<(), Failed>) -> Vec<Trial> {
    let Some(folder) = folder() else {
        let name = format!("each_file_of_the_corpus_{what}");
        return vec![crate::needing(name, Some(MISSING), || Ok(()))];
    };
    let files = files(&folder);
    let count = files.len();
    let any = Trial::test(
        format!("the_corpus_has_files_of_which_each_{what}"),
        move || match count {
            0 => Err("no .idol file in IDOL_CORPUS".into()),
            _ => Ok(()),
        },
    );
    let each = files.into_iter().map(|file| {
        let name = file.file_stem().unwrap_or_default();
        let name = name.to_string_lossy().replace('-', "_");
        Trial::test(format!("{name}_{what}"), move || one(&file))
    });
    [any].into_iter().chain(each).collect()
}
