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

/// The proofs of an interface, which cost nothing in a task.
pub(super) fn proofs(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
    side: Side,
) {
    let forms = Forms::new(interface);
    let (arguments, replies) = match side {
        Side::Client => (Way::Sent, Way::Received),
        Side::Server => (Way::Received, Way::Sent),
    };
    for op in &interface.operations {
        for argument in &op.arguments {
            let place = format!("argument `{}`", argument.name);
            let (ty, conversion) = (&argument.ty, &argument.conversion);
            same_size(w, op, &place, ty, conversion);
            has_form(w, op, &place, (forms, arguments), ty, conversion);
        }
        for lease in &op.leases {
            if let Extent::Slice { element, .. } = &lease.extent {
                let place = format!("lease `{}`", lease.name);
                has_size(w, op, &place, element);
            }
        }
        let (ok, conversion) = (&op.reply.ok, &op.reply.conversion);
        same_size(w, op, "reply", ok, conversion);
        has_form(w, op, "reply", (forms, replies), ok, conversion);
        if let Failure::Complex { error, .. } = &op.reply.failure {
            let travels = (forms, replies);
            has_form(w, op, "error", travels, error, &Conversion::Own);
        }
        if let Side::Server = side {
            fits_a_reply(w, op, (forms, replies));
        }
    }
    errors(w, interface, dialect, side);
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

/// A value travels as its own bytes, or as a flag and those of what it holds.
fn has_form(
    w: &mut Writer,
    op: &Operation,
    place: &str,
    (forms, way): (Forms<'_>, Way),
    ty: &Ty,
    conversion: &Conversion,
) {
    if op.encoding != Encoding::Zerocopy
        || !is_decided_by_traits(ty, conversion)
    {
        return;
    }
    proof(
        w,
        &forms.exists(way, ty),
        &format!(
            "operation `{}`, {place}: `{ty}` cannot travel with the encoding \
             Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and \
             `Immutable` for it, or name with `recv` what it is made of, or \
             choose `encoding: Hubpack`",
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

/// The longest reply can be stated, and its room checked. A client asks for
/// that room: it is the server that states it.
fn fits_a_reply(
    w: &mut Writer,
    op: &Operation,
    (forms, way): (Forms<'_>, Way),
) {
    if op.reply.max_size.known().is_some_and(|n| n < REPLY_LIMIT) {
        return;
    }
    let size = forms.reply_size(way, op);
    proof(
        w,
        &format!("{REPLY_LIMIT} > {size}"),
        &format!(
            "operation `{}`, reply: of 16 MiB or more, which is more than a \
             reply can hold. Give it a lease to write to",
            op.name
        ),
    );
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
    interface: &Interface,
    dialect: &Dialect,
    side: Side,
) {
    let mut told = seen::Texts::default();
    let proofs: Vec<_> = interface
        .operations
        .iter()
        .filter_map(|op| error_proof(op, dialect, side))
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

fn error_proof<'a>(
    op: &'a Operation,
    dialect: &Dialect,
    side: Side,
) -> Option<ErrorProof<'a>> {
    let name = &op.name;
    let reports_death = dialect.on_death(op) != OnDeath::RetryForEver;
    match (&op.reply.failure, side) {
        (Failure::Simple | Failure::ServerDeath, _) => None,
        (Failure::CLike(error), Side::Client) => Some(ErrorProof {
            bound: "T: ::core::convert::TryFrom<u32>",
            constant: "IS_MADE_OF_A_CODE",
            ty: error.as_str(),
            message: format!(
                "operation `{name}`, error: `{error}` cannot be made of a \
                 return code. Derive `IdolError` for it, or implement \
                 `TryFrom<u32>`"
            ),
        }),
        (Failure::CLike(error), Side::Server) => Some(ErrorProof {
            bound: "u16: ::core::convert::From<T>",
            constant: "MAKES_A_CODE",
            ty: error.as_str(),
            message: format!(
                "operation `{name}`, error: `{error}` makes no return code. \
                 Derive `IdolError` for it, or implement `From<{error}>` for \
                 `u16`"
            ),
        }),
        (Failure::Complex { error, .. }, _) if reports_death => {
            Some(ErrorProof {
                bound: "T: ::core::convert::From<::idol_runtime::ServerDeath>",
                constant: "REPORTS_SERVER_DEATH",
                ty: error.as_str(),
                message: format!(
                    "operation `{name}`, error: `{error}` cannot say that \
                     the server died. Implement `From<ServerDeath>` for it, \
                     or make the operation `idempotent: true`, if doing it \
                     twice does no harm"
                ),
            })
        }
        (Failure::Complex { .. }, _) => None,
    }
}

fn proof(w: &mut Writer, holds: &str, message: &str) {
    w.blank();
    w.text("const _: () = ::core::assert!(");
    line!(w, "    {holds},");
    line!(w, "    \"{}\",", literal(message));
    w.text(");");
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
