//! What the crate `ron` makes of a text in the old vocabulary.

use std::fmt;

use idol::syntax;
use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor, value};

/// What `ron` and our own structs say that a text means.
///
/// # Panics
///
/// If `ron` refuses the text.
pub(crate) fn read(text: &str) -> syntax::Interface {
    match ron::from_str::<Interface>(text) {
        Ok(interface) => interface.into(),
        Err(error) => panic!("ron refuses the text: {error}\n{text}"),
    }
}

#[derive(Deserialize)]
struct Interface {
    name: String,
    ops: IndexMap<String, Operation>,
    #[serde(default)]
    doc: Doc,
}

#[derive(Deserialize)]
struct Operation {
    #[serde(default)]
    args: IndexMap<String, AttributedTy>,
    #[serde(default)]
    leases: IndexMap<String, Lease>,
    reply: Reply,
    #[serde(default)]
    idempotent: bool,
    #[serde(default)]
    encoding: Encoding,
    #[serde(default)]
    doc: Doc,
    #[serde(default)]
    description: Doc,
    #[serde(default)]
    feature: Doc,
    #[serde(default)]
    stream: Doc,
}

/// A bare string, or nothing.
#[derive(Default)]
struct Doc(Option<String>);

impl<'de> Deserialize<'de> for Doc {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d).map(|text| Self(Some(text)))
    }
}

#[derive(Deserialize)]
#[serde(rename = "AttributedTy")]
struct Explicit {
    #[serde(rename = "type")]
    ty: String,
    #[serde(default)]
    recv: RecvStrategy,
    #[serde(default)]
    doc: Doc,
}

pub(crate) struct AttributedTy(pub(crate) syntax::AttributedTy);

impl<'de> Deserialize<'de> for AttributedTy {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Explicit;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a type")
            }

            fn visit_str<E>(self, ty: &str) -> Result<Explicit, E> {
                Ok(Explicit {
                    ty: ty.to_owned(),
                    recv: RecvStrategy::FromBytes,
                    doc: Doc(None),
                })
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                map: A,
            ) -> Result<Explicit, A::Error> {
                Explicit::deserialize(value::MapAccessDeserializer::new(map))
            }
        }

        let Explicit { ty, recv, doc } = d.deserialize_any(Either)?;
        let refuses = matches!(recv, RecvStrategy::TryFrom(..));
        let (recv, doc) = (recv.into(), doc.0);
        Ok(Self(syntax::AttributedTy {
            ty,
            recv,
            refuses,
            doc,
        }))
    }
}

#[derive(Default, Deserialize)]
pub(crate) enum RecvStrategy {
    #[default]
    FromBytes,
    FromPrimitive(String),
    From(String, #[serde(default)] Option<String>),
    TryFrom(String, #[serde(default)] Option<String>),
}

#[derive(Deserialize)]
pub(crate) enum Reply {
    Simple(AttributedTy),
    Result { ok: AttributedTy, err: Error },
}

#[derive(Deserialize)]
pub(crate) enum Error {
    CLike(String),
    Complex(String),
    ServerDeath,
}

#[derive(Deserialize)]
pub(crate) struct Lease {
    #[serde(rename = "type")]
    ty: String,
    #[serde(default)]
    read: bool,
    #[serde(default)]
    write: bool,
    #[serde(default)]
    max_len: Option<u32>,
    #[serde(default)]
    doc: Doc,
}

#[derive(Default, Deserialize)]
pub(crate) enum Encoding {
    #[default]
    Zerocopy,
    Ssmarshal,
    Hubpack,
}

impl From<Interface> for syntax::Interface {
    fn from(interface: Interface) -> Self {
        let ops = (1..).zip(interface.ops).map(|(number, (name, op))| {
            let operation = syntax::Operation {
                number,
                args: op.args.into_iter().map(|(n, t)| (n, t.0)).collect(),
                leases: op
                    .leases
                    .into_iter()
                    .map(|(name, lease)| (name, lease.into()))
                    .collect(),
                reply: op.reply.into(),
                idempotent: op.idempotent,
                encoding: op.encoding.into(),
                doc: op.doc.0.or(op.description.0),
                was: Vec::new(),
                feature: op.feature.0,
                stream: op.stream.0,
            };
            (name, operation)
        });
        Self {
            name: interface.name,
            ops: ops.collect(),
            reserved: Vec::new(),
            doc: interface.doc.0,
        }
    }
}

impl From<RecvStrategy> for syntax::RecvStrategy {
    fn from(strategy: RecvStrategy) -> Self {
        match strategy {
            RecvStrategy::FromBytes => Self::FromBytes,
            RecvStrategy::FromPrimitive(raw) => Self::FromPrimitive(raw),
            RecvStrategy::From(raw, function)
            | RecvStrategy::TryFrom(raw, function) => Self::From(raw, function),
        }
    }
}

impl From<Reply> for syntax::Reply {
    fn from(reply: Reply) -> Self {
        match reply {
            Reply::Simple(ty) => Self::Simple(ty.0),
            Reply::Result { ok, err } => Self::Result {
                ok: ok.0,
                err: match err {
                    Error::CLike(ty) => syntax::Error::CLike(ty),
                    Error::Complex(ty) => syntax::Error::Complex(ty),
                    Error::ServerDeath => syntax::Error::ServerDeath,
                },
            },
        }
    }
}

impl From<Lease> for syntax::Lease {
    fn from(lease: Lease) -> Self {
        Self {
            ty: lease.ty,
            read: lease.read,
            write: lease.write,
            max_len: lease.max_len,
            doc: lease.doc.0,
        }
    }
}

impl From<Encoding> for syntax::Encoding {
    fn from(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Zerocopy => Self::Zerocopy,
            Encoding::Ssmarshal => Self::Ssmarshal,
            Encoding::Hubpack => Self::Hubpack,
        }
    }
}
