//! Which file is which in the other version.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::{Path, PathBuf};

use idol::parse::{self, UnknownKeys};
use idol::report::Report;
use idol::source::Source;

use super::change::Change;
use super::compare::compare;
use super::part::Part;
use super::rule::Rule;
use super::version::Version;
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

    /// What changed.
    pub(crate) fn changes(&self) -> Result<Vec<Change>, Box<Wrong>> {
        let old = legal(self.old.as_ref(), Version::old);
        let new = legal(self.new.as_ref(), Version::new);
        match (old, new) {
            (Ok(Some(old)), Ok(Some(new))) => Ok(compare(&old, &new)),
            (Ok(Some(old)), Ok(None)) => Ok(vec![Change {
                rule: Rule::InterfaceRemoved,
                what: format!("interface `{}` is gone", old.interface.name),
                why: "so are its operations".to_owned(),
                help: None,
                span: None,
            }]),
            (Ok(None), Ok(Some(new))) => Ok(vec![Change {
                rule: Rule::InterfaceAdded,
                what: format!("interface `{}` is new", new.interface.name),
                why: "nobody knows it yet".to_owned(),
                help: None,
                span: new.place(Part::Name),
            }]),
            (Ok(None), Ok(None)) => Ok(Vec::new()),
            (old, new) => Err(Box::new(Wrong {
                old: old.err(),
                new: new.err(),
            })),
        }
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
        (true, true) => Ok(pair(below(old)?, below(new)?)),
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
    let inputs = inputs::find(&[folder.to_owned()])?;
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

/// Files of one path below two folders are one file; so are others that hold
/// an interface of one name.
pub(crate) fn pair(
    mut old: BTreeMap<PathBuf, Text>,
    new: BTreeMap<PathBuf, Text>,
) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = new
        .into_iter()
        .map(|(path, text)| Pair {
            old: old.remove(&path),
            new: Some(text),
        })
        .collect();
    // The first of a name is taken first.
    let mut unpaired: HashMap<String, VecDeque<usize>> = HashMap::new();
    if !old.is_empty() {
        let new = pairs.iter().enumerate().filter(|(_, p)| p.old.is_none());
        for (index, pair) in new {
            if let Some(name) = pair.new.as_ref().and_then(name) {
                unpaired.entry(name).or_default().push_back(index);
            }
        }
    }
    for text in old.into_values() {
        let moved =
            name(&text).and_then(|name| unpaired.get_mut(&name)?.pop_front());
        match moved {
            Some(index) => pairs[index].old = Some(text),
            None => pairs.push(Pair {
                old: Some(text),
                new: None,
            }),
        }
    }
    pairs
}

/// The name of the interface in a text.
fn name(text: &Text) -> Option<String> {
    let source = text.as_ref().ok()?;
    let name = parse::parse(source, UnknownKeys::Ignore).interface.name;
    (!name.is_empty()).then_some(name)
}
