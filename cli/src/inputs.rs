//! Which interfaces a command is about.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use idol::diagnostic::{Code, Diagnostic, Report};
use idol::source::Source;
use walkdir::{DirEntry, WalkDir};

use crate::outcome::Failure;

/// What stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// One interface that a command is about, not read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file.
    File {
        /// Where it is.
        path: PathBuf,
        /// Where it is below the folder that was named; its name, if it was
        /// named itself.
        relative: PathBuf,
    },
    /// Standard input.
    Standard,
}

impl Input {
    /// The input that a path on the command line means: a file, or standard
    /// input.
    pub fn of(path: &Path) -> Self {
        match path == Path::new(STANDARD_INPUT) {
            true => Self::Standard,
            false => Self::File {
                path: path.to_owned(),
                relative: path
                    .file_name()
                    .map(PathBuf::from)
                    .unwrap_or_default(),
            },
        }
    }

    /// Where a file is below the folder that was named; its name, if it was
    /// named itself.
    pub fn relative(&self) -> Option<&Path> {
        match self {
            Self::File { relative, .. } => Some(relative),
            Self::Standard => None,
        }
    }

    /// The text.
    ///
    /// # Errors
    ///
    /// If it cannot be read or is not UTF-8, a report that says so.
    pub fn read(&self) -> Result<Source, Report> {
        match self {
            Self::File { path, .. } => Source::read(path),
            Self::Standard => {
                let name = "<standard input>";
                let mut bytes = Vec::new();
                match io::stdin().lock().read_to_end(&mut bytes) {
                    Ok(_) => Source::from_bytes(name, bytes),
                    Err(error) => Err(unreadable(name, error)),
                }
            }
        }
    }
}

/// All that the paths on a command line mean, in their order: a file is
/// itself, a folder every `.idol` file below it, in the order of their paths.
/// Nothing is there twice. What cannot be read is a report that says so.
///
/// Below a folder, hidden folders are left out, and those that are marked as
/// a cache, as cargo's `target` is.
///
/// # Errors
///
/// If a folder has no such file.
pub fn find(paths: &[PathBuf]) -> Result<Vec<Result<Input, Report>>, Failure> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for path in paths {
        if !path.is_dir() {
            if seen.insert(path.clone()) {
                found.push(Ok(Input::of(path)));
            }
            continue;
        }
        let mut empty = true;
        for file in interfaces_below(path) {
            empty = false;
            match file {
                Ok(file) if !seen.insert(file.clone()) => {}
                Ok(file) => found.push(Ok(Input::File {
                    relative: file
                        .strip_prefix(path)
                        .unwrap_or(&file)
                        .to_owned(),
                    path: file,
                })),
                Err(report) => found.push(Err(report)),
            }
        }
        if empty {
            return Err(Failure::new(format!(
                "there is no .idol file in `{}`",
                path.display()
            )));
        }
    }
    Ok(found)
}

/// The `.idol` files below a folder.
fn interfaces_below(
    folder: &Path,
) -> impl Iterator<Item = Result<PathBuf, Report>> {
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry))
        .filter_map(|entry| match entry {
            Ok(entry) => {
                let path = entry.into_path();
                let is_interface = path.extension() == Some(OsStr::new("idol"))
                    && !path.is_dir();
                is_interface.then_some(Ok(path))
            }
            Err(error) => {
                let path = error.path().unwrap_or(Path::new("")).to_owned();
                let name = path.display().to_string();
                Some(Err(unreadable(&name, io::Error::from(error))))
            }
        })
}

fn is_left_out(entry: &DirEntry) -> bool {
    let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
    entry.file_type().is_dir()
        && (hidden || entry.path().join("CACHEDIR.TAG").exists())
}

fn unreadable(name: &str, reason: io::Error) -> Report {
    let message = format!("cannot read `{name}`: {reason}");
    Report::new(None, vec![Diagnostic::new(Code::UnreadableFile, message)])
}
