//! The [names](crate::names) of everything that is generated, for what the
//! model knows.

use std::borrow::Cow;

use crate::fingerprint::Fingerprint;
use crate::model::{Conversion, Interface, Name, Operation};
use crate::names;
pub(super) use crate::names::{FAIL_SERVER, INCOMING_SIZE, local};
use crate::settings::ServerStyle;

/// A name as Rust writes it: with `r#` where it is a keyword.
pub(super) fn rust(name: &Name) -> Cow<'_, str> {
    match name.is_keyword() {
        true => Cow::Owned(format!("r#{name}")),
        false => Cow::Borrowed(name.as_str()),
    }
}

pub(super) fn operation_enum(interface: &Interface) -> String {
    names::operation_enum(interface.name.as_str())
}

pub(super) fn event_enum(interface: &Interface) -> String {
    names::event_enum(interface.name.as_str())
}

pub(super) fn arguments(interface: &Interface, op: &Operation) -> String {
    names::arguments(interface.name.as_str(), op.name.as_str())
}

/// Of the operation, or the placeholder, so named.
pub(super) fn reply(interface: &Interface, op: &str) -> String {
    names::reply(interface.name.as_str(), op)
}

pub(super) fn client_fingerprint(interface: &Interface) -> String {
    let fingerprint = Fingerprint::of(interface).to_string();
    names::client_fingerprint(interface.name.as_str(), &fingerprint)
}

pub(super) fn read_message(op: &Operation) -> String {
    names::read_message(op.name.as_str())
}

pub(super) fn iterator(op: &Operation) -> String {
    names::iterator(op.name.as_str())
}

pub(super) fn message_size(op: &Operation) -> String {
    names::message_size(op.name.as_str())
}

pub(super) fn reply_size(op: &Operation) -> String {
    names::reply_size(op.name.as_str())
}

pub(super) fn server_trait(
    interface: &Interface,
    style: ServerStyle,
) -> String {
    match style {
        ServerStyle::InOrder => names::in_order_trait(interface.name.as_str()),
        ServerStyle::Pipelined => {
            names::pipelined_trait(interface.name.as_str())
        }
    }
}

pub(super) fn replies_trait(interface: &Interface) -> String {
    names::replies_trait(interface.name.as_str())
}

pub(super) fn pending(interface: &Interface, op: &Operation) -> String {
    names::pending(interface.name.as_str(), op.name.as_str())
}

pub(super) fn counters(interface: &Interface, side: &str) -> String {
    names::counters(interface.name.as_str(), side)
}

pub(super) fn private(interface: &Interface, what: &str) -> String {
    names::private(interface.name.as_str(), what)
}

pub(super) fn private_static(interface: &Interface, what: &str) -> String {
    names::private_static(interface.name.as_str(), what)
}

/// The field of `{Iface}_{op}_ARGS` that holds an argument: its own name
/// where the field's bytes are the value, else with `raw_` before it.
pub(super) fn field(name: &Name, conversion: &Conversion) -> String {
    match conversion {
        Conversion::Own => rust(name).into_owned(),
        Conversion::Bool
        | Conversion::FromPrimitive(_)
        | Conversion::From { .. } => format!("raw_{name}"),
    }
}

/// A parameter of an operation's function that is not the operation's own,
/// where the function has no body, so that its name meets nothing but the
/// others: `wanted`, with as many underscores after it as it takes.
pub(super) fn parameter(op: &Operation, wanted: &str) -> String {
    let mut name = wanted.to_owned();
    let is_taken = |name: &str| {
        let arguments = op.arguments.iter().map(|a| &a.name);
        let leases = op.leases.iter().map(|l| &l.name);
        arguments.chain(leases).any(|taken| taken.as_str() == name)
    };
    while is_taken(&name) {
        name.push('_');
    }
    name
}
