//! Which file of levels is meant for an interface.

use std::path::{Path, PathBuf};

use super::file::parse;
use super::table::{FILE, Levels};
use crate::report::Report;
use crate::source::Source;

/// The levels that are meant for an interface.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Near {
    /// The levels; the usual ones if there is no file.
    pub levels: Levels,
    /// The file that says so.
    pub path: Option<PathBuf>,
}

/// Reads the file of levels that is meant for the interface at this path: the
/// nearest [`FILE`] in its folder and those above, up to the folder of the
/// repository (which has a `.git`). Outside of one it is up to that of the
/// package (which has a `Cargo.toml`), and outside of that too it is in the
/// interface's own folder.
///
/// # Errors
///
/// If there is one and it cannot be read or is wrong.
pub fn near(interface: impl AsRef<Path>) -> Result<Near, Report> {
    let Some(path) = nearest(interface.as_ref()) else {
        return Ok(Near::default());
    };
    let source = Source::read(&path)?;
    match parse(&source) {
        Ok(levels) => Ok(Near {
            levels,
            path: Some(path),
        }),
        Err(wrong) => Err(Report::new(Some(&source), wrong)),
    }
}

fn nearest(interface: &Path) -> Option<PathBuf> {
    let folder = match interface.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    // What is above `..` is only known of the real folder.
    let folder = folder.canonicalize().ok()?;
    let has = |name| folder.ancestors().position(|f| f.join(name).exists());
    let last = has(".git").or_else(|| has("Cargo.toml")).unwrap_or(0);
    let path = folder
        .ancestors()
        .take(last + 1)
        .map(|folder| folder.join(FILE))
        .find(|path| path.is_file())?;
    // As short as it can be said.
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let short = here
        .ok()
        .and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    Some(short.unwrap_or(path))
}
