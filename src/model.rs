//! A legal interface, and what it does on the wire.
//!
//! Only [`check`](crate::check) makes these values, so whoever holds one need
//! not ask again: every name is an identifier, every type a type, no two
//! generated names collide, a conversion stands only where the encoding has
//! one. Emission, documentation and every other tool read this one table.

pub(crate) mod cursor;
mod size;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::{NonZeroU16, NonZeroU32};

pub use cursor::Cursor;
pub use size::Size;

use crate::identifier::is_number;
use crate::syntax::Encoding;

/// A legal interface.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Interface {
    /// Prefix of every generated type.
    pub name: Name,
    /// The operations, in the file's order.
    pub operations: Vec<Operation>,
    /// Numbers that no operation has, nor a later version may give to one, in
    /// rising order.
    pub reserved: Vec<NonZeroU16>,
    /// What the file says about it.
    pub doc: Option<String>,
    /// Where in the text its name stands.
    pub(crate) at: At,
    /// Its name in lower and in upper case, of which generated names are made.
    pub(crate) lower: String,
    pub(crate) upper: String,
}

/// A place in a text, in bytes. Things are the same wherever they stand.
#[derive(Copy, Clone, Debug)]
pub(crate) struct At(pub(crate) Option<u32>);

impl Eq for At {}

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

pub(crate) use crate::names::PLACEHOLDER;

/// A Rust identifier, without `r#`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Name(pub(crate) String);

impl Name {
    /// The name as it stands in the file.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether Rust code must write it with `r#`, in some edition up to 2024.
    pub fn is_keyword(&self) -> bool {
        crate::identifier::is_keyword(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One operation: a row of the wire table.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Operation {
    /// The number on the wire, which is also the discriminant of the
    /// operation's variant in `{Iface}Operation`.
    pub number: NonZeroU16,
    /// The operation's name.
    pub name: Name,
    /// What the file says about it.
    pub doc: Option<String>,
    /// The cargo feature without which a server does not support it.
    pub feature: Option<String>,
    /// How arguments, reply and `Complex` error become bytes.
    pub encoding: Encoding,
    /// The message, in packing order.
    pub arguments: Vec<Argument>,
    /// The length of the longest message, in bytes; with
    /// [`Encoding::Zerocopy`], of every message.
    pub message_size: Size,
    /// The leases, in the order of their indices.
    pub leases: Vec<Lease>,
    /// What comes back.
    pub reply: Reply,
    /// What the client does when the server dies before it answers.
    pub on_death: OnDeath,
    /// Where its replies are elements of a whole, one after the other: how
    /// each tells the place of the next.
    pub cursor: Option<Cursor>,
    /// Whether the file says something about an argument, a lease or the
    /// reply.
    pub(crate) described: bool,
}

impl Operation {
    /// Where an argument starts in the message, in bytes. `None` where the
    /// encoding may give an earlier one no fixed length, and beyond the last
    /// argument.
    pub fn offset(&self, argument: usize) -> Option<Size> {
        let before = self.arguments.get(..argument)?;
        if argument >= self.arguments.len() {
            return None;
        }
        let widths = before.iter().map(|argument| &argument.width);
        if self.encoding != Encoding::Zerocopy {
            // What is known of a type is known of each of its values.
            for width in widths.clone() {
                width.known()?;
            }
        }
        Some(Size::sum(widths.cloned()))
    }

    /// Whether the client asks a restarted server again.
    pub fn is_idempotent(&self) -> bool {
        self.on_death == OnDeath::Retry
    }

    /// Whether the file says something about an argument, a lease or the
    /// reply.
    pub fn has_documented_parts(&self) -> bool {
        self.described
    }
}

/// One argument: a field of the message.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Argument {
    /// The argument's name.
    pub name: Name,
    /// The type that the client passes and the server gets.
    pub ty: Ty,
    /// How one becomes the other.
    pub conversion: Conversion,
    /// The field's length in bytes; with a serde encoding, its greatest.
    /// [`Operation::offset`] tells where it starts.
    pub width: Size,
    /// What the file says about it.
    pub doc: Option<String>,
}

/// How bytes become a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Conversion {
    /// The bytes are the value, in the operation's encoding.
    Own,
    /// One byte: 0 is false, anything else true. An argument has this form in
    /// every encoding, a reply only with [`Encoding::Zerocopy`].
    Bool,
    /// The bytes are this integer, which `FromPrimitive` may refuse.
    /// [`Encoding::Zerocopy`] only.
    FromPrimitive(Integer),
    /// The bytes are a value of this type, converted by `From`, or by the
    /// function `with`. [`Encoding::Zerocopy`] only.
    From {
        /// The type that the bytes are.
        raw: Ty,
        /// A path to a function `fn(Raw) -> T`; where it may refuse, to a
        /// function `fn(Raw) -> Option<T>`.
        with: Option<String>,
        /// Whether it may refuse, by `TryFrom` instead of `From`.
        refuses: bool,
    },
}

impl Conversion {
    /// The type that travels as its own bytes, of a value of type `ty`.
    pub(crate) fn raw<'a>(&'a self, ty: &'a Ty) -> &'a str {
        match self {
            Self::Own => ty.as_str(),
            Self::Bool => "u8",
            Self::FromPrimitive(integer) => integer.as_str(),
            Self::From { raw, .. } => raw.as_str(),
        }
    }

    /// Whether only the compiler can tell how a Zerocopy value of type `ty`
    /// travels: by zerocopy's traits as its own bytes, or as what `Option`
    /// becomes.
    pub fn is_decided_by_traits(&self, ty: &Ty) -> bool {
        *self == Self::Own && !ty.is_unit() && !self.takes_any_bytes(ty)
    }

    /// Whether any bytes of the right length are a value that travels so.
    pub(crate) fn takes_any_bytes(&self, ty: &Ty) -> bool {
        takes_any_bytes(self.raw(ty))
    }
}

/// An integer type.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "the variants are Rust's own integers")]
pub enum Integer {
    U8,
    U16,
    U32,
    U64,
    U128,
    Usize,
    I8,
    I16,
    I32,
    I64,
    I128,
    Isize,
}

impl Integer {
    /// Every integer type.
    pub const ALL: [Self; 12] = [
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::U128,
        Self::Usize,
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::I128,
        Self::Isize,
    ];

    /// The type's name in Rust.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::U128 => "u128",
            Self::Usize => "usize",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::I128 => "i128",
            Self::Isize => "isize",
        }
    }

    /// The width in bytes, where it does not depend on the machine.
    pub fn width(self) -> Option<u32> {
        match self {
            Self::U8 | Self::I8 => Some(1),
            Self::U16 | Self::I16 => Some(2),
            Self::U32 | Self::I32 => Some(4),
            Self::U64 | Self::I64 => Some(8),
            Self::U128 | Self::I128 => Some(16),
            Self::Usize | Self::Isize => None,
        }
    }
}

/// A sized Rust type, as the file writes it.
#[derive(Clone, Debug)]
pub struct Ty {
    pub(crate) text: String,
    pub(crate) shape: Shape,
    /// Where in the text its string stands, in bytes. Types are the same
    /// wherever they stand.
    pub(crate) at: Option<u32>,
    /// What generated signatures write for it, where that is not its text.
    pub(crate) shown: Option<String>,
}

impl Eq for Ty {}

impl PartialEq for Ty {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Hash for Ty {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// What the text alone says about a type.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Shape {
    /// `()`.
    Unit,
    /// Anything else.
    Other,
}

impl Ty {
    /// The type as it stands in the file.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The type as generated signatures write it.
    pub(crate) fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.text)
    }

    /// Whether the type is `()`, however it is spaced.
    pub fn is_unit(&self) -> bool {
        self.shape == Shape::Unit
    }
}

/// Whether the text of a type alone says that any bytes are a value: a
/// number, or an array of such.
pub(crate) fn takes_any_bytes(text: &str) -> bool {
    if is_number(text) {
        return true;
    }
    let text = text.trim();
    let array = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    match array.and_then(|inside| inside.rsplit_once(';')) {
        Some((element, _)) => takes_any_bytes(element),
        None => is_number(text),
    }
}

impl Ty {
    /// Whether the text alone says that any bytes are a value.
    pub(crate) fn takes_any_bytes(&self) -> bool {
        takes_any_bytes(&self.text)
    }
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What comes back.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Reply {
    /// The type that the server gives and the client gets.
    pub ok: Ty,
    /// How one becomes the other.
    pub conversion: Conversion,
    /// The length of the value in bytes; with a serde encoding, its greatest.
    pub ok_size: Size,
    /// How the operation fails.
    pub failure: Failure,
    /// The length of the longest body in bytes, an error's included: what a
    /// client's buffer must hold.
    pub max_size: Size,
    /// What the file says about it.
    pub doc: Option<String>,
}

/// How an operation fails, its server's death apart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Failure {
    /// It does not, and the client does not look at the return code.
    Simple,
    /// The return code, not 0, is this type's; the body is empty.
    CLike(Ty),
    /// The return code is 1 and the body is this type's.
    Complex {
        /// The error.
        error: Ty,
        /// The length of its body in bytes; with a serde encoding, its
        /// greatest.
        size: Size,
    },
    /// It does not; the client's error is the server's death.
    ServerDeath,
}

/// What a client does when the server dies before it answers.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum OnDeath {
    /// It sends the same message to the new generation.
    Retry,
    /// The dead code becomes the error through `TryFrom<u32>`.
    ErrorFromCode,
    /// The error is made by `From<ServerDeath>`.
    ErrorFromServerDeath,
    /// The error is `ServerDeath`.
    ServerDeath,
    /// It has no way to tell: legal for servers, refused for clients.
    Untold,
}

/// One lease.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Lease {
    /// The lease's name.
    pub name: Name,
    /// What the server may do with it.
    pub access: Access,
    /// What is lent.
    pub extent: Extent,
    /// What the file says about it.
    pub doc: Option<String>,
}

/// What a server may do with a lease.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "the variants say it")]
pub enum Access {
    Read,
    Write,
    ReadWrite,
}

/// What is lent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Extent {
    /// One value.
    Value(Ty),
    /// Any number of elements.
    Slice {
        /// An element's type.
        element: Ty,
        /// The longest slice that the server accepts, in elements.
        max_len: Option<NonZeroU32>,
    },
}
