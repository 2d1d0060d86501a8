//! What is sent: the struct of the arguments, and its bytes. Of `read` of `Spi`:
//!
//! ```text
//! #[derive(::zerocopy_derive::IntoBytes, ::zerocopy_derive::Immutable)]
//! #[repr(C, packed)]
//! struct Spi_read_CALL {
//!     device: u8,
//! }
//! ```

use super::shared::Method;
use crate::emit::client::defect::Defect;
use crate::emit::forms::{Way, is_decided_by_traits, is_written_down};
use crate::emit::writer::{Writer, block, line};
use crate::emit::{coder, names, size};
use crate::model::{Access, Argument, Conversion, Extent, Lease, Size};
use crate::syntax::Encoding;

impl Method<'_> {
    pub(super) fn call_struct(&self, w: &mut Writer) {
        if self.op.arguments.is_empty() {
            return;
        }
        match self.op.encoding {
            Encoding::Zerocopy => {
                w.text(
                    "#[derive(::zerocopy_derive::IntoBytes, \
                     ::zerocopy_derive::Immutable)]",
                );
                w.text("#[repr(C, packed)]");
            }
            Encoding::Hubpack | Encoding::Ssmarshal => {
                w.text("#[derive(::serde::Serialize)]");
            }
        }
        let fields = |w: &mut Writer| {
            for argument in &self.op.arguments {
                let field = names::field(&argument.name, &argument.conversion);
                match &argument.conversion {
                    Conversion::Bool => line!(w, "{field}: u8,"),
                    Conversion::Own if self.is_zerocopy() => {
                        let ty = self.forms.ty(
                            Way::Sent,
                            &argument.ty,
                            &argument.conversion,
                        );
                        line!(w, "{field}: {ty},");
                    }
                    // Moving a large argument is a call of a large function.
                    Conversion::Own => {
                        line!(w, "{field}: &'call {},", argument.ty);
                    }
                    Conversion::FromPrimitive(_) | Conversion::From { .. } => {
                        line!(w, "{field}: {},", argument.ty);
                    }
                }
            }
        };
        let lifetime = match self.borrows_arguments() {
            true => "<'call>",
            false => "",
        };
        block!(w, fields, "struct {}{lifetime} {{", self.call());
    }

    /// Whether the message refers to arguments instead of holding them.
    fn borrows_arguments(&self) -> bool {
        !self.is_zerocopy()
            && self
                .op
                .arguments
                .iter()
                .any(|argument| argument.conversion == Conversion::Own)
    }

    pub(super) fn lease_lengths(&self, w: &mut Writer) {
        for lease in &self.op.leases {
            if let Extent::Slice {
                max_len: Some(max), ..
            } = &lease.extent
            {
                let too_long = Defect::LeaseTooLong.function(self.interface);
                let name = names::rust(&lease.name);
                let (lease, op) = (&lease.name, &self.op.name);
                line!(
                    w,
                    "if {name}.len() > {max} {{ \
                     {too_long}(\"lease `{lease}` of `{op}`\") }}"
                );
            }
        }
    }

    /// Writes what makes the message, if there is one; returns the expression
    /// for its bytes.
    pub(super) fn message(&self, w: &mut Writer) -> Option<String> {
        if self.op.arguments.is_empty() {
            return None;
        }
        let call = names::local("call");
        let fields: Vec<_> =
            self.op.arguments.iter().map(|it| self.field(it)).collect();
        let fields = fields.join(", ");
        line!(w, "let {call} = {} {{ {fields} }};", self.call());
        if self.is_zerocopy() {
            return Some(format!("::zerocopy::IntoBytes::as_bytes(&{call})"));
        }
        let message = names::local("message");
        let buffer = names::local("buffer");
        let size = match &self.op.message_size {
            // `Option` of a type with a niche is longer as a message than in
            // memory, by a byte for each byte of memory at the most.
            Size::StructOf(types) => {
                let sizes: Vec<_> = types
                    .iter()
                    .map(|ty| format!("::core::mem::size_of::<{ty}>()"))
                    .collect();
                format!("2 * ({})", sizes.join(" + "))
            }
            other => size::expression(other, &self.call()),
        };
        line!(w, "let mut {buffer} = [0; {size}];");
        let encode = coder::client_encode(self.interface, self.op.encoding);
        line!(w, "let ::core::option::Option::Some({message}) =");
        line!(w, "    {encode}(&mut {buffer}, &{call})");
        let end = Defect::CannotEncode.function(self.interface);
        line!(w, "else {{ {end}() }};");
        Some(message)
    }

    /// The field of the message that an argument becomes.
    fn field(&self, argument: &Argument) -> String {
        let name = names::rust(&argument.name);
        let (ty, conversion) = (&argument.ty, &argument.conversion);
        let field = names::field(&argument.name, conversion);
        match conversion {
            Conversion::Bool => format!("{field}: {name} as u8"),
            Conversion::Own if self.is_zerocopy() => {
                if is_written_down(ty, conversion) {
                    format!("{field}: {{ let _ = {name}; }}")
                } else if is_decided_by_traits(ty, conversion) {
                    format!("{field}: {}", self.forms.depart(ty, &name))
                } else {
                    name
                }
            }
            Conversion::Own => format!("{field}: &{name}"),
            Conversion::FromPrimitive(_) | Conversion::From { .. } => {
                format!("{field}: {name}")
            }
        }
    }
}

/// The expression that lends leases, if there are any.
pub(super) fn lend_all(leases: &[Lease]) -> Option<String> {
    let lent: Vec<_> = leases.iter().map(lend).collect();
    (!lent.is_empty()).then(|| format!("&[{}]", lent.join(", ")))
}

/// The expression that lends a lease.
fn lend(lease: &Lease) -> String {
    let name = names::rust(&lease.name);
    let (constructor, bytes) = match lease.access {
        Access::Read => ("read_only", "as_bytes"),
        Access::Write => ("write_only", "as_mut_bytes"),
        Access::ReadWrite => ("read_write", "as_mut_bytes"),
    };
    let bytes = match &lease.extent {
        Extent::Slice { element, .. } if element.as_str() == "u8" => name,
        Extent::Slice { .. } | Extent::Value(_) => {
            format!("::zerocopy::IntoBytes::{bytes}({name})")
        }
    };
    format!("::userlib::Lease::{constructor}({bytes})")
}
