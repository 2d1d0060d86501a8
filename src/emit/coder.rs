//! The code that encodes and decodes what is not Zerocopy. It is the
//! runtime's, `idol_runtime::wire`, which has no panic, unlike the crates
//! whose formats it speaks. A client that has nothing of ours beside it brings
//! a copy along; the linker makes one of several.

use super::names;
use super::writer::{Writer, block};
use crate::model::{Failure, Interface, OnDeath};
use crate::syntax::Encoding;

/// The files of the runtime's module, which name nothing but `core` and
/// `serde`. The first includes the others at its end. They stand beside the
/// runtime's package, in that of the generator, which is published without it.
const WIRE: &str = include_str!("../../wire/mod.rs");
const ENCODE: &str = include_str!("../../wire/encode.rs");
const DECODE: &str = include_str!("../../wire/decode.rs");

/// The path of a server's coder.
pub(super) fn of_server(encoding: Encoding) -> String {
    format!("::idol_runtime::wire::{}", format_name(encoding))
}

/// The path of a client's coder.
pub(super) fn of_client(interface: &Interface, encoding: Encoding) -> String {
    match has_runtime(interface) {
        true => of_server(encoding),
        false => {
            let module = names::private(interface, "coder");
            format!("{module}::{}", format_name(encoding))
        }
    }
}

fn format_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Ssmarshal => "ssmarshal",
        Encoding::Zerocopy | Encoding::Hubpack => "hubpack",
    }
}

/// Whether a client may name the runtime: it has to for another reason.
fn has_runtime(interface: &Interface) -> bool {
    interface.operations.iter().any(|op| {
        op.reply.failure == Failure::ServerDeath
            || op.on_death == OnDeath::ErrorFromServerDeath
    })
}

/// A client's copy, where it needs one.
pub(super) fn copy(w: &mut Writer<'_>, interface: &Interface) {
    let encodes = interface
        .operations
        .iter()
        .any(|op| op.encoding != Encoding::Zerocopy);
    if !encodes || has_runtime(interface) {
        return;
    }
    let module = names::private(interface, "coder");
    w.blank();
    w.text(
        "#[allow(clippy::all, dead_code, missing_debug_implementations, \
         missing_docs, single_use_lifetimes, unnameable_types, \
         unreachable_pub)]",
    );
    let inside = |w: &mut Writer<'_>| {
        let own = WIRE.split("include!").next().unwrap_or(WIRE);
        for part in [own, ENCODE, "\n", DECODE] {
            w.verbatim(part);
        }
    };
    block!(w, inside, "mod {module} {{");
}
