//! What only the compiler can check about the types that an interface names,
//! told in its error with the operation, the argument and a way out:
//!
//! ```text
//! size __idol_eeprom_is_Cell = u8: "argument `cell` of `write_byte`: `Cell` travels as ..";
//! ```

use super::forms::{Forms, Way, is_decided_by_traits};
use super::needs::What;
use super::scope::Scope;
use super::side::Side;
use super::writer::{Writer, line, literal};
use crate::model::{Conversion, Extent, Failure, Interface, Operation, Ty};
use crate::seen;
use crate::syntax::Encoding;

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
            let is = Value {
                op,
                what: What::Argument(&argument.name),
                way: arguments,
                ty: &argument.ty,
                conversion: &argument.conversion,
            };
            proofs.has_form(&is, &told.ty);
        }
        for (lease, told) in op.leases.iter().zip(&told.leases) {
            if let (
                Extent::Slice { element, .. },
                Extent::Slice { element: told, .. },
            ) = (&lease.extent, &told.extent)
            {
                let what = What::Lease(&lease.name);
                proofs.has_size(op, what, element, told);
            }
        }
        let reply = Value {
            op,
            what: What::Reply,
            way: replies,
            ty: &op.reply.ok,
            conversion: &op.reply.conversion,
        };
        proofs.has_form(&reply, &told.reply.ok);
        if let (
            Failure::Complex { error, .. },
            Failure::Complex { error: told, .. },
        ) = (&op.reply.failure, &told.reply.failure)
        {
            let error = Value {
                what: What::Error,
                ty: error,
                conversion: &Conversion::Own,
                ..reply
            };
            proofs.has_form(&error, told);
        }
    }
}

/// A value that is converted travels as bytes of its own length. These are rows,
/// of which the macro around the stub makes the proofs.
pub(super) fn same_sizes(
    w: &mut Writer,
    original: &Interface,
    scope: &Scope<'_>,
) {
    let mut proved = seen::Texts::default();
    let mut prove = |op: &Operation,
                     what: What<'_>,
                     (ty, by): (&Ty, &Conversion),
                     (told, told_by): (&Ty, &Conversion)| {
        match by {
            Conversion::Own | Conversion::Bool => return,
            Conversion::FromPrimitive(_) | Conversion::From { .. } => {}
        }
        let holds = format!("size {ty} = {}", by.raw(ty));
        if proved.see(&holds, 0).is_some() {
            return;
        }
        let message = format!(
            "{}{what} of `{}`: `{told}` travels as `{}`, but the two differ \
             in size",
            scope.told_at(told),
            op.name,
            told_by.raw(told)
        );
        line!(w, "{holds}: \"{}\";", literal(&message));
    };
    for (op, told) in
        scope.interface.operations.iter().zip(&original.operations)
    {
        for (argument, told) in op.arguments.iter().zip(&told.arguments) {
            prove(
                op,
                What::Argument(&argument.name),
                (&argument.ty, &argument.conversion),
                (&told.ty, &told.conversion),
            );
        }
        prove(
            op,
            What::Reply,
            (&op.reply.ok, &op.reply.conversion),
            (&told.reply.ok, &told.reply.conversion),
        );
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
    what: What<'a>,
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
                value.what,
                value.op.name
            ),
        );
    }

    /// Elements without a size cannot be counted.
    fn has_size(
        &mut self,
        op: &Operation,
        what: What<'_>,
        element: &Ty,
        told: &Ty,
    ) {
        if element.takes_any_bytes() {
            return;
        }
        self.proof(
            &format!("::core::mem::size_of::<{element}>() != 0"),
            &format!(
                "{}{what} of `{}`: a slice of `{told}`, which takes no memory",
                self.scope.told_at(told),
                op.name
            ),
        );
    }
}
