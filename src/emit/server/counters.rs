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

/// Counts the operation's own error that the variable `error` may hold. It
/// need not be `Copy`: the event owns it meanwhile.
pub(super) fn failure(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
    dialect: &Dialect,
    error: &str,
    event: &str,
) {
    let (enter, leave) = match dialect.counting {
        Counting::Nothing => return,
        Counting::Results => {
            (format!("{RUNTIME}({error})"), format!("{RUNTIME}({error})"))
        }
        Counting::ResultsWithClientErrorsCombined => {
            (error.to_owned(), error.to_owned())
        }
    };
    let variant = format!(
        "{}::{}",
        names::event_enum(interface),
        names::rust(&op.name)
    );
    let arms = |w: &mut Writer| {
        let own = |w: &mut Writer| {
            line!(w, "let {event} = {variant}({ERR}({enter}));");
            line!(
                w,
                "::counters::Count::count(&{event}, &{});",
                names::counters(interface, "SERVER")
            );
            w.text("// Take the error back.");
            line!(w, "let {variant}({ERR}({leave})) = {event} else {{");
            w.text("    ::core::unreachable!();");
            w.text("};");
            line!(w, "{RUNTIME}({error})");
        };
        block!(w, own, "{RUNTIME}({error}) => {{");
        w.text("refusal => refusal,");
    };
    w.block(format_args!("let {error} = match {error} {{"), "};", arms);
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
    let event = names::event_enum(interface);
    let statics = names::counters(interface, "SERVER");
    let body = |w: &mut Writer| match dialect.counting {
        Counting::Nothing => {}
        Counting::ResultsWithClientErrorsCombined => {
            line!(w, "::counters::Count::count(");
            line!(w, "    &{event}::ClientError(error), &{statics},");
            w.text(");");
        }
        Counting::Results => {
            let arms = |w: &mut Writer| {
                for op in &interface.operations {
                    let name = names::rust(&op.name);
                    if errors(op, dialect).is_none() {
                        line!(w, "{operation}::{name} => {{}}");
                        continue;
                    }
                    let content = format!("({ERR}(error.fail()))");
                    let arm = |w: &mut Writer| {
                        count(w, interface, op, &content);
                    };
                    block!(w, arm, "{operation}::{name} => {{");
                }
            };
            block!(w, arms, "match op {{");
        }
    };
    w.blank();
    w.text("fn refused(");
    w.indented(|w| {
        w.text("&mut self,");
        line!(w, "op: {operation},");
        w.text("error: ::idol_runtime::ClientError,");
    });
    block!(w, body, ") {{");
}
