//! Sizes in bytes, and what the runtime asks of an operation:
//!
//! ```text
//! pub const READ_MSG_SIZE: usize = 1;
//! pub const READ_REPLY_SIZE: usize = 0;
//! ..
//! pub const INCOMING_SIZE: usize = {
//!     ..
//! };
//!
//! impl ::idol_runtime::ServerOp for SpiOperation { .. }
//! ```

use crate::emit::forms::{Forms, Way};
use crate::emit::names::{self, INCOMING_SIZE};
use crate::emit::size;
use crate::emit::writer::{ANY_STYLE, Writer, block, line};
use crate::model::{Conversion, Interface, Operation};
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
        let all: Vec<_> =
            interface.operations.iter().map(incoming_size).collect();
        match all.as_slice() {
            [] => w.text("1"),
            [only] => line!(w, "{only} + 1"),
            several => {
                line!(w, "let __sizes = [{}];", several.join(", "));
                w.text("let mut __largest = 0;");
                w.text("let mut __i = 0;");
                let step = |w: &mut Writer| {
                    let larger = |w: &mut Writer| {
                        w.text("__largest = __sizes[__i];");
                    };
                    block!(w, larger, "if __sizes[__i] > __largest {{");
                    w.text("__i += 1;");
                };
                block!(w, step, "while __i < __sizes.len() {{");
                w.text("__largest + 1");
            }
        }
    };
    w.block(
        format_args!("pub const {INCOMING_SIZE}: usize = {{"),
        "};",
        body,
    );
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
        let (ty, conversion) = (&argument.ty, &argument.conversion);
        *conversion == Conversion::Bool
            || conversion.takes_any_bytes(ty)
                && !conversion.raw(ty).contains("size")
    });
    match op.encoding {
        Encoding::Ssmarshal if !as_in_memory => format!("2 * {size}"),
        Encoding::Zerocopy | Encoding::Hubpack | Encoding::Ssmarshal => size,
    }
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
    };
    block!(
        w,
        body,
        "impl ::idol_runtime::ServerOp for {enumeration} {{"
    );
}

/// The function that finds an operation by its number.
fn decode(w: &mut Writer, body: impl FnOnce(&mut Writer)) {
    w.text("fn decode(");
    w.text("    __number: u32,");
    block!(
        w,
        body,
        ") -> ::core::option::Option<(Self, ::idol_runtime::Shape)> {{"
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
        w.block(
            format_args!(
                "const __SHAPES: [::idol_runtime::Shape; {count}] = ["
            ),
            "];",
            rows,
        );
        w.text("// The numbers run from 1.");
        w.text("let __index = __number.wrapping_sub(1) as usize;");
        w.text("let __shape = *__SHAPES.get(__index)?;");
        by_number(w, interface);
        w.text("::core::option::Option::Some((__op, __shape))");
    });
    w.blank();
    let shape = |w: &mut Writer| {
        w.text("let __known = <Self as ::idol_runtime::ServerOp>::decode(");
        w.text("    self as u32,");
        w.text(");");
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
fn shape(op: &Operation) -> String {
    let reply = match op.reply.max_size.known() {
        Some(size) => size.to_string(),
        None => names::reply_size(op),
    };
    let leases = op.leases.len();
    format!("::idol_runtime::Shape::new({reply}, {leases})")
}
