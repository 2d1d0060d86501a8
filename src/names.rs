//! The names of everything that is generated.
//!
//! | pattern | what | made by |
//! | --- | --- | --- |
//! | `{Iface}` | the client | |
//! | `{Iface}Operation` | the operations, as an enum | [`operation_enum`] |
//! | `{Iface}Event` | what the counters count | [`event_enum`] |
//! | `{Iface}_{op}_ARGS` | the message, as the server gets it | [`arguments`] |
//! | `{Iface}_{op}_REPLY` | the ok type, for debuggers | [`reply`] |
//! | `{Iface}_CLIENT_{fingerprint}` | the interface as a client knows it | [`client_fingerprint`] |
//! | `read_{op}_msg` | decodes a message | [`read_message`] |
//! | `{op}_iter` | a client's method that goes through what a cursor gives | [`iterator`] |
//! | `{OP}_MSG_SIZE`, `{OP}_REPLY_SIZE` | sizes in bytes | [`message_size`], [`reply_size`] |
//! | `INCOMING_SIZE` | size of a server's buffer in bytes | [`INCOMING_SIZE`] |
//! | `InOrder{Iface}Impl`, `Pipelined{Iface}Impl` | what a server implements | [`in_order_trait`], [`pipelined_trait`] |
//! | `FailServer` | a server that fails | [`FAIL_SERVER`] |
//! | `{Iface}Replies`, `{Iface}_{op}_PENDING` | what a pipelined server with reply handles implements, a handle | [`replies_trait`], [`pending`] |
//! | `Fake{Iface}`, `Raw{Iface}`, `{Iface}_INTERFACE`, `{Iface}_EXPECT`, `{Iface}_VECTORS` | stand-ins for tests | [`fake`], [`raw`], [`interface`], [`expect`], [`vectors`] |
//! | `__{IFACE}_SERVER_COUNTERS`, `__{IFACE}_CLIENT_COUNTERS` | counters | [`counters`] |
//! | `__idol_{iface}_...`, `__IDOL_{IFACE}_...` | everything private: `client`, `server_prelude`, `types`, `proofs`, `is_..`, `use_..`, `packed_2`.., `send_..`, `send_.._again`, `same_1`.., `learn`, `error_1`.., `wire`, `coder`, the ends of a client; the statics for debuggers | [`private`], [`private_static`] |
//! | `__S`, `__E`, `__IdolError`, `__IdolOtherwise` | type parameters, and what is local to a proof | |
//! | `__{what}` | local variables, and parameters of functions with a body | [`local!`] |
//! | `sys_send`, `UnwrapLite` | imported for users, by a glob, which gives way to anything of theirs | |
//!
//! `{OP}` and `{IFACE}` are plain upper-casing, `{iface}` plain lower-casing.
//! Two patterns cannot meet: those that start with the interface differ in
//! what follows it, and those that start with two underscores belong to no
//! user: no interface may say such a name. So no local variable meets a
//! constant or a variant in scope, which the compiler would take a pattern
//! for. Operations whose constants or functions would clash are refused, and
//! types that go by the name of one that is generated.

use std::fmt;

use crate::pieces::{Pieces, Upper, by};

/// How names begin that belong to generated code.
pub(crate) const PRIVATE: &str = "__";

/// How the names of the operations begin that hold, in the text that debuggers
/// read, the numbers that no operation has; the number follows.
pub(crate) const PLACEHOLDER: &str = "__reserved_";

/// The size of a server's buffer in bytes, a constant.
pub(crate) const INCOMING_SIZE: &str = "INCOMING_SIZE";

/// The server that fails every operation.
pub(crate) const FAIL_SERVER: &str = "FailServer";

pub(crate) fn operation_enum(iface: &str) -> Pieces<'_> {
    Pieces::of([iface, "Operation", "", ""])
}

pub(crate) fn event_enum(iface: &str) -> Pieces<'_> {
    Pieces::of([iface, "Event", "", ""])
}

pub(crate) fn arguments<'a>(iface: &'a str, op: &'a str) -> Pieces<'a> {
    Pieces::of([iface, "_", op, "_ARGS"])
}

pub(crate) fn reply<'a>(iface: &'a str, op: &'a str) -> Pieces<'a> {
    Pieces::of([iface, "_", op, "_REPLY"])
}

/// Ends in 16 digits, which the name of no operation's type does.
pub(crate) fn client_fingerprint<'a>(
    iface: &'a str,
    fingerprint: &'a str,
) -> Pieces<'a> {
    Pieces::of([iface, "_CLIENT_", fingerprint, ""])
}

pub(crate) fn read_message(op: &str) -> Pieces<'_> {
    Pieces::of(["read_", op, "_msg", ""])
}

/// A method of the client, as operations are: no other operation may have the
/// name.
pub(crate) fn iterator(op: &str) -> String {
    format!("{op}_iter")
}

pub(crate) fn message_size(op: &str) -> impl fmt::Display + Copy {
    by(move |f| write!(f, "{}_MSG_SIZE", Upper(op)))
}

pub(crate) fn reply_size(op: &str) -> impl fmt::Display + Copy {
    by(move |f| write!(f, "{}_REPLY_SIZE", Upper(op)))
}

pub(crate) fn in_order_trait(iface: &str) -> Pieces<'_> {
    Pieces::of(["InOrder", iface, "Impl", ""])
}

pub(crate) fn pipelined_trait(iface: &str) -> Pieces<'_> {
    Pieces::of(["Pipelined", iface, "Impl", ""])
}

pub(crate) fn replies_trait(iface: &str) -> Pieces<'_> {
    Pieces::of([iface, "Replies", "", ""])
}

pub(crate) fn pending<'a>(iface: &'a str, op: &'a str) -> Pieces<'a> {
    Pieces::of([iface, "_", op, "_PENDING"])
}

/// The server whose answers a test scripts.
#[cfg(feature = "fakes")]
pub(crate) fn fake(iface: &str) -> String {
    format!("Fake{iface}")
}

/// What makes requests that a test spoils.
#[cfg(feature = "fakes")]
pub(crate) fn raw(iface: &str) -> String {
    format!("Raw{iface}")
}

/// The interface, as the package `kit` knows it.
#[cfg(feature = "fakes")]
pub(crate) fn interface(iface: &str) -> String {
    format!("{iface}_INTERFACE")
}

/// What calls are expected with.
#[cfg(feature = "fakes")]
pub(crate) fn expect(iface: &str) -> String {
    format!("{iface}_EXPECT")
}

/// Values beside their bytes.
#[cfg(feature = "fakes")]
pub(crate) fn vectors(iface: &str) -> String {
    format!("{iface}_VECTORS")
}

/// The static that counts, of the `side` `_SERVER` or `_CLIENT`, for
/// the interface whose name this is in upper case.
pub(crate) fn counters<'a>(upper: &'a str, side: &'a str) -> Pieces<'a> {
    Pieces::of(["__", upper, side, "_COUNTERS"])
}

/// A function or module that only generated code names, for the interface whose
/// name this is in lower case.
pub(crate) fn private<'a>(lower: &'a str, what: &'a str) -> Pieces<'a> {
    Pieces::of(["__idol_", lower, "_", what])
}

/// A static or constant that only generated code names, for the interface whose
/// name this is in upper case.
pub(crate) fn private_static<'a>(upper: &'a str, what: &'a str) -> Pieces<'a> {
    Pieces::of(["__IDOL_", upper, "_", what])
}

/// The static whose type names all types of an operation, by its number.
pub(crate) fn forced_types(
    upper: &str,
    number: u16,
) -> impl fmt::Display + Copy {
    let beginning = private_static(upper, "");
    by(move |f| write!(f, "{beginning}{number}_TYPES"))
}

/// A local variable, or the parameter of a function that has a body.
macro_rules! local {
    ($what:literal) => {
        ::core::concat!("__", $what)
    };
}

pub(crate) use local;

/// The sides that generate a type.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum GeneratedBy {
    Client,
    Server,
    /// Servers that answer in order.
    InOrder,
    /// Pipelined servers.
    Pipelined,
    Both,
}

/// Which sides generate a type or trait of this name in the scope of the
/// stub, for an interface with operations that `is_op` tells.
pub(crate) fn generated_type(
    iface: &str,
    is_op: impl Fn(&str) -> bool,
    name: &str,
) -> Option<GeneratedBy> {
    if name == iface {
        return Some(GeneratedBy::Client);
    }
    if name.starts_with(PRIVATE)
        || operation_enum(iface).are(name)
        || event_enum(iface).are(name)
    {
        return Some(GeneratedBy::Both);
    }
    if name == FAIL_SERVER {
        return Some(GeneratedBy::Server);
    }
    if in_order_trait(iface).are(name) {
        return Some(GeneratedBy::InOrder);
    }
    if pipelined_trait(iface).are(name) || replies_trait(iface).are(name) {
        return Some(GeneratedBy::Pipelined);
    }
    let of_op = name.strip_prefix(iface)?.strip_prefix('_')?;
    let (op, what) = of_op.rsplit_once('_')?;
    match what {
        _ if !is_op(op) => None,
        "ARGS" | "REPLY" => Some(GeneratedBy::Server),
        "PENDING" => Some(GeneratedBy::Pipelined),
        _ => None,
    }
}
