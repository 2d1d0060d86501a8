//! What is sent: the arguments, one behind the other. With the encoding Zerocopy
//! these are the bytes of one, or of a struct of several, whose fields' types are
//! its parameters. With the others a struct of the arguments is encoded:
//!
//! ```text
//! #[derive(::zerocopy_derive::IntoBytes, ::zerocopy_derive::Immutable)]
//! #[repr(C, packed)]
//! struct __idol_eeprom_packed_2<__0, __1>(__0, __1);
//! ```

use std::collections::BTreeSet;

use super::shared::Method;
use crate::emit::client::defect::Defect;
use crate::emit::forms::{is_decided_by_traits, is_written_down};
use crate::emit::writer::{Writer, line};
use crate::emit::{coder, names, size};
use crate::model::{
    Access, Argument, Conversion, Extent, Interface, Lease, Size,
};
use crate::syntax::Encoding;

impl Method<'_> {
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
        let arguments = self.op.arguments.iter();
        if self.is_zerocopy() {
            let types: Vec<_> = arguments.clone().map(proved).collect();
            let is_proved = types.iter().any(|ty| *ty != "_");
            let fields: Vec<_> = arguments.map(|it| self.field(it)).collect();
            let call = match fields.as_slice() {
                [one] => one.clone(),
                several => {
                    let types = match is_proved {
                        true => format!("::<{}>", types.join(", ")),
                        false => String::new(),
                    };
                    let packed = packed(self.interface, several.len());
                    format!("{packed}{types}({})", several.join(", "))
                }
            };
            let name = names::local("call");
            match types.as_slice() {
                [ty] if is_proved => line!(w, "let {name}: {ty} = {call};"),
                _ => line!(w, "let {name} = {call};"),
            }
            return Some(format!("::zerocopy::IntoBytes::as_bytes(&{name})"));
        }
        let fields: Vec<_> = arguments.map(|it| self.encoded(it)).collect();
        let lifetime = match self.op.arguments.iter().any(is_borrowed) {
            true => "<'a>",
            false => "",
        };
        let (types, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
        w.text("#[derive(::serde::Serialize)]");
        line!(w, "struct __Call{lifetime} {{ {} }}", types.join(", "));
        let call = format!("__Call {{ {} }}", values.join(", "));
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
            other => size::expression(other, ""),
        };
        line!(w, "let mut {buffer} = [0; {size}];");
        let encode = coder::client_encode(
            self.interface,
            self.dialect,
            self.op.encoding,
        );
        line!(w, "let ::core::option::Option::Some({message}) =");
        line!(w, "    {encode}(&mut {buffer}, &{call})");
        let end = Defect::CannotEncode.function(self.interface);
        line!(w, "else {{ {end}() }};");
        Some(message)
    }

    /// The field of what is encoded that an argument is, and its value. The type
    /// is the proved one.
    fn encoded(&self, argument: &Argument) -> (String, String) {
        let name = names::rust(&argument.name);
        let (ty, value) = (&argument.ty, self.field(argument));
        match argument.conversion {
            Conversion::Bool => {
                (format!("{name}: u8"), format!("{name}: {value}"))
            }
            Conversion::Own => {
                (format!("{name}: &'a {ty}"), format!("{name}: &{value}"))
            }
            Conversion::FromPrimitive(_) | Conversion::From { .. } => {
                (format!("{name}: {ty}"), value)
            }
        }
    }

    /// What an argument is in the message.
    fn field(&self, argument: &Argument) -> String {
        let name = names::rust(&argument.name);
        let (ty, conversion) = (&argument.ty, &argument.conversion);
        match conversion {
            Conversion::Bool => format!("{name} as u8"),
            Conversion::Own if self.is_zerocopy() => {
                if is_written_down(ty, conversion) {
                    format!("{{ let _ = {name}; }}")
                } else if is_decided_by_traits(ty, conversion) {
                    self.forms.depart(ty, &name)
                } else {
                    name.into_owned()
                }
            }
            Conversion::Own
            | Conversion::FromPrimitive(_)
            | Conversion::From { .. } => name.into_owned(),
        }
    }
}

/// The type of an argument of which all that is wrong has been said, where
/// something is asked of it; any other is that of the parameter.
fn proved(argument: &Argument) -> &str {
    let ty = &argument.ty;
    match argument.conversion {
        Conversion::FromPrimitive(_) | Conversion::From { .. }
            if ty.shown() != ty.as_str() =>
        {
            ty.as_str()
        }
        Conversion::FromPrimitive(_)
        | Conversion::From { .. }
        | Conversion::Own
        | Conversion::Bool => "_",
    }
}

/// Whether a message that is encoded refers to an argument instead of holding
/// it: moving a large one is a call of a large function.
fn is_borrowed(argument: &Argument) -> bool {
    argument.conversion == Conversion::Own
}

/// The struct that holds so many arguments one behind the other.
fn packed(interface: &Interface, count: usize) -> String {
    names::private(interface, &format!("packed_{count}"))
}

/// The structs that messages with the encoding Zerocopy are, one for each number
/// of arguments above one: a struct for each operation is more to compile.
pub(super) fn packed_structs(w: &mut Writer, interface: &Interface) {
    let zerocopy = interface
        .operations
        .iter()
        .filter(|op| op.encoding == Encoding::Zerocopy);
    let counts: BTreeSet<_> = zerocopy.map(|op| op.arguments.len()).collect();
    for count in counts.into_iter().filter(|count| *count > 1) {
        let name = packed(interface, count);
        let types: Vec<_> = (0..count).map(|i| format!("__{i}")).collect();
        let types = types.join(", ");
        w.blank();
        w.text(
            "#[derive(::zerocopy_derive::IntoBytes, \
             ::zerocopy_derive::Immutable)]",
        );
        w.text("#[repr(C, packed)]");
        line!(w, "struct {name}<{types}>({types});");
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
        Extent::Slice { element, .. } if element.as_str() == "u8" => {
            name.into_owned()
        }
        Extent::Slice { .. } | Extent::Value(_) => {
            format!("::zerocopy::IntoBytes::{bytes}({name})")
        }
    };
    format!("::userlib::Lease::{constructor}({bytes})")
}
