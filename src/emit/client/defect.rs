//! The functions that end a client's task, one for each cause:
//!
//! ```text
//! #[cold]
//! #[inline(never)]
//! fn __idol_spi_server_broke_protocol() -> ! {
//!     #[cfg(target_os = "none")]
//!     ::userlib::sys_panic(b"P");
//!     ..
//! }
//! ```

use crate::dialect::{Dialect, OnDeath};
use crate::emit::writer::{Writer, block, line};
use crate::emit::{empty, names};
use crate::model::{Extent, Failure, Interface, Operation};
use crate::pieces::Pieces;
use crate::syntax::Encoding;

/// The functions of all causes that threaten a client.
pub(super) fn ends(w: &mut Writer, interface: &Interface, dialect: &Dialect) {
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
            match defect {
                Defect::LeaseTooLong => lease_too_long(w, interface),
                _ => cold(w, interface, defect),
            }
        }
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
    pub(super) fn function(self, interface: &Interface) -> Pieces<'_> {
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

/// It says which, and where from, on a host. On bare metal what it is told is
/// not even loaded.
fn lease_too_long(w: &mut Writer, interface: &Interface) {
    let function = Defect::LeaseTooLong.function(interface);
    let iface = &interface.name;
    let sentence = Defect::LeaseTooLong.sentence();
    line!(w, "/// Ends the task: {sentence}.");
    w.text("#[cfg(not(target_os = \"none\"))]");
    w.text("#[cold]");
    w.text("#[inline(never)]");
    w.text("#[track_caller]");
    let body = |w: &mut Writer| {
        line!(
            w,
            "::core::panic!(\"{iface}: {{__which}} is longer than allowed\")"
        );
    };
    block!(w, body, "fn {function}(__which: &str) -> ! {{");
    w.blank();
    w.text("#[cfg(target_os = \"none\")]");
    w.text("#[inline(always)]");
    let body = |w: &mut Writer| {
        w.text("#[cold]");
        w.text("#[inline(never)]");
        let end = |w: &mut Writer| {
            line!(
                w,
                "::userlib::sys_panic(b\"{}\")",
                Defect::LeaseTooLong.byte()
            );
        };
        block!(w, end, "fn {function}() -> ! {{");
        line!(w, "{function}()");
    };
    block!(w, body, "fn {function}(_: &str) -> ! {{");
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
