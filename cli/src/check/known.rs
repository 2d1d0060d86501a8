//! The files of levels that were read already.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use idol::levels::{Near, near};
use idol::report::Report;

use crate::inputs::Input;

/// The levels of each folder that an interface is in.
#[derive(Debug, Default)]
pub(super) struct Known {
    folders: BTreeMap<PathBuf, Near>,
    /// What was wrong, each of which is told once.
    told: Vec<Report>,
}

impl Known {
    /// The levels that are meant for an interface, and what is wrong with
    /// their file if that was not told before. The usual ones hold then.
    pub(super) fn of(&mut self, input: &Input) -> (&Near, Option<Report>) {
        let path = path(input);
        let mut wrong = None;
        let near = self.folders.entry(folder(input)).or_insert_with(|| {
            near(path).unwrap_or_else(|report| {
                if !self.told.contains(&report) {
                    self.told.push(report.clone());
                    wrong = Some(report);
                }
                Near::default()
            })
        });
        (near, wrong)
    }
}

/// Standard input is in the current folder.
fn path(input: &Input) -> &Path {
    match input {
        Input::File { path, .. } | Input::Closed { path, .. } => path,
        Input::Standard => Path::new("-"),
    }
}

/// The folder that an input is in, as the command line names it.
pub(super) fn folder(input: &Input) -> PathBuf {
    match path(input).parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
