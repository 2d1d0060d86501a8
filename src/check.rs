//! [`syntax`](crate::syntax) → [`model`]: finds all that can be
//! wrong with an interface.
//!
//! Every rule reports what it finds and goes on, so one run tells everything.
//! An interface that a program built passes the same rules; it has no spans,
//! and its diagnostics name the place instead.

mod allowances;
mod names;
mod operation;
mod reserved;
mod size;
mod types;
mod warnings;

use std::fmt;

pub(crate) use allowances::apply as apply_allowances;
pub(crate) use names::is_keyword;

use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::model;
use crate::parse::{OperationSpans, Spans};
use crate::seen;
use crate::syntax::Interface;
use types::{Facts, Types};

/// Who uses the interface: one rule binds only clients.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Side {
    /// A client. It must be able to learn that the server died.
    Client,
    /// A server.
    Server,
    /// Nobody in particular: what a client could not use is a warning.
    Either,
}

/// What is checked.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Checks {
    /// Who uses the interface.
    pub side: Side,
    /// Whether an operation without `doc` is worth a warning. Usually it is
    /// not.
    pub missing_docs: bool,
    /// Whether what released debuggers do not find, build or show is worth a
    /// warning. In a build it is not.
    pub debuggers: bool,
}

impl Checks {
    /// The usual checks, for this side.
    pub fn new(side: Side) -> Self {
        Self {
            side,
            missing_docs: false,
            debuggers: false,
        }
    }

    /// Whether an operation without `doc` is worth a warning.
    #[must_use]
    pub fn with_missing_docs(self, missing_docs: bool) -> Self {
        Self {
            missing_docs,
            ..self
        }
    }

    /// Whether what released debuggers do not find, build or show is worth a
    /// warning.
    #[must_use]
    pub fn with_debuggers(self, debuggers: bool) -> Self {
        Self { debuggers, ..self }
    }
}

impl From<Side> for Checks {
    fn from(side: Side) -> Self {
        Self::new(side)
    }
}

/// A legal interface, and what is worth a second look.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Checked {
    /// The interface.
    pub interface: model::Interface,
    /// Warnings, in no particular order.
    pub warnings: Vec<Diagnostic>,
}

/// Checks an interface. `spans` says where its parts stand in a text, if it
/// came from one.
///
/// # Errors
///
/// All that is wrong with it, and the warnings too, in no particular order.
pub fn interface(
    interface: &Interface,
    spans: Option<&Spans<'_>>,
    checks: impl Into<Checks>,
) -> Result<Checked, Vec<Diagnostic>> {
    let mut checker = Checker {
        spans,
        checks: checks.into(),
        types: Types::default(),
        diagnostics: Vec::new(),
        wrong: false,
    };
    let interface = checker.interface(interface);
    if checker.wrong {
        return Err(checker.diagnostics);
    }
    Ok(Checked {
        interface,
        warnings: checker.diagnostics,
    })
}

/// A part of an interface, to be named in diagnostics.
#[derive(Copy, Clone)]
enum Place<'a> {
    Interface,
    Operation(&'a str),
    Argument(&'a str, &'a str),
    Lease(&'a str, &'a str),
    Reply(&'a str),
}

/// A name cut short where it is no name at all.
struct Short<'a>(&'a str);

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

struct Checker<'a> {
    spans: Option<&'a Spans<'a>>,
    checks: Checks,
    types: Types,
    diagnostics: Vec<Diagnostic>,
    /// Whether one of them is an error.
    wrong: bool,
}

impl Checker<'_> {
    fn push(&mut self, place: Place<'_>, diagnostic: Diagnostic) {
        if diagnostic.severity() == Severity::Error {
            self.wrong = true;
        }
        let diagnostic = diagnostic.place(place.to_string());
        self.diagnostics.push(diagnostic);
    }

    fn interface(&mut self, interface: &Interface) -> model::Interface {
        let spans = self.spans;
        let name_span = spans.and_then(|spans| spans.name);
        // A text without a usable name has been told so.
        if spans.is_none() || name_span.is_some() {
            self.name(
                Place::Interface,
                "interface",
                &interface.name,
                name_span,
            );
            if let Some(reason) = names::reserved_interface(&interface.name) {
                self.reserved(
                    Place::Interface,
                    "interface",
                    &interface.name,
                    name_span,
                    reason,
                );
            }
        }
        self.count(interface);
        self.numbers(interface);
        let reserved = self.reserved_numbers(interface);
        let constants = self.constants(interface);
        self.parameter_names(interface, &constants);
        self.type_names(interface);
        let mut operations = Vec::with_capacity(interface.ops.len());
        for (i, (name, operation)) in interface.ops.iter().enumerate() {
            let spans = self.operation_spans(i);
            operations.push(self.operation(i, name, operation, spans));
        }
        model::Interface {
            name: model::Name(interface.name.clone()),
            operations,
            reserved,
        }
    }

    /// More operations than there are numbers.
    fn count(&mut self, interface: &Interface) {
        const MOST: usize = u16::MAX as usize;
        if interface.ops.len() <= MOST {
            return;
        }
        let message = format!(
            "{} operations are more than the {MOST} that have numbers",
            interface.ops.len()
        );
        let span = self.operation_spans(MOST).map(|spans| spans.name);
        self.push(
            Place::Interface,
            Diagnostic::new(Code::TooManyOperations, message)
                .at(span, "the first without a number")
                .help("divide the interface into several"),
        );
    }

    /// Numbers that do not fit, and those that two operations have.
    fn numbers(&mut self, interface: &Interface) {
        // Where all numbers are positions, no two are alike.
        let positional = interface
            .ops
            .values()
            .enumerate()
            .all(|(i, op)| op.number as usize == i + 1);
        if positional {
            return;
        }
        self.far_number(interface);
        let mut used = seen::Numbers::default();
        for (i, (name, operation)) in interface.ops.iter().enumerate() {
            let place = Place::Operation(name);
            let spans = self.operation_spans(i);
            let span = spans.map(|spans| match spans.number {
                Some(span) => span,
                None => spans.name,
            });
            let number = number(operation.number, i);
            let given = spans.is_some_and(|spans| spans.number.is_some());
            // Without a file 0 is no number but its absence.
            let zero = given && operation.number == 0;
            let in_range = u16::try_from(number).ok().filter(|_| !zero);
            let Some(in_range) = in_range else {
                // Those without a number of their own are counted elsewhere.
                if given || spans.is_none() && operation.number != 0 {
                    let message = format!(
                        "operation number {} is not one of 1 to 65535",
                        operation.number
                    );
                    self.push(
                        place,
                        Diagnostic::new(Code::NumberOutOfRange, message)
                            .at(span, "out of range")
                            .help(
                                "leave `number` away to take the position \
                                 in the file",
                            ),
                    );
                }
                continue;
            };
            let Some(first) = used.see(in_range, i) else {
                continue;
            };
            let first_name = operation_name(interface, first);
            let first_span =
                self.operation_spans(first).map(|spans| match spans.number {
                    Some(span) => span,
                    None => spans.name,
                });
            let message = format!(
                "operations `{}` and `{}` both have number {number}",
                Short(first_name),
                Short(name)
            );
            let label = if given {
                "this number is taken"
            } else {
                "without `number`, its position in the file is its number"
            };
            self.push(
                place,
                Diagnostic::new(Code::NumberTwice, message)
                    .at(span, label)
                    .related(
                        first_span,
                        format!("`{}` has it", Short(first_name)),
                    )
                    .help("give one of them another `number`"),
            );
        }
    }

    /// Operations whose constants would have one name. Returns the starts of
    /// all the constants' names.
    fn constants(&mut self, interface: &Interface) -> seen::Texts {
        let mut used = seen::Texts::default();
        for (i, name) in interface.ops.keys().enumerate() {
            let spans = self.operation_spans(i);
            if spans.is_some_and(|spans| spans.name_unusable.0) {
                continue;
            }
            let Some(first) = used.see(&name.to_uppercase(), i) else {
                continue;
            };
            let first_span = self.operation_spans(first).map(|s| s.name);
            let first_name = operation_name(interface, first);
            let constant = format!("{}_MSG_SIZE", name.to_uppercase());
            let message = format!(
                "operations `{}` and `{}` would share the constant \
                 `{constant}`",
                Short(first_name),
                Short(name)
            );
            self.push(
                Place::Operation(name),
                Diagnostic::new(Code::Collision, message)
                    .at(spans.map(|spans| spans.name), "differs only in case")
                    .related(first_span, "first declared here")
                    .help("rename one of them"),
            );
        }
        used
    }

    /// Arguments and leases that go by the name of something in scope.
    fn parameter_names(
        &mut self,
        interface: &Interface,
        constants: &seen::Texts,
    ) {
        for (i, (op, operation)) in interface.ops.iter().enumerate() {
            let spans = self.operation_spans(i);
            for (i, name) in operation.args.keys().enumerate() {
                let span = spans.and_then(|s| s.args.get(i)).map(|s| s.name);
                let place = Place::Argument(op, name);
                self.parameter_name(place, "argument", name, span, constants);
            }
            for (i, name) in operation.leases.keys().enumerate() {
                let span = spans.and_then(|s| s.leases.get(i)).map(|s| s.name);
                let place = Place::Lease(op, name);
                self.parameter_name(place, "lease", name, span, constants);
            }
        }
    }

    fn parameter_name(
        &mut self,
        place: Place<'_>,
        what: &str,
        name: &str,
        span: Option<Span>,
        constants: &seen::Texts,
    ) {
        // Those that could be taken begin with a capital.
        if !name.as_bytes().first().is_some_and(u8::is_ascii_uppercase) {
            return;
        }
        if let Some(reason) = names::reserved_parameter(name) {
            self.reserved(place, what, name, span, reason);
        }
        let constant = names::constant_of(name);
        if constant.is_some_and(|start| constants.find(start).is_some()) {
            let reason = "server stubs define a constant of this name";
            self.reserved(place, what, name, span, reason);
        }
    }

    /// Reports a name that is no identifier.
    fn name(
        &mut self,
        place: Place<'_>,
        what: &str,
        name: &str,
        span: Option<Span>,
    ) {
        let Err(wrong) = names::identifier(name) else {
            return;
        };
        let (reason, help) = wrong.reason(name);
        let code = match wrong {
            names::Wrong::NoRawForm => Code::ReservedName,
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
    fn reserved(
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
    fn facts(
        &mut self,
        place: Place<'_>,
        text: &str,
        literal: Option<Span>,
        slice: SliceHere,
    ) -> Option<Facts> {
        let fault = match self.types.facts(text) {
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
enum SliceHere {
    Legal,
    Wrong,
}

impl<'a> Checker<'a> {
    /// Where an operation's parts stand.
    fn operation_spans(&self, index: usize) -> Option<&'a OperationSpans> {
        self.spans.and_then(|spans| spans.operations.get(index))
    }
}

/// The name of an operation of the interface, by its index.
fn operation_name(interface: &Interface, index: usize) -> &str {
    match interface.ops.get_index(index) {
        Some((name, _)) => name,
        None => "",
    }
}

/// An operation's number: 0 stands for its position.
fn number(given: u32, index: usize) -> u32 {
    match given {
        0 => u32::try_from(index + 1).unwrap_or(u32::MAX),
        given => given,
    }
}
