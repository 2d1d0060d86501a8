//! Which file of levels is meant for an interface.

use std::path::{Path, PathBuf};

use super::file::parse;
use super::table::{FILE, Levels};
use crate::diagnostic::{Code, Diagnostic};
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
    let Some(places) = Places::of(interface.as_ref()) else {
        return Ok(Near::default());
    };
    let mut near = Near::default();
    for folder in places.looked_in() {
        let path = folder.join(FILE);
        // A folder or a pipe of this name is no file of levels.
        if !path.is_file() {
            continue;
        }
        let path = short(&path);
        let source = Source::read(&path)?;
        let wrong = match parse(&source) {
            Ok(levels) => {
                let wrong = missing(&levels, folder);
                near.levels = levels.below(&places.from(folder));
                wrong
            }
            Err(wrong) => wrong,
        };
        if !wrong.is_empty() {
            return Err(Report::new(Some(&source), wrong));
        }
        near.path = Some(path);
        break;
    }
    Ok(near)
}

/// Where a file may be that is meant for an interface.
struct Places {
    /// The interface's real folder: what is above `..` is only known of it.
    folder: PathBuf,
    /// How many folders are looked in, from there upwards.
    count: usize,
}

impl Places {
    fn of(interface: &Path) -> Option<Self> {
        let folder = match interface.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let folder = folder.canonicalize().ok()?;
        let has = |name| folder.ancestors().position(|f| f.join(name).exists());
        let last = has(".git").or_else(|| has("Cargo.toml")).unwrap_or(0);
        Some(Self {
            folder,
            count: last + 1,
        })
    }

    fn looked_in(&self) -> impl Iterator<Item = &Path> {
        self.folder.ancestors().take(self.count)
    }

    /// The way from a folder above to the interface's.
    fn from(&self, above: &Path) -> String {
        let way = self.folder.strip_prefix(above).unwrap_or(Path::new(""));
        let mut parts = String::new();
        for part in way {
            if !parts.is_empty() {
                parts.push('/');
            }
            parts.push_str(&part.to_string_lossy());
        }
        parts
    }
}

/// What is said of folders that are not there.
fn missing(levels: &Levels, folder: &Path) -> Vec<Diagnostic> {
    let mut wrong = Vec::new();
    for (path, span) in levels.folders() {
        if !folder.join(path).is_dir() {
            let message = format!("there is no folder `{path}`");
            wrong.push(
                Diagnostic::new(Code::BadLevels, message)
                    .at(Some(*span), "")
                    .help("a path begins at the folder that this file is in"),
            );
        }
    }
    wrong
}

/// A path, as short as it can be said.
fn short(path: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let short = here
        .ok()
        .and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    short.unwrap_or_else(|| path.to_owned())
}
