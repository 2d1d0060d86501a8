//! What only the compiler can check about the types that an interface names:
//!
//! ```text
//! const _: () = ::core::assert!(
//!     ::core::mem::size_of::<CsState>() == ::core::mem::size_of::<u8>(),
//!     "operation `lock`, argument `cs_state`: `CsState` and `u8`, ..",
//! );
//! ```

use super::writer::{Writer, line};
use crate::model::{Conversion, Extent, Interface, Operation, Ty};

/// The proofs of an interface, which cost nothing in a task.
pub(super) fn proofs(w: &mut Writer, interface: &Interface) {
    for op in &interface.operations {
        for argument in &op.arguments {
            let place = format!("argument `{}`", argument.name);
            same_size(w, op, &place, &argument.ty, &argument.conversion);
        }
        for lease in &op.leases {
            if let Extent::Slice { element, .. } = &lease.extent {
                let place = format!("lease `{}`", lease.name);
                has_size(w, op, &place, element);
            }
        }
        same_size(w, op, "reply", &op.reply.ok, &op.reply.conversion);
    }
}

/// A value that is converted travels as bytes of its own length.
fn same_size(
    w: &mut Writer,
    op: &Operation,
    place: &str,
    ty: &Ty,
    conversion: &Conversion,
) {
    match conversion {
        Conversion::Own | Conversion::Bool => return,
        Conversion::FromPrimitive(_) | Conversion::From { .. } => {}
    }
    let raw = conversion.raw(ty);
    proof(
        w,
        &format!(
            "::core::mem::size_of::<{ty}>() == ::core::mem::size_of::<{raw}>()"
        ),
        &format!(
            "operation `{}`, {place}: `{ty}` travels as `{raw}`, \
             but the two differ in size",
            op.name
        ),
    );
}

/// Elements without a size cannot be counted.
fn has_size(w: &mut Writer, op: &Operation, place: &str, element: &Ty) {
    if element.takes_any_bytes() {
        return;
    }
    proof(
        w,
        &format!("::core::mem::size_of::<{element}>() != 0"),
        &format!(
            "operation `{}`, {place}: a slice of `{element}`, \
             which takes no memory",
            op.name
        ),
    );
}

fn proof(w: &mut Writer, holds: &str, message: &str) {
    // A literal whose braces are no placeholders.
    let mut literal = String::with_capacity(message.len());
    for c in message.chars() {
        match c {
            '{' | '}' => literal.extend([c, c]),
            c => literal.extend(c.escape_debug()),
        }
    }
    w.blank();
    w.text("const _: () = ::core::assert!(");
    line!(w, "    {holds},");
    line!(w, "    \"{literal}\",");
    w.text(");");
}
