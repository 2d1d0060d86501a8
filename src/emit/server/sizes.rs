//! Sizes in bytes, and what the runtime asks of an operation:
//!
//! ```text
//! pub const READ_MSG_SIZE: usize = 1;
//! pub const READ_REPLY_SIZE: usize = 0;
//! pub const INCOMING_SIZE: usize = ..;
//!
//! impl ::idol_runtime::ServerOp for SpiOperation { .. }
//! ```

use crate::emit::forms::{Forms, Way};
use crate::emit::writer::{ANY_STYLE, Writer, block, line};
use crate::emit::{names, size};
use crate::model::Interface;
use crate::syntax::Encoding;

pub(super) fn sizes(w: &mut Writer, interface: &Interface) {
    for op in &interface.operations {
        let arguments = names::arguments(interface, op);
        let message = match (op.encoding, op.message_size.known()) {
            (Encoding::Zerocopy, None) => {
                format!("::core::mem::size_of::<{arguments}>()")
            }
            (Encoding::Zerocopy, Some(_))
            | (Encoding::Hubpack | Encoding::Ssmarshal, _) => {
                size::expression(&op.message_size, &arguments)
            }
        };
        line!(w, "/// The longest message to `{}`, in bytes.", op.name);
        w.text(ANY_STYLE);
        let name = names::message_size(op);
        line!(w, "pub const {name}: usize = {message};");
        let reply = Forms::new(interface).reply_size(Way::Sent, op);
        line!(w, "/// The longest reply of `{}`, in bytes.", op.name);
        w.text(ANY_STYLE);
        let name = names::reply_size(op);
        line!(w, "pub const {name}: usize = {reply};");
    }
    w.text("/// The size of a server's buffer in bytes: the longest message");
    w.text("/// and one byte more, which tells a message that the kernel cut.");
    w.text(ANY_STYLE);
    let body = |w: &mut Writer| {
        let all: Vec<_> = interface
            .operations
            .iter()
            .map(names::message_size)
            .collect();
        match all.as_slice() {
            [] => w.text("1"),
            [only] => line!(w, "{only} + 1"),
            several => {
                line!(w, "let sizes = [{}];", several.join(", "));
                w.text("let mut largest = 0;");
                w.text("let mut i = 0;");
                let step = |w: &mut Writer| {
                    let larger = |w: &mut Writer| {
                        w.text("largest = sizes[i];");
                    };
                    block!(w, larger, "if sizes[i] > largest {{");
                    w.text("i += 1;");
                };
                block!(w, step, "while i < sizes.len() {{");
                w.text("largest + 1");
            }
        }
    };
    w.block(
        format_args!("pub const INCOMING_SIZE: usize = {{"),
        "};",
        body,
    );
}

/// What the runtime checks before it hands a message over.
pub(super) fn server_op(w: &mut Writer, interface: &Interface) {
    let enumeration = names::operation_enum(interface);
    let body = |w: &mut Writer| {
        per_operation(w, interface, "max_reply_size", |op| {
            names::reply_size(op)
        });
        w.blank();
        per_operation(w, interface, "required_lease_count", |op| {
            op.leases.len().to_string()
        });
    };
    block!(
        w,
        body,
        "impl ::idol_runtime::ServerOp for {enumeration} {{"
    );
}

/// A method that answers a number for each operation.
fn per_operation(
    w: &mut Writer,
    interface: &Interface,
    method: &str,
    number: impl Fn(&crate::model::Operation) -> String,
) {
    let body = |w: &mut Writer| {
        let arms = |w: &mut Writer| {
            for op in &interface.operations {
                let name = names::rust(&op.name);
                line!(w, "Self::{name} => {},", number(op));
            }
        };
        block!(w, arms, "match *self {{");
    };
    block!(w, body, "fn {method}(&self) -> usize {{");
}
