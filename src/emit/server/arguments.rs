//! A message that is decoded, as the server gets it, and the function for that:
//!
//! ```text
//! pub struct Gauge_put_ARGS {
//!     pub level: __idol_gauge_is_Level,
//! }
//! pub fn read_put_msg(__bytes: &[u8]) -> ::core::option::Option<Gauge_put_ARGS> {
//!     ::idol_runtime::wire::hubpack::decode_all(__bytes, |__values| ::core::option::Option::Some(Gauge_put_ARGS { level: __values.take()? }))
//! }
//! ```
//!
//! What travels with Zerocopy is defined by `idol_runtime::server_items`, to which
//! a row tells the fields: a derive of `FromBytes` for each operation would be
//! most of what compiling a server takes.

use std::fmt;

use crate::emit::forms::{Forms, Way};
use crate::emit::writer::{Writer, block, line};
use crate::emit::{coder, names};
use crate::model::{Interface, Operation};
use crate::pieces::{by, commas};
use crate::syntax::Encoding;

/// Whether the arguments of an operation are decoded.
pub(super) fn are_decoded(op: &Operation) -> bool {
    op.encoding != Encoding::Zerocopy
}

/// The struct of arguments that are decoded, and what decodes them.
pub(super) fn arguments(w: &mut Writer, interface: &Interface, op: &Operation) {
    let name = names::arguments(interface, op);
    let fields = |w: &mut Writer| {
        for argument in &op.arguments {
            let field = names::field(&argument.name, &argument.conversion);
            let ty = argument.conversion.raw(&argument.ty);
            line!(w, "pub {field}: {ty},");
        }
    };
    match op.arguments.is_empty() {
        true => line!(w, "pub struct {name} {{}}"),
        false => block!(w, fields, "pub struct {name} {{"),
    }
    let coder = coder::of_server(op.encoding);
    let fields = commas(op.arguments.iter().map(|it| {
        let field = names::field(&it.name, &it.conversion);
        by(move |f| write!(f, "{field}: __values.take()?"))
    }));
    let fields = by(|f| match op.arguments.is_empty() {
        true => f.write_str("{}"),
        false => write!(f, "{{ {fields} }}"),
    });
    let values = match op.arguments.is_empty() {
        true => "_",
        false => "__values",
    };
    let body = |w: &mut Writer| {
        line!(
            w,
            "{coder}::decode_all(__bytes, |{values}| \
             ::core::option::Option::Some({name} {fields}))"
        );
    };
    block!(
        w,
        body,
        "pub fn {}(__bytes: &[u8]) -> ::core::option::Option<{name}> {{",
        names::read_message(op)
    );
}

/// What a row says of how a message is read, if it is read value by value.
pub(super) fn taken(
    f: &mut fmt::Formatter<'_>,
    interface: &Interface,
    op: &Operation,
) -> fmt::Result {
    if are_decoded(op) {
        return Ok(());
    }
    let take = match takes_any_bytes(op) {
        true => "take",
        false => "try_take",
    };
    let read = names::read_message(op);
    write!(f, " reading {read} {take} {{")?;
    let forms = Forms::new(interface);
    for argument in &op.arguments {
        let field = names::field(&argument.name, &argument.conversion);
        let ty = forms.ty(Way::Received, &argument.ty, &argument.conversion);
        write!(f, " {field}: {ty},")?;
    }
    f.write_str(" }")
}

/// Whether any message of the right length holds arguments, as far as their
/// types' text tells.
pub(super) fn takes_any_bytes(op: &Operation) -> bool {
    op.arguments
        .iter()
        .all(|argument| argument.conversion.takes_any_bytes(&argument.ty))
}
