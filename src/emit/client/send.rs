//! How a client sends. What is sent once, its method sends itself, which makes
//! the shortest calls. What is sent again after a death, the method sends until
//! a generation of the server answers, in a loop of its own:
//!
//! ```text
//! let (_, __len) = __idol_gauge_send_reply_again(
//!     &self.server,
//!     GaugeOperation::far as u16,
//!     ::zerocopy::IntoBytes::as_mut_bytes(&mut __reply)
//! );
//! ```
//!
//! What makes the system call is a function for all operations of the interface
//! that have the same parts (message, reply, leases):
//!
//! ```text
//! fn __idol_gauge_send_reply(
//!     __to: u32,
//!     __incoming: &mut [u8],
//! ) -> (u32, usize) {
//!     ::userlib::sys_send(
//!         ::userlib::TaskId((__to >> 16) as u16),
//!         __to as u16,
//!         ::zerocopy::IntoBytes::as_bytes(&[0_u32; 0]),
//!         __incoming,
//!         &[],
//!     )
//! }
//! ```
//!
//! It has no loop, so that it keeps nothing over the call and its frame is
//! little more than what SEND reads; a loop there kept each part, and each
//! constant, in a register that it had to save. Task and operation are in one
//! word, as SEND takes them, and a reply beside a message is known by its type,
//! so that all fits into registers.
//!
//! A part that an operation has not is empty. Where the stub knows `zerocopy`,
//! such parts are of words and not of bytes, as leases are: all have one
//! address, one constant less to load in each call.

use std::fmt::Display;

use super::same::{Same, Shared};
use crate::dialect::{Dialect, OnDeath};
use crate::emit::writer::{Writer, block, line};
use crate::emit::{empty, names};
use crate::model::{Failure, Interface, Operation};
use crate::pieces::{Pieces, by};
use crate::syntax::Encoding;

/// What stands for the parts of a request that an operation has not.
#[derive(Copy, Clone)]
pub(super) struct Nothing {
    message: &'static str,
    reply: &'static str,
    leases: &'static str,
}

impl Nothing {
    pub(super) fn of(interface: &Interface) -> Self {
        if knows_zerocopy(interface) {
            return Self {
                message: "::zerocopy::IntoBytes::as_bytes(&[0_u32; 0])",
                reply: "::zerocopy::IntoBytes::as_mut_bytes(&mut [0_u32; 0])",
                leases: "&[]",
            };
        }
        Self {
            message: "&[]",
            reply: "&mut []",
            leases: "&[]",
        }
    }
}

/// Whether a client needs `zerocopy` for something else.
fn knows_zerocopy(interface: &Interface) -> bool {
    interface.operations.iter().any(|op| {
        op.encoding == Encoding::Zerocopy
            && (!op.arguments.is_empty() || empty::reply(&op.reply).is_none())
    })
}

/// The parts of a request, besides its number, as expressions; `None` where
/// the operation has none.
pub(super) struct Parts<'a, L> {
    pub(super) message: Option<&'a str>,
    pub(super) reply: Option<&'static str>,
    pub(super) leases: Option<L>,
}

/// Whether an operation is sent again if the server dies.
pub(super) fn is_sent_again(op: &Operation, dialect: &Dialect) -> bool {
    match dialect.on_death(op) {
        OnDeath::RetryForEver => true,
        OnDeath::Report { attempts } => attempts.get() > 1,
    }
}

/// Whether a reply has bytes.
pub(super) fn has_reply(op: &Operation) -> bool {
    op.reply.max_size.known() != Some(0)
}

/// The name of the function that learns the server's new generation.
pub(super) fn learn(interface: &Interface) -> Pieces<'_> {
    names::private(interface, "learn")
}

/// The name of the function that sends what has these parts until the server
/// answers: through the function that sends it once, or in place.
fn again<'a>(
    interface: &'a Interface,
    function: &'a str,
    in_place: bool,
) -> impl Display {
    let name = names::private(interface, function);
    by(move |f| match in_place {
        true => write!(f, "{name}_again_in_place"),
        false => write!(f, "{name}_again"),
    })
}

/// What a function is told of where to send, taken apart: the server's task in
/// the upper half, the operation in the lower.
const TO: &str = "::userlib::TaskId((__to >> 16) as u16), __to as u16";

/// The functions that methods send with.
pub(super) fn sending(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
    same: &Same,
) {
    let mut written = Vec::new();
    let again = interface.operations.iter().enumerate();
    let again = again.filter(|(_, op)| is_sent_again(op, dialect));
    for (index, op) in again {
        let parts = Parts::of(op);
        let in_place = sends_itself(op, same.of(index));
        let function = (in_place, parts.function());
        if !written.contains(&function) {
            if !in_place {
                w.blank();
                send_once(w, interface, &parts);
            }
            w.blank();
            send_again(w, interface, dialect, &parts, in_place);
            written.push(function);
        }
    }
    let learns = |op: &Operation| {
        dialect.on_death(op) != OnDeath::RetryForEver
            && op.reply.failure != Failure::Simple
    };
    if interface.operations.iter().any(learns) {
        w.blank();
        learn_generation(w, interface);
    }
}

/// Whether an operation that is sent again makes the system call where its loop
/// is: in what several operations share, that is once for all of them. With a
/// reply to decode it is not worth its bytes.
pub(super) fn sends_itself(op: &Operation, shared: Option<Shared>) -> bool {
    shared.is_some() && !has_reply(op)
}

impl<L> Parts<'_, L> {
    /// What the function for these parts is called.
    fn function(&self) -> &'static str {
        let Self {
            message,
            reply,
            leases,
        } = self;
        match (message.is_some(), reply.is_some(), leases.is_some()) {
            (false, false, false) => "send",
            (false, false, true) => "send_leases",
            (false, true, false) => "send_reply",
            (false, true, true) => "send_reply_leases",
            (true, false, false) => "send_message",
            (true, false, true) => "send_message_leases",
            (true, true, false) => "send_message_reply",
            (true, true, true) => "send_message_reply_leases",
        }
    }

    /// Whether the function for these parts learns the length of a reply by its
    /// type: with a slice's in a register of its own, one is too few.
    fn types_reply(&self) -> bool {
        self.message.is_some() && self.reply.is_some() && self.leases.is_none()
    }
}

impl<L: Display> Parts<'_, L> {
    /// The expression that sends once, to the task and its operation.
    pub(super) fn sent_to(
        &self,
        to: impl Display,
        nothing: Nothing,
    ) -> impl Display {
        by(move |f| {
            let message = self.message.unwrap_or(nothing.message);
            let reply = self.reply.unwrap_or(nothing.reply);
            write!(f, "::userlib::sys_send({to}, {message}, {reply}, ")?;
            match &self.leases {
                Some(leases) => write!(f, "{leases})"),
                None => write!(f, "{})", nothing.leases),
            }
        })
    }

    /// The expression that sends until a generation of the server answers, in
    /// place or through the function for these parts.
    pub(super) fn sent_again(
        &self,
        interface: &Interface,
        operation: impl Display,
        in_place: bool,
    ) -> impl Display {
        by(move |f| {
            let again = again(interface, self.function(), in_place);
            write!(f, "{again}(&self.server, {operation}")?;
            for part in [self.message, self.reply].into_iter().flatten() {
                write!(f, ", {part}")?;
            }
            match &self.leases {
                Some(leases) => write!(f, ", {leases})"),
                None => f.write_str(")"),
            }
        })
    }
}

impl Parts<'static, &'static str> {
    /// The parameters for an operation's parts.
    fn of(op: &Operation) -> Self {
        let message = !op.arguments.is_empty();
        let leases = !op.leases.is_empty();
        Self {
            message: message.then_some("__outgoing"),
            reply: has_reply(op).then_some("__incoming"),
            leases: leases.then_some("__leases"),
        }
    }

    /// What a function for these parts is generic over, and the expression for
    /// the reply.
    fn received(&self, nothing: Nothing) -> (&'static str, &'static str) {
        match (self.types_reply(), self.reply) {
            (true, _) => (
                "<__R: ::core::convert::AsMut<[u8]> + ?Sized>",
                "__incoming.as_mut()",
            ),
            (false, Some(reply)) => ("", reply),
            (false, None) => ("", nothing.reply),
        }
    }

    fn parameters(&self, w: &mut Writer) {
        let reply = match self.types_reply() {
            true => "&mut __R",
            false => "&mut [u8]",
        };
        for (part, ty) in [
            (self.message, "&[u8]"),
            (self.reply, reply),
            (self.leases, "&[::userlib::Lease<'_>]"),
        ] {
            if let Some(name) = part {
                line!(w, "{name}: {ty},");
            }
        }
    }
}

/// The function that sends what has these parts.
fn send_once(
    w: &mut Writer,
    interface: &Interface,
    parts: &Parts<'static, &'static str>,
) {
    let nothing = Nothing::of(interface);
    let (generics, reply) = parts.received(nothing);
    w.text("/// Sends a request once.");
    let function = names::private(interface, parts.function());
    line!(w, "fn {function}{generics}(");
    w.indented(|w| {
        w.text("__to: u32,");
        parts.parameters(w);
    });
    let body = |w: &mut Writer| {
        let message = parts.message.unwrap_or(nothing.message);
        let leases = parts.leases.unwrap_or(nothing.leases);
        line!(w, "::userlib::sys_send({TO}, {message}, {reply}, {leases})");
    };
    block!(w, body, ") -> (u32, usize) {{");
}

/// The function that sends until a generation of the server answers. The task
/// is in a variable of its own: read from the client in each turn, it takes
/// another word of stack.
fn send_again(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
    parts: &Parts<'static, &'static str>,
    in_place: bool,
) {
    let nothing = Nothing::of(interface);
    let (generics, _) = parts.received(nothing);
    w.text("/// Sends a request until a generation of the server answers.");
    w.text("#[inline(always)]");
    let function = again(interface, parts.function(), in_place);
    line!(w, "fn {function}{generics}(");
    w.indented(|w| {
        w.text("__server: &::core::cell::Cell<::userlib::TaskId>,");
        w.text("__operation: u16,");
        parts.parameters(w);
    });
    let attempt = |w: &mut Writer| {
        w.text(
            "let __to = u32::from(__task.0) << 16 | u32::from(__operation);",
        );
        let sent = by(|f| {
            if in_place {
                return parts.sent_to(TO, nothing).fmt(f);
            }
            let function = names::private(interface, parts.function());
            write!(f, "{function}(__to")?;
            let parts = [parts.message, parts.reply, parts.leases];
            for part in parts.into_iter().flatten() {
                write!(f, ", {part}")?;
            }
            f.write_str(")")
        });
        line!(w, "let __answer = {sent};");
        w.text("let ::core::option::Option::Some(__generation) =");
        w.text("    ::userlib::extract_new_generation(__answer.0)");
        w.text("else { return __answer };");
        w.text(
            "__task = ::userlib::TaskId::for_index_and_gen(\
             __task.index(), __generation);",
        );
        w.text("__server.set(__task);");
        if dialect.retry_bound.is_some() {
            w.text("__attempts -= 1;");
            w.text("if __attempts == 0 { return __answer; }");
        }
    };
    let body = |w: &mut Writer| {
        w.text("let mut __task = __server.get();");
        if let Some(bound) = dialect.retry_bound {
            line!(w, "let mut __attempts: u32 = {bound};");
        }
        block!(w, attempt, "loop {{");
    };
    block!(w, body, ") -> (u32, usize) {{");
}

/// The function that learns the server's new generation, out of the way of
/// calls that succeed.
fn learn_generation(w: &mut Writer, interface: &Interface) {
    w.text("/// Remembers the new generation that a return code says.");
    w.text("#[cold]");
    line!(w, "fn {}(", learn(interface));
    w.indented(|w| {
        w.text("__server: &::core::cell::Cell<::userlib::TaskId>,");
        w.text("__code: u32,");
    });
    let body = |w: &mut Writer| {
        w.text("let __dead = ::userlib::extract_new_generation(__code);");
        w.text(
            "let ::core::option::Option::Some(__generation) = __dead else {",
        );
        w.text("    return false;");
        w.text("};");
        w.text("__server.set(::userlib::TaskId::for_index_and_gen(");
        w.text("    __server.get().index(),");
        w.text("    __generation,");
        w.text("));");
        w.text("true");
    };
    block!(w, body, ") -> bool {{");
}
