//! The code that encodes and decodes what is not Zerocopy. It is the
//! runtime's, `idol_runtime::wire`, which has no panic, unlike the crates
//! whose formats it speaks. A client that has nothing of ours beside it brings
//! along a copy of the directions that it needs; the linker makes one of
//! several.

use super::writer::{Writer, block};
use super::{copied, names};
use crate::dialect::Dialect;
use crate::model::{Interface, Operation};
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
    dialect: &Dialect,
    encoding: Encoding,
) -> String {
    match dialect.has_runtime {
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
    dialect: &Dialect,
    encoding: Encoding,
    ty: &str,
) -> String {
    match dialect.has_runtime {
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

/// A client's copy, where it needs one.
pub(super) fn copy(
    w: &mut Writer<'_>,
    interface: &Interface,
    dialect: &Dialect,
    decodes: impl Fn(&Operation) -> bool,
) {
    if dialect.has_runtime {
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
