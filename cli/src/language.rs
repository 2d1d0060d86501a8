//! The words of the language and what they mean, for who writes a file: the
//! tables of `docs/src/reference/language.md`, word by word.

use crate::entries::{Entry, Group, Value};

/// What may stand at a place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// Outside of everything: an interface.
    File,
    /// What is in `Interface(...)`.
    Interface,
    /// What is in `ops: {...}`.
    Operations,
    /// One of them.
    Operation,
    /// What is in `args: {...}`.
    Arguments,
    /// What is in `leases: {...}`.
    Leases,
    /// One of them.
    Lease,
    /// An argument or the value of a reply: a type, or what it says about one.
    Typed,
    /// `Simple(...)` or `Result(...)`.
    Reply,
    /// `CLike(...)`, `Complex(...)` or `ServerDeath`.
    Error,
    /// `FromBytes`, `FromPrimitive(...)` or `From(...)`.
    Recv,
    /// A type in quotes.
    Type,
    /// `true` or `false`.
    Bool,
    /// An encoding.
    Encoding,
    /// A number, or `Some` of one.
    Length,
    /// A number.
    Number,
    /// A list of numbers.
    Numbers,
    /// Text in quotes.
    Text,
    /// A name in quotes, or a list of such.
    Names,
    /// Nothing that is known.
    Unknown,
}

/// A word that may stand at a place.
#[derive(Debug)]
pub struct Word {
    /// The word.
    pub name: &'static str,
    /// What it means, in Markdown.
    pub doc: &'static str,
    /// What to write, in the notation of snippets.
    pub snippet: &'static str,
}

const fn word(
    name: &'static str,
    snippet: &'static str,
    doc: &'static str,
) -> Word {
    Word { name, doc, snippet }
}

const INTERFACE: &[Word] = &[
    word(
        "name",
        "name: \"$1\",",
        "The prefix of every generated type: an identifier of Rust. Required.",
    ),
    word(
        "ops",
        "ops: {\n    $0\n},",
        "The operations by name, in order. An operation's number is its \
         position, counted from 1, unless it says `number`. Required.",
    ),
    word(
        "reserved",
        "reserved: [$1],",
        "Numbers that no operation may have: those of operations that are \
         gone, so that a server refuses clients that still use them.",
    ),
    word(
        "doc",
        "doc: \"$1\",",
        "What the interface is for, in Markdown.",
    ),
];

const OPERATION: &[Word] = &[
    word(
        "args",
        "args: { \"$1\": \"$2\" },",
        "The arguments: name to type, in packing order. `{}` if left out.",
    ),
    word(
        "leases",
        "leases: { \"$1\": (type: \"[u8]\", ${2|read,write|}: true) },",
        "Memory that the client lends meanwhile: name to lease, in the order \
         of their indices, at most 255. `{}` if left out.",
    ),
    word(
        "reply",
        "reply: Result(ok: \"$1\", err: $2),",
        "What comes back: `Simple(type)`, or `Result(ok: type, err: error)`. \
         Required.",
    ),
    word(
        "idempotent",
        "idempotent: true,",
        "Whether a client asks a restarted server again. Only for what does \
         no harm twice; it goes with neither `ServerDeath` nor a lease that \
         is both read and written. `false` if left out.",
    ),
    word(
        "encoding",
        "encoding: ${1|Hubpack,Zerocopy,Ssmarshal|},",
        "How arguments, reply and `Complex` error become bytes. `Zerocopy` if \
         left out.",
    ),
    word(
        "doc",
        "doc: \"$1\",",
        "What the operation does, in Markdown.",
    ),
    word("description", "description: \"$1\",", "The same as `doc`."),
    word(
        "number",
        "number: $1,",
        "The number on the wire, from 1 to 65,535. The position in the file \
         if left out.",
    ),
    word(
        "was",
        "was: \"$1\",",
        "A name that it had before, or a list of such, for `idol diff`: \
         without it, another name of the same number is another operation.",
    ),
    word(
        "feature",
        "feature: \"$1\",",
        "A cargo feature of the server's package, without which the operation \
         is refused.",
    ),
    word(
        "stream",
        "stream: \"cursor\",",
        "What replies are together: `\"cursor\"`, where each is one element and \
         the place of the next. The last argument is the place, the reply an \
         `Option`, whose `None` is the end.",
    ),
];

const LEASE: &[Word] = &[
    word(
        "type",
        "type: \"$1\",",
        "The type that is lent; `[T]` for any number of elements. Required.",
    ),
    word("read", "read: true,", "The server may read it."),
    word("write", "write: true,", "The server may write it."),
    word(
        "max_len",
        "max_len: $1,",
        "The longest slice that the server accepts, in elements: `Some(256)`, \
         or `256`. Not 0, and only for slices.",
    ),
    word("doc", "doc: \"$1\",", "What is lent, in Markdown."),
];

const TYPED: &[Word] = &[
    word("type", "type: \"$1\",", "A Rust type in quotes. Required."),
    word(
        "recv",
        "recv: ${1|FromBytes,FromPrimitive(\"u8\"),From(\"u8\")|},",
        "How the receiver makes the value of bytes, with `Zerocopy`. Its own \
         bytes are the value if left out.",
    ),
    word("doc", "doc: \"$1\",", "What it is, in Markdown."),
];

const RESULT: &[Word] = &[
    word(
        "ok",
        "ok: \"$1\",",
        "The value. Required; `\"()\"` for none.",
    ),
    word("err", "err: $1,", "How the operation fails. Required."),
    word("doc", "doc: \"$1\",", "What comes back, in Markdown."),
];

const REPLY: &[Word] = &[
    word(
        "Simple",
        "Simple(\"$1\")",
        "A value; the server cannot fail. A client needs `idempotent: true` \
         with it, since nothing tells it that the server died.",
    ),
    word(
        "Result",
        "Result(ok: \"$1\", err: $2)",
        "A value or an error.",
    ),
];

const ERROR: &[Word] = &[
    word(
        "CLike",
        "CLike(\"$1\")",
        "A code that is not 0, from `u16::from(E)`; the client gets `E` by \
         `TryFrom<u32>`. No body.",
    ),
    word(
        "Complex",
        "Complex(\"$1\")",
        "Code 1, and `E` in the operation's encoding; not with `Ssmarshal`.",
    ),
    word(
        "ServerDeath",
        "ServerDeath",
        "Only the server's death can fail it; not with `idempotent: true`.",
    ),
];

const RECV: &[Word] = &[
    word("FromBytes", "FromBytes", "Of its own bytes."),
    word(
        "FromPrimitive",
        "FromPrimitive(\"${1:u8}\")",
        "Of that integer, by `FromPrimitive`; refused if there is none.",
    ),
    word(
        "From",
        "From(\"${1:u8}\")",
        "Of that type, by `From`, or by a function that cannot fail: \
         `From(\"u16\", Some(\"checked\"))`.",
    ),
];

const ENCODING: &[Word] = &[
    word(
        "Zerocopy",
        "Zerocopy",
        "The bytes in memory, fields packed: of fixed length, and nothing is \
         copied.",
    ),
    word(
        "Hubpack",
        "Hubpack",
        "The crate `hubpack`: whatever serde takes, at most as long as its \
         `MAX_SIZE`.",
    ),
    word(
        "Ssmarshal",
        "Ssmarshal",
        "The crate `ssmarshal`: whatever serde takes. Prefer `Hubpack`.",
    ),
];

const BOOL: &[Word] = &[word("true", "true", ""), word("false", "false", "")];

const LENGTH: &[Word] = &[
    word("Some", "Some($1)", "At most so many elements."),
    word("None", "None", "Any number of elements."),
];

const FILE: &[Word] = &[word(
    "Interface",
    "Interface(\n    name: \"$1\",\n    ops: {\n        $0\n    },\n)",
    "A file holds one interface.",
)];

/// The types that need no path.
pub const TYPES: &[&str] = &[
    "()", "bool", "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64",
    "i128", "f32", "f64", "char", "usize", "isize",
];

/// The keys that may stand in a group of this role, before which this word is.
pub fn keys(role: Role, name: Option<&str>) -> &'static [Word] {
    match (role, name) {
        (Role::Interface, _) => INTERFACE,
        (Role::Operation, _) => OPERATION,
        (Role::Lease, _) => LEASE,
        (Role::Typed, _) => TYPED,
        (Role::Reply, Some("Result")) => RESULT,
        _ => &[],
    }
}

/// The words that may be a value of this role.
pub fn values(role: Role) -> &'static [Word] {
    match role {
        Role::File => FILE,
        Role::Reply => REPLY,
        Role::Error => ERROR,
        Role::Recv => RECV,
        Role::Encoding => ENCODING,
        Role::Bool => BOOL,
        Role::Length => LENGTH,
        _ => &[],
    }
}

/// The role of what stands behind this key, or alone, in a group of that role
/// before which that word is.
pub fn inside(around: Role, name: Option<&str>, key: Option<&str>) -> Role {
    match (around, name, key) {
        (Role::File, ..) => Role::Interface,
        (Role::Interface, _, Some("ops")) => Role::Operations,
        (Role::Interface, _, Some("reserved")) => Role::Numbers,
        (Role::Interface, _, Some("name" | "doc")) => Role::Text,
        (Role::Operations, ..) => Role::Operation,
        (Role::Operation, _, Some(key)) => match key {
            "args" => Role::Arguments,
            "leases" => Role::Leases,
            "reply" => Role::Reply,
            "idempotent" => Role::Bool,
            "encoding" => Role::Encoding,
            "number" => Role::Number,
            "was" => Role::Names,
            "doc" | "description" | "feature" | "stream" => Role::Text,
            _ => Role::Unknown,
        },
        (Role::Arguments, ..) => Role::Typed,
        (Role::Leases, ..) => Role::Lease,
        (Role::Lease, _, Some(key)) => match key {
            "type" => Role::Type,
            "read" | "write" => Role::Bool,
            "max_len" => Role::Length,
            "doc" => Role::Text,
            _ => Role::Unknown,
        },
        (Role::Typed, _, Some("type")) => Role::Type,
        (Role::Typed, _, Some("recv")) => Role::Recv,
        (Role::Typed, _, Some("doc")) => Role::Text,
        (Role::Reply, Some("Result"), Some("ok")) => Role::Typed,
        (Role::Reply, Some("Result"), Some("err")) => Role::Error,
        (Role::Reply, Some("Result"), Some("doc")) => Role::Text,
        (Role::Reply, Some("Simple"), None) => Role::Typed,
        (Role::Error | Role::Recv, Some(_), None) => Role::Type,
        (Role::Length, Some("Some"), None) => Role::Number,
        (Role::Numbers, ..) => Role::Number,
        (Role::Names, ..) => Role::Text,
        _ => Role::Unknown,
    }
}

/// Goes through all values with their roles, in the order of the text.
pub fn walk<'t>(
    text: &str,
    entries: &'t [Entry],
    each: &mut impl FnMut(Role, Option<&'t Group>, &'t Entry),
) {
    below(text, entries, Role::File, None, each);
}

fn below<'t>(
    text: &str,
    entries: &'t [Entry],
    around: Role,
    group: Option<&'t Group>,
    each: &mut impl FnMut(Role, Option<&'t Group>, &'t Entry),
) {
    let name = name(text, group);
    for entry in entries {
        let role = inside(around, name, entry.name(text));
        each(role, group, entry);
        if let Some(group) = entry.group() {
            below(text, &group.entries, role, Some(group), each);
        }
    }
}

/// The word before a group's bracket.
pub fn name<'s>(text: &'s str, group: Option<&Group>) -> Option<&'s str> {
    group?.name.map(|name| &text[name.range()])
}

/// The role of the innermost entry of a path, and that of the group around it.
pub fn role(text: &str, path: &[&Entry]) -> (Role, Role) {
    let mut roles = (Role::Unknown, Role::File);
    let mut role = Role::File;
    let mut group = None;
    for entry in path {
        let around = role;
        role = inside(around, name(text, group), entry.name(text));
        roles = (role, around);
        group = entry.group();
    }
    roles
}

/// Whether a value is a type: one in quotes, wherever types may stand.
pub fn is_type(role: Role, value: &Value) -> bool {
    matches!(role, Role::Type | Role::Typed) && value.is_text()
}
