//! Files as they were in a revision, which git is asked for.
//!
//! One process of git answers all that is asked about a repository: it is told
//! names of objects, never paths, so it does not matter from which folder it
//! is run.

mod objects;
mod repository;
mod tree;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use idol::report::Report;
use idol::source::Source;

use super::pairs::{Pair, Text};
use super::paths;
use super::whereabouts::{self, Place, matching};
use crate::outcome::Failure;
use repository::{Repository, Spot};
use tree::Tree;

/// Each file that these paths mean, paired with what it was in a revision: in
/// the merge base of it and `HEAD`, if three dots follow it.
///
/// # Errors
///
/// If git cannot be run, knows no such revision, or the paths are in no
/// repository; if one of the paths is standard input, or has no interface and
/// had none.
pub(crate) fn pairs(
    paths: &[PathBuf],
    revision: &str,
) -> Result<Vec<Pair>, Failure> {
    let mut found = Vec::new();
    for (repository, spots) in repository::of(paths)? {
        let tree = Tree::of(&repository, revision)?;
        found.extend(in_one(&repository, tree, &spots)?);
    }
    Ok(found)
}

/// One version of files, by their paths in the repository.
type Texts = BTreeMap<PathBuf, Text>;

/// The pairs of what is in one repository.
fn in_one(
    repository: &Repository,
    mut tree: Tree,
    spots: &[Spot<'_>],
) -> Result<Vec<Pair>, Failure> {
    let (mut olds, mut news) = (Texts::new(), Texts::new());
    for spot in spots {
        let old = tree.below(&spot.inside, spot.path)?;
        let new = now(spot)?;
        if old.is_empty() && new.is_empty() {
            return Err(Failure::new(format!(
                "there is no .idol file in `{}`, and there was none in `{}`",
                spot.path.display(),
                tree.revision()
            )));
        }
        olds.extend(old);
        news.extend(new);
    }
    let is_asked = |path: &Path, olds: &Texts, news: &Texts| {
        olds.contains_key(path) || news.contains_key(path)
    };
    if news.keys().any(|path| !olds.contains_key(path)) {
        // What is new here may have been where nobody asks about.
        let mut elsewhere = tree.everywhere()?;
        elsewhere.retain(|path, _| {
            !is_asked(path, &olds, &news) && !repository.top.join(path).exists()
        });
        take(elsewhere, &mut olds, &news);
    }
    if olds.keys().any(|path| !news.contains_key(path)) {
        // What is gone here may be where nobody asks about.
        let mut elsewhere = Texts::new();
        for (path, text) in repository.files()? {
            if !is_asked(&path, &olds, &news) && !tree.has(&path)? {
                elsewhere.insert(path, text);
            }
        }
        take(elsewhere, &mut news, &olds);
    }
    Ok(whereabouts::pair(olds, news))
}

/// Takes those files from elsewhere that hold what one version lacks of the
/// other: neither by its path nor by its interface it is there.
fn take(elsewhere: Texts, here: &mut Texts, other: &Texts) {
    let lacking = |texts: &Texts, others: &Texts| -> Vec<PathBuf> {
        let paths = texts.keys().filter(|path| !others.contains_key(*path));
        paths.cloned().collect()
    };
    let wanted = lacking(other, here);
    let near = lacking(here, other);
    let wanted: Vec<_> = wanted
        .iter()
        .map(|path| Place::of(path, other.get(path)))
        .collect();
    let near: Vec<_> = near
        .iter()
        .map(|path| Place::of(path, here.get(path)))
        .collect();
    let is_near = matching(&wanted, &near);
    let wanted: Vec<_> = wanted
        .into_iter()
        .zip(is_near)
        .filter_map(|(place, near)| near.is_none().then_some(place))
        .collect();
    let far: Vec<_> = elsewhere
        .iter()
        .map(|(path, text)| Place::of(path, Some(text)))
        .collect();
    let found: Vec<usize> =
        matching(&wanted, &far).into_iter().flatten().collect();
    drop(far);
    let texts = elsewhere.into_iter().enumerate();
    let taken = texts.filter(|(index, _)| found.contains(index));
    here.extend(taken.map(|(_, text)| text));
}

/// What a path means now.
fn now(spot: &Spot<'_>) -> Result<Texts, Failure> {
    if spot.path.is_dir() {
        let files = paths::below(spot.path)?.into_iter();
        return Ok(files
            .map(|(path, text)| (spot.inside.join(path), text))
            .collect());
    }
    Ok(match spot.path.exists() {
        false => Texts::new(),
        true => {
            let text = Source::read(spot.path).map_err(Report::from);
            BTreeMap::from([(spot.inside.clone(), text)])
        }
    })
}
