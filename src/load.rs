//! The way from a text to a legal interface in one step.

use crate::check::{self, Checks};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::parse::{self, UnknownKeys};
use crate::report::Report;
use crate::source::Source;
use crate::{model, syntax};

/// A legal interface and what it was made from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// What it does on the wire.
    pub interface: model::Interface,
    /// What its text says.
    pub syntax: syntax::Interface,
    /// The comments in the text, in order.
    pub comments: Vec<Span>,
    /// What is worth a second look.
    pub warnings: Report,
}

/// Reads and checks a text, refusing keys that the language does not have.
///
/// ```
/// use idol::{check::Side, load, source::Source};
///
/// let source = Source::new(
///     "rng.idol",
///     r#"Interface(
///         name: "Rng",
///         ops: { "fill": (
///             leases: {
///                 "buffer": (type: "[u8]", write: true, max_len: 256),
///             },
///             reply: Result(ok: "usize", err: CLike("RngError")),
///         ) },
///     )"#,
/// );
/// let rng = load::load(&source, Side::Client)?.interface;
/// assert_eq!(rng.operations[0].number.get(), 1);
/// # Ok::<(), idol::report::Report>(())
/// ```
///
/// # Errors
///
/// Everything that is wrong with it, and the warnings too.
pub fn load(
    source: &Source,
    checks: impl Into<Checks>,
) -> Result<Loaded, Report> {
    let checks = checks.into();
    let parsed = parse::parse(source, UnknownKeys::Refuse);
    let mut found = parsed.diagnostics;
    let checked =
        check::interface(&parsed.interface, Some(&parsed.spans), checks);
    let interface = match checked {
        Ok(checked) => {
            let legal = found.is_empty();
            found.extend(checked.warnings);
            legal.then_some(checked.interface)
        }
        Err(wrong) => {
            found.extend(wrong);
            None
        }
    };
    if interface.is_none() {
        unquoted(source.text(), &mut found);
    }
    let complete = interface.as_ref().map(|_| checks);
    let text = source.text();
    check::apply_allowances(text, &parsed.comments, complete, &mut found);
    let report = Report::new(Some(source), found);
    match interface {
        Some(interface) => Ok(Loaded {
            interface,
            syntax: parsed.interface,
            comments: parsed.comments,
            warnings: report,
        }),
        None => Err(report),
    }
}

/// On a line with a string that does not end, strings and what is between
/// them are the wrong way round: only that is told.
fn unquoted(text: &str, found: &mut Vec<Diagnostic>) {
    let open = found.iter().find(|found| found.code == Code::Unterminated);
    let Some(open) = open.and_then(|open| open.span) else {
        return;
    };
    let line = text[..open.start as usize].rfind('\n').map_or(0, |i| i + 1);
    found.retain(|found| {
        let start = found.span.map_or(0, |span| span.start);
        found.code == Code::Unterminated
            || (start as usize) < line
            || start > open.start
    });
}

/// All that there is to say about a text, errors and warnings, in the order of
/// the text: for those who want to read it, not to use the interface.
///
/// ```
/// use idol::{check::Side, diagnostic::Code, load, source::Source};
///
/// let source = Source::new("rng.idol", "Interface(nane: \"Rng\", ops: {})");
/// let report = load::diagnose(&source, Side::Either);
/// assert_eq!(report.diagnostics()[0].code, Code::UnknownKey);
/// ```
pub fn diagnose(source: &Source, checks: impl Into<Checks>) -> Report {
    match load(source, checks) {
        Ok(loaded) => loaded.warnings,
        Err(report) => report,
    }
}

/// Checks an interface that has no text: one that a program built, or `serde`
/// read. Diagnostics name the place instead of showing it.
///
/// # Errors
///
/// Everything that is wrong with it, and the warnings too.
pub fn check(
    interface: &syntax::Interface,
    checks: impl Into<Checks>,
) -> Result<(model::Interface, Report), Report> {
    match check::interface(interface, None, checks) {
        Ok(checked) => {
            Ok((checked.interface, Report::new(None, checked.warnings)))
        }
        Err(found) => Err(Report::new(None, found)),
    }
}
