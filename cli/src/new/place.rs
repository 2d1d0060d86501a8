//! Files of a new project, put in their places whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use super::made::Made;
use crate::files;
use crate::outcome::Failure;

/// Writes what was made below `root`. Nothing may be there yet.
///
/// All of it is written beside its place first, so that a disk that is full, or
/// a process that is killed, leaves no half of it.
pub(super) fn all(root: &Path, made: &Made) -> Result<(), Failure> {
    for (top, _) in made {
        let place = root.join(top);
        // A link that leads nowhere is something, too.
        if place.symlink_metadata().is_ok() {
            return Err(Failure::new(format!(
                "`{}` is there already",
                place.display()
            )));
        }
    }
    let fails = |error| {
        let shown = root.display();
        Failure::new(format!("cannot make a folder in `{shown}`: {error}"))
    };
    let beside = tempfile::Builder::new()
        .prefix(".idol-new-")
        .tempdir_in(root)
        .map_err(fails)?;
    for (number, (_, files)) in made.iter().enumerate() {
        let top = beside.path().join(number.to_string());
        for (path, text) in files {
            let path = match path.as_os_str().is_empty() {
                true => top.clone(),
                false => top.join(path),
            };
            files::write(&path, text.as_bytes())?;
        }
    }
    let mut moved = Vec::new();
    for (number, (top, _)) in made.iter().enumerate() {
        let from = beside.path().join(number.to_string());
        let to = root.join(top);
        if let Err(failure) = move_to(&from, &to) {
            undo(&moved);
            return Err(failure);
        }
        moved.push(to);
    }
    Ok(())
}

fn move_to(from: &Path, to: &Path) -> Result<(), Failure> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(to, &error))?;
    }
    fs::rename(from, to).map_err(|error| failed(to, &error))
}

fn failed(to: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`: {error}", to.display()))
}

/// Takes away again what was put in its place.
fn undo(moved: &[PathBuf]) {
    for path in moved {
        // There is no more to do about what cannot be taken away.
        let _ = match path.is_dir() {
            true => fs::remove_dir_all(path),
            false => fs::remove_file(path),
        };
    }
}
