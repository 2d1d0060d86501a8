//! What all rules share: where they are, what they found, and how they say it.

use std::fmt;

use super::checks::Checks;
use super::types::{self, Facts};
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::identifier::{Wrong, identifier};
use crate::parse::{OperationSpans, Spans};

/// A part of an interface, to be named in diagnostics.
#[derive(Copy, Clone)]
pub(super) enum Place<'a> {
    Interface,
    Operation(&'a str),
    Argument(&'a str, &'a str),
    Lease(&'a str, &'a str),
    Reply(&'a str),
}

/// A name cut short where it is no name at all.
pub(super) struct Short<'a>(pub(super) &'a str);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names made up for those used twice go on with a line break.
        let name = self.0.lines().next().unwrap_or_default();
        match name.char_indices().nth(40) {
            Some((end, _)) => write!(f, "{}…", &name[..end]),
            None => f.write_str(name),
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Interface => f.write_str("the interface"),
            Self::Operation(op) => write!(f, "operation `{}`", Short(op)),
            Self::Argument(op, name) => write!(
                f,
                "operation `{}`, argument `{}`",
                Short(op),
                Short(name)
            ),
            Self::Lease(op, name) => {
                write!(f, "operation `{}`, lease `{}`", Short(op), Short(name))
            }
            Self::Reply(op) => {
                write!(f, "operation `{}`, reply", Short(op))
            }
        }
    }
}

pub(super) struct Checker<'a> {
    pub(super) spans: Option<&'a Spans<'a>>,
    pub(super) checks: Checks,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether one of them is an error.
    pub(super) wrong: bool,
}

impl Checker<'_> {
    pub(super) fn push(&mut self, place: Place<'_>, diagnostic: Diagnostic) {
        if diagnostic.severity() == Severity::Error {
            self.wrong = true;
        }
        let diagnostic = diagnostic.place(place.to_string());
        self.diagnostics.push(diagnostic);
    }

    /// Reports a name that is no identifier.
    pub(super) fn name(
        &mut self,
        place: Place<'_>,
        what: &str,
        name: &str,
        span: Option<Span>,
    ) {
        let Err(wrong) = identifier(name) else {
            return;
        };
        let (reason, help) = wrong.reason(name);
        let code = match wrong {
            Wrong::NoRawForm => Code::ReservedName,
            _ => Code::BadName,
        };
        let message = format!("{what} name `{}` {reason}", Short(name));
        self.push(
            place,
            Diagnostic::new(code, message)
                .at(span, "not usable")
                .help(help),
        );
    }

    /// Reports a name that generated code needs for something else.
    pub(super) fn reserved(
        &mut self,
        place: Place<'_>,
        what: &str,
        name: &str,
        span: Option<Span>,
        reason: &str,
    ) {
        let message = format!("{what} name `{name}` is taken");
        self.push(
            place,
            Diagnostic::new(Code::ReservedName, message)
                .at(span, reason)
                .help("choose another name"),
        );
    }

    /// What a type's text says, or `None` after reporting what is wrong.
    pub(super) fn facts(
        &mut self,
        place: Place<'_>,
        text: &str,
        literal: Option<Span>,
        slice: SliceHere,
    ) -> Option<Facts> {
        let fault = match types::facts(text) {
            Ok(facts) => {
                if slice == SliceHere::Legal || !facts.is_slice() {
                    return Some(facts);
                }
                types::Fault::slice(text)
            }
            Err(fault) => fault,
        };
        let span = match (self.spans, literal) {
            (Some(spans), Some(literal)) => {
                Some(spans.inside(literal, &fault.range))
            }
            _ => None,
        };
        let message = match span {
            Some(_) => fault.message,
            None => format!("type `{}`: {}", Short(text), fault.message),
        };
        let diagnostic = Diagnostic::new(fault.code, message).at(span, "");
        self.push(
            place,
            match fault.help {
                "" => diagnostic,
                help => diagnostic.help(help),
            },
        );
        None
    }
}

/// Whether a slice may stand here.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(super) enum SliceHere {
    Legal,
    Wrong,
}

impl<'a> Checker<'a> {
    /// Where an operation's parts stand.
    pub(super) fn operation_spans(
        &self,
        index: usize,
    ) -> Option<&'a OperationSpans> {
        self.spans.and_then(|spans| spans.operations.get(index))
    }
}
