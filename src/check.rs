//! [`syntax`](crate::syntax) → [`model`]: finds all that can be
//! wrong with an interface.
//!
//! Every rule reports what it finds and goes on, so one run tells everything.
//! An interface that a program built passes the same rules; it has no spans,
//! and its diagnostics name the place instead.

mod allowances;
mod checker;
mod checks;
mod collisions;
mod names;
mod numbers;
mod operation;
mod reserved;
mod size;
mod types;
mod warnings;

use crate::diagnostic::Diagnostic;
use crate::model;
use crate::parse::Spans;
use crate::syntax::Interface;
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
        let constants = self.constants(interface);
        self.parameter_names(interface, &constants);
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
        }
    }
}
