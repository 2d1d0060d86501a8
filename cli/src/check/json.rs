//! `idol check --format json`: what was found, as data.
//!
//! One object in a line for each thing found. Keys may be added; those that
//! are here keep their names and meanings. `docs/src/reference/command.md`
//! documents them.

use idol::diagnostic::{Diagnostic, Label, Severity, Span};
use idol::report::Report;
use idol::source::{Position, Source};
use serde::Serialize;

use crate::codes;

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

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Bytes before it.
    pub byte: u32,
    /// The line, counted from 1.
    pub line: usize,
    /// The character of the line, counted from 1.
    pub column: usize,
}

impl<'a> Finding<'a> {
    /// All findings of the report on a file.
    pub fn all(
        file: &'a str,
        report: &'a Report,
    ) -> impl Iterator<Item = Self> {
        let source = report.source();
        let of = move |diagnostic| Self::new(file, source, diagnostic);
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
        }
    }
}

impl<'a> Stretch<'a> {
    fn new(source: &Source, span: Span, label: &'a str) -> Self {
        let place = |byte| {
            let Position { line, column } = source.position(byte);
            Place { byte, line, column }
        };
        Self {
            start: place(span.start),
            end: place(span.end),
            label,
        }
    }
}
