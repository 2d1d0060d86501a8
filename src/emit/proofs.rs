//! What only the compiler can check about the types that an interface names,
//! told in its error with the operation, the argument and a way out:
//!
//! ```text
//! const _: () = ::core::assert!(
//!     ::core::mem::size_of::<Cell>() == ::core::mem::size_of::<u8>(),
//!     "operation `write_byte`, argument `cell`: `Cell` travels as `u8`, ..",
//! );
//! ```

use super::forms::{Forms, Way, is_decided_by_traits};
use super::names;
use super::writer::{Writer, block, line};
use crate::dialect::{Dialect, OnDeath};
use crate::model::{Conversion, Extent, Failure, Interface, Operation, Ty};
use crate::seen;
use crate::syntax::Encoding;

/// The side whose stub is being written.
#[derive(Copy, Clone)]
pub(super) enum Side {
    Client,
    Server,
}

/// A reply of so many bytes is more than the runtime's `Shape` can state.
const REPLY_LIMIT: u32 = 1 << 24;

/// The proofs of an interface, which cost nothing in a task. `original` has its
/// types as the file says them, for the messages. Each type is proved where it
/// stands first.
pub(super) fn proofs(
    w: &mut Writer,
    (original, interface): (&Interface, &Interface),
    dialect: &Dialect,
    side: Side,
) {
    let forms = Forms::new(interface);
    let (arguments, replies) = match side {
        Side::Client => (Way::Sent, Way::Received),
        Side::Server => (Way::Received, Way::Sent),
    };
    let mut proofs = Proofs {
        w,
        forms,
        proved: seen::Texts::default(),
    };
    let both = interface.operations.iter().zip(&original.operations);
    for (op, told) in both.clone() {
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
    let both = both.map(|(op, told)| (told, op));
    errors(proofs.w, both.collect(), dialect, side);
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
                "operation `{}`, {}: `{told}` travels as `{told_raw}`, \
                 but the two differ in size",
                value.op.name, value.place
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
                "operation `{}`, {}: `{told}` cannot travel with the encoding \
                 Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and \
                 `Immutable` for it, or name with `recv` what it is made of, \
                 or choose `encoding: Hubpack`",
                value.op.name, value.place
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
                "operation `{}`, {place}: a slice of `{told}`, \
                 which takes no memory",
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
                "operation `{}`, reply: of 16 MiB or more, which is more than a \
                 reply can hold. Give it a lease to write to",
                op.name
            ),
        );
    }
}

/// What is asked of an error type.
struct ErrorProof<'a> {
    /// The bound, of the type `T`.
    bound: &'static str,
    /// The constant that is true where the bound holds.
    constant: &'static str,
    ty: &'a str,
    message: String,
}

/// Error types can be sent, made of what was received, and report that the
/// server died.
///
/// Whether a type has a trait is told by a constant that is looked up in two
/// places: first in an `impl` for types that have the trait, then in a trait
/// that all types have.
fn errors(
    w: &mut Writer,
    operations: Vec<(&Operation, &Operation)>,
    dialect: &Dialect,
    side: Side,
) {
    let mut told = seen::Texts::default();
    let proofs: Vec<_> = operations
        .into_iter()
        .filter_map(|(told, op)| error_proof(told, op, dialect, side))
        .filter(|proof| {
            told.see(&format!("{}{}", proof.constant, proof.ty), 0)
                .is_none()
        })
        .collect();
    if proofs.is_empty() {
        return;
    }
    let mut constants = Vec::new();
    for proof in &proofs {
        if !constants.contains(&(proof.constant, proof.bound)) {
            constants.push((proof.constant, proof.bound));
        }
    }
    w.blank();
    w.block(format_args!("const _: () = {{"), "};", |w| {
        w.text("struct __IdolError<T>(::core::marker::PhantomData<T>);");
        w.blank();
        for (constant, bound) in &constants {
            line!(w, "impl<T> __IdolError<T>");
            w.text("where");
            line!(w, "    {bound},");
            let holds = |w: &mut Writer| {
                line!(w, "const {constant}: bool = true;");
            };
            block!(w, holds, "{{");
            w.blank();
        }
        let otherwise = |w: &mut Writer| {
            for (constant, _) in &constants {
                line!(w, "const {constant}: bool = false;");
            }
        };
        block!(w, otherwise, "trait __IdolOtherwise {{");
        w.blank();
        w.text("impl<T> __IdolOtherwise for __IdolError<T> {}");
        for ErrorProof {
            constant,
            ty,
            message,
            ..
        } in &proofs
        {
            w.blank();
            w.text("::core::assert!(");
            line!(w, "    <__IdolError<{ty}>>::{constant},");
            line!(w, "    \"{}\",", literal(message));
            w.text(");");
        }
    });
}

/// `told` is the operation as the file says it.
fn error_proof<'a>(
    told: &Operation,
    op: &'a Operation,
    dialect: &Dialect,
    side: Side,
) -> Option<ErrorProof<'a>> {
    let (Failure::CLike(ty) | Failure::Complex { error: ty, .. }) =
        &op.reply.failure
    else {
        return None;
    };
    let (Failure::CLike(error) | Failure::Complex { error, .. }) =
        &told.reply.failure
    else {
        return None;
    };
    let reports_death = dialect.on_death(op) != OnDeath::RetryForEver;
    let (bound, constant, wrong) = match (&op.reply.failure, side) {
        (Failure::CLike(_), Side::Client) => (
            "T: ::core::convert::TryFrom<u32>",
            "IS_MADE_OF_A_CODE",
            "cannot be made of a return code. Derive `IdolError` for it, or \
             implement `TryFrom<u32>`"
                .to_owned(),
        ),
        (Failure::CLike(_), Side::Server) => (
            "u16: ::core::convert::From<T>",
            "MAKES_A_CODE",
            format!(
                "makes no return code. Derive `IdolError` for it, or \
                 implement `From<{error}>` for `u16`"
            ),
        ),
        _ if reports_death => (
            "T: ::core::convert::From<::idol_runtime::ServerDeath>",
            "REPORTS_SERVER_DEATH",
            "cannot say that the server died. Implement `From<ServerDeath>` \
             for it, or make the operation `idempotent: true`, if doing it \
             twice does no harm"
                .to_owned(),
        ),
        _ => return None,
    };
    Some(ErrorProof {
        bound,
        constant,
        ty: ty.as_str(),
        message: format!("operation `{}`, error: `{error}` {wrong}", op.name),
    })
}

/// What stands between the quotes of a literal that has no placeholders.
fn literal(message: &str) -> String {
    let mut literal = String::with_capacity(message.len());
    for c in message.chars() {
        match c {
            '{' | '}' => literal.extend([c, c]),
            '\'' => literal.push(c),
            c => literal.extend(c.escape_debug()),
        }
    }
    literal
}
