//! Combinations as the operations of an interface.

use idol::syntax;
use idol::syntax::{AttributedTy, RecvStrategy};
use indexmap::IndexMap;

use crate::combination::{
    Access, Answer, Combination, Encoding, Extent, Kind, Retry, Strategy,
};

/// The most elements of a limited slice.
pub(crate) const MAX_LEN: u32 = 4;

/// An interface of these operations.
pub(crate) fn interface<'a>(
    name: &str,
    combinations: impl IntoIterator<Item = &'a Combination>,
) -> syntax::Interface {
    let ops = combinations
        .into_iter()
        .map(|c| (c.name(), operation(c)))
        .collect();
    syntax::Interface {
        name: name.to_owned(),
        ops,
        reserved: Vec::new(),
        doc: None,
    }
}

fn operation(combination: &Combination) -> syntax::Operation {
    let mut args = IndexMap::new();
    // An odd number of bytes ahead of the value: nothing is aligned.
    args.insert("wish".to_owned(), own("u8"));
    args.insert("value".to_owned(), attributed(Some(combination.argument)));
    let leases = combination
        .lease
        .map(|(access, extent)| ("memory".to_owned(), lease(access, extent)));
    syntax::Operation {
        number: 0,
        args,
        leases: leases.into_iter().collect(),
        reply: reply(combination),
        idempotent: combination.retry == Retry::Idempotent,
        encoding: match combination.encoding {
            Encoding::Zerocopy => syntax::Encoding::Zerocopy,
            Encoding::Ssmarshal => syntax::Encoding::Ssmarshal,
            Encoding::Hubpack => syntax::Encoding::Hubpack,
        },
        doc: None,
        was: Vec::new(),
        feature: None,
        stream: None,
    }
}

fn reply(combination: &Combination) -> syntax::Reply {
    let ok = attributed(combination.answer);
    let err = match combination.kind {
        Kind::Simple => return syntax::Reply::Simple(ok),
        Kind::CLike => {
            syntax::Error::CLike("combinations::values::Code".to_owned())
        }
        Kind::Complex => {
            syntax::Error::Complex("combinations::values::Report".to_owned())
        }
        Kind::ServerDeath => syntax::Error::ServerDeath,
    };
    syntax::Reply::Result { ok, err }
}

fn lease(access: Access, extent: Extent) -> syntax::Lease {
    syntax::Lease {
        ty: match extent {
            Extent::Sized => "combinations::memory::Block",
            Extent::Array => "[u16; 3]",
            Extent::Slice => "[u8]",
            Extent::Limited => "[u16]",
        }
        .to_owned(),
        read: access != Access::Write,
        write: access != Access::Read,
        max_len: (extent == Extent::Limited).then_some(MAX_LEN),
        doc: None,
    }
}

fn own(ty: &str) -> AttributedTy {
    AttributedTy {
        ty: ty.to_owned(),
        recv: RecvStrategy::FromBytes,
        refuses: false,
        doc: None,
    }
}

fn attributed(value: Answer) -> AttributedTy {
    AttributedTy {
        ty: type_of(value).to_owned(),
        refuses: false,
        doc: None,
        recv: match value {
            None | Some(Strategy::Own | Strategy::Bool) => {
                RecvStrategy::FromBytes
            }
            Some(Strategy::FromPrimitive) => {
                RecvStrategy::FromPrimitive("u8".to_owned())
            }
            Some(Strategy::From) => RecvStrategy::From("u16".to_owned(), None),
            Some(Strategy::FromFunction) => RecvStrategy::From(
                "u16".to_owned(),
                Some("combinations::values::by_function".to_owned()),
            ),
        },
    }
}

/// The Rust type of a value.
pub(crate) fn type_of(value: Answer) -> &'static str {
    match value {
        None => "()",
        Some(Strategy::Own) => "combinations::values::Own",
        Some(Strategy::Bool) => "bool",
        Some(Strategy::FromPrimitive) => "combinations::values::Color",
        Some(Strategy::From) => "combinations::values::ByFrom",
        Some(Strategy::FromFunction) => "combinations::values::ByFunction",
    }
}
