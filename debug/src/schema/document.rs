//! A schema's document: an interface, its operations and what they take. The
//! types have [a file of their own](super::types).

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::types::Type;

/// The version of the format that is written, and the only one that is read.
/// It rises when a reader of the version before would misread a document;
/// fields are added without that, and ignored by those who do not know them.
pub const VERSION: u32 = 1;

/// An interface with all its types: enough to encode any call and to decode
/// any reply.
///
/// ```
/// use idol_debug::Value;
/// use idol_debug::schema::Schema;
///
/// let schema = Schema::from_json(
///     r#"{
///         "schema": 1, "interface": "Lamp", "word": 4,
///         "fingerprint": "0123456789abcdef",
///         "limits": { "message": 1, "reply": 0 },
///         "operations": [{
///             "number": 3, "name": "dim", "encoding": "zerocopy",
///             "idempotent": true, "on_death": "retry",
///             "message": { "min": 1, "max": 1 }, "room": 0,
///             "arguments": [{
///                 "name": "level", "type": "u8", "form": "value",
///                 "offset": 0, "size": { "min": 1, "max": 1 }
///             }],
///             "reply": {
///                 "type": "()", "form": "value", "size": { "min": 0, "max": 0 }
///             },
///             "errors": { "kind": "none" }
///         }],
///         "types": {
///             "u8": { "kind": "unsigned", "size": 1 },
///             "()": { "kind": "unit", "size": 0 }
///         }
///     }"#,
/// )?;
/// let message = schema.encode("dim", &[("level", 9.into())])?;
/// assert_eq!(message, [9]);
/// # Ok::<(), idol_debug::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Schema {
    /// [`VERSION`].
    #[serde(rename = "schema")]
    pub version: u32,
    /// The interface's name.
    pub interface: String,
    /// What the file says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// What client and server must agree on, as 16 hexadecimal digits: see
    /// `idol::fingerprint`.
    pub fingerprint: String,
    /// The size of a `usize` in memory, in bytes, where the server runs.
    pub word: usize,
    /// What buffers must hold.
    pub limits: Limits,
    /// Numbers that no operation has, nor a later version may give to one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserved: Vec<u16>,
    /// The operations, in the order of their numbers.
    pub operations: Vec<Operation>,
    /// All types, by the names that the operations and other types call them.
    /// Each stands behind those that it is made of.
    pub types: IndexMap<String, Type>,
}

/// What buffers must hold, in bytes.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Limits {
    /// The longest message of any operation.
    pub message: usize,
    /// The most that any operation needs for its reply.
    pub reply: usize,
}

/// From how many to how many bytes something takes.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Bounds {
    /// The least.
    pub min: usize,
    /// The most.
    pub max: usize,
}

/// An operation.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Operation {
    /// The number on the wire.
    pub number: u16,
    /// Its name.
    pub name: String,
    /// What the file says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The cargo feature without which a server refuses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// What its replies are together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<Stream>,
    /// How arguments, reply and error become bytes.
    pub encoding: Encoding,
    /// Whether it may be asked again when the server has died.
    pub idempotent: bool,
    /// What a client does when the server dies before it answers.
    pub on_death: OnDeath,
    /// The arguments, in the order of the message.
    #[serde(default)]
    pub arguments: Vec<Argument>,
    /// The length of a message.
    pub message: Bounds,
    /// The leases, in the order of their indices.
    #[serde(default)]
    pub leases: Vec<Lease>,
    /// What comes back.
    pub reply: Reply,
    /// How it fails.
    pub errors: Errors,
    /// The room that a client must have for a reply, in bytes: a value's or an
    /// error's, whichever is longer.
    pub room: usize,
}

/// What replies are together.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stream {
    /// Elements of a whole: each tells the place of the next.
    Cursor,
    /// Something that a later version knows.
    #[serde(other)]
    Unknown,
}

/// How values become bytes.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// As they are in memory, one after the other without padding between.
    Zerocopy,
    /// As the crate `hubpack` writes them.
    Hubpack,
    /// As the crate `ssmarshal` writes them.
    Ssmarshal,
}

/// What a client does when the server dies before it answers.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnDeath {
    /// It sends the same message to the new generation.
    Retry,
    /// It fails with an error of the interface's type.
    Error,
    /// It fails, and there is no other way to fail.
    ServerDeath,
    /// It has no way to tell; a client in Rust has no such operation.
    Untold,
}

/// An argument.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// What the file says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Its type, by its name in [`Schema::types`].
    #[serde(rename = "type")]
    pub ty: String,
    /// What its bytes are.
    pub form: Form,
    /// Where it starts in the message; none where that depends on the values
    /// before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<usize>,
    /// How many bytes it takes in the message.
    pub size: Bounds,
    /// What the server makes of its bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recv: Option<Recv>,
}

/// What the bytes of a value are.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// What the operation's encoding makes of the value.
    Value,
    /// A byte that is 0 for false and 1 for true; any other is read as true.
    Byte,
    /// Of an `Option`: a byte, 0 or 1, and what it holds as it is in memory,
    /// or zeros.
    Flagged,
}

/// How a receiver makes a value of its bytes. The sender's bytes are the
/// value's own in any case.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Recv {
    /// By which trait.
    pub by: RecvBy,
    /// The type that the bytes are at first, as the file writes it.
    pub raw: String,
    /// The function that is called instead of `From`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
}

/// A trait that converts.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecvBy {
    /// `FromPrimitive`, which refuses numbers that no value has.
    FromPrimitive,
    /// `From`, or `TryFrom`, which may refuse and is not told apart in a task's
    /// file.
    From,
}

/// A lease.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Lease {
    /// Its name.
    pub name: String,
    /// What the file says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// What the server may do with it.
    pub access: Access,
    /// The type of what is lent, or of its elements. They are lent as they are
    /// in memory, whatever the encoding.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether any number of elements is lent, one behind the other.
    pub slice: bool,
    /// The most elements that the server takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_len: Option<u32>,
}

/// What a server may do with a lease.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the variants say it")]
pub enum Access {
    Read,
    Write,
    ReadWrite,
}

/// What comes back.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Reply {
    /// The type of the value.
    #[serde(rename = "type")]
    pub ty: String,
    /// What the file says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// What its bytes are.
    pub form: Form,
    /// How many bytes it takes.
    pub size: Bounds,
    /// What the client makes of its bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recv: Option<Recv>,
}

/// How an operation fails. Of all of them the server may die: the return code
/// is then 0xFFFF_FF00 or greater, its lowest byte the new generation.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Errors {
    /// It does not, and the return code means nothing. A reply of type `()`
    /// is not looked at.
    None,
    /// By the server's death alone.
    ServerDeath,
    /// The return code is the error, and the body is empty.
    Code {
        /// The error's type.
        #[serde(rename = "type")]
        ty: String,
        /// All codes with their names; none where the type is no enum of
        /// codes alone. Then an error is known by its code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        codes: Option<Vec<Code>>,
    },
    /// The return code is 1, and the body is the error.
    Value {
        /// The error's type.
        #[serde(rename = "type")]
        ty: String,
        /// What its bytes are.
        form: Form,
        /// How many bytes it takes.
        size: Bounds,
    },
}

/// A return code.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Code {
    /// The code, not 0.
    pub code: u16,
    /// The variant of the error's type.
    pub name: String,
}
