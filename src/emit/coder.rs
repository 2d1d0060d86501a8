//! The code that encodes and decodes what is not Zerocopy. It is the
//! runtime's, `idol_runtime::wire`, which has no panic, unlike the crates
//! whose formats it speaks. A client that has nothing of ours beside it brings
//! along a copy of the directions that it needs; the linker makes one of
//! several.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::writer::{Writer, block, line};
use super::{copied, names};
use crate::dialect::Dialect;
use crate::model::{Interface, Operation};
use crate::pieces::by;
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

/// What a client encodes: the type that the arguments of an operation are in.
pub(super) fn client_arguments<'a>(
    interface: &'a Interface,
    dialect: &Dialect,
) -> impl Display + use<'a> {
    let has_runtime = dialect.has_runtime;
    by(move |f| match has_runtime {
        true => f.write_str("::idol_runtime::wire::Arguments"),
        false => {
            write!(f, "{}::Arguments", names::private(interface, "coder"))
        }
    })
}

/// The function with which a client decodes a value of a type.
pub(super) fn client_decode(
    interface: &Interface,
    dialect: &Dialect,
    encoding: Encoding,
    ty: &str,
) -> String {
    match dialect.has_runtime {
        true => format!("{}::decode_reply::<{ty}>", of_server(encoding)),
        false => format!(
            "{}::decode_reply::<{}, {ty}>",
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
    let operations = interface.operations.iter().filter(encoded);
    let encodes = operations.clone().any(|op| !op.arguments.is_empty());
    let decodes = operations.clone().any(decodes);
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
            w.verbatim(copied::ARGUMENTS);
            tuples(w, operations.clone());
        }
        if decodes {
            w.verbatim(copied::DECODE);
        }
    };
    block!(w, inside, "mod {module} {{");
}

/// How many values a tuple of arguments has at the most. The runtime says of
/// each length up to this one how it is encoded.
pub(super) const LONGEST: usize = 8;

/// The lengths of the tuples that operations have their arguments in.
fn tuples<'a>(
    w: &mut Writer<'_>,
    operations: impl Iterator<Item = &'a Operation>,
) {
    let mut lengths = BTreeSet::new();
    for op in operations {
        let mut length = op.arguments.len();
        while length > LONGEST {
            length = length.div_ceil(LONGEST);
        }
        if length > 0 {
            lengths.insert(length);
        }
    }
    w.text("arguments! {");
    for length in lengths {
        let values = by(|f| {
            for (at, value) in ('A'..).take(length).enumerate() {
                let comma = if at > 0 { ", " } else { "" };
                write!(f, "{comma}{value} {at}")?;
            }
            Ok(())
        });
        line!(w, "{length}: {values};");
    }
    w.text("}");
}
