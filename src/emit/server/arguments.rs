//! The message as the server gets it, and the function that reads it:
//!
//! ```text
//! #[derive(::zerocopy_derive::FromBytes, ::zerocopy_derive::Immutable)]
//! #[repr(C, packed)]
//! pub struct Spi_read_ARGS {
//!     pub device: u8,
//! }
//!
//! pub fn read_read_msg(__bytes: &[u8]) -> ::core::option::Option<&Spi_read_ARGS> {
//!     ::idol_runtime::message::read(__bytes)
//! }
//! ```

use std::borrow::Cow;

use crate::emit::forms::{Forms, Way};
use crate::emit::writer::{Writer, block, line};
use crate::emit::{coder, names};
use crate::model::{Interface, Operation};
use crate::pieces::{by, commas};
use crate::syntax::Encoding;

pub(super) fn arguments(w: &mut Writer, interface: &Interface, op: &Operation) {
    match op.encoding {
        Encoding::Zerocopy => {
            let decoded = match takes_any_bytes(op) {
                true => "FromBytes",
                false => "TryFromBytes",
            };
            line!(
                w,
                "#[derive(::zerocopy_derive::{decoded}, \
                 ::zerocopy_derive::Immutable)]"
            );
            w.text("#[repr(C, packed)]");
        }
        Encoding::Hubpack | Encoding::Ssmarshal => {}
    }
    let forms = Forms::new(interface);
    let fields = |w: &mut Writer| {
        for argument in &op.arguments {
            let field = names::field(&argument.name, &argument.conversion);
            let ty = match op.encoding {
                Encoding::Zerocopy => {
                    forms.ty(Way::Received, &argument.ty, &argument.conversion)
                }
                Encoding::Hubpack | Encoding::Ssmarshal => {
                    Cow::Borrowed(argument.conversion.raw(&argument.ty))
                }
            };
            line!(w, "pub {field}: {ty},");
        }
    };
    let name = names::arguments(interface, op);
    match op.arguments.is_empty() {
        true => line!(w, "pub struct {name} {{}}"),
        false => block!(w, fields, "pub struct {name} {{"),
    }
}

/// Whether any message of the right length holds arguments, as far as their
/// types' text tells.
pub(super) fn takes_any_bytes(op: &Operation) -> bool {
    op.arguments
        .iter()
        .all(|argument| argument.conversion.takes_any_bytes(&argument.ty))
}

pub(super) fn read_message(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
) {
    let arguments = names::arguments(interface, op);
    let reference = match op.encoding {
        Encoding::Zerocopy => "&",
        Encoding::Hubpack | Encoding::Ssmarshal => "",
    };
    let body = |w: &mut Writer| match op.encoding {
        Encoding::Zerocopy => {
            let read = match takes_any_bytes(op) {
                true => "read",
                false => "try_read",
            };
            line!(w, "::idol_runtime::message::{read}(__bytes)");
        }
        Encoding::Hubpack | Encoding::Ssmarshal => {
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
            line!(
                w,
                "{coder}::decode_all(__bytes, |{values}| \
                 ::core::option::Option::Some({arguments} {fields}))"
            );
        }
    };
    block!(
        w,
        body,
        "pub fn {}(__bytes: &[u8]) -> \
         ::core::option::Option<{reference}{arguments}> {{",
        names::read_message(op)
    );
}
