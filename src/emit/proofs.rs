//! What only the compiler can check about the types that an interface names,
//! told in its error with the operation, the argument and a way out:
//!
//! ```text
//! const _: () = ::core::assert!(
//!     ::core::mem::size_of::<__idol_eeprom_is_Cell>() == ::core::mem::size_of::<u8>(),
//!     "argument `cell` of `write_byte`: `Cell` travels as ..",
//! );
//! ```

use super::forms::{Forms, Way, is_decided_by_traits};
use super::names;
use super::scope::Scope;
use super::side::Side;
use super::writer::{Writer, line, literal};
use crate::model::{Conversion, Extent, Failure, Interface, Operation, Ty};
use crate::seen;
use crate::syntax::Encoding;

/// A reply of so many bytes is more than the runtime's `Shape` can state.
const REPLY_LIMIT: u32 = 1 << 24;

/// The proofs of an interface, which cost nothing in a task. `original` has its
/// types as the file says them, for the messages. Each type is proved where it
/// stands first.
pub(super) fn proofs(
    w: &mut Writer,
    original: &Interface,
    scope: &Scope<'_>,
    side: Side,
) {
    let interface = &scope.interface;
    let forms = Forms::new(interface);
    let (arguments, replies) = match side {
        Side::Client => (Way::Sent, Way::Received),
        Side::Server => (Way::Received, Way::Sent),
    };
    let mut proofs = Proofs {
        w,
        scope,
        forms,
        proved: seen::Texts::default(),
    };
    for (op, told) in interface.operations.iter().zip(&original.operations) {
        for (argument, told) in op.arguments.iter().zip(&told.arguments) {
            let place = format!("argument `{}`", argument.name);
            let is = Value {
                op,
                place: &place,
                way: arguments,
                ty: &argument.ty,
                conversion: &argument.conversion,
            };
            proofs.same_size(&is, &told.ty, &told.conversion);
            proofs.has_form(&is, &told.ty);
        }
        for (lease, told) in op.leases.iter().zip(&told.leases) {
            if let (
                Extent::Slice { element, .. },
                Extent::Slice { element: told, .. },
            ) = (&lease.extent, &told.extent)
            {
                let place = format!("lease `{}`", lease.name);
                proofs.has_size(op, &place, element, told);
            }
        }
        let reply = Value {
            op,
            place: "reply",
            way: replies,
            ty: &op.reply.ok,
            conversion: &op.reply.conversion,
        };
        proofs.same_size(&reply, &told.reply.ok, &told.reply.conversion);
        proofs.has_form(&reply, &told.reply.ok);
        if let (
            Failure::Complex { error, .. },
            Failure::Complex { error: told, .. },
        ) = (&op.reply.failure, &told.reply.failure)
        {
            let error = Value {
                place: "error",
                ty: error,
                conversion: &Conversion::Own,
                ..reply
            };
            proofs.has_form(&error, told);
        }
        if let Side::Server = side {
            proofs.fits_a_reply(op);
        }
    }
}

/// Functions make what they are to make. These stand before those who call
/// them, so that they are told first.
pub(super) fn functions(w: &mut Writer, scope: &Scope<'_>, side: Side) {
    let mut proved = seen::Texts::default();
    let mut makes = |ty: &Ty, conversion: &Conversion| {
        let Conversion::From {
            raw,
            with: Some(function),
            refuses,
        } = conversion
        else {
            return;
        };
        let (made, note) = match refuses {
            false => (ty.to_string(), "`TryFrom` if it returns an `Option`"),
            true => (
                format!("::core::option::Option<{ty}>"),
                "`From` if it returns no `Option`",
            ),
        };
        let proof = format!("fn({raw}) -> {made} = {function}");
        if proved.see(&proof, 0).is_none() {
            let place = scope.place(raw);
            line!(w, "const _: {proof}; // {place}: {note}");
        }
    };
    for op in &scope.interface.operations {
        match side {
            Side::Client => makes(&op.reply.ok, &op.reply.conversion),
            Side::Server => {
                for argument in &op.arguments {
                    makes(&argument.ty, &argument.conversion);
                }
            }
        }
    }
}

/// A value that travels.
#[derive(Copy, Clone)]
struct Value<'a> {
    op: &'a Operation,
    place: &'a str,
    way: Way,
    ty: &'a Ty,
    conversion: &'a Conversion,
}

/// The proofs that are written, and those that are.
struct Proofs<'a, 'w, 'f> {
    w: &'w mut Writer<'f>,
    scope: &'a Scope<'a>,
    forms: Forms<'a>,
    proved: seen::Texts,
}

impl Proofs<'_, '_, '_> {
    /// Writes a proof, unless the same was written before.
    fn proof(&mut self, holds: &str, message: &str) {
        if self.proved.see(holds, 0).is_some() {
            return;
        }
        let w = &mut *self.w;
        w.blank();
        w.text("const _: () = ::core::assert!(");
        line!(w, "    {holds},");
        line!(w, "    \"{}\",", literal(message));
        w.text(");");
    }

    /// A value that is converted travels as bytes of its own length.
    fn same_size(
        &mut self,
        value: &Value<'_>,
        told: &Ty,
        told_by: &Conversion,
    ) {
        let Value { ty, conversion, .. } = value;
        match conversion {
            Conversion::Own | Conversion::Bool => return,
            Conversion::FromPrimitive(_) | Conversion::From { .. } => {}
        }
        let raw = conversion.raw(ty);
        let told_raw = told_by.raw(told);
        self.proof(
            &format!(
                "::core::mem::size_of::<{ty}>() == \
                 ::core::mem::size_of::<{raw}>()"
            ),
            &format!(
                "{}{} of `{}`: `{told}` travels as `{told_raw}`, \
                 but the two differ in size",
                self.scope.told_at(told),
                value.place,
                value.op.name
            ),
        );
    }

    /// A value travels as its own bytes, or as a flag and those of what it
    /// holds.
    fn has_form(&mut self, value: &Value<'_>, told: &Ty) {
        if value.op.encoding != Encoding::Zerocopy
            || !is_decided_by_traits(value.ty, value.conversion)
        {
            return;
        }
        self.proof(
            &self.forms.exists(value.way, value.ty),
            &format!(
                "{}{} of `{}`: `{told}` cannot travel with the encoding \
                 Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and \
                 `Immutable` for it, or name with `recv` what it is made of, \
                 or choose `encoding: Hubpack`",
                self.scope.told_at(told),
                value.place,
                value.op.name
            ),
        );
    }

    /// Elements without a size cannot be counted.
    fn has_size(
        &mut self,
        op: &Operation,
        place: &str,
        element: &Ty,
        told: &Ty,
    ) {
        if element.takes_any_bytes() {
            return;
        }
        self.proof(
            &format!("::core::mem::size_of::<{element}>() != 0"),
            &format!(
                "{}{place} of `{}`: a slice of `{told}`, which takes no memory",
                self.scope.told_at(told),
                op.name
            ),
        );
    }

    /// The longest reply can be stated, and its room checked. A client asks for
    /// that room: it is the server that states it.
    fn fits_a_reply(&mut self, op: &Operation) {
        if op.reply.max_size.known().is_some_and(|n| n < REPLY_LIMIT) {
            return;
        }
        self.proof(
            &format!("{REPLY_LIMIT} > {}", names::reply_size(op)),
            &format!(
                "reply of `{}`: of 16 MiB or more, which is more than a \
                 reply can hold. Give it a lease to write to",
                op.name
            ),
        );
    }
}
