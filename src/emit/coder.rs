//! The code that encodes and decodes what is not Zerocopy. It is the
//! runtime's, `idol_runtime::wire`, which has no panic, unlike the crates
//! whose formats it speaks. A client that has nothing of ours beside it brings
//! along a copy of the directions that it needs; the linker makes one of
//! several.

use super::writer::{Writer, block};
use super::{copied, names};
use crate::model::{Failure, Interface, OnDeath, Operation};
use crate::syntax::Encoding;

/// The path of a server's coder.
pub(super) fn of_server(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Ssmarshal => "::idol_runtime::wire::ssmarshal",
        Encoding::Zerocopy | Encoding::Hubpack => {
            "::idol_runtime::wire::hubpack"
        }
    }
}

/// The function with which a client encodes.
pub(super) fn client_encode(
    interface: &Interface,
    encoding: Encoding,
) -> String {
    match has_runtime(interface) {
        true => format!("{}::encode", of_server(encoding)),
        false => format!(
            "{}::encode::<{}, _>",
            names::private(interface, "coder"),
            is_hubpack(encoding)
        ),
    }
}

/// The function with which a client decodes a value of a type.
pub(super) fn client_decode(
    interface: &Interface,
    encoding: Encoding,
    ty: &str,
) -> String {
    match has_runtime(interface) {
        true => format!("{}::decode_exact::<{ty}>", of_server(encoding)),
        false => format!(
            "{}::decode_exact::<{}, {ty}>",
            names::private(interface, "coder"),
            is_hubpack(encoding)
        ),
    }
}

fn is_hubpack(encoding: Encoding) -> bool {
    match encoding {
        Encoding::Ssmarshal => false,
        Encoding::Zerocopy | Encoding::Hubpack => true,
    }
}

/// Whether a client may name the runtime: it has to for another reason.
pub(super) fn has_runtime(interface: &Interface) -> bool {
    interface.operations.iter().any(|op| {
        op.reply.failure == Failure::ServerDeath
            || op.on_death == OnDeath::ErrorFromServerDeath
    })
}

/// A client's copy, where it needs one.
pub(super) fn copy(
    w: &mut Writer<'_>,
    interface: &Interface,
    decodes: impl Fn(&Operation) -> bool,
) {
    if has_runtime(interface) {
        return;
    }
    let encoded = |op: &&Operation| op.encoding != Encoding::Zerocopy;
    let mut operations = interface.operations.iter().filter(encoded);
    let encodes = operations.clone().any(|op| !op.arguments.is_empty());
    let decodes = operations.any(decodes);
    if !encodes && !decodes {
        return;
    }
    let module = names::private(interface, "coder");
    w.blank();
    w.text("// `idol_runtime::wire`, as far as it is needed here.");
    let inside = |w: &mut Writer<'_>| {
        w.verbatim(copied::ERRORS);
        if encodes {
            w.verbatim(copied::ENCODE);
        }
        if decodes {
            w.verbatim(copied::DECODE);
        }
    };
    block!(w, inside, "mod {module} {{");
}
