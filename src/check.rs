//! [`syntax`](crate::syntax) → [`model`]: finds all that can be
//! wrong with an interface.
//!
//! Every rule reports what it finds and goes on, so one run tells everything.
//! An interface that a program built passes the same rules; it has no spans,
//! and its diagnostics name the place instead.

mod acceptances;
mod allowances;
mod checker;
mod checks;
mod collisions;
mod instructions;
mod names;
mod numbers;
mod operation;
mod reserved;
mod size;
mod types;
mod warnings;
mod was;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model;
use crate::parse::Spans;
use crate::syntax::Interface;
pub use acceptances::{Acceptance, acceptances};
pub(crate) use allowances::apply as apply_allowances;
use checker::{Checker, Place};
pub use checks::{Checks, Side, Style};
pub(crate) use types::is_path;
pub use warnings::no_client;

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

/// What another generator makes of an interface. It need not keep all of our
/// rules: what is wrong with it is wrong only if it is none of `suffered`,
/// which must be codes of rules that say nothing of the wire.
///
/// # Errors
///
/// All else that is wrong with it, in no particular order.
pub fn foreign(
    interface: &Interface,
    spans: Option<&Spans<'_>>,
    suffered: &[Code],
) -> Result<model::Interface, Vec<Diagnostic>> {
    let mut checker = Checker {
        spans,
        checks: Side::Either.into(),
        diagnostics: Vec::new(),
        wrong: false,
    };
    let interface = checker.interface(interface);
    let mut wrong = checker.diagnostics;
    wrong.retain(|found| {
        found.severity() == Severity::Error && !suffered.contains(&found.code)
    });
    match wrong.is_empty() {
        true => Ok(interface),
        false => Err(wrong),
    }
}

impl Checker<'_> {
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
        self.names_before(interface);
        let constants = self.constants(interface);
        self.parameter_names(interface, &constants);
        self.iterators(interface);
        self.generated_types(interface);
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
            doc: interface.doc.clone(),
            at: model::At(name_span.map(|span| span.start)),
            lower: interface.name.to_lowercase(),
            upper: interface.name.to_uppercase(),
        }
    }
}
