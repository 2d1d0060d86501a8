//! What the methods of one client share: sending, and the named ends of a
//! task that cannot go on.

use crate::emit::writer::{Writer, block, line};
use crate::emit::{Dialect, OnDeath, names};
use crate::model::{Extent, Failure, Interface, Operation};
use crate::syntax::Encoding;

/// The name of the function that sends once.
pub(super) fn send(interface: &Interface) -> String {
    names::private(interface, "send")
}

/// The name of the function that sends until a living server answers, or as
/// often as the settings allow.
pub(super) fn send_again(interface: &Interface) -> String {
    names::private(interface, "send_again")
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
}

impl Defect {
    pub(super) fn function(self, interface: &Interface) -> String {
        let what = match self {
            Self::LeaseTooLong => "lease_too_long",
            Self::ProtocolBroken => "server_broke_protocol",
            Self::CannotEncode => "cannot_encode",
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
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::LeaseTooLong => "a lease is longer than allowed",
            Self::ProtocolBroken => "the server broke the protocol",
            Self::CannotEncode => "an argument exceeds its `MAX_SIZE`",
        }
    }

    /// Whether a method for this operation can end so.
    fn threatens(self, op: &Operation) -> bool {
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
                op.reply.failure != Failure::Simple || !op.reply.ok.is_unit()
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
    send_once(w, interface);
    let retries = |op| match dialect.on_death(op) {
        OnDeath::RetryForEver => true,
        OnDeath::Report { attempts } => attempts.get() > 1,
    };
    if interface.operations.iter().any(retries) {
        w.blank();
        send_often(w, interface, dialect);
    }
    for defect in [
        Defect::LeaseTooLong,
        Defect::ProtocolBroken,
        Defect::CannotEncode,
    ] {
        if interface.operations.iter().any(|op| defect.threatens(op)) {
            w.blank();
            cold(w, interface, defect);
        }
    }
}

/// The parameters and the result of both functions that send.
fn signature(w: &mut Writer, name: &str, body: impl FnOnce(&mut Writer)) {
    line!(w, "fn {name}(");
    w.indented(|w| {
        w.text("server: &::core::cell::Cell<::userlib::TaskId>,");
        w.text("operation: u16,");
        w.text("outgoing: &[u8],");
        w.text("incoming: &mut [u8],");
        w.text("leases: &[::userlib::Lease<'_>],");
    });
    block!(w, body, ") -> (u32, usize) {{");
}

fn send_once(w: &mut Writer, interface: &Interface) {
    w.text("/// Sends a request and waits for the answer. Remembers the");
    w.text("/// server's new generation if it died meanwhile.");
    signature(w, &send(interface), |w| {
        w.text("let task = server.get();");
        w.text("let (code, len) =");
        w.text("    sys_send(task, operation, outgoing, incoming, leases);");
        let remember = |w: &mut Writer| {
            w.text("server.set(::userlib::TaskId::for_index_and_gen(");
            w.text("    task.index(),");
            w.text("    generation,");
            w.text("));");
        };
        w.text("let dead = ::userlib::extract_new_generation(code);");
        block!(
            w,
            remember,
            "if let ::core::option::Option::Some(generation) = dead {{"
        );
        w.text("(code, len)");
    });
}

fn send_often(w: &mut Writer, interface: &Interface, dialect: &Dialect) {
    let send = send(interface);
    let call = |w: &mut Writer| {
        line!(w, "let (code, len) =");
        line!(
            w,
            "    {send}(server, operation, outgoing, incoming, leases);"
        );
        let answer = |w: &mut Writer| w.text("return (code, len);");
        block!(
            w,
            answer,
            "if ::userlib::extract_new_generation(code).is_none() {{"
        );
    };
    match dialect.retry_bound {
        None => {
            w.text("/// Sends a request until a server lives long enough to");
            w.text("/// answer it.");
            signature(w, &send_again(interface), |w| {
                block!(w, call, "loop {{");
            });
        }
        Some(attempts) => {
            let before = attempts.get() - 1;
            line!(w, "/// Sends a request at most {attempts} times, until a");
            w.text("/// server lives long enough to answer it.");
            signature(w, &send_again(interface), |w| {
                block!(w, call, "for _ in 0..{before} {{");
                line!(
                    w,
                    "{send}(server, operation, outgoing, incoming, leases)"
                );
            });
        }
    }
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
