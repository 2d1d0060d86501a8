//! Where the real files are, and what it means when something is not there.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};

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

/// A trial for each real file, named after it and what is tried, and one that
/// there are any. Without the corpus one trial says so: it is ignored, or
/// fails under `IDOL_REQUIRE=all`.
#[allow(dead_code, reason = "not all that ask for the corpus go by its files")]
pub(crate) fn trials(
    what: &str,
    one: fn(&Path) -> Result<(), Failed>,
) -> Vec<Trial> {
    let Some(folder) = folder() else {
        let name = format!("each_file_of_the_corpus_{what}");
        let trial = Trial::test(name, || {
            Err("set IDOL_CORPUS to the folder of the corpus".into())
        });
        return vec![trial.with_ignored_flag(!required())];
    };
    let files = files(&folder);
    let count = files.len();
    let any = Trial::test("the_corpus_has_files", move || match count {
        0 => Err("no .idol file in IDOL_CORPUS".into()),
        _ => Ok(()),
    });
    let each = files.into_iter().map(|file| {
        let name = file.file_stem().unwrap_or_default();
        let name = name.to_string_lossy().replace('-', "_");
        Trial::test(format!("{name}_{what}"), move || one(&file))
    });
    [any].into_iter().chain(each).collect()
}
