//! The files of levels that were read already.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use idol::levels::{Levels, near};
use idol::report::Report;

use crate::inputs::Input;

/// The levels of each folder that an interface is in.
#[derive(Debug, Default)]
pub(super) struct Known {
    folders: BTreeMap<PathBuf, Levels>,
    /// What was wrong, each of which is told once.
    told: Vec<Report>,
}

impl Known {
    /// The levels that are meant for an interface, and what is wrong with
    /// their file if that was not told before. The usual ones hold then.
    pub(super) fn of(&mut self, input: &Input) -> (&Levels, Option<Report>) {
        // Standard input is in the current folder.
        let path = match input {
            Input::File { path, .. } | Input::Closed { path, .. } => path,
            Input::Standard => Path::new("-"),
        };
        let folder = path.parent().unwrap_or(path).to_owned();
        let mut wrong = None;
        let levels = self.folders.entry(folder).or_insert_with(|| {
            let near = near(path);
            near.map(|near| near.levels).unwrap_or_else(|report| {
                if !self.told.contains(&report) {
                    self.told.push(report.clone());
                    wrong = Some(report);
                }
                Levels::default()
            })
        });
        (levels, wrong)
    }
}
