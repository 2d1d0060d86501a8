//! The names of everything that is generated.
//!
//! | pattern | what | made by |
//! | --- | --- | --- |
//! | `{Iface}` | the client | [`interface`] |
//! | `{Iface}Operation` | the operations, as an enum | [`operation_enum`] |
//! | `{Iface}Event` | what the counters count | [`event_enum`] |
//! | `{Iface}_{op}_ARGS` | the message, as the server gets it | [`arguments`] |
//! | `{Iface}_{op}_CALL` | the message, as the client sends it | [`call`] |
//! | `{Iface}_{op}_REPLY` | the ok type, for debuggers | [`reply`] |
//! | `{Iface}_CLIENT_{fingerprint}` | the interface as a client knows it | [`client_fingerprint`] |
//! | `read_{op}_msg` | decodes a message | [`read_message`] |
//! | `{OP}_MSG_SIZE`, `{OP}_REPLY_SIZE` | sizes in bytes | [`message_size`], [`reply_size`] |
//! | `INCOMING_SIZE` | size of a server's buffer in bytes | |
//! | `InOrder{Iface}Impl`, `Pipelined{Iface}Impl`, `FailServer` | what a server implements, a server that fails | [`server_trait`] |
//! | `{Iface}Replies`, `{Iface}_{op}_PENDING` | what a pipelined server with reply handles implements, a handle | [`replies_trait`], [`pending`] |
//! | `__S`, `__E` | type parameters: a server, an error; no type of a user's | |
//! | `__op` | the parameter that is an operation: one could be called `op` | |
//! | `__{IFACE}_SERVER_COUNTERS`, `__{IFACE}_CLIENT_COUNTERS` | counters | [`counters`] |
//! | `__idol_{iface}_...`, `__IDOL_{IFACE}_...` | everything private: `prelude`, `send`, `send_plain`, `error_1`.., `wire`, `coder`, the ends of a client; the statics for debuggers | [`private`], [`private_static`] |
//!
//! `{OP}` and `{IFACE}` are plain upper-casing, `{iface}` plain lower-casing.
//! Two patterns cannot meet: those that start with the interface differ in
//! what follows it, those that start with two underscores belong to no user,
//! and `check` refuses operations whose constants or functions would clash.

use crate::embed;
use crate::fingerprint::Fingerprint;
use crate::model::{Conversion, Interface, Name, Operation};
use crate::server::ServerStyle;

/// A name as Rust writes it: with `r#` where it is a keyword.
pub(super) fn rust(name: &Name) -> String {
    if name.is_keyword() {
        format!("r#{name}")
    } else {
        name.as_str().to_owned()
    }
}

pub(super) fn operation_enum(interface: &Interface) -> String {
    format!("{}Operation", interface.name)
}

pub(super) fn event_enum(interface: &Interface) -> String {
    format!("{}Event", interface.name)
}

pub(super) fn arguments(interface: &Interface, op: &Operation) -> String {
    arguments_of(interface, op.name.as_str())
}

/// The same of an operation, or of a placeholder, so named.
pub(super) fn arguments_of(interface: &Interface, op: &str) -> String {
    format!("{}_{op}_ARGS", interface.name)
}

pub(super) fn call(interface: &Interface, op: &Operation) -> String {
    format!("{}_{}_CALL", interface.name, op.name)
}

/// Of the operation, or the placeholder, so named.
pub(super) fn reply(interface: &Interface, op: &str) -> String {
    embed::reply_struct(interface, op)
}

/// Ends in 16 digits, which the name of no operation's type does.
pub(super) fn client_fingerprint(interface: &Interface) -> String {
    format!("{}_CLIENT_{}", interface.name, Fingerprint::of(interface))
}

pub(super) fn read_message(op: &Operation) -> String {
    format!("read_{}_msg", op.name)
}

pub(super) fn message_size(op: &Operation) -> String {
    format!("{}_MSG_SIZE", op.name.as_str().to_uppercase())
}

pub(super) fn reply_size(op: &Operation) -> String {
    format!("{}_REPLY_SIZE", op.name.as_str().to_uppercase())
}

pub(super) fn server_trait(
    interface: &Interface,
    style: ServerStyle,
) -> String {
    match style {
        ServerStyle::InOrder => format!("InOrder{}Impl", interface.name),
        ServerStyle::Pipelined => format!("Pipelined{}Impl", interface.name),
    }
}

pub(super) fn replies_trait(interface: &Interface) -> String {
    format!("{}Replies", interface.name)
}

pub(super) fn pending(interface: &Interface, op: &Operation) -> String {
    format!("{}_{}_PENDING", interface.name, op.name)
}

/// The static that counts, of the `side` `SERVER` or `CLIENT`.
pub(super) fn counters(interface: &Interface, side: &str) -> String {
    let iface = interface.name.as_str().to_uppercase();
    format!("__{iface}_{side}_COUNTERS")
}

/// A function or module that only generated code names.
pub(super) fn private(interface: &Interface, what: &str) -> String {
    let iface = interface.name.as_str().to_lowercase();
    format!("__idol_{iface}_{what}")
}

/// A static or constant that only generated code names.
pub(super) fn private_static(interface: &Interface, what: &str) -> String {
    let iface = interface.name.as_str().to_uppercase();
    format!("__IDOL_{iface}_{what}")
}

/// The field of `{Iface}_{op}_ARGS` that holds an argument: its own name
/// where the field's bytes are the value, else with `raw_` before it.
pub(super) fn field(name: &Name, conversion: &Conversion) -> String {
    match conversion {
        Conversion::Own => rust(name),
        Conversion::Bool
        | Conversion::FromPrimitive(_)
        | Conversion::From { .. } => format!("raw_{name}"),
    }
}

/// Names of local variables, which must not be those of an operation's
/// arguments and leases.
pub(super) struct Locals<'a> {
    op: Option<&'a Operation>,
}

impl<'a> Locals<'a> {
    pub(super) fn new(op: &'a Operation) -> Self {
        Self { op: Some(op) }
    }

    /// Where no arguments and leases are in scope.
    pub(super) const fn alone() -> Self {
        Self { op: None }
    }

    /// `wanted`, with as many underscores after it as it takes.
    pub(super) fn name(&self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while self.is_taken(&name) {
            name.push('_');
        }
        name
    }

    fn is_taken(&self, name: &str) -> bool {
        self.op.is_some_and(|op| {
            let arguments = op.arguments.iter().map(|a| &a.name);
            let leases = op.leases.iter().map(|l| &l.name);
            arguments.chain(leases).any(|taken| taken.as_str() == name)
        })
    }
}
