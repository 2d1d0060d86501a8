//! Interfaces of any kind in the old vocabulary.

use idol::syntax::{
    AttributedTy, Encoding, Error, Interface, Lease, Operation, RecvStrategy,
    Reply,
};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z_][a-z0-9_]{0,6}",
        1 => "\\PC{0,8}",
        1 => "[\"#'\\\\\n\t\r\0/*a]{0,8}",
    ]
}

fn attributed() -> impl Strategy<Value = AttributedTy> {
    let recv = prop_oneof![
        3 => Just(RecvStrategy::FromBytes),
        1 => text().prop_map(RecvStrategy::FromPrimitive),
        1 => (text(), prop::option::of(text()))
            .prop_map(|(raw, function)| RecvStrategy::From(raw, function)),
    ];
    let doc = || prop::option::of(text());
    let refuses = any::<bool>();
    (text(), recv, refuses, doc()).prop_map(|(ty, recv, refuses, doc)| {
        let from = matches!(recv, RecvStrategy::From(..));
        AttributedTy {
            ty,
            recv,
            refuses: refuses && from,
            doc,
        }
    })
}

fn leases() -> impl Strategy<Value = Lease> {
    let doc = prop::option::of(text());
    (
        text(),
        any::<bool>(),
        any::<bool>(),
        any::<Option<u32>>(),
        doc,
    )
        .prop_map(|(ty, read, write, max_len, doc)| Lease {
            ty,
            read,
            write,
            max_len,
            doc,
        })
}

fn replies() -> impl Strategy<Value = Reply> {
    let error = prop_oneof![
        text().prop_map(Error::CLike),
        text().prop_map(Error::Complex),
        Just(Error::ServerDeath),
    ];
    prop_oneof![
        attributed().prop_map(Reply::Simple),
        (attributed(), error).prop_map(|(ok, err)| Reply::Result { ok, err }),
    ]
}

fn operations() -> impl Strategy<Value = Operation> {
    let encoding = prop_oneof![
        Just(Encoding::Zerocopy),
        Just(Encoding::Ssmarshal),
        Just(Encoding::Hubpack),
    ];
    (
        prop::collection::vec((text(), attributed()), 0..4),
        prop::collection::vec((text(), leases()), 0..3),
        replies(),
        any::<bool>(),
        encoding,
        prop::option::of(text()),
        prop::option::of(text()),
    )
        .prop_map(
            |(args, leases, reply, idempotent, encoding, doc, feature)| {
                Operation {
                    number: 0,
                    args: args.into_iter().collect(),
                    leases: leases.into_iter().collect(),
                    reply,
                    idempotent,
                    encoding,
                    doc,
                    was: Vec::new(),
                    feature,
                    stream: None,
                }
            },
        )
}

/// Interfaces whose names and types are any text.
pub(crate) fn interfaces() -> impl Strategy<Value = Interface> {
    let doc = prop::option::of(text());
    (
        text(),
        prop::collection::vec((text(), operations()), 0..5),
        doc,
    )
        .prop_map(|(name, ops, doc)| {
            let mut interface = Interface {
                name,
                ops: ops.into_iter().collect(),
                reserved: Vec::new(),
                doc,
            };
            for (n, operation) in (1..).zip(interface.ops.values_mut()) {
                operation.number = n;
            }
            interface
        })
}
