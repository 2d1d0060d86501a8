//! Which repository a path is in, and where there.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::pairs::Text;
use super::super::paths;
use crate::outcome::Failure;

/// A repository that has files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Repository {
    /// The folder that its revisions are about.
    pub(super) top: PathBuf,
    /// Whether the environment says where it is: then git finds it itself.
    is_given: bool,
}

/// A path of the command line.
pub(super) struct Spot<'p> {
    pub(super) path: &'p Path,
    /// The same below the repository's top.
    pub(super) inside: PathBuf,
}

/// The repositories of paths, and the paths in each.
pub(super) fn of(
    paths: &[PathBuf],
) -> Result<BTreeMap<Repository, Vec<Spot<'_>>>, Failure> {
    let mut found: BTreeMap<Repository, Vec<Spot<'_>>> = BTreeMap::new();
    for path in paths {
        if path == Path::new("-") {
            return Err(Failure::new(
                "standard input is in no revision: name a file or a folder",
            ));
        }
        let real = real(path)?;
        let repository = Repository::around(&real);
        let inside = repository.as_ref().and_then(|repository| {
            let inside = real.strip_prefix(&repository.top).ok()?;
            Some(inside.to_owned())
        });
        let (Some(repository), Some(inside)) = (repository, inside) else {
            return Err(Failure::new(format!(
                "`{}` is in no repository of git",
                path.display()
            )));
        };
        found
            .entry(repository)
            .or_default()
            .push(Spot { path, inside });
    }
    Ok(found)
}

/// A path from the root, without links to folders, though the last of it may
/// not be there any more.
fn real(path: &Path) -> Result<PathBuf, Failure> {
    let unreadable = |error| {
        Failure::new(format!("cannot read `{}`: {error}", path.display()))
    };
    if path.is_dir() {
        return path.canonicalize().map_err(unreadable);
    }
    let whole = std::path::absolute(path).map_err(unreadable)?;
    let mut gone = Vec::new();
    let mut there = whole.as_path();
    while let (Some(parent), Some(name)) = (there.parent(), there.file_name()) {
        gone.push(name);
        there = parent;
        if there.is_dir() {
            break;
        }
    }
    let mut real = there.canonicalize().map_err(unreadable)?;
    real.extend(gone.into_iter().rev());
    Ok(real)
}

impl Repository {
    /// The one that a path is in.
    fn around(path: &Path) -> Option<Self> {
        if let Some(folder) = env::var_os("GIT_DIR") {
            return Some(Self {
                top: given_top(&folder, path)?,
                is_given: true,
            });
        }
        let mut above = path.ancestors();
        let top = above.find(|folder| folder.join(".git").exists())?;
        Some(Self {
            top: top.to_owned(),
            is_given: false,
        })
    }

    /// Git, run where it finds the repository.
    pub(super) fn git(&self) -> Command {
        let mut git = Command::new("git");
        // A relative GIT_DIR is one from here.
        if !self.is_given {
            git.arg("-C").arg(&self.top);
            for given in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
                git.env_remove(given);
            }
        }
        git
    }

    /// The one in a folder of this, if it has been fetched.
    pub(super) fn inner(&self, path: &Path) -> Option<Self> {
        let top = self.top.join(path);
        top.join(".git").exists().then_some(Self {
            top,
            is_given: false,
        })
    }

    /// All files with interfaces that are there now, by their paths below its
    /// top.
    pub(super) fn files(&self) -> Result<BTreeMap<PathBuf, Text>, Failure> {
        paths::below(&self.top)
    }
}

/// What a revision is about if the environment names the repository.
fn given_top(repository: &OsString, path: &Path) -> Option<PathBuf> {
    if let Some(top) = env::var_os("GIT_WORK_TREE") {
        return Path::new(&top).canonicalize().ok();
    }
    let repository = Path::new(repository).canonicalize().ok();
    let around = repository.as_deref().and_then(|repository| {
        let is_usual = repository.file_name()? == ".git";
        repository.parent().filter(|_| is_usual)
    });
    match around.filter(|around| path.starts_with(around)) {
        Some(around) => Some(around.to_owned()),
        None => env::current_dir().ok()?.canonicalize().ok(),
    }
}
