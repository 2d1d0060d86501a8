//! Which file is which in the other version.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use idol::report::Report;
use idol::source::Source;

use super::accept::{self, Entries};
use super::change::Change;
use super::compare::compare;
use super::part::Part;
use super::rule::Rule;
use super::version::Version;
use super::whereabouts;
use crate::inputs::{self, Input};
use crate::outcome::Failure;

/// A file as far as it can be read.
pub(crate) type Text = Result<Source, Report>;

/// Two versions of a file, of which one may be absent.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) old: Option<Text>,
    pub(crate) new: Option<Text>,
}

/// Why two versions cannot be compared.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) old: Option<Report>,
    pub(crate) new: Option<Report>,
}

/// What came of two versions of a file.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    pub(crate) changes: Vec<Change>,
    /// The interfaces in them: at most two.
    pub(crate) interfaces: Vec<Known>,
}

/// An interface as far as lists of names go.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) name: String,
    pub(crate) operations: HashSet<String>,
}

impl Known {
    fn of(version: &Version<'_>) -> Self {
        let operations = version.interface.operations.iter();
        Self {
            name: version.interface.name.to_string(),
            operations: operations.map(|op| op.name.to_string()).collect(),
        }
    }
}

impl Pair {
    /// The name of the newer file.
    pub(crate) fn name(&self) -> &str {
        let source = match (&self.old, &self.new) {
            (_, Some(Ok(new))) => Some(new),
            (Some(Ok(old)), None) => Some(old),
            _ => None,
        };
        source.map_or("", Source::name)
    }

    /// The newer text, if there is one.
    pub(crate) fn new_source(&self) -> Option<&Source> {
        self.new.as_ref().and_then(|new| new.as_ref().ok())
    }

    /// What changed, but for what is accepted, by comments or by the list.
    pub(crate) fn compare(
        &self,
        accepted: &mut Entries,
    ) -> Result<Compared, Box<Wrong>> {
        let old = legal(self.old.as_ref(), Version::old);
        let new = legal(self.new.as_ref(), Version::new);
        let (old, new) = match (old, new) {
            (Ok(old), Ok(new)) => (old, new),
            (old, new) => {
                return Err(Box::new(Wrong {
                    old: old.err(),
                    new: new.err(),
                }));
            }
        };
        let mut changes = match (&old, &new) {
            (Some(old), Some(new)) => compare(old, new),
            (Some(old), None) => vec![Change::new(
                Rule::InterfaceRemoved,
                format!("interface `{}` is gone", old.interface.name),
                "so are its operations",
                None,
            )],
            (None, Some(new)) => vec![Change::new(
                Rule::InterfaceAdded,
                format!("interface `{}` is new", new.interface.name),
                "nobody knows it yet",
                new.place(Part::Name),
            )],
            (None, None) => Vec::new(),
        };
        if let (Some(new), Some(source)) = (&new, self.new_source()) {
            accept::by_comments(new, source, old.is_some(), &mut changes);
        }
        let both = [&old, &new];
        let versions = both.into_iter().flatten();
        let interfaces: Vec<_> = versions.map(Known::of).collect();
        let names = interfaces.iter().map(|known| known.name.as_str());
        accepted.accept(&names.collect::<Vec<_>>(), &mut changes);
        Ok(Compared {
            changes,
            interfaces,
        })
    }
}

fn legal<'s>(
    text: Option<&'s Text>,
    read: impl Fn(&'s Source) -> Result<Version<'s>, Report>,
) -> Result<Option<Version<'s>>, Report> {
    match text {
        None => Ok(None),
        Some(Ok(source)) => read(source).map(Some),
        Some(Err(report)) => Err(report.clone()),
    }
}

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
