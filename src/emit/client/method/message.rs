//! What is sent: the struct of the arguments, and its bytes. Of `read` of `Spi`:
//!
//! ```text
//! #[derive(::zerocopy_derive::IntoBytes, ::zerocopy_derive::Immutable)]
//! #[repr(C, packed)]
//! #[allow(non_camel_case_types, single_use_lifetimes)]
//! struct Spi_read_CALL {
//!     device: u8,
//! }
//! ```

use super::shared::Method;
use crate::emit::client::defect::Defect;
use crate::emit::forms::{Way, is_decided_by_traits, is_written_down};
use crate::emit::writer::{Writer, block, line};
use crate::emit::{coder, names, size};
use crate::model::{Access, Conversion, Extent, Lease, Size};
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
        w.text("#[allow(non_camel_case_types, single_use_lifetimes)]");
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
                let end = |w: &mut Writer| line!(w, "{too_long}();");
                let name = names::rust(&lease.name);
                block!(w, end, "if {name}.len() > {max} {{");
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
        let fields = |w: &mut Writer| {
            for argument in &self.op.arguments {
                let name = names::rust(&argument.name);
                let field = names::field(&argument.name, &argument.conversion);
                match &argument.conversion {
                    Conversion::Bool => line!(w, "{field}: {name} as u8,"),
                    Conversion::Own
                        if self.is_zerocopy()
                            && is_written_down(
                                &argument.ty,
                                &argument.conversion,
                            ) =>
                    {
                        line!(w, "{field}: {{ let _ = {name}; }},");
                    }
                    Conversion::Own
                        if self.is_zerocopy()
                            && is_decided_by_traits(
                                &argument.ty,
                                &argument.conversion,
                            ) =>
                    {
                        let form = self.forms.depart(&argument.ty, &name);
                        line!(w, "{field}: {form},");
                    }
                    Conversion::Own if self.is_zerocopy() => {
                        line!(w, "{name},");
                    }
                    Conversion::Own => line!(w, "{field}: &{name},"),
                    Conversion::FromPrimitive(_) | Conversion::From { .. } => {
                        line!(w, "{field}: {name},");
                    }
                }
            }
        };
        w.block(
            format_args!("let {call} = {} {{", self.call()),
            "};",
            fields,
        );
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
        let coder = coder::of_client(self.interface, self.op.encoding);
        line!(w, "let ::core::option::Option::Some({message}) =");
        line!(w, "    {coder}::encode(&mut {buffer}, &{call})");
        line!(w, "else {{");
        line!(
            w,
            "    {}();",
            Defect::CannotEncode.function(self.interface)
        );
        w.text("};");
        Some(message)
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
