//! Sizes in bytes:
//!
//! ```text
//! pub const READ_MSG_SIZE: usize = 1;
//! pub const READ_REPLY_SIZE: usize = 0;
//! ..
//! pub const INCOMING_SIZE: usize =
//!     ::idol_runtime::message::largest(&[READ_MSG_SIZE, WRITE_MSG_SIZE]) + 1;
//! ```

use crate::emit::forms::{Forms, Way};
use crate::emit::names::{self, INCOMING_SIZE};
use crate::emit::size;
use crate::emit::writer::{Writer, line};
use crate::model::{Conversion, Interface, Operation, Ty};
use crate::syntax::Encoding;

pub(super) fn sizes(w: &mut Writer, interface: &Interface) {
    if !interface.operations.is_empty() {
        w.text(
            "// Each operation's longest message and longest reply, in bytes.",
        );
    }
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
        let name = names::message_size(op);
        line!(w, "pub const {name}: usize = {message};");
        let reply = Forms::new(interface).reply_size(Way::Sent, op);
        let name = names::reply_size(op);
        line!(w, "pub const {name}: usize = {reply};");
    }
    w.text("/// The size of a server's buffer in bytes: the longest message");
    w.text("/// and one byte more, which tells a message that the kernel cut.");
    let all: Vec<_> = interface.operations.iter().map(incoming_size).collect();
    let largest = match all.as_slice() {
        [] => "0".to_owned(),
        [only] => only.clone(),
        several => {
            format!(
                "::idol_runtime::message::largest(&[{}])",
                several.join(", ")
            )
        }
    };
    line!(w, "pub const {INCOMING_SIZE}: usize =");
    line!(w, "    {largest} + 1;");
}

/// The bytes that a buffer needs for an operation's message.
///
/// With ssmarshal a message can be longer than the arguments in memory, which
/// `{OP}_MSG_SIZE` measures, by a byte for each byte at the most: an `Option`
/// of a type with a niche has its flag there, and a `usize` has 8 bytes on a
/// machine of 32 bits, too. A shorter buffer would cut messages that are right.
fn incoming_size(op: &Operation) -> String {
    let size = names::message_size(op);
    let as_in_memory = op.arguments.iter().all(|argument| {
        argument.conversion == Conversion::Bool
            || is_as_in_memory(&argument.ty, &argument.conversion)
    });
    match op.encoding {
        Encoding::Ssmarshal if !as_in_memory => format!("2 * {size}"),
        Encoding::Zerocopy | Encoding::Hubpack | Encoding::Ssmarshal => size,
    }
}

/// Whether the text of a type alone says that ssmarshal writes a value as it
/// is in memory: numbers of fixed width have no padding and no flag.
fn is_as_in_memory(ty: &Ty, conversion: &Conversion) -> bool {
    conversion.takes_any_bytes(ty) && !conversion.raw(ty).contains("size")
}

/// The expression for the room that a client must have for a reply. It names
/// sizes by their value where the file tells it, so that equal ones are equal.
///
/// With ssmarshal a reply may be shorter than its value in memory, whose
/// padding does not travel: debuggers have room for no more than that. What
/// does not fit is refused when it is encoded.
pub(super) fn room(op: &Operation) -> String {
    let (ok, conversion) = (&op.reply.ok, &op.reply.conversion);
    match (op.encoding, op.reply.max_size.known()) {
        (Encoding::Ssmarshal, _) if !is_as_in_memory(ok, conversion) => {
            "0".to_owned()
        }
        (_, Some(size)) => size.to_string(),
        (_, None) => names::reply_size(op),
    }
}
