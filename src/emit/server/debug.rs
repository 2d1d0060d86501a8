//! What debuggers find in a task's file, and no byte of it is loaded:
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
//!
//! #[used]
//! #[cfg_attr(.., unsafe(link_section = ".idolatry"))]
//! static __IDOL_SPI_INTERFACE: [u8; 123] = *b"Interface(..";
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
        w.blank();
        match row {
            Row::Operation(op) => of_operation(w, interface, op),
            Row::Placeholder(number) => of_placeholder(w, interface, number),
        }
    }
}

fn of_operation(w: &mut Writer, interface: &Interface, op: &Operation) {
    let reply = names::reply(interface, op.name.as_str());
    let (ok, conversion) = (&op.reply.ok, &op.reply.conversion);
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
    let arguments = names::arguments_of(interface, &name);
    let reply = names::reply(interface, &name);
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

/// Where a byte string needs an escape next. A continued line drops the white
/// space it starts with.
fn escape_at(text: &str, line_start: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b' ' if line_start && at == 0 => return Some(at),
            b' ' | b'!' | b'#'..=b'[' | b']'..=b'~' => at += 1,
            _ => return Some(at),
        }
    }
    None
}

/// The section that debuggers read the interface from.
pub(super) fn embedded_interface(
    w: &mut Writer,
    interface: &Interface,
    text: &str,
) {
    w.blank();
    let name = names::private_static(interface, "INTERFACE");
    line!(w, "/// The interface, as debuggers read it.");
    w.text("#[used]");
    w.text("#[cfg_attr(");
    w.text("    any(target_os = \"none\", target_os = \"linux\"),");
    w.text("    unsafe(link_section = \".idolatry\")");
    w.text(")]");
    w.text("// One server a task: debuggers read one interface.");
    w.text("#[cfg_attr(");
    w.text("    target_os = \"none\",");
    w.text(
        "    unsafe(export_name = \"a task can hold only one Idol server\")",
    );
    w.text(")]");
    line!(w, "static {name}: [u8; {}] = *b\"\\", text.len());
    for row in text.split_inclusive('\n') {
        let mut escaped = String::with_capacity(row.len() + 16);
        let mut rest = row;
        while let Some(at) = escape_at(rest, rest.len() == row.len()) {
            escaped.push_str(&rest[..at]);
            let mut after = rest[at..].chars();
            let c = after.next().unwrap_or_default();
            match c {
                '\n' => escaped.push_str("\\n"),
                '"' => escaped.push_str("\\\""),
                '\\' => escaped.push_str("\\\\"),
                c => {
                    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                        escaped.push_str(&format!("\\x{byte:02x}"));
                    }
                }
            }
            rest = after.as_str();
        }
        escaped.push_str(rest);
        line!(w, "{escaped}\\");
    }
    w.text("\";");
}
