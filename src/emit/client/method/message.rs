//! What is sent: the arguments, one behind the other. With the encoding Zerocopy
//! these are the bytes of one, or of a struct of several, whose fields' types are
//! its parameters:
//!
//! ```text
//! #[derive(::zerocopy_derive::IntoBytes, ::zerocopy_derive::Immutable)]
//! #[repr(C, packed)]
//! struct __idol_eeprom_packed_2<__0, __1>(__0, __1);
//! ```
//!
//! With the others a tuple of the arguments is encoded. Its type has the
//! operation's number, so that each operation has a function that encodes its
//! message: one for all that have the same types knows less, and is larger with
//! what calls it.

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
        let call = coder::client_arguments(self.interface, self.dialect);
        let number = self.op.number;
        let types = tuple(self.op.arguments.iter().map(encoded));
        let values = self.op.arguments.iter().map(|it| self.encoded(it));
        let values = tuple(values);
        line!(w, "let ::core::option::Option::Some({message}) =");
        line!(
            w,
            "    {encode}(&mut {buffer}, \
             &{call}::<{number}, {types}>({values}))"
        );
        let end = Defect::CannotEncode.function(self.interface);
        line!(w, "else {{ {end}() }};");
        Some(message)
    }

    /// What is encoded of an argument.
    fn encoded(&self, argument: &Argument) -> impl Display {
        let field = self.field(argument);
        let reference = match argument.conversion {
            Conversion::Own => "&",
            Conversion::Bool
            | Conversion::FromPrimitive(_)
            | Conversion::From { .. } => "",
        };
        by(move |f| write!(f, "{reference}{field}"))
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

/// The type of what is encoded of an argument, the proved one. It is a reference
/// where it is the argument itself: moving a large one is a call of a large
/// function.
fn encoded(argument: &Argument) -> impl Display {
    by(move |f| match argument.conversion {
        Conversion::Bool => f.write_str("u8"),
        Conversion::Own => write!(f, "&{}", argument.ty),
        Conversion::FromPrimitive(_) | Conversion::From { .. } => {
            argument.ty.fmt(f)
        }
    })
}

/// The tuple of all these: of more tuples, where they are more than a tuple
/// holds. Of both the bytes are those of the values, one behind the other.
fn tuple<I>(values: I) -> impl Display
where
    I: Iterator<Item: Display> + Clone,
{
    by(move |f| {
        if values.clone().count() <= coder::LONGEST {
            return write!(f, "({},)", commas(values.clone()));
        }
        let mut parts: Vec<String> =
            values.clone().map(|it| it.to_string()).collect();
        while parts.len() > 1 {
            let tuples = parts.chunks(coder::LONGEST);
            parts = tuples.map(|it| format!("({},)", it.join(", "))).collect();
        }
        f.write_str(&parts.concat())
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
