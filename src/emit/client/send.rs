//! How a client sends. What is sent once, its method sends itself, which makes
//! the shortest calls; what is sent again after a death goes through a
//! function for all operations of the interface that have the same parts
//! (message, reply, leases), since each would have a loop of its own:
//!
//! ```text
//! fn __idol_gauge_send_reply(
//!     __server: &::core::cell::Cell<::userlib::TaskId>,
//!     __operation: u16,
//!     __incoming: &mut [u8],
//! ) -> (u32, usize) {
//!     loop {
//!         let (__code, __len) = ::userlib::sys_send(
//!             __server.get(),
//!             __operation,
//!             ::zerocopy::IntoBytes::as_bytes(&[0_u32; 0]),
//!             __incoming,
//!             &[],
//!         );
//!         if ::userlib::extract_new_generation(__code).is_none() {
//!             return (__code, __len);
//!         }
//!         let _ = __idol_gauge_learn(__server, __code);
//!     }
//! }
//! ```
//!
//! A part that an operation has not is empty. All such parts have one address:
//! one constant less to load in each call, and to keep in each loop. Where the
//! stub knows `zerocopy`, they are of words and not of bytes, as leases are;
//! elsewhere each loop has a value without bytes for them:
//!
//! ```text
//! let mut __nothing: ([u8; 0], [u8; 0], [::userlib::Lease<'_>; 0]) =
//!     ([], [], []);
//! ```

use crate::dialect::{Dialect, OnDeath};
use crate::emit::writer::{Writer, block, line};
use crate::emit::{empty, names};
use crate::model::{Failure, Interface, Operation};
use crate::pieces::Pieces;
use crate::syntax::Encoding;

/// What stands for the parts of a request that an operation has not.
#[derive(Copy, Clone)]
pub(super) struct Nothing {
    pub(super) message: &'static str,
    pub(super) reply: &'static str,
    pub(super) leases: &'static str,
    /// What the expressions need before them, behind `let`.
    bind: Option<&'static str>,
}

impl Nothing {
    /// In a call that is sent once: there is no loop to keep anything in.
    pub(super) fn of_method(interface: &Interface) -> Self {
        if knows_zerocopy(interface) {
            return Self::WORDS;
        }
        Self {
            message: "&[]",
            reply: "&mut []",
            leases: "&[]",
            bind: None,
        }
    }

    fn of_loop(interface: &Interface) -> Self {
        if knows_zerocopy(interface) {
            return Self::WORDS;
        }
        Self {
            message: "&__nothing.0",
            reply: "&mut __nothing.1",
            leases: "&__nothing.2",
            bind: Some(
                "__nothing: ([u8; 0], [u8; 0], \
                 [::userlib::Lease<'_>; 0]) = ([], [], []);",
            ),
        }
    }

    const WORDS: Self = Self {
        message: "::zerocopy::IntoBytes::as_bytes(&[0_u32; 0])",
        reply: "::zerocopy::IntoBytes::as_mut_bytes(&mut [0_u32; 0])",
        leases: "&[]",
        bind: None,
    };
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

/// The name of the function that sends what has these parts.
pub(super) fn send<'a, L>(
    interface: &'a Interface,
    parts: &Parts<'_, L>,
) -> Pieces<'a> {
    names::private(interface, parts.function())
}

/// The name of the function that learns the server's new generation.
pub(super) fn learn(interface: &Interface) -> Pieces<'_> {
    names::private(interface, "learn")
}

/// The functions that send what is sent again, and the one that learns the
/// server's new generation.
pub(super) fn sending(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    let mut written = Vec::new();
    for op in &interface.operations {
        if is_sent_again(op, dialect) {
            let parts = Parts::of(op);
            let function = parts.function();
            if !written.contains(&function) {
                w.blank();
                send_again(w, interface, dialect, &parts);
                written.push(function);
            }
        }
    }
    let learns = |op: &Operation| {
        is_sent_again(op, dialect) || op.reply.failure != Failure::Simple
    };
    if interface.operations.iter().any(learns) {
        w.blank();
        learn_generation(w, interface);
    }
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

    fn parameters(&self, w: &mut Writer) {
        w.text("__server: &::core::cell::Cell<::userlib::TaskId>,");
        w.text("__operation: u16,");
        for (part, ty) in [
            (self.message, "&[u8]"),
            (self.reply, "&mut [u8]"),
            (self.leases, "&[::userlib::Lease<'_>]"),
        ] {
            if let Some(name) = part {
                line!(w, "{name}: {ty},");
            }
        }
    }

    /// Whether something must stand for a part.
    fn lacks_one(&self) -> bool {
        self.message.is_none() || self.reply.is_none() || self.leases.is_none()
    }

    /// The type that a function for these parts returns: the code, and the
    /// length of a reply.
    fn answer(&self) -> &'static str {
        match self.reply {
            Some(_) => "(u32, usize)",
            None => "u32",
        }
    }

    /// The expression of that type, of a code and a length.
    fn answer_of(&self, code: &str, len: &str) -> String {
        match self.reply {
            Some(_) => format!("({code}, {len})"),
            None => code.to_owned(),
        }
    }

    /// Writes the statement that binds what the server answers.
    fn system_call(&self, w: &mut Writer, nothing: Nothing, bind: &str) {
        line!(w, "{bind} = ::userlib::sys_send(");
        w.indented(|w| {
            w.text("__server.get(),");
            w.text("__operation,");
            line!(w, "{},", self.message.unwrap_or(nothing.message));
            line!(w, "{},", self.reply.unwrap_or(nothing.reply));
            line!(w, "{},", self.leases.unwrap_or(nothing.leases));
        });
        w.text(");");
    }
}

/// The function that sends what has these parts.
fn send_again(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
    parts: &Parts<'static, &'static str>,
) {
    w.text("/// Sends a request until a generation of the server answers.");
    line!(w, "fn {}(", send(interface, parts));
    w.indented(|w| parts.parameters(w));
    let len = match parts.reply {
        Some(_) => "__len",
        None => "_",
    };
    let answer = parts.answer_of("__code", len);
    let nothing = Nothing::of_loop(interface);
    let attempt = |w: &mut Writer| {
        parts.system_call(w, nothing, &format!("let (__code, {len})"));
        let give_up = |w: &mut Writer| line!(w, "return {answer};");
        block!(
            w,
            give_up,
            "if ::userlib::extract_new_generation(__code).is_none() {{"
        );
        line!(w, "let _ = {}(__server, __code);", learn(interface));
        if dialect.retry_bound.is_some() {
            w.text("__attempts -= 1;");
            block!(w, give_up, "if __attempts == 0 {{");
        }
    };
    let body = |w: &mut Writer| {
        if let Some(bind) = nothing.bind.filter(|_| parts.lacks_one()) {
            // A reply is written to.
            let mutable = if parts.reply.is_none() { "mut " } else { "" };
            line!(w, "let {mutable}{bind}");
        }
        if let Some(bound) = dialect.retry_bound {
            line!(w, "let mut __attempts: u32 = {bound};");
        }
        block!(w, attempt, "loop {{");
    };
    block!(w, body, ") -> {} {{", parts.answer());
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
