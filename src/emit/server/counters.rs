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

use std::fmt::{self, Display};

use super::style;
use crate::dialect::{Counting, Dialect};
use crate::emit::writer::{Writer, block, line};
use crate::emit::{counting, names};
use crate::model::{Failure, Interface, Operation};
use crate::pieces::by;

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
                Some(errors) => counting::result_variant(w, &name, errors),
            }
        }
        if dialect.counting == Counting::ResultsWithClientErrorsCombined {
            w.text(
                "ClientError(#[count(children)] ::idol_runtime::ClientError),",
            );
        }
    });
    w.blank();
    counting::counters_static(w, interface, "_SERVER");
}

fn counts(interface: &Interface, dialect: &Dialect) -> bool {
    dialect.counting != Counting::Nothing && !interface.operations.is_empty()
}

/// The type of the errors that are counted of an operation; `None` where only
/// the operation itself is.
fn errors(op: &Operation, dialect: &Dialect) -> Option<impl Display> {
    let error = style::error_type(op);
    let is_wrapped = match (dialect.counting, &op.reply.failure) {
        (Counting::Nothing, _) | (_, Failure::Simple) => return None,
        (
            Counting::Results,
            Failure::CLike(_) | Failure::Complex { .. } | Failure::ServerDeath,
        ) => true,
        (
            Counting::ResultsWithClientErrorsCombined,
            Failure::CLike(_) | Failure::Complex { .. },
        ) => false,
        (Counting::ResultsWithClientErrorsCombined, Failure::ServerDeath) => {
            return None;
        }
    };
    Some(by(move |f| match is_wrapped {
        true => write!(f, "::idol_runtime::RequestError<{error}>"),
        false => f.write_str(error),
    }))
}

/// The statements that give the counters and what counts the names by which
/// the functions here call them.
pub(super) fn bind(w: &mut Writer, interface: &Interface, dialect: &Dialect) {
    if counts(interface, dialect) {
        let counters = names::counters(interface, "_SERVER");
        w.text("use ::counters::Count as __Count;");
        line!(w, "let __counted = &{counters};");
    }
}

/// The counters of an operation.
fn counters_of(op: &Operation) -> impl Display {
    by(move |f| write!(f, "__counted.{}", names::rust(&op.name)))
}

/// Counts what the expression `counted` refers to in its own `counters`.
pub(super) fn count(
    w: &mut Writer,
    counted: &str,
    counters: fmt::Arguments<'_>,
) {
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
            None => count(w, "&()", format_args!("{counters}")),
            Some(_) => count(w, "&()", format_args!("{counters}.Ok")),
        }
    }
}

/// The counters of an operation's own errors, if they are counted.
pub(super) fn own_errors(
    op: &Operation,
    dialect: &Dialect,
) -> Option<impl Display> {
    let own = match dialect.counting {
        Counting::Nothing => return None,
        Counting::Results => "Err.Runtime",
        Counting::ResultsWithClientErrorsCombined => "Err",
    };
    let counters = counters_of(op);
    Some(by(move |f| write!(f, "{counters}.{own}")))
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
                    match errors(op, dialect) {
                        None => line!(w, "{operation}::{name} => return,"),
                        Some(_) => {
                            let counters = refusals(op);
                            line!(w, "{operation}::{name} => &{counters},");
                        }
                    }
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
fn refusals(op: &Operation) -> impl Display {
    let counters = counters_of(op);
    by(move |f| write!(f, "{counters}.Err.Fail"))
}

/// Counts the variable `__error` among the errors of all clients.
fn combined(w: &mut Writer, interface: &Interface, dialect: &Dialect) {
    bind(w, interface, dialect);
    count(w, "&__error", format_args!("__counted.ClientError"));
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
            count(w, "&__error", format_args!("{}", refusals(op)));
        }
        Counting::ResultsWithClientErrorsCombined => {
            combined(w, interface, dialect)
        }
    }
}
