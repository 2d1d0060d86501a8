//! The form in which a value travels with the encoding Zerocopy.
//!
//! What any bytes are a value of travels as its own bytes, which its text
//! tells. Of any other type the compiler decides, by the traits it has: its
//! own bytes where zerocopy can make and check them, a flag byte and the value
//! for an `Option` of such, and nothing for the rest, of which a proof tells:
//! once, since all else compiles. The decision is made by a private module that
//! the stub brings along, since some clients have nothing of ours beside it.

use super::size;
use super::writer::{Writer, block, line};
use super::{copied, empty, names};
use crate::model::{Conversion, Failure, Interface, Operation, Size, Ty};
use crate::syntax::Encoding;

/// Which way a value goes, as seen from the stub.
#[derive(Copy, Clone)]
pub(super) enum Way {
    Sent,
    Received,
}

/// How the values of one interface travel.
#[derive(Copy, Clone)]
pub(super) struct Forms<'a> {
    interface: &'a Interface,
}

impl<'a> Forms<'a> {
    pub(super) fn new(interface: &'a Interface) -> Self {
        Self { interface }
    }

    /// The type of a value's bytes in a Zerocopy message.
    pub(super) fn ty(
        self,
        way: Way,
        ty: &Ty,
        conversion: &Conversion,
    ) -> String {
        if is_written_down(ty, conversion) {
            return "()".to_owned();
        }
        match is_decided_by_traits(ty, conversion) {
            true => format!("{}::Form", self.travels(way, ty)),
            false => conversion.raw(ty).to_owned(),
        }
    }

    /// The expression that makes a value ready to be sent.
    pub(super) fn depart(self, ty: &Ty, value: &str) -> String {
        match is_decided_by_traits(ty, &Conversion::Own) {
            true => format!("{}::depart({value})", self.travels(Way::Sent, ty)),
            false => value.to_owned(),
        }
    }

    /// A call that lends a value's bytes, open for a closure to take them.
    pub(super) fn lend(self, ty: &Ty, value: &str) -> String {
        format!("{}::lend({value}", self.travels(Way::Sent, ty))
    }

    /// The expression that makes a value of what was received: an `Option`.
    pub(super) fn arrive(self, ty: &Ty, form: &str) -> String {
        format!("{}::arrive({form})", self.travels(Way::Received, ty))
    }

    /// The size of a value's bytes as an expression.
    pub(super) fn size(
        self,
        way: Way,
        ty: &Ty,
        conversion: &Conversion,
        of_value: &Size,
    ) -> String {
        match is_decided_by_traits(ty, conversion) {
            true => format!(
                "::core::mem::size_of::<{}>()",
                self.ty(way, ty, conversion)
            ),
            false => size::expression(of_value, ""),
        }
    }

    /// The size of an operation's longest reply as an expression.
    pub(super) fn reply_size(self, way: Way, op: &Operation) -> String {
        let reply = &op.reply;
        match op.encoding {
            Encoding::Hubpack | Encoding::Ssmarshal => {
                return size::expression(&reply.max_size, "");
            }
            Encoding::Zerocopy => {}
        }
        let ok = self.size(way, &reply.ok, &reply.conversion, &reply.ok_size);
        match &reply.failure {
            Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => ok,
            Failure::Complex { error, size } => {
                let error = self.size(way, error, &Conversion::Own, size);
                match (ok.parse::<u32>(), error.parse::<u32>()) {
                    (Ok(ok), Ok(error)) => ok.max(error).to_string(),
                    // The compiler warns of a comparison with 0.
                    (Ok(0), Err(_)) => error,
                    _ => format!(
                        "if {ok} > {error} {{ {ok} }} else {{ {error} }}"
                    ),
                }
            }
        }
    }

    /// The expression that is true where a value whose form is decided by
    /// traits has one.
    pub(super) fn exists(self, way: Way, ty: &Ty) -> String {
        let facts = self.facts(way, ty);
        format!("{facts}::OWN + {facts}::FLAGGED != 0")
    }

    fn travels(self, way: Way, ty: &Ty) -> String {
        let wire = names::private(self.interface, "wire");
        let verb = match way {
            Way::Sent => "Departs",
            Way::Received => "Arrives",
        };
        let facts = self.facts(way, ty);
        format!(
            "<{ty} as {wire}::{verb}<\
             {{ {facts}::OWN | {facts}::FLAGGED }}, {{ {facts}::PAYLOAD }}>>"
        )
    }

    /// Where the compiler finds what decides a value's form.
    fn facts(self, way: Way, ty: &Ty) -> String {
        let wire = names::private(self.interface, "wire");
        let way = match way {
            Way::Sent => "Sent",
            Way::Received => "Received",
        };
        format!("<{wire}::{way}<{ty}>>")
    }

    /// The module that decides, where a stub needs it.
    pub(super) fn module(self, w: &mut Writer) {
        let needed = self.interface.operations.iter().any(|op| {
            let arguments = op.arguments.iter().map(|a| (&a.ty, &a.conversion));
            let reply = (&op.reply.ok, &op.reply.conversion);
            let error = match &op.reply.failure {
                Failure::Complex { error, .. } => {
                    Some((error, &Conversion::Own))
                }
                Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => {
                    None
                }
            };
            op.encoding == Encoding::Zerocopy
                && arguments
                    .chain([reply])
                    .chain(error)
                    .any(|(ty, conv)| is_decided_by_traits(ty, conv))
        });
        if !needed {
            return;
        }
        let wire = names::private(self.interface, "wire");
        w.blank();
        w.text("/// The forms in which values travel, chosen by their traits.");
        let inside = |w: &mut Writer| w.verbatim(copied::FORMS);
        block!(w, inside, "mod {wire} {{");
        line!(w, "use {wire}::Otherwise as _;");
    }
}

/// Whether a value takes no bytes and is of a type without zerocopy's traits.
pub(super) fn is_written_down(ty: &Ty, conversion: &Conversion) -> bool {
    *conversion == Conversion::Own
        && !ty.is_unit()
        && !conversion.takes_any_bytes(ty)
        && empty::value(ty).is_some()
}

/// Whether only the compiler can tell how a value travels.
pub(crate) fn is_decided_by_traits(ty: &Ty, conversion: &Conversion) -> bool {
    conversion.is_decided_by_traits(ty) && empty::value(ty).is_none()
}
