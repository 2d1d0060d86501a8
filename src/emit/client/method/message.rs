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
use std::fmt::Display;

use super::shared::Method;
use crate::emit::client::defect::Defect;
use crate::emit::forms::{is_decided_by_traits, is_written_down};
use crate::emit::writer::{Writer, line};
use crate::emit::{coder, names, size};
use crate::model::{
    Access, Argument, Conversion, Extent, Interface, Lease, Size,
};
use crate::pieces::{Pieces, by, commas};
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
    pub(super) fn message(&self, w: &mut Writer) -> Option<&'static str> {
        if self.op.arguments.is_empty() {
            return None;
        }
        let arguments = self.op.arguments.iter();
        if self.is_zerocopy() {
            let types = arguments.clone().map(proved);
            let is_proved = types.clone().any(|ty| ty != "_");
            let fields = arguments.map(|it| self.field(it));
            let name = names::local!("call");
            let (types, fields) = (commas(types), commas(fields));
            match (self.op.arguments.len(), is_proved) {
                (1, true) => line!(w, "let {name}: {types} = {fields};"),
                (1, false) => line!(w, "let {name} = {fields};"),
                (several, _) => {
                    let packed = packed(self.interface, several);
                    match is_proved {
                        true => line!(
                            w,
                            "let {name} = {packed}::<{types}>({fields});"
                        ),
                        false => line!(w, "let {name} = {packed}({fields});"),
                    }
                }
            }
            return Some("::zerocopy::IntoBytes::as_bytes(&__call)");
        }
        let lifetime = match self.op.arguments.iter().any(is_borrowed) {
            true => "<'a>",
            false => "",
        };
        let types = commas(arguments.clone().map(encoded));
        let values = commas(arguments.map(|it| self.encoded(it)));
        w.text("#[derive(::serde::Serialize)]");
        line!(w, "struct __Call{lifetime} {{ {types} }}");
        let message = names::local!("message");
        let buffer = names::local!("buffer");
        match &self.op.message_size {
            // `Option` of a type with a niche is longer as a message than in
            // memory, by a byte for each byte of memory at the most.
            Size::StructOf(types) => {
                let sizes: Vec<_> = types
                    .iter()
                    .map(|ty| format!("::core::mem::size_of::<{ty}>()"))
                    .collect();
                let sizes = sizes.join(" + ");
                line!(w, "let mut {buffer} = [0; 2 * ({sizes})];");
            }
            other => {
                let size = size::expression(other, Pieces::NONE);
                line!(w, "let mut {buffer} = [0; {size}];");
            }
        }
        let encode = coder::client_encode(
            self.interface,
            self.dialect,
            self.op.encoding,
        );
        line!(w, "let ::core::option::Option::Some({message}) =");
        line!(w, "    {encode}(&mut {buffer}, &__Call {{ {values} }})");
        let end = Defect::CannotEncode.function(self.interface);
        line!(w, "else {{ {end}() }};");
        Some(message)
    }

    /// The field of what is encoded that an argument is, with its value.
    fn encoded(&self, argument: &Argument) -> impl Display {
        by(move |f| {
            let (name, value) =
                (names::rust(&argument.name), self.field(argument));
            match argument.conversion {
                Conversion::Bool => write!(f, "{name}: {value}"),
                Conversion::Own => write!(f, "{name}: &{value}"),
                Conversion::FromPrimitive(_) | Conversion::From { .. } => {
                    value.fmt(f)
                }
            }
        })
    }

    /// What an argument is in the message.
    fn field(&self, argument: &Argument) -> impl Display {
        let (ty, conversion) = (&argument.ty, &argument.conversion);
        by(move |f| {
            let name = names::rust(&argument.name);
            match conversion {
                Conversion::Bool => write!(f, "{name} as u8"),
                Conversion::Own
                    if self.is_zerocopy()
                        && is_written_down(ty, conversion) =>
                {
                    write!(f, "{{ let _ = {name}; }}")
                }
                Conversion::Own
                    if self.is_zerocopy()
                        && is_decided_by_traits(ty, conversion) =>
                {
                    f.write_str(&self.forms.depart(ty, &name))
                }
                Conversion::Own
                | Conversion::FromPrimitive(_)
                | Conversion::From { .. } => f.write_str(&name),
            }
        })
    }
}

/// The field of what is encoded that an argument is, with its type, the proved
/// one.
fn encoded(argument: &Argument) -> impl Display {
    by(move |f| {
        let (name, ty) = (names::rust(&argument.name), &argument.ty);
        match argument.conversion {
            Conversion::Bool => write!(f, "{name}: u8"),
            Conversion::Own => write!(f, "{name}: &'a {ty}"),
            Conversion::FromPrimitive(_) | Conversion::From { .. } => {
                write!(f, "{name}: {ty}")
            }
        }
    })
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
fn packed(interface: &Interface, count: usize) -> impl Display {
    let packed = names::private(interface, "packed_");
    by(move |f| write!(f, "{packed}{count}"))
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

/// The expression that lends leases.
pub(super) fn lend_all(leases: &[Lease]) -> impl Display {
    let lent = commas(leases.iter().map(lend));
    by(move |f| write!(f, "&[{lent}]"))
}

/// The expression that lends a lease.
fn lend(lease: &Lease) -> impl Display {
    let (constructor, bytes) = match lease.access {
        Access::Read => ("read_only", "as_bytes"),
        Access::Write => ("write_only", "as_mut_bytes"),
        Access::ReadWrite => ("read_write", "as_mut_bytes"),
    };
    by(move |f| {
        let name = names::rust(&lease.name);
        match &lease.extent {
            Extent::Slice { element, .. } if element.as_str() == "u8" => {
                write!(f, "::userlib::Lease::{constructor}({name})")
            }
            Extent::Slice { .. } | Extent::Value(_) => write!(
                f,
                "::userlib::Lease::{constructor}(\
                 ::zerocopy::IntoBytes::{bytes}({name}))"
            ),
        }
    })
}
