//! `idol check --format json`: what was found, as data.
//!
//! One object in a line for each thing found. Keys may be added; those that
//! are here keep their names and meanings. `docs/src/reference/command.md`
//! documents them.

use idol::diagnostic::{Diagnostic, Label, Severity, Span};
use idol::levels::FILE;
use idol::report::Report;
use idol::source::Source;
use serde::Serialize;

use super::fix::{self, Certainty, Context, fixes};
use crate::codes;
pub use crate::place::Place;

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding<'a> {
    /// The file, as the command line names it, or `<standard input>`.
    pub file: &'a str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The kind, as in `E0140`.
    pub code: String,
    /// The kind as a word, as in `no-access`.
    pub name: String,
    /// What is wrong, in one line.
    pub message: &'a str,
    /// The part of the interface that it is about; may be empty.
    pub place: &'a str,
    /// Where in the file; `None` if it is about no stretch of it.
    pub primary: Option<Stretch<'a>>,
    /// Other stretches that explain it.
    pub related: Vec<Stretch<'a>>,
    /// How to put it right.
    pub help: Option<&'a str>,
    /// What can be done about it, each instead of the others.
    pub fixes: Vec<Fix>,
}

/// Changes that put something right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What is done, in one line.
    pub title: String,
    /// Whether it is the only way, which `--fix` takes.
    pub sure: bool,
    /// What else changes by it, as on the wire.
    pub note: Option<String>,
    /// The changes, in the order of the text: they do not touch each other.
    pub changes: Vec<Change>,
}

/// A stretch of a file, and what it becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its first byte, counted from 0.
    pub start: Place,
    /// The byte after its last.
    pub end: Place,
    /// What it becomes.
    pub text: String,
}

/// A stretch of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch<'a> {
    /// Its first byte, counted from 0.
    pub start: Place,
    /// The byte after its last.
    pub end: Place,
    /// What is said about it; may be empty.
    pub label: &'a str,
}

impl<'a> Finding<'a> {
    /// All findings of the report on a file.
    pub fn all(
        file: &'a str,
        report: &'a Report,
    ) -> impl Iterator<Item = Self> {
        let source = report.source();
        // What is wrong with a file of levels is nothing of an interface.
        let is_interface = |source: &&Source| {
            !report.is_empty() && !source.name().ends_with(FILE)
        };
        let text = source.filter(is_interface).map(Source::text);
        let context = text.map(Context::new);
        let of = move |diagnostic| {
            let mut finding = Self::new(file, source, diagnostic);
            if let (Some(source), Some(context)) = (source, &context) {
                let fixes = fixes(context, diagnostic).into_iter();
                let fixes = fixes.map(|fix| Fix::new(source, fix));
                finding.fixes = fixes.collect();
            }
            finding
        };
        report.diagnostics().iter().map(of)
    }

    fn new(
        file: &'a str,
        source: Option<&Source>,
        diagnostic: &'a Diagnostic,
    ) -> Self {
        let stretch = |span, label| {
            source.map(|source| Stretch::new(source, span, label))
        };
        Self {
            file,
            severity: match diagnostic.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: diagnostic.code.to_string(),
            name: codes::name(diagnostic.code),
            message: &diagnostic.message,
            place: &diagnostic.place,
            primary: diagnostic
                .span
                .and_then(|span| stretch(span, &diagnostic.label)),
            related: diagnostic
                .related
                .iter()
                .filter_map(|Label { span, text }| stretch(*span, text))
                .collect(),
            help: diagnostic.help.as_deref(),
            fixes: Vec::new(),
        }
    }
}

impl Fix {
    fn new(source: &Source, fix: fix::Fix) -> Self {
        let changes = fix.changes.into_iter().map(|change| Change {
            start: Place::new(source, change.span.start),
            end: Place::new(source, change.span.end),
            text: change.text,
        });
        Self {
            title: fix.title,
            sure: fix.certainty == Certainty::Sure,
            note: fix.note,
            changes: changes.collect(),
        }
    }
}

impl<'a> Stretch<'a> {
    fn new(source: &Source, span: Span, label: &'a str) -> Self {
        Self {
            start: Place::new(source, span.start),
            end: Place::new(source, span.end),
            label,
        }
    }
}
