//! What debuggers that are out there read of an interface: all of it, or
//! nothing.

use idol::syntax::{
    AttributedTy, Error, Interface, Operation, RecvStrategy, Reply,
};

use super::oracle;

/// The interface, as a reader has it whose names and functions are single
/// identifiers and whose types are Rust's.
///
/// # Errors
///
/// What it refuses, for which it refuses the whole.
pub(crate) fn read(text: &str) -> Result<Interface, String> {
    let interface = oracle::read(text);
    identifier(&interface.name)?;
    for (name, op) in &interface.ops {
        identifier(name)?;
        operation(op).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(interface)
}

fn operation(op: &Operation) -> Result<(), String> {
    for (name, argument) in &op.args {
        identifier(name)?;
        attributed(argument)?;
    }
    for (name, lease) in &op.leases {
        identifier(name)?;
        ty(&lease.ty)?;
    }
    match &op.reply {
        Reply::Simple(ok) => attributed(ok),
        Reply::Result { ok, err } => {
            attributed(ok)?;
            match err {
                Error::CLike(error) | Error::Complex(error) => ty(error),
                Error::ServerDeath => Ok(()),
            }
        }
    }
}

fn attributed(attributed: &AttributedTy) -> Result<(), String> {
    ty(&attributed.ty)?;
    match &attributed.recv {
        RecvStrategy::FromBytes => Ok(()),
        RecvStrategy::FromPrimitive(raw) | RecvStrategy::From(raw, None) => {
            ty(raw)
        }
        RecvStrategy::From(raw, Some(function)) => {
            ty(raw)?;
            identifier(function)
        }
    }
}

fn identifier(text: &str) -> Result<(), String> {
    let parsed = syn::parse_str::<syn::Ident>(text);
    parsed.map(drop).map_err(|e| format!("{text}: {e}"))
}

fn ty(text: &str) -> Result<(), String> {
    let parsed = syn::parse_str::<syn::Type>(text);
    parsed.map(drop).map_err(|e| format!("{text}: {e}"))
}
