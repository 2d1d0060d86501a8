//! The form in which a value travels with the encoding Zerocopy.
//!
//! What any bytes are a value of travels as its own bytes, which its text
//! tells. Of any other type the compiler decides, by the traits it has: its
//! own bytes where zerocopy can make and check them, a flag byte and the value
//! for an `Option` of such, and nothing for the rest, of which a proof tells:
//! once, since all else compiles. The decision is made by a private module that
//! the stub brings along, since some clients have nothing of ours beside it.

use std::borrow::Cow;
use std::fmt::Display;

use super::size;
use super::writer::{Writer, block, line};
use super::{copied, empty, names};
use crate::model::{Conversion, Failure, Interface, Operation, Size, Ty};
use crate::pieces::{Pieces, by};
use crate::seen;
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
        ty: &'a Ty,
        conversion: &'a Conversion,
    ) -> Cow<'a, str> {
        if is_written_down(ty, conversion) {
            return Cow::Borrowed("()");
        }
        match is_decided_by_traits(ty, conversion) {
            true => Cow::Owned(format!("{}::Form", self.travels(way, ty))),
            false => Cow::Borrowed(conversion.raw(ty)),
        }
    }

    /// The expression that makes a value ready to be sent.
    pub(super) fn depart(self, ty: &Ty, value: &str) -> String {
        format!("{}::depart({value})", self.travels(Way::Sent, ty))
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
    fn size(
        self,
        way: Way,
        ty: &'a Ty,
        conversion: &'a Conversion,
        of_value: &'a Size,
    ) -> impl Display {
        by(move |f| match is_decided_by_traits(ty, conversion) {
            true => {
                let form = self.ty(way, ty, conversion);
                write!(f, "::core::mem::size_of::<{form}>()")
            }
            false => size::expression(of_value, Pieces::NONE).fmt(f),
        })
    }

    /// The size of an operation's longest reply as an expression.
    pub(super) fn reply_size(
        self,
        way: Way,
        op: &'a Operation,
    ) -> impl Display {
        let reply = &op.reply;
        let size = self.size(way, &reply.ok, &reply.conversion, &reply.ok_size);
        by(move |f| match (op.encoding, &reply.failure) {
            (Encoding::Hubpack | Encoding::Ssmarshal, _) => {
                size::expression(&reply.max_size, Pieces::NONE).fmt(f)
            }
            (
                Encoding::Zerocopy,
                Failure::Simple | Failure::CLike(_) | Failure::ServerDeath,
            ) => size.fmt(f),
            (
                Encoding::Zerocopy,
                Failure::Complex {
                    error,
                    size: of_error,
                },
            ) => {
                let own = &Conversion::Own;
                let ok = format!("{size}");
                let error = format!("{}", self.size(way, error, own, of_error));
                match (ok.parse::<u32>(), error.parse::<u32>()) {
                    (Ok(ok), Ok(error)) => ok.max(error).fmt(f),
                    // The compiler warns of a comparison with 0.
                    (Ok(0), Err(_)) => f.write_str(&error),
                    _ => write!(
                        f,
                        "if {ok} > {error} {{ {ok} }} else {{ {error} }}"
                    ),
                }
            }
        })
    }

    /// The expression that is true where a value whose form is decided by
    /// traits has one.
    pub(super) fn exists(self, way: Way, ty: &Ty) -> String {
        format!("{} != 0", self.decided(way, ty))
    }

    fn travels(self, way: Way, ty: &Ty) -> String {
        let wire = names::private(self.interface, "wire");
        let verb = match way {
            Way::Sent => "Departs",
            Way::Received => "Arrives",
        };
        let decided = self.decided(way, ty);
        format!("<{ty} as {wire}::{verb}<{decided}, {decided}_PAYLOAD>>")
    }

    /// The constant that says in which form a value travels. Beside it stands
    /// one of the same name and `_PAYLOAD`.
    fn decided(self, way: Way, ty: &Ty) -> String {
        use std::fmt::Write;
        let way = match way {
            Way::Sent => "SENT",
            Way::Received => "RECEIVED",
        };
        let beginning = names::private_static(self.interface, way);
        let mut name = format!("{beginning}_");
        let types = format!("{}::", names::private(self.interface, "types"));
        for (i, part) in ty.as_str().split(&types).enumerate() {
            // What another type's text could not make.
            if i > 0 && !name.ends_with('_') {
                name.push('_');
            }
            if part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                name.push_str(part);
                continue;
            }
            for c in part.chars() {
                match c {
                    c if c.is_alphanumeric() => name.push(c),
                    '_' => name.push_str("__"),
                    ' ' => {}
                    // A `String` takes any text.
                    c => _ = write!(name, "_{:x}_", u32::from(c)),
                }
            }
        }
        name
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

    /// The module that decides, and what it decided of each type, where a stub
    /// needs it.
    pub(super) fn module(self, w: &mut Writer, arguments: Way, replies: Way) {
        let mut decided = seen::Texts::default();
        for op in &self.interface.operations {
            if op.encoding != Encoding::Zerocopy {
                continue;
            }
            let own = op
                .arguments
                .iter()
                .map(|it| (arguments, &it.ty, &it.conversion));
            let reply = (replies, &op.reply.ok, &op.reply.conversion);
            let error = match &op.reply.failure {
                Failure::Complex { error, .. } => {
                    Some((replies, error, &Conversion::Own))
                }
                Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => {
                    None
                }
            };
            for (way, ty, conversion) in own.chain([reply]).chain(error) {
                if !is_decided_by_traits(ty, conversion) {
                    continue;
                }
                let name = self.decided(way, ty);
                if decided.is_empty() {
                    w.blank();
                    w.text("// The form in which each value travels.");
                }
                if decided.see(&name, 0).is_none() {
                    let facts = self.facts(way, ty);
                    line!(
                        w,
                        "const {name}: u8 = {facts}::OWN | {facts}::FLAGGED;"
                    );
                    line!(w, "const {name}_PAYLOAD: usize = {facts}::PAYLOAD;");
                }
            }
        }
        if decided.is_empty() {
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
