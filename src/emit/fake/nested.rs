//! An interface whose types are named one module further in, where names from
//! outside come by `use super::*`: `super::Chip` is `super::super::Chip` there,
//! and `self::Chip` is `super::Chip`.

mod deeper;

use crate::model::{Conversion, Extent, Failure, Interface, Ty};
use crate::names;
use crate::pieces::Pieces;
use deeper::deeper;

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
