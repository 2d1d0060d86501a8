//! The rules for cursors: an operation that takes a place, and gives one
//! element and the next place, or `None` at the end.

use super::super::checker::{Checker, Place, Short};
use super::super::types::{integer, is_path};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::identifier::is_option;
use crate::model::cursor::{NEXT, held, pair};
use crate::model::{Argument, Conversion, Cursor, Reply};
use crate::parse::OperationSpans;
use crate::syntax::{self, CURSOR, Encoding};

/// What is wrong with a cursor: what, where, and what to write instead.
struct Wrong {
    message: String,
    span: Option<Span>,
    label: String,
    help: String,
}

impl Checker<'_> {
    /// How a cursor's replies tell the next place; `None` where an operation
    /// is no cursor, or a wrong one.
    pub(super) fn cursor(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        arguments: &[Argument],
        reply: &Reply,
        spans: Option<&OperationSpans>,
    ) -> Option<Cursor> {
        let stream = operation.stream.as_deref()?;
        let marked = spans.and_then(|spans| spans.stream);
        if stream != CURSOR {
            let message = format!("`{}` is no kind of stream", Short(stream));
            self.push(
                Place::Operation(op),
                Diagnostic::new(Code::UnknownVariant, message)
                    .at(marked, "unknown")
                    .help(format!("the only one is `{CURSOR}`")),
            );
            return None;
        }
        // What was not understood has been told.
        let is_unusable = spans.is_some_and(|spans| {
            let reply = &spans.reply;
            reply.unusable.0
                || reply.ok.ty_unusable.0
                || reply.ok.recv_unusable.0
                || spans.encoding_unusable.0
                || spans.args.last().is_some_and(|arg| arg.ty_unusable.0)
        });
        if is_unusable {
            return None;
        }
        match shape(op, operation, arguments, reply, spans) {
            Ok(cursor) => Some(cursor),
            Err(wrong) => {
                let diagnostic =
                    Diagnostic::new(Code::CursorShape, wrong.message)
                        .at(wrong.span, wrong.label)
                        .related(marked, "declared a cursor here")
                        .help(wrong.help);
                self.push(Place::Operation(op), diagnostic);
                None
            }
        }
    }
}

fn shape(
    op: &str,
    operation: &syntax::Operation,
    arguments: &[Argument],
    reply: &Reply,
    spans: Option<&OperationSpans>,
) -> Result<Cursor, Wrong> {
    let op = Short(op);
    let Some(place) = arguments.last() else {
        return Err(Wrong {
            message: format!("cursor `{op}` takes no place"),
            span: spans.map(|spans| spans.name),
            label: "it has no argument".to_owned(),
            help: "the last argument says where to go on: write `args: { \
                   \"from\": \"u32\" }`"
                .to_owned(),
        });
    };
    if !operation.leases.is_empty() {
        let first = spans.and_then(|spans| spans.leases.first());
        return Err(Wrong {
            message: format!("cursor `{op}` has leases"),
            span: first.map(|spans| spans.name),
            label: "an iterator could not lend this for each element"
                .to_owned(),
            help: "give the element in the reply, or leave `stream` away"
                .to_owned(),
        });
    }
    let ok_spans = spans.map(|spans| &spans.reply.ok);
    let ok = reply.ok.as_str();
    let ty = place.ty.as_str();
    let no_option = || Wrong {
        message: format!("the reply of cursor `{op}` has no end"),
        span: ok_spans.map(|spans| spans.ty),
        label: "not an `Option`, whose `None` is the end".to_owned(),
        help: match operation.encoding {
            Encoding::Zerocopy => format!(
                "write `Option<Entry>`, where `Entry` is a struct with a \
                 field `pub {NEXT}: {ty}`"
            ),
            Encoding::Hubpack | Encoding::Ssmarshal => {
                format!("write `Option<(Entry, {ty})>`")
            }
        },
    };
    let held = match is_option(ok) {
        true => held(ok).ok_or_else(no_option)?,
        false => return Err(no_option()),
    };
    if reply.conversion != Conversion::Own {
        return Err(Wrong {
            message: format!("the reply of cursor `{op}` is converted"),
            span: ok_spans.and_then(|spans| spans.recv),
            label: "what is sent must be the `Option` itself".to_owned(),
            help: "leave `recv` away: the element may be any type that is \
                   sent as it is"
                .to_owned(),
        });
    }
    let Some((_, next)) = pair(held) else {
        if is_path(held) && integer(held).is_none() && !is_plain(held) {
            return Ok(Cursor::Field);
        }
        return Err(Wrong {
            message: format!("the reply of cursor `{op}` has no next place"),
            span: ok_spans.map(|spans| spans.ty),
            label: format!("neither a pair nor a struct with a field `{NEXT}`"),
            help: no_option().help,
        });
    };
    if operation.encoding == Encoding::Zerocopy {
        return Err(Wrong {
            message: format!(
                "the reply of cursor `{op}` cannot be a pair with Zerocopy"
            ),
            span: ok_spans.map(|spans| spans.ty),
            label: "Rust lays tuples out as it likes".to_owned(),
            help: format!("{}, or `encoding: Hubpack`", no_option().help),
        });
    }
    if spaceless(next) != spaceless(ty) {
        return Err(Wrong {
            message: format!(
                "the next place of cursor `{op}` is a `{next}`, and it takes \
                 a `{ty}`"
            ),
            span: ok_spans.map(|spans| spans.ty),
            label: "its second part is the next place".to_owned(),
            help: format!(
                "argument `{}`, the last one, has the type of the next place",
                place.name
            ),
        });
    }
    Ok(Cursor::Pair)
}

/// Whether a type without a path is one of Rust's that has no fields.
fn is_plain(ty: &str) -> bool {
    matches!(ty, "bool" | "char" | "f32" | "f64")
}

fn spaceless(ty: &str) -> String {
    ty.split_whitespace().collect()
}
