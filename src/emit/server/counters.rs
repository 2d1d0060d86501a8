//! What a server counts:
//!
//! ```text
//! #[derive(::counters::Count)]
//! pub enum SpiEvent {
//!     read(
//!         #[count(children)]
//!         ::core::result::Result<
//!             (), ::idol_runtime::RequestError<SpiError>,
//!         >,
//!     ),
//!     ..
//! }
//! ```
//!
//! An operation's own results are counted where they are answered. All that is
//! refused passes through `Server::refused`, which counts it.

use super::style;
use crate::emit::writer::{Writer, block, line};
use crate::emit::{Counting, Dialect, counting, names};
use crate::model::{Failure, Interface, Operation};

const OK: &str = "::core::result::Result::Ok";
const ERR: &str = "::core::result::Result::Err";
const RUNTIME: &str = "::idol_runtime::RequestError::Runtime";

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
            w.text("ClientError(");
            w.text("    #[count(children)]");
            w.text("    ::idol_runtime::ClientError,");
            w.text("),");
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

/// Counts the event of this operation that `content` makes of the variant.
fn count(w: &mut Writer, interface: &Interface, op: &Operation, content: &str) {
    line!(
        w,
        "::counters::Count::count(&{}::{}{content}, &{});",
        names::event_enum(interface),
        names::rust(&op.name),
        names::counters(interface, "SERVER")
    );
}

/// Counts a call that went well.
pub(super) fn success(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
    dialect: &Dialect,
) {
    if counts(interface, dialect) {
        match errors(op, dialect) {
            None => count(w, interface, op, ""),
            Some(_) => count(w, interface, op, &format!("({OK}(()))")),
        }
    }
}

/// Counts the operation's own error that the variable `error`, a
/// `RequestError`, may hold. It need not be `Copy`: the event owns it
/// meanwhile.
pub(super) fn failure(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
    dialect: &Dialect,
    error: &str,
    event: &str,
) {
    if dialect.counting == Counting::Nothing {
        return;
    }
    let arms = |w: &mut Writer| {
        let own = |w: &mut Writer| {
            own_error(w, interface, op, dialect, error, event);
            line!(w, "{RUNTIME}({error})");
        };
        block!(w, own, "{RUNTIME}({error}) => {{");
        w.text("__refusal => __refusal,");
    };
    w.block(format_args!("let {error} = match {error} {{"), "};", arms);
}

/// Counts the operation's own error in the variable `error`, and puts it back
/// there.
pub(super) fn own_error(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
    dialect: &Dialect,
    error: &str,
    event: &str,
) {
    let counted = match dialect.counting {
        Counting::Nothing => return,
        Counting::Results => format!("{RUNTIME}({error})"),
        Counting::ResultsWithClientErrorsCombined => error.to_owned(),
    };
    let variant = format!(
        "{}::{}",
        names::event_enum(interface),
        names::rust(&op.name)
    );
    line!(w, "let {event} = {variant}({ERR}({counted}));");
    line!(
        w,
        "::counters::Count::count(&{event}, &{});",
        names::counters(interface, "SERVER")
    );
    w.text("// Take the error back.");
    line!(w, "let {variant}({ERR}({counted})) = {event} else {{");
    w.text("    ::core::unreachable!();");
    w.text("};");
}

/// `Server::refused`, which counts what the server does not accept.
pub(super) fn refused(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    if !counts(interface, dialect) {
        return;
    }
    let operation = names::operation_enum(interface);
    let body = |w: &mut Writer| match dialect.counting {
        Counting::Nothing => {}
        Counting::ResultsWithClientErrorsCombined => {
            combined(w, interface);
        }
        Counting::Results => {
            let arms = |w: &mut Writer| {
                for op in &interface.operations {
                    let name = names::rust(&op.name);
                    if errors(op, dialect).is_none() {
                        line!(w, "{operation}::{name} => {{}}");
                        continue;
                    }
                    let arm = |w: &mut Writer| refusal(w, interface, op);
                    block!(w, arm, "{operation}::{name} => {{");
                }
            };
            block!(w, arms, "match __op {{");
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

/// Counts the variable `__error` among the errors of all clients.
fn combined(w: &mut Writer, interface: &Interface) {
    w.text("::counters::Count::count(");
    line!(
        w,
        "    &{}::ClientError(__error), &{},",
        names::event_enum(interface),
        names::counters(interface, "SERVER")
    );
    w.text(");");
}

/// Counts the variable `__error` as how a request for an operation ended.
fn refusal(w: &mut Writer, interface: &Interface, op: &Operation) {
    count(w, interface, op, &format!("({ERR}(__error.fail()))"));
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
        Counting::Results => refusal(w, interface, op),
        Counting::ResultsWithClientErrorsCombined => combined(w, interface),
    }
}
