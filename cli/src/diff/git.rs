//! Files as they were in a revision, which git is asked for.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use idol::report::Report;
use idol::source::Source;

use super::pairs::{self, Pair, Text};
use crate::outcome::Failure;

/// Each file that these paths mean, paired with what it was in a revision.
///
/// # Errors
///
/// If git cannot be run, knows no such revision, or the paths are in no
/// repository; if one of the paths is standard input.
pub(crate) fn pairs(
    paths: &[PathBuf],
    revision: &str,
) -> Result<Vec<Pair>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            return Err(Failure::new(
                "standard input is in no revision: name a file or a folder",
            ));
        }
        if path.is_dir() {
            let old = Folder::new(path, revision)?.files(None)?;
            found.extend(pairs::pair(old, pairs::below(path)?));
            continue;
        }
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let old = Folder::new(folder, revision)?.files(path.file_name())?;
        found.push(Pair {
            old: old.into_values().next(),
            new: Some(Source::read(path).map_err(Report::from)),
        });
    }
    Ok(found)
}

/// A folder in a revision.
struct Folder<'p> {
    path: &'p Path,
    /// As people name it.
    revision: &'p str,
    /// As git does.
    commit: String,
}

impl<'p> Folder<'p> {
    fn new(path: &'p Path, revision: &'p str) -> Result<Self, Failure> {
        let commit = git(
            path,
            [
                "rev-parse",
                "--verify",
                "--end-of-options",
                &format!("{revision}^{{commit}}"),
            ],
        )?;
        Ok(Self {
            path,
            revision,
            commit: String::from_utf8_lossy(&commit).trim().to_owned(),
        })
    }

    /// The interfaces in it, or the one file of this name, by their paths
    /// below it.
    fn files(
        &self,
        name: Option<&OsStr>,
    ) -> Result<BTreeMap<PathBuf, Text>, Failure> {
        let mut arguments: Vec<OsString> = vec!["ls-tree".into(), "-z".into()];
        if name.is_none() {
            arguments.push("-r".into());
        }
        arguments.push(self.commit.clone().into());
        if let Some(name) = name {
            arguments.extend(["--".into(), name.to_owned()]);
        }
        let list = git(self.path, &arguments)?;
        let mut files = BTreeMap::new();
        for entry in list.split(|byte| *byte == 0) {
            let Some((object, path)) = file(entry) else {
                continue;
            };
            if name.is_none() && !is_interface(&path) {
                continue;
            }
            let bytes = git(self.path, ["cat-file", "blob", object])?;
            let shown = self.path.join(&path);
            let shown = format!("{}:{}", self.revision, shown.display());
            let text = Source::from_bytes(shown, bytes);
            files.insert(path, text.map_err(Report::from));
        }
        Ok(files)
    }
}

/// A line of `git ls-tree -z` about a regular file: the name that git has for
/// its contents, and its path.
fn file(entry: &[u8]) -> Option<(&str, PathBuf)> {
    let tab = entry.iter().position(|byte| *byte == b'\t')?;
    let mut words = str::from_utf8(&entry[..tab]).ok()?.split(' ');
    let is_regular = words.next()?.starts_with("100");
    let object = words.nth(1)?;
    is_regular.then(|| (object, path(&entry[tab + 1..])))
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;

    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Whether a file would be found in the folder: none that is in a hidden one.
fn is_interface(path: &Path) -> bool {
    let folder = path.parent().unwrap_or(Path::new(""));
    let is_hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
    path.extension() == Some(OsStr::new("idol"))
        && !folder.iter().any(is_hidden)
}

/// What git writes.
fn git<S: AsRef<OsStr>>(
    folder: &Path,
    arguments: impl IntoIterator<Item = S>,
) -> Result<Vec<u8>, Failure> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error: io::Error| {
            Failure::new(format!("cannot run git: {error}"))
        })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default();
    Err(Failure::new(format!(
        "git: {}",
        said.trim_start_matches("fatal: ")
    )))
}
