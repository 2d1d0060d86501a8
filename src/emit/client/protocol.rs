//! What the methods of one client share: sending, and the named ends of a
//! task that cannot go on:
//!
//! ```text
//! fn __idol_spi_send(
//!     __server: &::core::cell::Cell<::userlib::TaskId>,
//!     __operation: u16,
//!     __outgoing: &[u8],
//!     __incoming: &mut [u8],
//!     __leases: &[::userlib::Lease<'_>],
//! ) -> (u32, usize) {
//!     let __task = __server.get();
//!     let (__code, __len) =
//!         ::userlib::sys_send(
//!             __task, __operation, __outgoing, __incoming, __leases
//!         );
//!     ..
//! }
//!
//! #[cold]
//! #[inline(never)]
//! fn __idol_spi_lease_too_long() -> ! {
//!     #[cfg(target_os = "none")]
//!     ::userlib::sys_panic(b"L");
//!     ..
//! }
//! ```

use crate::emit::writer::{Writer, block, line};
use crate::emit::{Dialect, OnDeath, empty, names};
use crate::model::{Extent, Failure, Interface, Operation};
use crate::syntax::Encoding;

/// The name of the function that sends.
pub(super) fn send(interface: &Interface) -> String {
    names::private(interface, "send")
}

/// The name of the function that sends an operation's request.
pub(super) fn send_for(interface: &Interface, op: &Operation) -> String {
    if op.leases.is_empty() && sends_without_leases(interface) {
        names::private(interface, "send_plain")
    } else {
        send(interface)
    }
}

/// Whether a client has a function of its own for requests without leases.
///
/// Each call of it is 6 bytes shorter and a few instructions longer; itself it
/// takes about 20. So it is worth it for many operations only, and not where
/// no operation has leases: there the compiler drops the parameter.
pub(super) fn sends_without_leases(interface: &Interface) -> bool {
    let plain = |op: &&Operation| op.leases.is_empty();
    let plain = interface.operations.iter().filter(plain).count();
    plain > 8 && plain < interface.operations.len()
}

/// The expression for what the function that sends is told of an operation:
/// its number, or, where only some of a client's operations are sent again,
/// twice the number, and 1 more if this one is.
pub(super) fn request(
    interface: &Interface,
    op: &Operation,
    dialect: &Dialect,
) -> String {
    let number = format!(
        "{}::{}",
        names::operation_enum(interface),
        names::rust(&op.name)
    );
    match (Sending::of(interface, dialect), is_sent_again(op, dialect)) {
        (Sending::Once | Sending::Again, _) => format!("{number} as u16"),
        (Sending::Either, false) => format!("({number} as u32) << 1"),
        (Sending::Either, true) => format!("({number} as u32) << 1 | 1"),
    }
}

/// What a client does with requests whose server died.
#[derive(Copy, Clone, Eq, PartialEq)]
enum Sending {
    /// It reports the death.
    Once,
    /// It sends the request again.
    Again,
    /// The one or the other.
    Either,
}

impl Sending {
    fn of(interface: &Interface, dialect: &Dialect) -> Self {
        let again = |op| is_sent_again(op, dialect);
        if interface.operations.iter().all(again) {
            Self::Again
        } else if interface.operations.iter().any(again) {
            Self::Either
        } else {
            Self::Once
        }
    }
}

fn is_sent_again(op: &Operation, dialect: &Dialect) -> bool {
    match dialect.on_death(op) {
        OnDeath::RetryForEver => true,
        OnDeath::Report { attempts } => attempts.get() > 1,
    }
}

/// A cause for which a client gives up its task.
#[derive(Copy, Clone)]
pub(super) enum Defect {
    /// A lease is longer than the interface allows.
    LeaseTooLong,
    /// The server's answer is not what the interface says.
    ProtocolBroken,
    /// An argument says of itself that it needs fewer bytes than it does.
    CannotEncode,
    /// The server died, and the error type has no word for it.
    DeathUnexpressed,
}

impl Defect {
    pub(super) fn function(self, interface: &Interface) -> String {
        let what = match self {
            Self::LeaseTooLong => "lease_too_long",
            Self::ProtocolBroken => "server_broke_protocol",
            Self::CannotEncode => "cannot_encode",
            Self::DeathUnexpressed => "error_cannot_express_death",
        };
        names::private(interface, what)
    }

    /// One byte of its own, so that no two functions have the same body: the
    /// linker would make them one, and a debugger's stack would lie.
    fn byte(self) -> char {
        match self {
            Self::LeaseTooLong => 'L',
            Self::ProtocolBroken => 'P',
            Self::CannotEncode => 'E',
            Self::DeathUnexpressed => 'D',
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::LeaseTooLong => "a lease is longer than allowed",
            Self::ProtocolBroken => "the server broke the protocol",
            Self::CannotEncode => "an argument exceeds its `MAX_SIZE`",
            Self::DeathUnexpressed => {
                "the server died, which its error type cannot express"
            }
        }
    }

    /// Whether a method for this operation can end so.
    pub(super) fn threatens(self, op: &Operation, dialect: &Dialect) -> bool {
        match self {
            Self::LeaseTooLong => op.leases.iter().any(|lease| {
                matches!(
                    lease.extent,
                    Extent::Slice {
                        max_len: Some(_),
                        ..
                    }
                )
            }),
            Self::ProtocolBroken => {
                op.reply.failure != Failure::Simple
                    || empty::reply(&op.reply).is_none()
            }
            Self::DeathUnexpressed => {
                matches!(op.reply.failure, Failure::CLike(_))
                    && dialect.on_death(op) != OnDeath::RetryForEver
            }
            Self::CannotEncode => {
                !op.arguments.is_empty()
                    && match op.encoding {
                        Encoding::Zerocopy => false,
                        Encoding::Hubpack | Encoding::Ssmarshal => true,
                    }
            }
        }
    }
}

pub(super) fn protocol(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    if interface.operations.is_empty() {
        return;
    }
    w.blank();
    send_request(w, interface, dialect);
    if dialect.fast_calls {
        w.blank();
        learn_generation(w, interface);
    }
    if sends_without_leases(interface) {
        w.blank();
        send_plain(w, interface, dialect);
    }
    for defect in [
        Defect::LeaseTooLong,
        Defect::ProtocolBroken,
        Defect::CannotEncode,
        Defect::DeathUnexpressed,
    ] {
        if interface
            .operations
            .iter()
            .any(|op| defect.threatens(op, dialect))
        {
            w.blank();
            cold(w, interface, defect);
        }
    }
}

/// The one function of a client that calls the kernel.
fn send_request(w: &mut Writer, interface: &Interface, dialect: &Dialect) {
    let sending = Sending::of(interface, dialect);
    w.text("/// Sends a request and waits for the answer. Remembers the");
    w.text("/// server's new generation if it died meanwhile.");
    let (parameter, operation) = match sending {
        Sending::Once | Sending::Again => ("__operation: u16", "__operation"),
        Sending::Either => {
            w.text("///");
            w.text(
                "/// `__request` is twice the operation's number, and 1 more if",
            );
            w.text("/// it is to be sent again after such a death.");
            ("__request: u32", "(__request >> 1) as u16")
        }
    };
    line!(w, "fn {}(", send(interface));
    w.indented(|w| {
        w.text("__server: &::core::cell::Cell<::userlib::TaskId>,");
        line!(w, "{parameter},");
        w.text("__outgoing: &[u8],");
        w.text("__incoming: &mut [u8],");
        w.text("__leases: &[::userlib::Lease<'_>],");
    });
    let bound = dialect.retry_bound;
    let attempt = |w: &mut Writer| {
        w.text("let __task = __server.get();");
        w.text("let (__code, __len) =");
        line!(
            w,
            "    ::userlib::sys_send(__task, {operation}, __outgoing, __incoming, __leases);"
        );
        if dialect.fast_calls {
            let learn = learn(interface);
            line!(w, "if __code == 0 || !{learn}(__server, __code) {{");
            w.text("    return (__code, __len);");
            w.text("}");
        } else {
            learn_or(w, "return (__code, __len)");
        }
        match (sending, bound) {
            (Sending::Once, _) => w.text("(__code, __len)"),
            (Sending::Again, None) => {}
            (Sending::Either, None) => {
                line!(w, "if __request & 1 == 0 {{");
                line!(w, "    return (__code, __len);");
                w.text("}");
            }
            (Sending::Again | Sending::Either, Some(_)) => {
                w.text("__attempts -= 1;");
                line!(w, "if __attempts == 0 {{");
                line!(w, "    return (__code, __len);");
                w.text("}");
            }
        }
    };
    let body = |w: &mut Writer| {
        match (sending, bound) {
            (Sending::Again, Some(bound)) => {
                line!(w, "let mut __attempts: u32 = {bound};");
            }
            (Sending::Either, Some(bound)) => {
                line!(w, "let mut __attempts: u32 =");
                line!(
                    w,
                    "    if __request & 1 == 0 {{ 1 }} else {{ {bound} }};"
                );
            }
            (Sending::Once, _) | (_, None) => {}
        }
        match sending {
            Sending::Once => attempt(w),
            Sending::Again | Sending::Either => {
                block!(w, attempt, "loop {{");
            }
        }
    };
    block!(w, body, ") -> (u32, usize) {{");
}

/// Takes the server's new generation out of a return code, or does `otherwise`
/// where the code is another.
fn learn_or(w: &mut Writer, otherwise: &str) {
    w.text("let __dead = ::userlib::extract_new_generation(__code);");
    w.text("let ::core::option::Option::Some(__generation) = __dead else {");
    line!(w, "    {otherwise};");
    w.text("};");
    w.text("__server.set(::userlib::TaskId::for_index_and_gen(");
    w.text("    __task.index(),");
    w.text("    __generation,");
    w.text("));");
}

/// The name of the function that learns the server's new generation.
fn learn(interface: &Interface) -> String {
    names::private(interface, "learn")
}

/// The function that learns the server's new generation, out of the way of
/// calls that succeed.
fn learn_generation(w: &mut Writer, interface: &Interface) {
    w.text("/// Remembers the server's new generation, if that is what a");
    w.text("/// return code says.");
    w.text("#[cold]");
    w.text("#[inline(never)]");
    line!(w, "fn {}(", learn(interface));
    w.indented(|w| {
        w.text("__server: &::core::cell::Cell<::userlib::TaskId>,");
        w.text("__code: u32,");
    });
    let body = |w: &mut Writer| {
        w.text("let __task = __server.get();");
        learn_or(w, "return false");
        w.text("true");
    };
    block!(w, body, ") -> bool {{");
}

/// The function that sends requests without leases.
fn send_plain(w: &mut Writer, interface: &Interface, dialect: &Dialect) {
    let (parameter, name) = match Sending::of(interface, dialect) {
        Sending::Once | Sending::Again => ("__operation: u16", "__operation"),
        Sending::Either => ("__request: u32", "__request"),
    };
    w.text("/// Sends a request that lends nothing.");
    w.text("#[inline(never)]");
    line!(w, "fn {}(", names::private(interface, "send_plain"));
    w.indented(|w| {
        w.text("__server: &::core::cell::Cell<::userlib::TaskId>,");
        line!(w, "{parameter},");
        w.text("__outgoing: &[u8],");
        w.text("__incoming: &mut [u8],");
    });
    let body = |w: &mut Writer| {
        let send = send(interface);
        line!(w, "{send}(__server, {name}, __outgoing, __incoming, &[])");
    };
    block!(w, body, ") -> (u32, usize) {{");
}

fn cold(w: &mut Writer, interface: &Interface, defect: Defect) {
    let function = defect.function(interface);
    let iface = &interface.name;
    let sentence = defect.sentence();
    line!(w, "/// Ends the task: {sentence}.");
    w.text("#[cold]");
    w.text("#[inline(never)]");
    let body = |w: &mut Writer| {
        w.text("#[cfg(target_os = \"none\")]");
        line!(w, "::userlib::sys_panic(b\"{}\");", defect.byte());
        w.text("#[cfg(not(target_os = \"none\"))]");
        line!(w, "::core::panic!(\"{iface}: {sentence}\");");
    };
    block!(w, body, "fn {function}() -> ! {{");
}
