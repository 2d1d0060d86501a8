//! The wire table as data.
//!
//! The types follow [`idol::model`]; `docs/src/reference/command.md` documents
//! the keys.

use idol::model;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// What an interface does on the wire.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Interface<'a> {
    /// The interface's name.
    pub name: &'a str,
    /// The operations, in the file's order.
    pub operations: Vec<Operation<'a>>,
    /// The numbers that no operation may have, nor a later version give to
    /// one.
    pub reserved: Vec<u16>,
}

/// One operation.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Operation<'a> {
    /// The number on the wire.
    pub number: u16,
    /// The operation's name.
    pub name: &'a str,
    /// How values become bytes: `Zerocopy`, `Hubpack` or `Ssmarshal`.
    pub encoding: idol::syntax::Encoding,
    /// The length of the longest message.
    pub message_size: Size,
    /// The message, in packing order.
    pub arguments: Vec<Argument<'a>>,
    /// The leases, in the order of their indices.
    pub leases: Vec<Lease<'a>>,
    /// What comes back.
    pub reply: Reply<'a>,
    /// What a client does when the server dies before it answers.
    pub on_death: &'static str,
    /// Of a cursor, whose replies are elements of a whole: where the place of
    /// the next is, in a `pair` with the element or in its `field`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<&'static str>,
}

/// One argument.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Argument<'a> {
    /// The argument's name.
    pub name: &'a str,
    /// The type that the client passes and the server gets.
    #[serde(rename = "type")]
    pub ty: &'a str,
    /// How one becomes the other.
    pub conversion: Conversion<'a>,
    /// Where it starts in the message; `None` where the encoding may give an
    /// earlier one no fixed length.
    pub offset: Option<Size>,
    /// Its length; with a serde encoding, its greatest.
    pub width: Size,
}

/// How bytes become a value.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Conversion<'a> {
    /// They are the value, in the operation's encoding.
    Own,
    /// One byte, 0 or 1.
    Bool,
    /// They are an integer, which may be refused.
    FromPrimitive {
        /// The integer.
        raw: &'static str,
    },
    /// They are a value of another type.
    From {
        /// That type.
        raw: &'a str,
        /// The function that converts it, if not `From::from`.
        with: Option<&'a str>,
        /// Whether it may refuse, by `TryFrom`.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        refuses: bool,
    },
}

/// One lease.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Lease<'a> {
    /// Its index in the message.
    pub index: usize,
    /// The lease's name.
    pub name: &'a str,
    /// Whether the server may read it.
    pub read: bool,
    /// Whether the server may write it.
    pub write: bool,
    /// What is lent: the type of the value, or of an element of the slice.
    #[serde(rename = "type")]
    pub ty: &'a str,
    /// Whether it is a slice.
    pub slice: bool,
    /// The longest slice that the server accepts, in elements.
    pub max_len: Option<u32>,
}

/// What comes back.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Reply<'a> {
    /// The type of the value.
    #[serde(rename = "type")]
    pub ty: &'a str,
    /// How bytes become the value.
    pub conversion: Conversion<'a>,
    /// The value's length; with a serde encoding, its greatest.
    pub size: Size,
    /// How the operation fails.
    pub failure: Failure<'a>,
    /// The length of the longest body, an error's included.
    pub max_size: Size,
}

/// How an operation fails.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(tag = "kind")]
pub enum Failure<'a> {
    /// It does not.
    Simple,
    /// With a return code that is not 0.
    CLike {
        /// The error.
        #[serde(rename = "type")]
        ty: &'a str,
    },
    /// With return code 1 and a body.
    Complex {
        /// The error.
        #[serde(rename = "type")]
        ty: &'a str,
        /// The length of its body; with a serde encoding, its greatest.
        size: Size,
    },
    /// Only by the server's death.
    ServerDeath,
}

/// A number of bytes: the number, where the file alone tells it, otherwise a
/// map with one key that says how to find it.
#[derive(Clone, Debug)]
pub struct Size(model::Size);

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if let Some(bytes) = self.0.known() {
            return to.serialize_u32(bytes);
        }
        let parts = |sizes: &[model::Size]| {
            sizes.iter().cloned().map(Self).collect::<Vec<_>>()
        };
        match &self.0 {
            model::Size::Bytes(bytes) => to.serialize_u32(*bytes),
            model::Size::SizeOf(ty) => one(to, "size_of", ty),
            model::Size::MaxSize(ty) => one(to, "max_size", ty),
            model::Size::StructOf(fields) => one(to, "struct_of", fields),
            model::Size::Sum(sizes) => one(to, "sum", &parts(sizes)),
            model::Size::Largest(sizes) => one(to, "largest", &parts(sizes)),
        }
    }
}

/// A map with one key.
fn one<S: Serializer>(
    to: S,
    key: &str,
    value: &impl Serialize,
) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(1))?;
    map.serialize_entry(key, value)?;
    map.end()
}

impl<'a> Interface<'a> {
    /// The table of an interface.
    pub fn of(interface: &'a model::Interface) -> Self {
        Self {
            name: interface.name.as_str(),
            operations: interface
                .operations
                .iter()
                .map(Operation::of)
                .collect(),
            reserved: interface.reserved.iter().map(|n| n.get()).collect(),
        }
    }
}

impl<'a> Operation<'a> {
    fn of(operation: &'a model::Operation) -> Self {
        let arguments = operation.arguments.iter().enumerate();
        let leases = operation.leases.iter().enumerate();
        Self {
            number: operation.number.get(),
            name: operation.name.as_str(),
            encoding: operation.encoding,
            message_size: Size(operation.message_size.clone()),
            arguments: arguments
                .map(|(index, argument)| Argument {
                    name: argument.name.as_str(),
                    ty: argument.ty.as_str(),
                    conversion: Conversion::of(&argument.conversion),
                    offset: operation.offset(index).map(Size),
                    width: Size(argument.width.clone()),
                })
                .collect(),
            leases: leases
                .map(|(index, lease)| Lease::of(index, lease))
                .collect(),
            reply: Reply::of(&operation.reply),
            on_death: match operation.on_death {
                model::OnDeath::Retry => "retry",
                model::OnDeath::ErrorFromCode => "error_from_code",
                model::OnDeath::ErrorFromServerDeath => {
                    "error_from_server_death"
                }
                model::OnDeath::ServerDeath => "server_death",
                model::OnDeath::Untold => "untold",
            },
            cursor: operation.cursor.map(|cursor| match cursor {
                model::Cursor::Pair => "pair",
                model::Cursor::Field => "field",
            }),
        }
    }
}

impl<'a> Conversion<'a> {
    fn of(conversion: &'a model::Conversion) -> Self {
        match conversion {
            model::Conversion::Own => Self::Own,
            model::Conversion::Bool => Self::Bool,
            model::Conversion::FromPrimitive(integer) => Self::FromPrimitive {
                raw: integer.as_str(),
            },
            model::Conversion::From { raw, with, refuses } => Self::From {
                raw: raw.as_str(),
                with: with.as_deref(),
                refuses: *refuses,
            },
        }
    }
}

impl<'a> Lease<'a> {
    fn of(index: usize, lease: &'a model::Lease) -> Self {
        let (read, write) = match lease.access {
            model::Access::Read => (true, false),
            model::Access::Write => (false, true),
            model::Access::ReadWrite => (true, true),
        };
        let (ty, slice, max_len) = match &lease.extent {
            model::Extent::Value(ty) => (ty, false, None),
            model::Extent::Slice { element, max_len } => {
                (element, true, max_len.map(|len| len.get()))
            }
        };
        Self {
            index,
            name: lease.name.as_str(),
            read,
            write,
            ty: ty.as_str(),
            slice,
            max_len,
        }
    }
}

impl<'a> Reply<'a> {
    fn of(reply: &'a model::Reply) -> Self {
        Self {
            ty: reply.ok.as_str(),
            conversion: Conversion::of(&reply.conversion),
            size: Size(reply.ok_size.clone()),
            failure: match &reply.failure {
                model::Failure::Simple => Failure::Simple,
                model::Failure::CLike(error) => {
                    Failure::CLike { ty: error.as_str() }
                }
                model::Failure::Complex { error, size } => Failure::Complex {
                    ty: error.as_str(),
                    size: Size(size.clone()),
                },
                model::Failure::ServerDeath => Failure::ServerDeath,
            },
            max_size: Size(reply.max_size.clone()),
        }
    }
}
