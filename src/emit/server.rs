//! The server: the trait that a task implements and the code that calls it.

mod answer;
mod arguments;
mod counters;
mod dispatch;
mod fail_server;
mod handle;
mod pipelined;
mod rows;
mod section;
mod sizes;
mod style;

use super::any_style::any_style;
use super::forms::{Forms, Way};
use super::next_place;
use super::operation_enum::operation_enum;
use super::prelude::prelude;
use super::proofs::proofs;
use super::scope::Scope;
use super::side::Side;
use super::writer::{Writer, line, written};
use crate::dialect::Dialect;
use crate::embed::Piece;
use crate::model::Interface;
use crate::settings::ServerStyle;
use crate::source::Source;
use style::Form;

/// The text of a server stub; `embedded` is the interface as debuggers read
/// it, `source` the file that says it, if there is one.
pub(crate) fn server(
    original: &Interface,
    dialect: &Dialect,
    embedded: &[Piece],
    source: Option<&Source>,
) -> String {
    let scope = Scope::new(original, dialect, Side::Server, source);
    let interface = &scope.interface;
    written(|w| {
        line!(
            w,
            "// A server of `{}`. Generated; do not edit.",
            interface.name
        );
        w.blank();
        prelude(w, interface, Side::Server);
        let rows = |w: &mut Writer| rows::rows(w, interface);
        any_style(w, original, dialect, Side::Server, &scope, rows, |w| {
            operation_enum(w, interface, dialect);
            w.blank();
            let form = match dialect.style {
                ServerStyle::InOrder => Form::InOrder,
                ServerStyle::Pipelined => Form::Pipelined,
            };
            style::server_trait(w, interface, dialect, form);
            pipelined::pipelined(w, interface, dialect);
            w.blank();
            let place = scope.told_at_interface();
            style::other_style(w, interface, dialect.style, &place);
            w.blank();
            sizes::sizes(w, interface);
            let operations = &interface.operations;
            if operations.iter().any(arguments::are_decoded) {
                w.blank();
                w.text("// Arguments that are decoded, and what decodes a message: `None` if it");
                w.text("// is none.");
            }
            for op in operations {
                if arguments::are_decoded(op) {
                    arguments::arguments(w, interface, op);
                }
            }
            w.blank();
            dispatch::dispatch(w, interface, dialect);
            fail_server::fail_server(w, interface, dialect);
            counters::counters(w, interface, dialect);
            proofs(w, original, &scope, Side::Server);
            next_place::proofs(w, interface);
            Forms::new(interface).module(w, Way::Received, Way::Sent);
            rows::placeholders(w, interface);
        });
        section::section(w, interface, embedded);
    })
}
