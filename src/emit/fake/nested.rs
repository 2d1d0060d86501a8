//! An interface whose types are named one module further in, where names from
//! outside come by `use super::*`: `super::Chip` is `super::super::Chip` there,
//! and `self::Chip` is `super::Chip`.

use crate::model::{Conversion, Extent, Failure, Interface, Ty};
use crate::names;
use crate::pieces::Pieces;

/// The module of the client's stub.
pub(super) fn client(interface: &Interface) -> Pieces<'_> {
    names::private(&interface.lower, "fake_client")
}

/// The module of the server's stub.
pub(super) fn server(interface: &Interface) -> Pieces<'_> {
    names::private(&interface.lower, "fake_server")
}

/// The interface as a module inside the one of the stub writes it.
pub(super) fn nested(interface: &Interface) -> Interface {
    let mut inside = interface.clone();
    for op in &mut inside.operations {
        for argument in &mut op.arguments {
            rename(&mut argument.ty);
            convert(&mut argument.conversion);
        }
        for lease in &mut op.leases {
            match &mut lease.extent {
                Extent::Value(ty) => rename(ty),
                Extent::Slice { element, .. } => rename(element),
            }
        }
        rename(&mut op.reply.ok);
        convert(&mut op.reply.conversion);
        match &mut op.reply.failure {
            Failure::CLike(error) | Failure::Complex { error, .. } => {
                rename(error);
            }
            Failure::Simple | Failure::ServerDeath => {}
        }
    }
    inside
}

fn convert(conversion: &mut Conversion) {
    if let Conversion::From { raw, with, .. } = conversion {
        rename(raw);
        if let Some(function) = with {
            *function = deeper(function);
        }
    }
}

fn rename(ty: &mut Ty) {
    ty.text = deeper(&ty.text);
}

/// A path, or a type, as it reads one module further in.
fn deeper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    // A space behind the text ends its last word.
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        let leads = !out.trim_end().ends_with("::");
        match word.as_str() {
            "super" if leads => out.push_str("super::super"),
            "self" if leads => out.push_str("super"),
            word => out.push_str(word),
        }
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::deeper;

    #[test]
    fn paths_lead_to_the_same_from_one_module_further_in() {
        for (outside, inside) in [
            ("u8", "u8"),
            ("Chip", "Chip"),
            ("crate::Chip", "crate::Chip"),
            ("super::Chip", "super::super::Chip"),
            ("super::super::Chip", "super::super::super::Chip"),
            ("self::Chip", "super::Chip"),
            ("[super::Chip; self::N]", "[super::super::Chip; super::N]"),
            (
                "Option < super :: Chip >",
                "Option < super::super :: Chip >",
            ),
            ("supersonic::Chip", "supersonic::Chip"),
        ] {
            assert_eq!(deeper(outside), inside);
        }
    }
}
