//! Writes what an `.idol` file says.

use serde_core::ser::{
    Serialize, SerializeStruct as _, SerializeStructVariant as _,
    SerializeTupleVariant as _, Serializer,
};

use crate::syntax::{
    AttributedTy, Encoding, Error, Interface, Lease, Operation, RecvStrategy,
    Reply,
};

/// Writes a struct, without the fields that are skipped.
macro_rules! write {
    ($of:ident |$this:ident| {
        $($key:literal => $value:expr $(, unless $skipped:expr)?;)*
    }) => {
        impl Serialize for $of {
            fn serialize<S: Serializer>(
                &self,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                let $this = self;
                let len = [$(true $(&& !$skipped)?),*];
                let len = len.into_iter().filter(|is_there| *is_there).count();
                let mut fields = to.serialize_struct(stringify!($of), len)?;
                $(if true $(&& !$skipped)? {
                    fields.serialize_field($key, &$value)?;
                } else {
                    fields.skip_field($key)?;
                })*
                fields.end()
            }
        }
    };
}

/// What is written of a text that is there: without `Some` around it.
fn text(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

write! {
    Interface |it| {
        "name" => it.name;
        "ops" => it.ops;
        "reserved" => it.reserved, unless it.reserved.is_empty();
        "doc" => text(&it.doc), unless it.doc.is_none();
    }
}

write! {
    Operation |it| {
        "number" => it.number;
        "args" => it.args;
        "leases" => it.leases;
        "reply" => it.reply;
        "idempotent" => it.idempotent;
        "encoding" => it.encoding;
        "doc" => text(&it.doc), unless it.doc.is_none();
        "was" => it.was, unless it.was.is_empty();
        "feature" => text(&it.feature), unless it.feature.is_none();
        "stream" => text(&it.stream), unless it.stream.is_none();
    }
}

write! {
    AttributedTy |it| {
        "type" => it.ty;
        "recv" => Strategy(&it.recv, it.refuses);
        "doc" => text(&it.doc), unless it.doc.is_none();
    }
}

write! {
    Lease |it| {
        "type" => it.ty;
        "read" => it.read;
        "write" => it.write;
        "max_len" => it.max_len;
        "doc" => text(&it.doc), unless it.doc.is_none();
    }
}

impl Serialize for RecvStrategy {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Strategy(self, false).serialize(to)
    }
}

/// A strategy, and whether it may refuse.
struct Strategy<'a>(&'a RecvStrategy, bool);

impl Serialize for Strategy<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        const NAME: &str = "RecvStrategy";
        let Self(recv, refuses) = self;
        match recv {
            RecvStrategy::FromBytes => {
                to.serialize_unit_variant(NAME, 0, "FromBytes")
            }
            RecvStrategy::FromPrimitive(raw) => {
                to.serialize_newtype_variant(NAME, 1, "FromPrimitive", raw)
            }
            RecvStrategy::From(raw, function) => {
                let (index, from) = match refuses {
                    false => (2, "From"),
                    true => (3, "TryFrom"),
                };
                let mut parts =
                    to.serialize_tuple_variant(NAME, index, from, 2)?;
                parts.serialize_field(raw)?;
                parts.serialize_field(function)?;
                parts.end()
            }
        }
    }
}

impl Serialize for Reply {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        const NAME: &str = "Reply";
        match self {
            Self::Simple(value) => {
                to.serialize_newtype_variant(NAME, 0, "Simple", value)
            }
            Self::Result { ok, err } => {
                let mut fields =
                    to.serialize_struct_variant(NAME, 1, "Result", 2)?;
                fields.serialize_field("ok", ok)?;
                fields.serialize_field("err", err)?;
                fields.end()
            }
        }
    }
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        const NAME: &str = "Error";
        match self {
            Self::CLike(error) => {
                to.serialize_newtype_variant(NAME, 0, "CLike", error)
            }
            Self::Complex(error) => {
                to.serialize_newtype_variant(NAME, 1, "Complex", error)
            }
            Self::ServerDeath => {
                to.serialize_unit_variant(NAME, 2, "ServerDeath")
            }
        }
    }
}

impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (index, name) = match self {
            Self::Zerocopy => (0, "Zerocopy"),
            Self::Ssmarshal => (1, "Ssmarshal"),
            Self::Hubpack => (2, "Hubpack"),
        };
        to.serialize_unit_variant("Encoding", index, name)
    }
}
