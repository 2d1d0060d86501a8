//! What a server counts:
//!
//! ```text
//! #[derive(::counters::Count)]
//! pub enum SpiEvent {
//!     read(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<__idol_spi_is_SpiError>>),
//!     ..
//! }
//! ```
//!
//! An operation's own results are counted where they are answered. All that is
//! refused passes through `Server::refused`, which counts it.

use super::style;
use crate::dialect::{Counting, Dialect};
use crate::emit::writer::{Writer, block, line};
use crate::emit::{counting, names};
use crate::model::{Failure, Interface, Operation};

pub(super) fn counters(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    if !counts(interface, dialect) {
        return;
    }
    w.blank();
    counting::event_enum(w, interface, |w| {
        for op in &interface.operations {
            let name = names::rust(&op.name);
            match errors(op, dialect) {
                None => line!(w, "{name},"),
                Some(errors) => counting::result_variant(w, &name, &errors),
            }
        }
        if dialect.counting == Counting::ResultsWithClientErrorsCombined {
            w.text(
                "ClientError(#[count(children)] ::idol_runtime::ClientError),",
            );
        }
    });
    w.blank();
    counting::counters_static(w, interface, "SERVER");
}

fn counts(interface: &Interface, dialect: &Dialect) -> bool {
    dialect.counting != Counting::Nothing && !interface.operations.is_empty()
}

/// The type of the errors that are counted of an operation; `None` where only
/// the operation itself is.
fn errors(op: &Operation, dialect: &Dialect) -> Option<String> {
    let error = style::error_type(op);
    match (dialect.counting, &op.reply.failure) {
        (Counting::Nothing, _) | (_, Failure::Simple) => None,
        (
            Counting::Results,
            Failure::CLike(_) | Failure::Complex { .. } | Failure::ServerDeath,
        ) => Some(format!("::idol_runtime::RequestError<{error}>")),
        (
            Counting::ResultsWithClientErrorsCombined,
            Failure::CLike(_) | Failure::Complex { .. },
        ) => Some(error.to_owned()),
        (Counting::ResultsWithClientErrorsCombined, Failure::ServerDeath) => {
            None
        }
    }
}

/// The statements that give the counters and what counts the names by which
/// the functions here call them.
pub(super) fn bind(w: &mut Writer, interface: &Interface, dialect: &Dialect) {
    if counts(interface, dialect) {
        let counters = names::counters(interface, "SERVER");
        w.text("use ::counters::Count as __Count;");
        line!(w, "let __counted = &{counters};");
    }
}

/// The counters of an operation.
fn counters_of(op: &Operation) -> String {
    format!("__counted.{}", names::rust(&op.name))
}

/// Counts what the expression `counted` refers to in its own `counters`.
pub(super) fn count(w: &mut Writer, counted: &str, counters: &str) {
    line!(w, "__Count::count({counted}, &{counters});");
}

/// Counts a call that went well.
pub(super) fn success(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
    dialect: &Dialect,
) {
    if counts(interface, dialect) {
        let counters = counters_of(op);
        match errors(op, dialect) {
            None => count(w, "&()", &counters),
            Some(_) => count(w, "&()", &format!("{counters}.Ok")),
        }
    }
}

/// The counters of an operation's own errors, if they are counted.
pub(super) fn own_errors(op: &Operation, dialect: &Dialect) -> Option<String> {
    let counters = counters_of(op);
    match dialect.counting {
        Counting::Nothing => None,
        Counting::Results => Some(format!("{counters}.Err.Runtime")),
        Counting::ResultsWithClientErrorsCombined => {
            Some(format!("{counters}.Err"))
        }
    }
}

/// `Server::refused`, which counts what the server does not accept.
pub(super) fn refused(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    let refusals_count = |op| counts_refusals(op, dialect);
    if !interface.operations.iter().any(refusals_count) {
        return;
    }
    let operation = names::operation_enum(interface);
    let body = |w: &mut Writer| match dialect.counting {
        Counting::Nothing => {}
        Counting::ResultsWithClientErrorsCombined => {
            combined(w, interface, dialect);
        }
        Counting::Results => {
            let arms = |w: &mut Writer| {
                for op in &interface.operations {
                    let name = names::rust(&op.name);
                    let counters = match errors(op, dialect) {
                        None => "return".to_owned(),
                        Some(_) => format!("&{}", refusals(op)),
                    };
                    line!(w, "{operation}::{name} => {counters},");
                }
            };
            bind(w, interface, dialect);
            w.block(format_args!("let __counted = match __op {{"), "};", arms);
            w.text("__Count::count(&__error, __counted);");
        }
    };
    w.blank();
    w.text("fn refused(");
    w.indented(|w| {
        w.text("&mut self,");
        line!(w, "__op: {operation},");
        w.text("__error: ::idol_runtime::ClientError,");
    });
    block!(w, body, ") {{");
}

/// The counters of an operation's refused requests.
fn refusals(op: &Operation) -> String {
    format!("{}.Err.Fail", counters_of(op))
}

/// Counts the variable `__error` among the errors of all clients.
fn combined(w: &mut Writer, interface: &Interface, dialect: &Dialect) {
    bind(w, interface, dialect);
    count(w, "&__error", "__counted.ClientError");
}

/// Whether there is anything to count of a request for an operation that is
/// refused.
pub(super) fn counts_refusals(op: &Operation, dialect: &Dialect) -> bool {
    match dialect.counting {
        Counting::Nothing => false,
        Counting::Results => errors(op, dialect).is_some(),
        Counting::ResultsWithClientErrorsCombined => true,
    }
}

/// Counts a request for an operation that its handle refuses, for the reason
/// in the variable `__error`.
pub(super) fn refused_by_handle(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
    dialect: &Dialect,
) {
    match dialect.counting {
        Counting::Nothing => {}
        Counting::Results => {
            bind(w, interface, dialect);
            count(w, "&__error", &refusals(op));
        }
        Counting::ResultsWithClientErrorsCombined => {
            combined(w, interface, dialect)
        }
    }
}
