//! Two versions of a file, and what changed from one to the other.

use std::collections::HashSet;

use idol::report::Report;
use idol::source::Source;

use super::accept::{self, Entries};
use super::change::Change;
use super::compare::compare;
use super::part::Part;
use super::rule::Rule;
use super::version::Version;

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

    /// The newer text is this now, if it is the newer file.
    pub(crate) fn is_now(&mut self, source: &Source) {
        if let Some(Ok(new)) = &mut self.new
            && new.name() == source.name()
        {
            *new = source.clone();
        }
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
        accept::hand_on(&mut changes);
        changes.sort_by_key(|change| (change.span, change.rule));
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
