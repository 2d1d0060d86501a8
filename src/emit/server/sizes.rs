//! Sizes in bytes, and what the runtime asks of an operation:
//!
//! ```text
//! pub const READ_MSG_SIZE: usize = 1;
//! pub const READ_REPLY_SIZE: usize = 0;
//! ..
//! pub const INCOMING_SIZE: usize =
//!     ::idol_runtime::message::largest(&[READ_MSG_SIZE, WRITE_MSG_SIZE]) + 1;
//!
//! impl ::idol_runtime::ServerOp for SpiOperation { .. }
//! ```

use crate::emit::forms::{Forms, Way};
use crate::emit::names::{self, INCOMING_SIZE};
use crate::emit::size;
use crate::emit::writer::{Writer, block, line};
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

/// What the runtime checks before it hands a message over.
pub(super) fn server_op(w: &mut Writer, interface: &Interface) {
    let enumeration = names::operation_enum(interface);
    let all: Vec<_> = interface.operations.iter().map(shape).collect();
    let differ = all.windows(2).any(|pair| pair[0] != pair[1]);
    let contiguous = interface
        .operations
        .iter()
        .zip(1..)
        .all(|(op, number)| op.number.get() == number);
    let body = |w: &mut Writer| {
        // Of few operations the compiler makes something smaller than a table;
        // of many, a table of jumps, which is larger.
        if contiguous && differ && all.len() > 4 {
            by_table(w, interface, &all);
        } else {
            by_match(w, interface, &all);
        }
        super::told::told(w, interface);
    };
    block!(
        w,
        body,
        "impl ::idol_runtime::ServerOp for {enumeration} {{"
    );
}

/// What the functions are full of, under a name that no user's type has.
const SHORT: &str = "use ::idol_runtime::Shape as __Shape;";

/// The function that finds an operation by its number.
fn decode(w: &mut Writer, body: impl FnOnce(&mut Writer)) {
    block!(
        w,
        body,
        "fn decode(__number: u32) -> \
         ::core::option::Option<(Self, ::idol_runtime::Shape)> {{"
    );
}

/// Binds the operation of `number` to `__op`, which no operation is called.
fn by_number(w: &mut Writer, interface: &Interface) {
    let arms = |w: &mut Writer| {
        for op in &interface.operations {
            let name = names::rust(&op.name);
            line!(w, "{} => Self::{name},", op.number);
        }
        w.text("_ => return ::core::option::Option::None,");
    };
    w.block(format_args!("let __op = match __number {{"), "};", arms);
}

/// Both functions, with the shapes in a table.
fn by_table(w: &mut Writer, interface: &Interface, shapes: &[String]) {
    decode(w, |w| {
        let rows = |w: &mut Writer| {
            for shape in shapes {
                line!(w, "{shape},");
            }
        };
        let count = shapes.len();
        w.text(SHORT);
        w.block(
            format_args!("const __SHAPES: [__Shape; {count}] = ["),
            "];",
            rows,
        );
        w.text("// The numbers run from 1.");
        let shape = "__SHAPES.get(__number.wrapping_sub(1) as usize)?";
        let mut leases = interface.operations.iter().map(|op| op.leases.len());
        let first = leases.next().unwrap_or_default();
        match leases.all(|leases| leases == first) {
            // The same for all of them: the compiler had better know it.
            true => line!(w, "let __shape = {shape}.lending({first});"),
            false => line!(w, "let __shape = *{shape};"),
        }
        by_number(w, interface);
        w.text("::core::option::Option::Some((__op, __shape))");
    });
    w.blank();
    let shape = |w: &mut Writer| {
        w.text("let __known = <Self as ::idol_runtime::ServerOp>::decode(self as u32);");
        w.text("__known.map(|(_, __shape)| __shape).unwrap_or_default()");
    };
    block!(w, shape, "fn shape(self) -> ::idol_runtime::Shape {{");
}

/// Both functions, with the shapes where they are needed.
fn by_match(w: &mut Writer, interface: &Interface, shapes: &[String]) {
    if !interface.operations.is_empty() {
        decode(w, |w| {
            by_number(w, interface);
            w.text(
                "let __shape = <Self as ::idol_runtime::ServerOp>::shape(__op);",
            );
            w.text("::core::option::Option::Some((__op, __shape))");
        });
        w.blank();
    }
    let shape = |w: &mut Writer| {
        if !interface.operations.is_empty() {
            w.text(SHORT);
        }
        let arms = |w: &mut Writer| {
            for (op, shape) in interface.operations.iter().zip(shapes) {
                let name = names::rust(&op.name);
                line!(w, "Self::{name} => const {{ {shape} }},");
            }
        };
        block!(w, arms, "match self {{");
    };
    block!(w, shape, "fn shape(self) -> ::idol_runtime::Shape {{");
}

/// The expression for what a request for an operation must bring. It names
/// sizes by their value where the file tells it, so that equal ones are equal.
///
/// With ssmarshal a reply may be shorter than its value in memory, whose
/// padding does not travel: debuggers have room for no more than that. What
/// does not fit is refused when it is encoded.
fn shape(op: &Operation) -> String {
    let (ok, conversion) = (&op.reply.ok, &op.reply.conversion);
    let reply = match (op.encoding, op.reply.max_size.known()) {
        (Encoding::Ssmarshal, _) if !is_as_in_memory(ok, conversion) => {
            "0".to_owned()
        }
        (_, Some(size)) => size.to_string(),
        (_, None) => names::reply_size(op),
    };
    let leases = op.leases.len();
    format!("__Shape::new({reply}, {leases})")
}
