//! Which interfaces a command is about.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use idol::diagnostic::{Code, Diagnostic};
use idol::report::Report;
use idol::source::Source;
use walkdir::{DirEntry, WalkDir};

use crate::outcome::Failure;

/// What stands for standard input on the command line.
const DASH: &str = "-";

/// The most bytes that are read of standard input, which may have no end. The
/// longest interface, of 65,535 operations, has a tenth of it.
const LONGEST: u64 = 256 << 20;

/// One interface that a command is about, not read yet.
#[derive(Debug)]
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
    /// A folder, or part of one, that cannot be looked into.
    Closed {
        /// Where it is.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
}

impl Input {
    /// The input that a path on the command line means: a file, or standard
    /// input, even where there is a file or a folder called `-`.
    pub fn of(path: &Path) -> Self {
        let relative = path.file_name().map(PathBuf::from).unwrap_or_default();
        match path == Path::new(DASH) {
            true => Self::Standard,
            false => Self::File {
                path: path.to_owned(),
                relative,
            },
        }
    }

    /// What diagnostics call it.
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Self::File { path, .. } | Self::Closed { path, .. } => {
                path.to_string_lossy()
            }
            Self::Standard => Cow::Borrowed("<standard input>"),
        }
    }

    /// The text.
    ///
    /// # Errors
    ///
    /// If it cannot be read or is not UTF-8, a report that says so.
    pub fn read(&self) -> Result<Source, Report> {
        match self {
            Self::File { path, .. } => Ok(Source::read(path)?),
            Self::Standard => match standard() {
                Ok(bytes) => Ok(Source::from_bytes(self.name(), bytes)?),
                Err(reason) => Err(unreadable(&self.name(), &reason)),
            },
            Self::Closed { reason, .. } => {
                Err(unreadable(&self.name(), reason))
            }
        }
    }
}

/// All of standard input.
fn standard() -> Result<Vec<u8>, String> {
    let mut input = io::stdin().lock();
    if input.is_terminal() {
        // Somebody may have meant a folder of this name.
        eprintln!(
            "reading from the keyboard, up to Ctrl-D; a file or folder called \
             `-` is `./-`"
        );
    }
    let mut bytes = Vec::new();
    let read = input.by_ref().take(LONGEST + 1).read_to_end(&mut bytes);
    match read {
        Err(error) => Err(error.to_string()),
        Ok(read) if read as u64 > LONGEST => {
            Err(format!("it is longer than {} MiB", LONGEST >> 20))
        }
        Ok(_) => Ok(bytes),
    }
}

fn unreadable(name: &str, reason: &str) -> Report {
    let message = format!("cannot read `{name}`: {reason}");
    Report::new(None, vec![Diagnostic::new(Code::UnreadableFile, message)])
}

/// All that the paths on a command line mean, in their order: a file is
/// itself, a folder every `.idol` file below it, in the order of their paths.
/// No path is there twice.
///
/// Below a folder, hidden folders are left out, and those that are marked as
/// a cache, as cargo's `target` is.
///
/// # Errors
///
/// If a folder has no such file.
pub fn find(paths: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    find_but(paths, &mut |_| false)
}

/// The same, but for what is below folders that are left alone: whether one is
/// is asked of every folder below those that are named.
///
/// # Errors
///
/// If a folder has no such file.
pub fn find_but(
    paths: &[PathBuf],
    left_alone: &mut impl FnMut(&Path) -> bool,
) -> Result<Vec<Input>, Failure> {
    let mut inputs = Vec::new();
    let mut seen = HashSet::new();
    for path in paths {
        if path == Path::new(DASH) || !path.is_dir() {
            if seen.insert(path.clone()) {
                inputs.push(Input::of(path));
            }
            continue;
        }
        let mut below = below(path, left_alone).peekable();
        if below.peek().is_none() {
            return Err(Failure::new(format!(
                "there is no .idol file in `{}`",
                path.display()
            )));
        }
        inputs.extend(below.filter(|input| match input {
            Input::File { path, .. } => seen.insert(path.clone()),
            Input::Standard | Input::Closed { .. } => true,
        }));
    }
    Ok(inputs)
}

/// Whether a folder has no `.idol` file below it, and none is hidden in what
/// cannot be looked into.
pub(crate) fn is_empty(folder: &Path) -> bool {
    below(folder, &mut |_| false).next().is_none()
}

/// The `.idol` files below a folder, and what cannot be looked into.
fn below(
    folder: &Path,
    left_alone: &mut impl FnMut(&Path) -> bool,
) -> impl Iterator<Item = Input> {
    let mut is_kept = |entry: &DirEntry| {
        entry.depth() == 0
            || !entry.file_type().is_dir()
            || !(is_left_out(entry) || left_alone(entry.path()))
    };
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(move |entry| is_kept(entry))
        .filter_map(move |entry| match entry {
            Ok(entry) => {
                let path = entry.into_path();
                let relative = path.strip_prefix(folder).unwrap_or(&path);
                let relative = relative.to_owned();
                // As people write it who are in that folder.
                let path = match folder == Path::new(".") {
                    true => relative.clone(),
                    false => path,
                };
                let is_interface = path.extension() == Some(OsStr::new("idol"))
                    && !path.is_dir();
                is_interface.then_some(Input::File { path, relative })
            }
            Err(error) => Some(Input::Closed {
                path: error.path().unwrap_or(folder).to_owned(),
                reason: match error.into_io_error() {
                    Some(error) => error.to_string(),
                    None => "it is below itself".to_owned(),
                },
            }),
        })
}

/// Whether a folder is.
fn is_left_out(entry: &DirEntry) -> bool {
    let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
    hidden || entry.path().join("CACHEDIR.TAG").exists()
}
