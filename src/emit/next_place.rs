//! That a cursor's element has the next place, where it is a struct and not
//! part of a pair:
//!
//! ```text
//! /// An element of `list` has a field `next`, where to go on.
//! const _: fn(&__idol_roll_types::Entry) -> u32 = |__element| __element.next;
//! ```
//!
//! Nothing of it is in a task; where the field is missing, the compiler says
//! so here.

use super::names;
use super::writer::{Writer, line};
use crate::model::{Cursor, Interface};

/// The proofs, one for each cursor that needs it.
pub(super) fn proofs(w: &mut Writer, interface: &Interface) {
    for op in &interface.operations {
        let (Some(cursor @ Cursor::Field), Some(place)) =
            (op.cursor, op.arguments.last())
        else {
            continue;
        };
        let element = cursor.element(op.reply.ok.shown());
        let (place, name) = (place.ty.shown(), names::local!("element"));
        w.blank();
        line!(
            w,
            "/// An element of `{}` has a field `next`, where to go on.",
            op.name
        );
        line!(
            w,
            "const _: fn(&{element}) -> {place} = |{name}| {name}.next;"
        );
    }
}
