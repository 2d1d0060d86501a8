//! The message as the server gets it, and the function that reads it:
//!
//! ```text
//! #[derive(::zerocopy_derive::FromBytes, ::zerocopy_derive::Immutable)]
//! #[repr(C, packed)]
//! pub struct Spi_read_ARGS {
//!     pub device: u8,
//! }
//!
//! pub fn read_read_msg(
//!     bytes: &[u8],
//! ) -> ::core::option::Option<&Spi_read_ARGS> {
//!     let bytes: &[u8; ::core::mem::size_of::<Spi_read_ARGS>()] =
//!         ::core::convert::TryFrom::try_from(bytes).ok()?;
//!     ::core::option::Option::Some(::zerocopy::transmute_ref!(bytes))
//! }
//! ```

use crate::emit::names;
use crate::emit::writer::{ANY_STYLE, Writer, block, line};
use crate::model::{Argument, Conversion, Interface, Operation};
use crate::syntax::Encoding;

pub(super) fn arguments(w: &mut Writer, interface: &Interface, op: &Operation) {
    line!(
        w,
        "/// The arguments of `{}`, as they are on the wire.",
        op.name
    );
    match op.encoding {
        Encoding::Zerocopy => {
            w.text(
                "#[derive(::zerocopy_derive::FromBytes, \
                 ::zerocopy_derive::Immutable)]",
            );
            w.text("#[repr(C, packed)]");
        }
        Encoding::Hubpack | Encoding::Ssmarshal => {
            w.text("#[derive(::serde::Deserialize)]");
        }
    }
    w.text(ANY_STYLE);
    w.text("#[allow(missing_docs)]");
    let fields = |w: &mut Writer| {
        for argument in &op.arguments {
            let field = names::field(&argument.name, &argument.conversion);
            line!(w, "pub {field}: {},", field_type(argument));
        }
    };
    let name = names::arguments(interface, op);
    block!(w, fields, "pub struct {name} {{");
}

/// The type of an argument's field.
fn field_type(argument: &Argument) -> &str {
    match &argument.conversion {
        Conversion::Own => argument.ty.as_str(),
        Conversion::Bool => "u8",
        Conversion::FromPrimitive(integer) => integer.as_str(),
        Conversion::From { raw, .. } => raw.as_str(),
    }
}

pub(super) fn read_message(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
) {
    let arguments = names::arguments(interface, op);
    let (reference, crate_name, whole) = match op.encoding {
        Encoding::Zerocopy => ("&", "zerocopy", ""),
        Encoding::Hubpack => ("", "hubpack", "rest.is_empty()"),
        Encoding::Ssmarshal => ("", "ssmarshal", "rest == bytes.len()"),
    };
    line!(
        w,
        "/// Reads a message to `{}`. `None` if it is none.",
        op.name
    );
    w.text(ANY_STYLE);
    line!(w, "pub fn {}(", names::read_message(op));
    w.text("    bytes: &[u8],");
    let body = |w: &mut Writer| match op.encoding {
        Encoding::Zerocopy => {
            let size = format!("::core::mem::size_of::<{arguments}>()");
            line!(w, "let bytes: &[u8; {size}] =");
            w.text("    ::core::convert::TryFrom::try_from(bytes).ok()?;");
            w.text(
                "::core::option::Option::Some(\
                 ::zerocopy::transmute_ref!(bytes))",
            );
        }
        Encoding::Hubpack | Encoding::Ssmarshal => {
            line!(w, "let (args, rest) =");
            line!(w, "    ::{crate_name}::deserialize(bytes).ok()?;");
            let found = |w: &mut Writer| {
                w.text("::core::option::Option::Some(args)");
            };
            w.block(format_args!("if {whole} {{"), "} else {", found);
            w.text("    ::core::option::Option::None");
            w.text("}");
        }
    };
    block!(
        w,
        body,
        ") -> ::core::option::Option<{reference}{arguments}> {{"
    );
}
