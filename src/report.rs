//! All that was found in one text, and how it prints itself.

use std::fmt;

use crate::diagnostic::{Diagnostic, Severity};
use crate::order::order;
#[cfg(not(feature = "pretty"))]
use crate::render;
#[cfg(feature = "pretty")]
use crate::render::pretty;
use crate::source::{Source, Unreadable};

/// All that was found in one text, in the order of the text.
///
/// As an error it prints itself with file, line, column, the line of text and
/// the help, with `Display` and `Debug` alike: cargo prints what a build
/// script's `main` returns with `Debug`. It never prints colours; how it looks
/// is [`render`](crate::render)'s, `render::pretty`'s where that is built.
#[derive(Clone, Eq, PartialEq)]
pub struct Report {
    source: Option<Source>,
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Sorts the diagnostics by position and drops those said twice. Those
    /// without a position come first. `source` is the text that the spans
    /// point into, if there is one.
    pub fn new(source: Option<&Source>, diagnostics: Vec<Diagnostic>) -> Self {
        let place = |d: &Diagnostic| {
            let span = d.span.map_or(0, |span| {
                1 << 80
                    | u128::from(span.start) << 48
                    | u128::from(span.end) << 16
            });
            span | u128::from(d.code as u16)
        };
        let order = order(diagnostics.iter().map(place));
        let mut unsorted: Vec<_> = diagnostics.into_iter().map(Some).collect();
        let mut diagnostics: Vec<_> = order
            .into_iter()
            .filter_map(|index| unsorted.get_mut(index)?.take())
            .collect();
        diagnostics.dedup();
        Self {
            source: source.cloned(),
            diagnostics,
        }
    }

    /// The text, if there is one.
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// What was found, sorted.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether something was found that stops the generator.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|d| d.severity() == Severity::Error)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (source, found) = (self.source(), self.diagnostics());
        #[cfg(feature = "pretty")]
        let text = pretty::report(source, found, pretty::Colors::Never);
        #[cfg(not(feature = "pretty"))]
        let text = render::report(source, found);
        f.write_str(&text)
    }
}

/// The same text as with `Display`, on a line of its own.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\n")?;
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Report {}

/// Adds to a report what else was found.
impl Extend<Diagnostic> for Report {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, more: I) {
        let mut more = more.into_iter().peekable();
        // Often there is nothing, and the text need not be copied.
        if more.peek().is_none() {
            return;
        }
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        diagnostics.extend(more);
        *self = Self::new(self.source.as_ref(), diagnostics);
    }
}

/// A file that there is no text of, as the only thing found in it.
impl From<Unreadable> for Report {
    fn from(unreadable: Unreadable) -> Self {
        let (source, diagnostic) = unreadable.into_parts();
        Self::new(source.as_ref(), vec![diagnostic])
    }
}
