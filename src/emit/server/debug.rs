//! The types that debuggers find in a task's file, and no byte of it is loaded:
//!
//! ```text
//! pub struct Spi_read_REPLY {
//!     pub value: (),
//! }
//!
//! #[allow(clippy::all)]
//! #[used]
//! static __IDOL_SPI_1_TYPES: ::core::marker::PhantomData<(
//!     Spi_read_ARGS,
//!     Spi_read_REPLY,
//!     (u8,),
//!     (),
//!     (SpiError, ()),
//! )> = ::core::marker::PhantomData;
//! ```
//!
//! The types of an operation, in this order: its arguments' struct, its
//! reply's, whose `value` has the bytes that a reply's body has, the arguments'
//! own types, the ok type, and the error with the type whose bytes its body
//! has, `()` for none.

use crate::embed::{self, Row};
use crate::emit::forms::{Forms, Way};
use crate::emit::names;
use crate::emit::writer::{ANY_STYLE, Writer, block, line};
use crate::model::{Conversion, Failure, Interface, Operation, Ty};
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
    line!(w, "/// What `{}` returns, for debuggers.", op.name);
    // A value that is converted is sent as its own bytes.
    let form = match conversion {
        Conversion::Own => body(interface, op, ok),
        Conversion::Bool
        | Conversion::FromPrimitive(_)
        | Conversion::From { .. } => ok.to_string(),
    };
    reply_struct(w, &reply, &form);
    w.blank();
    let types = |w: &mut Writer| {
        line!(w, "{},", names::arguments(interface, op));
        line!(w, "{reply},");
        let own: Vec<_> =
            op.arguments.iter().map(|a| format!("{},", a.ty)).collect();
        line!(w, "({}),", own.join(" "));
        line!(w, "{ok},");
        match &op.reply.failure {
            Failure::Simple | Failure::ServerDeath => w.text("((), ()),"),
            Failure::CLike(error) => line!(w, "({error}, ()),"),
            Failure::Complex { error, .. } => {
                let body = body(interface, op, error);
                line!(w, "({error}, {body}),");
            }
        }
    };
    forced(w, interface, op.number.get(), types);
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
    w.text(ANY_STYLE);
    line!(w, "pub struct {arguments} {{}}");
    w.blank();
    line!(w, "/// No operation has the number {number}.");
    reply_struct(w, &reply, "()");
    w.blank();
    let types = |w: &mut Writer| {
        line!(w, "{arguments}, {reply}, (), (), ((), ()),");
    };
    forced(w, interface, number, types);
}

fn reply_struct(w: &mut Writer, name: &str, value: &str) {
    w.text(ANY_STYLE);
    w.text("#[allow(missing_docs)]");
    let fields = |w: &mut Writer| line!(w, "pub value: {value},");
    block!(w, fields, "pub struct {name} {{");
}

fn forced(
    w: &mut Writer,
    interface: &Interface,
    number: u16,
    types: impl FnOnce(&mut Writer),
) {
    let name = embed::types_static(interface, number);
    w.text("#[allow(clippy::all)]");
    w.text("#[used]");
    w.block(
        format_args!("static {name}: ::core::marker::PhantomData<("),
        ")> = ::core::marker::PhantomData;",
        types,
    );
}
