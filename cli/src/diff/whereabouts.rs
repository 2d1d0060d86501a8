//! Where an interface went: which file of one folder is which of another.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use idol::parse::{self, UnknownKeys};
use idol::syntax;

use super::pairs::{Pair, Text};

/// Files of one path below two folders are one file; so are others that hold
/// one interface, by its name and its operations.
pub(crate) fn pair(
    mut old: BTreeMap<PathBuf, Text>,
    new: BTreeMap<PathBuf, Text>,
) -> Vec<Pair> {
    let mut paths = Vec::with_capacity(new.len());
    let mut pairs: Vec<Pair> = Vec::with_capacity(new.len());
    for (path, text) in new {
        pairs.push(Pair {
            old: old.remove(&path),
            new: Some(text),
        });
        paths.push(path);
    }
    let free: Vec<usize> = (0..pairs.len())
        .filter(|i| pairs[*i].old.is_none())
        .collect();
    let news: Vec<_> = free
        .iter()
        .map(|i| Place::of(&paths[*i], pairs[*i].new.as_ref()))
        .collect();
    let (old_paths, old): (Vec<_>, Vec<_>) = old.into_iter().unzip();
    let olds: Vec<_> = old_paths
        .iter()
        .zip(&old)
        .map(|(path, text)| Place::of(path, Some(text)))
        .collect();
    let found = matching(&olds, &news);
    for (text, new) in old.into_iter().zip(found) {
        match new {
            Some(new) => pairs[free[new]].old = Some(text),
            None => pairs.push(Pair {
                old: Some(text),
                new: None,
            }),
        }
    }
    pairs
}

/// An interface and the file that it is in.
pub(super) struct Place<'p> {
    path: &'p Path,
    interface: Option<syntax::Interface>,
}

impl<'p> Place<'p> {
    pub(super) fn of(path: &'p Path, text: Option<&Text>) -> Self {
        let source = text.and_then(|text| text.as_ref().ok());
        let interface = source
            .map(|source| parse::parse(source, UnknownKeys::Ignore).interface);
        Self {
            path,
            interface: interface.filter(|found| !found.name.is_empty()),
        }
    }

    /// How much of an old interface is here, if it has its name: others may
    /// have it, too.
    fn likeness(&self, old: &Self) -> Option<(usize, bool)> {
        let (new, before) = (self.interface.as_ref()?, old.interface.as_ref()?);
        let common = new.ops.keys().filter(|op| before.ops.contains_key(*op));
        let same_file = self.path.file_name() == old.path.file_name();
        (new.name == before.name).then(|| (common.count(), same_file))
    }
}

/// For each old interface the new one that it is: those that are most alike
/// first.
pub(super) fn matching(
    olds: &[Place<'_>],
    news: &[Place<'_>],
) -> Vec<Option<usize>> {
    let mut alike = Vec::new();
    for (i, old) in olds.iter().enumerate() {
        for (j, new) in news.iter().enumerate() {
            if let Some(likeness) = new.likeness(old) {
                alike.push((likeness, i, j));
            }
        }
    }
    // Of those that are as much alike, the first in the order of the paths.
    alike.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut found = vec![None; olds.len()];
    let mut taken = vec![false; news.len()];
    for (_, old, new) in alike {
        if found[old].is_none() && !taken[new] {
            found[old] = Some(new);
            taken[new] = true;
        }
    }
    found
}
