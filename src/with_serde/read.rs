//! Reads what an `.idol` file says.

mod words;

use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use serde_core::de::{
    Deserialize, Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use words::{Names, Text, Word};

use crate::syntax::{
    AttributedTy, Encoding, Error, Interface, Lease, Operation, RecvStrategy,
    Reply,
};

/// Reads a struct. Of each field: its name, the keys that it has, the type that
/// reads its value, and what it is where no key is there, else that is an
/// error. Unknown keys are ignored.
macro_rules! read {
    ($of:ident named $name:literal {
        $($field:ident: $key:literal $(| $alias:literal)?, $read:ty $(, $default:expr)?;)*
    }) => {
        impl<'de> Deserialize<'de> for $of {
            fn deserialize<D: Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                const KEYS: &[&str] = &[$($key, $($alias,)?)*];
                let fields = Fields::<$of>(PhantomData);
                from.deserialize_struct($name, KEYS, fields)
            }
        }

        impl<'de> Visitor<'de> for Fields<$of> {
            type Value = $of;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!("a struct `", $name, "`"))
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<$of, A::Error> {
                $(let mut $field = None;)*
                while let Some(Word(key)) = map.next_key()? {
                    match key.as_str() {
                        $($key $(| $alias)? => {
                            if $field.is_some() {
                                return Err(A::Error::duplicate_field($key));
                            }
                            $field = Some(map.next_value::<$read>()?);
                        })*
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok($of {
                    $($field: match $field {
                        Some(value) => value.into(),
                        None => read!(missing A, $key $(, $default)?),
                    },)*
                })
            }
        }
    };
    (missing $access:ident, $key:literal, $default:expr) => { $default };
    (missing $access:ident, $key:literal) => {
        return Err($access::Error::missing_field($key))
    };
}

/// Reads the fields of a struct.
struct Fields<T>(PhantomData<T>);

read! {
    Interface named "Interface" {
        name: "name", String;
        ops: "ops", Operations;
        reserved: "reserved", Vec<u32>, Vec::new();
        doc: "doc", Text, None;
    }
}

read! {
    Operation named "Operation" {
        number: "number", u32, 0;
        args: "args", IndexMap<String, AttributedTy>, IndexMap::new();
        leases: "leases", IndexMap<String, Lease>, IndexMap::new();
        reply: "reply", Reply;
        idempotent: "idempotent", bool, false;
        encoding: "encoding", Encoding, Encoding::default();
        doc: "doc" | "description", Text, None;
        was: "was", Names, Vec::new();
        feature: "feature", Text, None;
        stream: "stream", Text, None;
    }
}

read! {
    Lease named "Lease" {
        ty: "type", String;
        read: "read", bool, false;
        write: "write", bool, false;
        max_len: "max_len", Option<u32>, None;
        doc: "doc", Text, None;
    }
}

/// A type in the long form.
struct Attributed {
    ty: String,
    recv: Recv,
    doc: Option<String>,
}

read! {
    Attributed named "AttributedTy" {
        ty: "type", String;
        recv: "recv", Recv, Recv::default();
        doc: "doc", Text, None;
    }
}

/// What a reply that may be an error consists of.
struct ValueOrError {
    ok: AttributedTy,
    err: Error,
}

read! {
    ValueOrError named "Result" {
        ok: "ok", AttributedTy;
        err: "err", Error;
    }
}

/// Operations, those without a number with the one of their position.
struct Operations(IndexMap<String, Operation>);

impl<'de> Deserialize<'de> for Operations {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut ops = IndexMap::<String, Operation>::deserialize(from)?;
        for (position, operation) in (1..).zip(ops.values_mut()) {
            if operation.number == 0 {
                operation.number = position;
            }
        }
        Ok(Self(ops))
    }
}

impl From<Operations> for IndexMap<String, Operation> {
    fn from(Operations(ops): Operations) -> Self {
        ops
    }
}

impl<'de> Deserialize<'de> for AttributedTy {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
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
                    refuses: false,
                    doc: None,
                })
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                map: A,
            ) -> Result<AttributedTy, A::Error> {
                let Attributed { ty, recv, doc } =
                    Fields::<Attributed>(PhantomData).visit_map(map)?;
                let Recv { recv, refuses } = recv;
                Ok(AttributedTy {
                    ty,
                    recv,
                    refuses,
                    doc,
                })
            }
        }

        from.deserialize_any(Either)
    }
}

/// Reads an enum: what each variant is read from.
macro_rules! read_variants {
    ($of:ident { $($name:literal => |$variant:ident| $read:expr;)* }) => {
        impl<'de> Deserialize<'de> for $of {
            fn deserialize<D: Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                const NAMES: &[&str] = &[$($name),*];
                struct Variants;

                impl<'de> Visitor<'de> for Variants {
                    type Value = $of;

                    fn expecting(
                        &self,
                        f: &mut fmt::Formatter<'_>,
                    ) -> fmt::Result {
                        f.write_str(concat!("an enum `", stringify!($of), "`"))
                    }

                    fn visit_enum<A: EnumAccess<'de>>(
                        self,
                        access: A,
                    ) -> Result<$of, A::Error> {
                        let (Word(name), variant) = access.variant()?;
                        match name.as_str() {
                            $($name => {
                                let $variant = variant;
                                $read
                            })*
                            name => Err(A::Error::unknown_variant(name, NAMES)),
                        }
                    }
                }

                from.deserialize_enum(stringify!($of), NAMES, Variants)
            }
        }
    };
}

/// A strategy, and whether it may refuse.
#[derive(Default)]
struct Recv {
    recv: RecvStrategy,
    refuses: bool,
}

impl From<RecvStrategy> for Recv {
    fn from(recv: RecvStrategy) -> Self {
        Self {
            recv,
            refuses: false,
        }
    }
}

read_variants! {
    Recv {
        "FromBytes" => |v| v.unit_variant().map(|()| RecvStrategy::FromBytes.into());
        "FromPrimitive" => |v| {
            v.newtype_variant().map(|raw| RecvStrategy::FromPrimitive(raw).into())
        };
        "From" => |v| v.tuple_variant(2, TypeAndFunction).map(Recv::from);
        "TryFrom" => |v| {
            let recv = v.tuple_variant(2, TypeAndFunction)?;
            Ok(Recv { recv, refuses: true })
        };
    }
}

impl<'de> Deserialize<'de> for RecvStrategy {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Recv::deserialize(from)? {
            Recv {
                recv,
                refuses: false,
            } => Ok(recv),
            Recv { .. } => Err(D::Error::custom(
                "that `From` may refuse is not said by the strategy",
            )),
        }
    }
}

read_variants! {
    Reply {
        "Simple" => |v| v.newtype_variant().map(Reply::Simple);
        "Result" => |v| {
            let fields = Fields::<ValueOrError>(PhantomData);
            v.struct_variant(&["ok", "err"], fields)
                .map(|ValueOrError { ok, err }| Reply::Result { ok, err })
        };
    }
}

read_variants! {
    Error {
        "CLike" => |v| v.newtype_variant().map(Error::CLike);
        "Complex" => |v| v.newtype_variant().map(Error::Complex);
        "ServerDeath" => |v| v.unit_variant().map(|()| Error::ServerDeath);
    }
}

read_variants! {
    Encoding {
        "Zerocopy" => |v| v.unit_variant().map(|()| Encoding::Zerocopy);
        "Ssmarshal" => |v| v.unit_variant().map(|()| Encoding::Ssmarshal);
        "Hubpack" => |v| v.unit_variant().map(|()| Encoding::Hubpack);
    }
}

/// Reads what `From` names: a type and, if it is there, a function.
struct TypeAndFunction;

impl<'de> Visitor<'de> for TypeAndFunction {
    type Value = RecvStrategy;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a type, and perhaps a function")
    }

    fn visit_seq<A: SeqAccess<'de>>(
        self,
        mut parts: A,
    ) -> Result<RecvStrategy, A::Error> {
        let Some(ty) = parts.next_element()? else {
            return Err(A::Error::invalid_length(0, &self));
        };
        let function = parts.next_element::<Option<String>>()?;
        Ok(RecvStrategy::From(ty, function.flatten()))
    }
}
