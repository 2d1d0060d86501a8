//! What an `.idol` file says: plain data, nothing checked.
//!
//! The reader fills these types in, `serde` can (feature `serde`), and a
//! program may build them by hand. Whatever they hold,
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
    pub ops: IndexMap<String, Operation>,
}

/// One operation.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Operation {
    /// The number on the wire, 1 or more. Readers fill it in: the position in
    /// the file counted from 1, unless the file says `number`.
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
    #[cfg_attr(feature = "serde", serde(default, alias = "description"))]
    pub doc: Option<String>,
}

/// A type and how the receiver makes it out of bytes.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct AttributedTy {
    /// A Rust type as text.
    pub ty: String,
    /// How the receiver makes the value.
    pub recv: RecvStrategy,
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
    From(String, Option<String>),
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
