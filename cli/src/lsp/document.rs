//! A text that an editor has open, and what is found in it.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::rc::Rc;

use idol::diagnostic::Span;
use idol::levels::{Near, near};
use idol::model;
use idol::report::Report;
use idol::source::Source;
use lsp_types::{Position, Range, TextDocumentContentChangeEvent, Uri};

use super::lines::{Lines, Unit};
use crate::check;
use crate::check::fix::Context;
use crate::entries::{Entry, Tree};
use crate::legal::Legal;

/// What a text is written in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// An interface.
    Interface,
    /// Anything else: Rust, levels.
    Other,
}

/// A text that is open.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) uri: Uri,
    /// Where it is saved, if that is a file.
    pub(super) path: Option<PathBuf>,
    pub(super) version: i32,
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) lines: Lines,
    /// Of this text, once it is asked for.
    analysis: OnceCell<Analysis>,
    tree: OnceCell<Rc<Tree>>,
}

/// What is found in a text.
#[derive(Debug)]
pub(super) struct Analysis {
    /// What there is to tell.
    pub(super) report: Report,
    /// What is wrong with the file of levels.
    pub(super) levels: Option<Report>,
    /// The interface, if it is legal.
    pub(super) legal: Option<Legal>,
}

impl Analysis {
    pub(super) fn model(&self) -> Option<&model::Interface> {
        self.legal.as_ref().map(|legal| &legal.interface)
    }

    /// An operation by its name, with its place in the file.
    pub(super) fn operation(
        &self,
        name: &str,
    ) -> Option<(usize, &model::Operation)> {
        let operations = &self.model()?.operations;
        let named = |op: &&model::Operation| op.name.as_str() == name;
        let found = operations.iter().find(named)?;
        let index = operations.iter().position(|op| op == found)?;
        Some((index, found))
    }
}

impl Document {
    pub(super) fn new(
        uri: Uri,
        path: Option<PathBuf>,
        version: i32,
        text: String,
        unit: Unit,
    ) -> Self {
        let is_interface = uri.as_str().ends_with(".idol");
        Self {
            path,
            version,
            kind: match is_interface {
                true => Kind::Interface,
                false => Kind::Other,
            },
            lines: Lines::new(&text, unit),
            text,
            uri,
            analysis: OnceCell::new(),
            tree: OnceCell::new(),
        }
    }

    /// Changes a stretch, or all of it.
    pub(super) fn change(&mut self, change: TextDocumentContentChangeEvent) {
        match change.range {
            None => {
                self.lines = Lines::new(&change.text, self.lines.unit());
                self.text = change.text;
            }
            Some(range) => {
                let span = self.lines.span(&self.text, range);
                self.text.replace_range(span.range(), &change.text);
                self.lines.replace(&self.text, span, change.text.len());
            }
        }
        self.tree = OnceCell::new();
        self.forget();
    }

    /// What was found may be another now.
    pub(super) fn forget(&mut self) {
        self.analysis = OnceCell::new();
    }

    /// What diagnostics call it.
    pub(super) fn name(&self) -> String {
        match &self.path {
            Some(path) => path.display().to_string(),
            None => self.uri.as_str().to_owned(),
        }
    }

    pub(super) fn source(&self) -> Source {
        Source::new(self.name(), self.text.as_str())
    }

    /// What is found in it: what `idol check` tells of a file with this text.
    pub(super) fn analysis(&self, pedantic: bool) -> &Analysis {
        self.analysis.get_or_init(|| {
            let near = match &self.path {
                Some(path) => near(path),
                None => Ok(Near::default()),
            };
            let (near, levels) = match near {
                Ok(near) => (near, None),
                Err(report) => (Near::default(), Some(report)),
            };
            let arguments = check::Arguments::usual(pedantic);
            let source = self.source();
            let (report, legal) = arguments.read(&source, &near.levels);
            Analysis {
                report,
                levels,
                legal,
            }
        })
    }

    /// Its entries.
    pub(super) fn context(&self) -> Context<'_> {
        Context::with(&self.text, Rc::clone(self.tree()))
    }

    /// The same, as they stand.
    pub(super) fn tree(&self) -> &Rc<Tree> {
        let read = || Rc::new(crate::entries::read(&self.text));
        self.tree.get_or_init(read)
    }

    pub(super) fn range(&self, span: Span) -> Range {
        self.lines.range(&self.text, span)
    }

    pub(super) fn offset(&self, position: Position) -> u32 {
        self.lines.offset(&self.text, position)
    }

    pub(super) fn at(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}

/// The operation that a path goes through.
pub(super) fn operation_of<'t>(path: &[&'t Entry]) -> Option<&'t Entry> {
    path.get(2).copied()
}
