//! What a server implements:
//!
//! ```text
//! pub trait InOrderSpiImpl: ::idol_runtime::NotificationHandler {
//!     fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
//!         ::core::option::Option::None
//!     }
//!     fn closed_recv_fail(&mut self) {
//!         ::core::panic!("the task that was waited for has died");
//!     }
//!     fn read(
//!         &mut self,
//!         msg: &::userlib::RecvMessage,
//!         device: u8,
//!         sink: ::idol_runtime::LenLimit<
//!             ::idol_runtime::Leased<::idol_runtime::W, [u8]>, 65535,
//!         >,
//!     ) -> ::core::result::Result<
//!         (), ::idol_runtime::RequestError<SpiError>,
//!     >;
//! }
//! ```

use crate::emit::names::{self, Locals};
use crate::emit::writer::{ANY_STYLE, Writer, block, line};
use crate::emit::{Dialect, OnDeath, docs};
use crate::model::{Access, Extent, Failure, Interface, Lease, Operation};

pub(super) fn server_trait(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    line!(
        w,
        "/// A server of `{}` that answers in order.",
        interface.name
    );
    // Names and documentation are the interface's, not this code's.
    w.text(ANY_STYLE);
    w.text("#[allow(rustdoc::all)]");
    let body = |w: &mut Writer| {
        w.text("/// The only task whose messages are received now, if any.");
        let none = |w: &mut Writer| w.text("::core::option::Option::None");
        block!(
            w,
            none,
            "fn recv_source(&self) -> \
             ::core::option::Option<::userlib::TaskId> {{"
        );
        w.blank();
        w.text("/// Called when the task that `recv_source` named has died.");
        w.text("/// `recv_source` must name another afterwards.");
        let fail = |w: &mut Writer| {
            w.text(
                "::core::panic!(\"the task that was waited for has died\");",
            );
        };
        block!(w, fail, "fn closed_recv_fail(&mut self) {{");
        for op in &interface.operations {
            w.blank();
            method(w, op, dialect);
        }
    };
    block!(
        w,
        body,
        "pub trait {}: ::idol_runtime::NotificationHandler {{",
        names::server_trait(interface)
    );
}

fn method(w: &mut Writer, op: &Operation, dialect: &Dialect) {
    if let Some(doc) = &op.doc {
        docs::text(w, doc);
        w.text("///");
    }
    line!(w, "/// Operation {} on the wire.", op.number);
    if dialect.unsupported.contains(op.name.as_str()) {
        w.text("/// Not supported unless it is implemented.");
        line!(w, "#[allow(unused_variables)]");
    }
    line!(w, "fn {}(", names::rust(&op.name));
    w.indented(|w| parameters(w, op));
    let returned = returned(op, dialect);
    let bound = death_bound(op, dialect);
    if dialect.unsupported.contains(op.name.as_str()) {
        // Never an infallible one: `plan` refuses the combination.
        let body = |w: &mut Writer| {
            w.text("::core::result::Result::Err(");
            w.text("    ::idol_runtime::ClientError::UnknownOperation.fail(),");
            w.text(")");
        };
        match bound {
            None => block!(w, body, ") -> {returned} {{"),
            Some(bound) => {
                line!(w, ") -> {returned}");
                w.text("where");
                line!(w, "    {bound},");
                block!(w, body, "{{");
            }
        }
    } else {
        match bound {
            None => line!(w, ") -> {returned};"),
            Some(bound) => {
                line!(w, ") -> {returned}");
                w.text("where");
                line!(w, "    {bound};");
            }
        }
    }
}

/// The parameters of an operation's function.
pub(super) fn parameters(w: &mut Writer, op: &Operation) {
    w.text("&mut self,");
    let msg = Locals::new(op).name("msg");
    line!(w, "{msg}: &::userlib::RecvMessage,");
    for argument in &op.arguments {
        line!(w, "{}: {},", names::rust(&argument.name), argument.ty);
    }
    for lease in &op.leases {
        line!(w, "{}: {},", names::rust(&lease.name), lease_type(lease));
    }
}

/// The type in which a server gets a lease.
pub(super) fn lease_type(lease: &Lease) -> String {
    let access = access(lease);
    match &lease.extent {
        Extent::Value(ty) => {
            format!("::idol_runtime::Leased<::idol_runtime::{access}, {ty}>")
        }
        Extent::Slice { element, max_len } => {
            let leased = format!(
                "::idol_runtime::Leased<::idol_runtime::{access}, [{element}]>"
            );
            match max_len {
                None => leased,
                Some(max) => {
                    format!("::idol_runtime::LenLimit<{leased}, {max}>")
                }
            }
        }
    }
}

/// The runtime's name for what a server may do with a lease.
fn access(lease: &Lease) -> &'static str {
    match lease.access {
        Access::Read => "R",
        Access::Write => "W",
        Access::ReadWrite => "RW",
    }
}

/// Whether an operation's function returns its value and nothing around it.
pub(super) fn returns_plain(op: &Operation, dialect: &Dialect) -> bool {
    dialect.plain_infallible
        && match &op.reply.failure {
            Failure::Simple | Failure::ServerDeath => true,
            Failure::CLike(_) | Failure::Complex { .. } => false,
        }
}

/// The type of the errors of an operation's function.
pub(super) fn error_type(op: &Operation) -> &str {
    match &op.reply.failure {
        Failure::Simple | Failure::ServerDeath => "::core::convert::Infallible",
        Failure::CLike(error) | Failure::Complex { error, .. } => {
            error.as_str()
        }
    }
}

/// What an operation's function returns.
pub(super) fn returned(op: &Operation, dialect: &Dialect) -> String {
    let ok = &op.reply.ok;
    if returns_plain(op, dialect) {
        ok.to_string()
    } else {
        format!(
            "::core::result::Result<{ok}, ::idol_runtime::RequestError<{}>>",
            error_type(op)
        )
    }
}

/// What an error type must offer so that a client can be told of the server's
/// death.
pub(super) fn death_bound(op: &Operation, dialect: &Dialect) -> Option<String> {
    match (dialect.on_death(op), &op.reply.failure) {
        (OnDeath::RetryForEver, _)
        | (_, Failure::Simple | Failure::ServerDeath) => None,
        (OnDeath::Report { .. }, Failure::CLike(error)) => Some(format!(
            "{error}: \
             ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType"
        )),
        (OnDeath::Report { .. }, Failure::Complex { error, .. }) => {
            Some(format!(
                "{error}: ::core::convert::From<::idol_runtime::ServerDeath>"
            ))
        }
    }
}
