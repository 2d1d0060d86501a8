//! Sizes in bytes:
//!
//! ```text
//! pub const READ_MSG_SIZE: usize = 1;
//! pub const READ_REPLY_SIZE: usize = 0;
//! ..
//! pub const INCOMING_SIZE: usize =
//!     ::idol_runtime::message::largest(&[READ_MSG_SIZE, WRITE_MSG_SIZE]) + 1;
//! ```

use std::fmt::Display;

use crate::emit::forms::{Forms, Way};
use crate::emit::names::{self, INCOMING_SIZE};
use crate::emit::size;
use crate::emit::writer::{Writer, line};
use crate::model::{Conversion, Interface, Operation, Ty};
use crate::pieces::{by, commas};
use crate::syntax::Encoding;

pub(super) fn sizes(w: &mut Writer, interface: &Interface) {
    if !interface.operations.is_empty() {
        w.text(
            "// Each operation's longest message and longest reply, in bytes.",
        );
    }
    for op in &interface.operations {
        let arguments = names::arguments(interface, op);
        let name = names::message_size(op);
        match (op.encoding, op.message_size.known()) {
            (Encoding::Zerocopy, None) => line!(
                w,
                "pub const {name}: usize = \
                 ::core::mem::size_of::<{arguments}>();"
            ),
            (Encoding::Zerocopy, Some(_))
            | (Encoding::Hubpack | Encoding::Ssmarshal, _) => {
                let message = size::expression(&op.message_size, arguments);
                line!(w, "pub const {name}: usize = {message};");
            }
        }
        let reply = Forms::new(interface).reply_size(Way::Sent, op);
        let name = names::reply_size(op);
        line!(w, "pub const {name}: usize = {reply};");
    }
    w.text("/// The size of a server's buffer in bytes: the longest message");
    w.text("/// and one byte more, which tells a message that the kernel cut.");
    line!(w, "pub const {INCOMING_SIZE}: usize =");
    match interface.operations.as_slice() {
        [] => w.text("    0 + 1;"),
        [only] => line!(w, "    {} + 1;", incoming_size(only)),
        several => {
            let all = commas(several.iter().map(incoming_size));
            line!(w, "    ::idol_runtime::message::largest(&[{all}]) + 1;");
        }
    }
}

/// The bytes that a buffer needs for an operation's message.
///
/// With ssmarshal a message can be longer than the arguments in memory, which
/// `{OP}_MSG_SIZE` measures, by a byte for each byte at the most: an `Option`
/// of a type with a niche has its flag there, and a `usize` has 8 bytes on a
/// machine of 32 bits, too. A shorter buffer would cut messages that are right.
fn incoming_size(op: &Operation) -> impl Display {
    let size = names::message_size(op);
    let as_in_memory = op.arguments.iter().all(|argument| {
        argument.conversion == Conversion::Bool
            || is_as_in_memory(&argument.ty, &argument.conversion)
    });
    by(move |f| match op.encoding {
        Encoding::Ssmarshal if !as_in_memory => write!(f, "2 * {size}"),
        Encoding::Zerocopy | Encoding::Hubpack | Encoding::Ssmarshal => {
            size.fmt(f)
        }
    })
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
pub(super) fn room(op: &Operation) -> impl Display {
    by(move |f| match known_room(op) {
        Some(size) => size.fmt(f),
        None => names::reply_size(op).fmt(f),
    })
}

/// This room, where the file tells it.
pub(super) fn known_room(op: &Operation) -> Option<u32> {
    let (ok, conversion) = (&op.reply.ok, &op.reply.conversion);
    match op.encoding {
        Encoding::Ssmarshal if !is_as_in_memory(ok, conversion) => Some(0),
        Encoding::Zerocopy | Encoding::Hubpack | Encoding::Ssmarshal => {
            op.reply.max_size.known()
        }
    }
}
