//! Two paths of the command line: the files there, and which is which.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::pairs::{Pair, Text};
use super::whereabouts;
use crate::inputs::{self, Input};
use crate::outcome::Failure;

/// Two files, or the files of two folders.
pub(super) fn of(old: &Path, new: &Path) -> Result<Vec<Pair>, Failure> {
    match (old.is_dir(), new.is_dir()) {
        (true, true) => {
            // That all are gone is an answer, too.
            let (old, new) = (below(old)?, below(new)?);
            match old.is_empty() && new.is_empty() {
                true => Err(Failure::new("neither folder has an .idol file")),
                false => Ok(whereabouts::pair(old, new)),
            }
        }
        (false, false) => {
            let (old, new) = (Input::of(old), Input::of(new));
            if let (Input::Standard, Input::Standard) = (&old, &new) {
                return Err(Failure::new(
                    "standard input cannot be both versions",
                ));
            }
            Ok(vec![Pair {
                old: Some(old.read()),
                new: Some(new.read()),
            }])
        }
        (true, false) => Err(mixed(old, new)),
        (false, true) => Err(mixed(new, old)),
    }
}

fn mixed(folder: &Path, file: &Path) -> Failure {
    Failure::new(format!(
        "`{}` is a folder, and `{}` is none",
        folder.display(),
        file.display()
    ))
}

/// The files below a folder, by their paths there.
pub(crate) fn below(folder: &Path) -> Result<BTreeMap<PathBuf, Text>, Failure> {
    let inputs = match inputs::is_empty(folder) {
        true => Vec::new(),
        false => inputs::find(&[folder.to_owned()])?,
    };
    let files = inputs.into_iter().map(|input| {
        let text = input.read();
        let relative = match input {
            Input::File { relative, .. } => relative,
            Input::Closed { path, .. } => path,
            Input::Standard => PathBuf::new(),
        };
        (relative, text)
    });
    Ok(files.collect())
}
