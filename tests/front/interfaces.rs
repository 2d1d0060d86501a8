//! Interfaces of any kind in the old vocabulary.

use arbitrary::{Result, Unstructured};
use idol::syntax::{
    AttributedTy, Encoding, Error, Interface, Lease, Operation, RecvStrategy,
    Reply,
};

use crate::{cases, edits};

fn text(u: &mut Unstructured<'_>) -> Result<String> {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz_";
    const LATER: &str = "abcdefghijklmnopqrstuvwxyz0123456789_";
    match u.int_in_range(0..=5)? {
        0..=3 => {
            let first = cases::one_of(u, LETTERS)?;
            let rest = cases::text(u, 0..=6, |u| cases::one_of(u, LATER))?;
            Ok(format!("{first}{rest}"))
        }
        4 => cases::text(u, 0..=8, edits::any),
        _ => cases::text(u, 0..=8, |u| cases::one_of(u, "a\"#'\\\n\t\r\0/*")),
    }
}

fn maybe_text(u: &mut Unstructured<'_>) -> Result<Option<String>> {
    match u.arbitrary()? {
        true => text(u).map(Some),
        false => Ok(None),
    }
}

fn attributed(u: &mut Unstructured<'_>) -> Result<AttributedTy> {
    let recv = match u.int_in_range(0..=4)? {
        0..=2 => RecvStrategy::FromBytes,
        3 => RecvStrategy::FromPrimitive(text(u)?),
        _ => RecvStrategy::From(text(u)?, maybe_text(u)?),
    };
    let from = matches!(recv, RecvStrategy::From(..));
    Ok(AttributedTy {
        ty: text(u)?,
        recv,
        refuses: from && u.arbitrary()?,
        doc: maybe_text(u)?,
    })
}

fn lease(u: &mut Unstructured<'_>) -> Result<Lease> {
    Ok(Lease {
        ty: text(u)?,
        read: u.arbitrary()?,
        write: u.arbitrary()?,
        max_len: u.arbitrary()?,
        doc: maybe_text(u)?,
    })
}

fn reply(u: &mut Unstructured<'_>) -> Result<Reply> {
    if !u.arbitrary()? {
        return attributed(u).map(Reply::Simple);
    }
    Ok(Reply::Result {
        ok: attributed(u)?,
        err: match u.int_in_range(0..=2)? {
            0 => Error::ServerDeath,
            1 => Error::CLike(text(u)?),
            _ => Error::Complex(text(u)?),
        },
    })
}

/// So many entries and fewer, each with a name.
fn entries<T>(
    u: &mut Unstructured<'_>,
    fewer_than: usize,
    value: impl Fn(&mut Unstructured<'_>) -> Result<T>,
) -> Result<Vec<(String, T)>> {
    (0..u.int_in_range(0..=fewer_than - 1)?)
        .map(|_| Ok((text(u)?, value(u)?)))
        .collect()
}

fn operation(u: &mut Unstructured<'_>) -> Result<Operation> {
    const ENCODINGS: &[Encoding] =
        &[Encoding::Zerocopy, Encoding::Ssmarshal, Encoding::Hubpack];
    Ok(Operation {
        number: 0,
        args: entries(u, 4, attributed)?.into_iter().collect(),
        leases: entries(u, 3, lease)?.into_iter().collect(),
        reply: reply(u)?,
        idempotent: u.arbitrary()?,
        encoding: *u.choose(ENCODINGS)?,
        doc: maybe_text(u)?,
        was: Vec::new(),
        feature: maybe_text(u)?,
        stream: None,
    })
}

/// An interface whose names and types are any text.
pub(crate) fn interfaces(u: &mut Unstructured<'_>) -> Result<Interface> {
    let mut interface = Interface {
        name: text(u)?,
        ops: entries(u, 5, operation)?.into_iter().collect(),
        reserved: Vec::new(),
        doc: maybe_text(u)?,
    };
    for (n, operation) in (1..).zip(interface.ops.values_mut()) {
        operation.number = n;
    }
    Ok(interface)
}
