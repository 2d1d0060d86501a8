//! The server: the trait that a task implements and the code that calls it.

mod arguments;
mod counters;
mod debug;
mod dispatch;
mod fail_server;
mod sizes;
mod style;

pub(crate) use fail_server::common_error;

use super::Dialect;
use super::forms::Forms;
use super::operation_enum::operation_enum;
use super::prelude::prelude;
use super::proofs::proofs;
use super::roomy::roomy;
use super::writer::{Writer, line};
use crate::model::Interface;

/// The text of a server stub; `embedded` is the interface as debuggers read
/// it.
pub(crate) fn server(
    interface: &Interface,
    dialect: &Dialect,
    embedded: &str,
) -> String {
    let mut w = Writer::new();
    line!(
        w,
        "// A server of `{}`. Generated; do not edit.",
        interface.name
    );
    w.blank();
    prelude(&mut w, interface, "UnwrapLite");
    operation_enum(&mut w, interface, dialect);
    w.blank();
    style::server_trait(&mut w, interface, dialect);
    w.blank();
    sizes::sizes(&mut w, interface);
    w.blank();
    sizes::server_op(&mut w, interface);
    for op in &interface.operations {
        w.blank();
        arguments::arguments(&mut w, interface, op);
        w.blank();
        arguments::read_message(&mut w, interface, op);
    }
    w.blank();
    dispatch::dispatch(&mut w, interface, dialect);
    fail_server::fail_server(&mut w, interface, dialect);
    counters::counters(&mut w, interface, dialect);
    roomy(&mut w, interface);
    proofs(&mut w, interface);
    Forms::new(interface).module(&mut w);
    w.blank();
    debug::forced_types(&mut w, interface);
    w.blank();
    debug::embedded_interface(&mut w, interface, embedded);
    w.finish()
}
