//! The [names](crate::names) of everything that is generated, for what the
//! model knows.

use std::borrow::Cow;
use std::fmt::{self, Display};

use crate::fingerprint::Fingerprint;
use crate::model::{Conversion, Interface, Name, Operation};
use crate::names;
pub(super) use crate::names::{FAIL_SERVER, INCOMING_SIZE, PRIVATE, local};
use crate::pieces::Pieces;
use crate::settings::ServerStyle;

/// A name as Rust writes it: with `r#` where it is a keyword.
pub(super) fn rust(name: &Name) -> Cow<'_, str> {
    match name.is_keyword() {
        true => Cow::Owned(format!("r#{name}")),
        false => Cow::Borrowed(name.as_str()),
    }
}

pub(super) fn operation_enum(interface: &Interface) -> Pieces<'_> {
    names::operation_enum(interface.name.as_str())
}

pub(super) fn event_enum(interface: &Interface) -> Pieces<'_> {
    names::event_enum(interface.name.as_str())
}

pub(super) fn arguments<'a>(
    interface: &'a Interface,
    op: &'a Operation,
) -> Pieces<'a> {
    names::arguments(interface.name.as_str(), op.name.as_str())
}

/// Of the operation, or the placeholder, so named.
pub(super) fn reply<'a>(interface: &'a Interface, op: &'a str) -> Pieces<'a> {
    names::reply(interface.name.as_str(), op)
}

pub(super) fn client_fingerprint(interface: &Interface) -> String {
    let fingerprint = Fingerprint::of(interface).to_string();
    names::client_fingerprint(interface.name.as_str(), &fingerprint).to_string()
}

pub(super) fn read_message(op: &Operation) -> Pieces<'_> {
    names::read_message(op.name.as_str())
}

pub(super) fn iterator(op: &Operation) -> String {
    names::iterator(op.name.as_str())
}

pub(super) fn message_size(op: &Operation) -> impl Display + Copy {
    names::message_size(op.name.as_str())
}

pub(super) fn reply_size(op: &Operation) -> impl Display + Copy {
    names::reply_size(op.name.as_str())
}

pub(super) fn server_trait(
    interface: &Interface,
    style: ServerStyle,
) -> Pieces<'_> {
    match style {
        ServerStyle::InOrder => names::in_order_trait(interface.name.as_str()),
        ServerStyle::Pipelined => {
            names::pipelined_trait(interface.name.as_str())
        }
    }
}

pub(super) fn replies_trait(interface: &Interface) -> Pieces<'_> {
    names::replies_trait(interface.name.as_str())
}

pub(super) fn pending<'a>(
    interface: &'a Interface,
    op: &'a Operation,
) -> Pieces<'a> {
    names::pending(interface.name.as_str(), op.name.as_str())
}

/// Of the `side` `_SERVER` or `_CLIENT`.
pub(super) fn counters<'a>(
    interface: &'a Interface,
    side: &'a str,
) -> Pieces<'a> {
    names::counters(&interface.upper, side)
}

pub(super) fn private<'a>(
    interface: &'a Interface,
    what: &'a str,
) -> Pieces<'a> {
    names::private(&interface.lower, what)
}

pub(super) fn private_static<'a>(
    interface: &'a Interface,
    what: &'a str,
) -> Pieces<'a> {
    names::private_static(&interface.upper, what)
}

pub(super) fn forced_types(
    interface: &Interface,
    number: u16,
) -> impl Display + Copy {
    names::forced_types(&interface.upper, number)
}

/// The field of `{Iface}_{op}_ARGS` that holds an argument: its own name
/// where the field's bytes are the value, else with `raw_` before it.
pub(super) fn field<'a>(name: &'a Name, conversion: &Conversion) -> Pieces<'a> {
    let before = match conversion {
        Conversion::Own if name.is_keyword() => "r#",
        Conversion::Own => "",
        Conversion::Bool
        | Conversion::FromPrimitive(_)
        | Conversion::From { .. } => "raw_",
    };
    Pieces::of([before, name.as_str(), "", ""])
}

/// A parameter of an operation's function that is not the operation's own,
/// where the function has no body, so that its name meets nothing but the
/// others: `wanted`, with as many underscores after it as it takes.
pub(super) fn parameter(
    f: &mut fmt::Formatter<'_>,
    op: &Operation,
    wanted: &str,
) -> fmt::Result {
    let is_taken = |name: &str| {
        let arguments = op.arguments.iter().map(|a| &a.name);
        let leases = op.leases.iter().map(|l| &l.name);
        arguments.chain(leases).any(|taken| taken.as_str() == name)
    };
    if !is_taken(wanted) {
        return f.write_str(wanted);
    }
    let mut name = format!("{wanted}_");
    while is_taken(&name) {
        name.push('_');
    }
    f.write_str(&name)
}
