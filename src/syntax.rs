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
pub struct Interface {
    /// Prefix of every generated type; a Rust identifier.
    pub name: String,
    /// The operations by name, in order.
    pub ops: IndexMap<String, Operation>,
    /// Numbers that no operation may have: those of operations that are gone,
    /// whose old clients are to be refused and not misunderstood.
    pub reserved: Vec<u32>,
    /// Documentation.
    pub doc: Option<String>,
}

/// What `stream` says of an operation that gives one element and the place of
/// the next: the only kind of stream that there is.
pub(crate) const CURSOR: &str = "cursor";

/// One operation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Operation {
    /// The number on the wire, 1 to 65,535. Readers fill it in: the position
    /// in the file counted from 1, unless the file says `number`. In an
    /// interface built by hand, 0 also stands for the position counted
    /// from 1.
    pub number: u32,
    /// The arguments in packing order.
    pub args: IndexMap<String, AttributedTy>,
    /// The leases in the order of their indices.
    pub leases: IndexMap<String, Lease>,
    /// What comes back.
    pub reply: Reply,
    /// Whether the client sends again to a restarted server.
    pub idempotent: bool,
    /// How arguments and reply become bytes.
    pub encoding: Encoding,
    /// Documentation, from the key `doc` or `description`.
    pub doc: Option<String>,
    /// The names that it had in earlier versions: one, or a list. For whom
    /// compares versions; nothing of it is generated.
    pub was: Vec<String>,
    /// The cargo feature without which a server's package does not support it:
    /// its build gives the function a body that refuses every request.
    pub feature: Option<String>,
    /// What many replies are together: `cursor`, where each gives one element
    /// and the place of the next.
    pub stream: Option<String>,
}

/// A type and how the receiver makes it out of bytes.
///
/// `serde` reads it from a bare string too, which is the type.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AttributedTy {
    /// A Rust type as text.
    pub ty: String,
    /// How the receiver makes the value.
    pub recv: RecvStrategy,
    /// Whether [`RecvStrategy::From`] may refuse what it gets: the file says
    /// `TryFrom`. Of other strategies it says nothing.
    pub refuses: bool,
    /// Documentation of the argument, or of the whole reply.
    pub doc: Option<String>,
}

/// How a receiver makes a value out of the bytes of a message.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
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
pub struct Lease {
    /// A Rust type as text; a slice is written `[T]`.
    pub ty: String,
    /// The server may read it.
    pub read: bool,
    /// The server may write it.
    pub write: bool,
    /// The longest slice that the server accepts, in elements.
    pub max_len: Option<u32>,
    /// Documentation.
    pub doc: Option<String>,
}

/// How arguments and reply become bytes.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Encoding {
    /// The bytes in memory, fields packed.
    #[default]
    Zerocopy,
    /// The crate `ssmarshal`.
    Ssmarshal,
    /// The crate `hubpack`.
    Hubpack,
}
