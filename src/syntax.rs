//! What an `.idol` file says: plain data, nothing checked.
//!
//! The reader fills these types in, `serde` can (feature `serde`, for formats
//! that describe themselves, such as JSON and RON), and a program may build
//! them by hand. Whatever they hold,
//! [`check`](crate::check) decides whether it is an interface.
//!
//! Names and types are text, as they stand in the file. All maps keep the
//! file's order: the order of arguments is their packing order, the position
//! of a lease is its index.

use indexmap::IndexMap;

/// The same types under the name that existing debuggers know them by.
pub mod send {
    pub use super::{
        AttributedTy, Encoding, Error, Interface, Lease, Operation,
        RecvStrategy, Reply,
    };
}

/// One interface: its name and its operations in the file's order.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Interface {
    /// Prefix of every generated type; a Rust identifier.
    pub name: String,
    /// The operations by name, in order.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "with_serde::operations")
    )]
    pub ops: IndexMap<String, Operation>,
    /// Numbers that no operation may have: those of operations that are gone,
    /// whose old clients are to be refused and not misunderstood.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub reserved: Vec<u32>,
    /// Documentation.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "with_serde::read_doc",
            serialize_with = "with_serde::write_doc",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub doc: Option<String>,
}

/// One operation.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Operation {
    /// The number on the wire, 1 to 65,535. Readers fill it in: the position
    /// in the file counted from 1, unless the file says `number`. In an
    /// interface built by hand, 0 also stands for the position counted
    /// from 1.
    #[cfg_attr(feature = "serde", serde(default))]
    pub number: u32,
    /// The arguments in packing order.
    #[cfg_attr(feature = "serde", serde(default))]
    pub args: IndexMap<String, AttributedTy>,
    /// The leases in the order of their indices.
    #[cfg_attr(feature = "serde", serde(default))]
    pub leases: IndexMap<String, Lease>,
    /// What comes back.
    pub reply: Reply,
    /// Whether the client sends again to a restarted server.
    #[cfg_attr(feature = "serde", serde(default))]
    pub idempotent: bool,
    /// How arguments and reply become bytes.
    #[cfg_attr(feature = "serde", serde(default))]
    pub encoding: Encoding,
    /// Documentation, from the key `doc` or `description`.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            alias = "description",
            deserialize_with = "with_serde::read_doc",
            serialize_with = "with_serde::write_doc",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub doc: Option<String>,
    /// The names that it had in earlier versions: one, or a list. For whom
    /// compares versions; nothing of it is generated.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "with_serde::read_was",
            skip_serializing_if = "Vec::is_empty"
        )
    )]
    pub was: Vec<String>,
    /// The cargo feature without which a server's package does not support it:
    /// its build gives the function a body that refuses every request.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "with_serde::read_doc",
            serialize_with = "with_serde::write_doc",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub feature: Option<String>,
}

/// A type and how the receiver makes it out of bytes.
///
/// `serde` reads it from a bare string too, which is the type.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AttributedTy {
    /// A Rust type as text.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub ty: String,
    /// How the receiver makes the value.
    pub recv: RecvStrategy,
    /// Documentation of the argument, or of the whole reply.
    #[cfg_attr(
        feature = "serde",
        serde(
            serialize_with = "with_serde::write_doc",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub doc: Option<String>,
}

/// How a receiver makes a value out of the bytes of a message.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum RecvStrategy {
    /// The bytes are the value.
    #[default]
    FromBytes,
    /// The bytes are this integer, converted with
    /// `num_traits::FromPrimitive`.
    FromPrimitive(String),
    /// The bytes are this type, converted with `From`, or with the named
    /// function.
    From(
        String,
        #[cfg_attr(feature = "serde", serde(default))] Option<String>,
    ),
}

/// What an operation answers.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum Reply {
    /// A value; the server cannot fail.
    Simple(AttributedTy),
    /// A value or an error.
    Result {
        /// The value.
        ok: AttributedTy,
        /// The error.
        err: Error,
    },
}

/// How an operation fails.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum Error {
    /// The return code, not 0, is this type's.
    CLike(String),
    /// The body of the reply is this type, in the operation's encoding.
    Complex(String),
    /// Only the server's death can fail it.
    ServerDeath,
}

/// Memory that the client lends while it waits.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Lease {
    /// A Rust type as text; a slice is written `[T]`.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub ty: String,
    /// The server may read it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub read: bool,
    /// The server may write it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub write: bool,
    /// The longest slice that the server accepts, in elements.
    #[cfg_attr(feature = "serde", serde(default))]
    pub max_len: Option<u32>,
    /// Documentation.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "with_serde::read_doc",
            serialize_with = "with_serde::write_doc",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub doc: Option<String>,
}

/// How arguments and reply become bytes.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum Encoding {
    /// The bytes in memory, fields packed.
    #[default]
    Zerocopy,
    /// The crate `ssmarshal`.
    Ssmarshal,
    /// The crate `hubpack`.
    Hubpack,
}

/// What `serde` cannot derive.
#[cfg(feature = "serde")]
mod with_serde {
    use std::fmt;

    use indexmap::IndexMap;
    use serde::de::{
        Deserialize, Deserializer, MapAccess, SeqAccess, Visitor, value,
    };
    use serde::ser::Serializer;

    use super::{AttributedTy, Operation, RecvStrategy};

    /// Gives operations without a number the one of their position.
    pub(super) fn operations<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<IndexMap<String, Operation>, D::Error> {
        let mut ops = IndexMap::<String, Operation>::deserialize(deserializer)?;
        for (position, operation) in (1..).zip(ops.values_mut()) {
            if operation.number == 0 {
                operation.number = position;
            }
        }
        Ok(ops)
    }

    /// Text, without `Some` around it.
    pub(super) fn write_doc<S: Serializer>(
        doc: &Option<String>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(doc.as_deref().unwrap_or_default())
    }

    /// Text, with or without `Some` around it, or nothing.
    pub(super) fn read_doc<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<String>, D::Error> {
        struct Doc;

        impl<'de> Visitor<'de> for Doc {
            type Value = Option<String>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_str<E>(self, doc: &str) -> Result<Self::Value, E> {
                Ok(Some(doc.to_owned()))
            }

            fn visit_none<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<Self::Value, D::Error> {
                String::deserialize(deserializer).map(Some)
            }
        }

        deserializer.deserialize_any(Doc)
    }

    /// A name, or a list of names.
    pub(super) fn read_was<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<String>, D::Error> {
        struct Names;

        impl<'de> Visitor<'de> for Names {
            type Value = Vec<String>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, or a list of names")
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(vec![name.to_owned()])
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                names: A,
            ) -> Result<Self::Value, A::Error> {
                let names = value::SeqAccessDeserializer::new(names);
                Vec::deserialize(names)
            }
        }

        deserializer.deserialize_any(Names)
    }

    #[derive(serde::Deserialize)]
    struct Explicit {
        #[serde(rename = "type")]
        ty: String,
        #[serde(default)]
        recv: RecvStrategy,
        #[serde(default, deserialize_with = "read_doc")]
        doc: Option<String>,
    }

    impl From<Explicit> for AttributedTy {
        fn from(Explicit { ty, recv, doc }: Explicit) -> Self {
            Self { ty, recv, doc }
        }
    }

    impl<'de> Deserialize<'de> for AttributedTy {
        fn deserialize<D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Self, D::Error> {
            struct Either;

            impl<'de> Visitor<'de> for Either {
                type Value = AttributedTy;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a type, or a struct with `type` and `recv`")
                }

                fn visit_str<E>(self, ty: &str) -> Result<AttributedTy, E> {
                    Ok(AttributedTy {
                        ty: ty.to_owned(),
                        recv: RecvStrategy::FromBytes,
                        doc: None,
                    })
                }

                fn visit_map<A: MapAccess<'de>>(
                    self,
                    map: A,
                ) -> Result<AttributedTy, A::Error> {
                    let map = value::MapAccessDeserializer::new(map);
                    Explicit::deserialize(map).map(AttributedTy::from)
                }
            }

            deserializer.deserialize_any(Either)
        }
    }
}
