//! What debuggers find in a task's file, and no byte of it is loaded:
//!
//! ```text
//! pub struct Spi_read_REPLY {
//!     pub value: (),
//! }
//!
//! #[used]
//! static __IDOL_SPI_READ_TYPES: ::core::marker::PhantomData<(
//!     Spi_read_ARGS, Spi_read_REPLY, SpiError,
//! )> = ::core::marker::PhantomData;
//!
//! #[used]
//! #[cfg_attr(.., unsafe(link_section = ".idolatry"))]
//! static __IDOL_SPI_INTERFACE: [u8; 123] = *b"Interface(..";
//! ```

use crate::emit::names;
use crate::emit::writer::{ANY_STYLE, Writer, block, line};
use crate::model::{Failure, Interface, Operation};

/// Statics without a size, whose types a compiler must describe.
pub(super) fn forced_types(w: &mut Writer, interface: &Interface) {
    for (index, op) in interface.operations.iter().enumerate() {
        if index > 0 {
            w.blank();
        }
        let reply = names::reply(interface, op);
        line!(w, "/// What `{}` returns, for debuggers.", op.name);
        w.text(ANY_STYLE);
        w.text("#[allow(missing_docs)]");
        let fields = |w: &mut Writer| {
            line!(w, "pub value: {},", op.reply.ok);
        };
        block!(w, fields, "pub struct {reply} {{");
        w.blank();
        let name =
            names::private_static(interface, &format!("{}_TYPES", op.number));
        w.text("#[used]");
        let types = |w: &mut Writer| {
            line!(w, "{},", names::arguments(interface, op));
            line!(w, "{reply},");
            for ty in named_types(op) {
                line!(w, "{ty},");
            }
        };
        w.block(
            format_args!("static {name}: ::core::marker::PhantomData<("),
            ")> = ::core::marker::PhantomData;",
            types,
        );
    }
}

/// The types of an operation that neither its arguments' struct nor its
/// reply's holds: what converted arguments become, and the error.
fn named_types(op: &Operation) -> impl Iterator<Item = &str> {
    let converted = op
        .arguments
        .iter()
        .filter(|argument| argument.conversion != crate::model::Conversion::Own)
        .map(|argument| argument.ty.as_str());
    let error = match &op.reply.failure {
        Failure::Simple | Failure::ServerDeath => None,
        Failure::CLike(error) | Failure::Complex { error, .. } => {
            Some(error.as_str())
        }
    };
    converted.chain(error)
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
