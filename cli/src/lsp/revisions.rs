//! Texts as they were at a revision of git.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use idol::source::Source;

use crate::diff;

/// Texts as they were.
#[derive(Debug, Default)]
pub(super) struct Revisions {
    files: BTreeMap<PathBuf, Option<Source>>,
}

impl Revisions {
    /// What was committed meanwhile is asked for again.
    pub(super) fn forget(&mut self) {
        self.files.clear();
    }

    /// A file as it was; None if it was not there, or git does not know.
    pub(super) fn old(
        &mut self,
        path: &Path,
        revision: &str,
    ) -> Option<&Source> {
        let known = self.files.entry(path.to_owned());
        known.or_insert_with(|| old(path, revision)).as_ref()
    }
}

fn old(path: &Path, revision: &str) -> Option<Source> {
    // A revision that looks like an option would be one.
    if revision.is_empty() || revision.starts_with('-') {
        return None;
    }
    let pairs = diff::git::pairs(&[path.to_owned()], revision).ok()?;
    let named = |pair: &diff::Pair| {
        pair.new_source()
            .is_some_and(|new| Path::new(new.name()) == path)
    };
    let mut pairs = pairs.into_iter();
    let pair = pairs.find(named)?;
    pair.old?.ok()
}
