//! The types that debuggers find in a task's file, and no byte of it is loaded:
//!
//! ```text
//! pub struct Spi_read_REPLY { pub value: () }
//! #[used]
//! static __IDOL_SPI_1_TYPES: ::core::marker::PhantomData<(Spi_read_ARGS, Spi_read_REPLY, (u8,), (), (__idol_spi_is_SpiError, ()))> = ::core::marker::PhantomData;
//! ```
//!
//! The types of an operation, in this order: its arguments' struct, its
//! reply's, whose `value` has the bytes that a reply's body has, the arguments'
//! own types, the ok type, and the error with the type whose bytes its body
//! has, `()` for none; then, where something is lent, the types of what is
//! lent, or of its elements.

use crate::embed::{self, Row};
use crate::emit::forms::{Forms, Way};
use crate::emit::names;
use crate::emit::writer::{Writer, line};
use crate::model::{Conversion, Extent, Failure, Interface, Operation, Ty};
use crate::syntax::Encoding;

/// Statics without a size, whose types a compiler must describe.
pub(super) fn forced_types(w: &mut Writer, interface: &Interface) {
    for row in embed::rows(interface) {
        match row {
            Row::Operation(op) => of_operation(w, interface, op),
            Row::Placeholder(number) => of_placeholder(w, interface, number),
            Row::Placeholders(_) => {}
        }
    }
}

fn of_operation(w: &mut Writer, interface: &Interface, op: &Operation) {
    let reply = names::reply(interface, op.name.as_str());
    let (ok, conversion) = (&op.reply.ok, &op.reply.conversion);
    w.blank();
    // A value that is converted is sent as its own bytes.
    let form = match conversion {
        Conversion::Own => body(interface, op, ok),
        Conversion::Bool
        | Conversion::FromPrimitive(_)
        | Conversion::From { .. } => ok.to_string(),
    };
    reply_struct(w, &reply, &form);
    let own: Vec<_> =
        op.arguments.iter().map(|a| format!("{},", a.ty)).collect();
    let error = match &op.reply.failure {
        Failure::Simple | Failure::ServerDeath => "((), ())".to_owned(),
        Failure::CLike(error) => format!("({error}, ())"),
        Failure::Complex { error, .. } => {
            format!("({error}, {})", body(interface, op, error))
        }
    };
    let arguments = names::arguments(interface, op);
    let leases: Vec<_> = op
        .leases
        .iter()
        .map(|lease| match &lease.extent {
            Extent::Value(ty) => format!("{ty},"),
            Extent::Slice { element, .. } => format!("{element},"),
        })
        .collect();
    let leases = match leases.as_slice() {
        [] => String::new(),
        some => format!(", ({})", some.join(" ")),
    };
    let types = format!(
        "{arguments}, {reply}, ({}), {ok}, {error}{leases}",
        own.join(" ")
    );
    forced(w, interface, op.number.get(), &types);
}

/// The type whose bytes the body of a reply has.
fn body(interface: &Interface, op: &Operation, ty: &Ty) -> String {
    match op.encoding {
        Encoding::Zerocopy => {
            Forms::new(interface).ty(Way::Sent, ty, &Conversion::Own)
        }
        Encoding::Hubpack | Encoding::Ssmarshal => ty.to_string(),
    }
}

/// Old debuggers take a placeholder for an operation like any other.
fn of_placeholder(w: &mut Writer, interface: &Interface, number: u16) {
    let name = embed::placeholder_name(number);
    let iface = interface.name.as_str();
    let arguments = crate::names::arguments(iface, &name);
    let reply = crate::names::reply(iface, &name);
    w.blank();
    line!(w, "/// No operation has the number {number}.");
    w.text("#[repr(C, packed)]");
    line!(w, "pub struct {arguments} {{}}");
    w.blank();
    reply_struct(w, &reply, "()");
    let types = format!("{arguments}, {reply}, (), (), ((), ())");
    forced(w, interface, number, &types);
}

fn reply_struct(w: &mut Writer, name: &str, value: &str) {
    line!(w, "pub struct {name} {{ pub value: {value} }}");
}

fn forced(w: &mut Writer, interface: &Interface, number: u16, types: &str) {
    let name = embed::types_static(interface, number);
    w.text("#[used]");
    let phantom = "::core::marker::PhantomData";
    line!(w, "static {name}: {phantom}<({types})> = {phantom};");
}
