//! The client: `{Iface}`, a method per operation.

mod counters;
mod cursor;
mod defect;
mod error;
mod fingerprint;
mod method;
mod same;
mod send;
mod stub;

use super::any_style::any_style;
use super::coder;
use super::forms::{Forms, Way};
use super::names;
use super::next_place;
use super::operation_enum::operation_enum;
use super::prelude::prelude;
use super::proofs::proofs;
use super::scope::Scope;
use super::side::Side;
use super::trace;
use super::writer::{Writer, block, line, written};
use crate::dialect::Dialect;
use crate::model::Interface;
use crate::source::Source;
use error::Errors;
use same::Same;
use send::Nothing;

/// The text of a client stub. `source` is the file that says it, if there is
/// one.
pub(crate) fn client(
    original: &Interface,
    dialect: &Dialect,
    source: Option<&Source>,
) -> String {
    let scope = Scope::new(original, dialect, Side::Client, source);
    let interface = &scope.interface;
    let errors = Errors::new(interface, dialect);
    let nothing = Nothing::of(interface);
    let same = Same::new(interface, dialect);
    written(|w| {
        line!(
            w,
            "// The client of `{}`. Generated; do not edit.",
            interface.name
        );
        w.blank();
        prelude(w, interface, Side::Client);
        any_style(
            w,
            original,
            dialect,
            Side::Client,
            &scope,
            |w| trace::rows(w, interface),
            |w| {
                operation_enum(w, interface, dialect);
                w.blank();
                stub::stub(w, interface, dialect);
                if !interface.operations.is_empty() {
                    w.blank();
                    let methods = |w: &mut Writer| {
                        for (index, op) in
                            interface.operations.iter().enumerate()
                        {
                            if index > 0 {
                                w.blank();
                            }
                            let shared = same.of(index);
                            method::method(
                                w, interface, op, dialect, &errors, nothing,
                                shared,
                            );
                            cursor::iterator(w, op);
                        }
                        stub::new(w, interface);
                    };
                    let name = names::rust(&interface.name);
                    block!(w, methods, "impl {name} {{");
                }
                method::packed_structs(w, interface);
                counters::counters(w, interface, dialect);
                errors.write(w, interface, dialect);
                send::sending(w, interface, dialect, &same);
                defect::ends(w, interface, dialect);
                coder::copy(w, interface, dialect, method::decodes);
                proofs(w, original, &scope, Side::Client);
                next_place::proofs(w, interface);
                Forms::new(interface).module(w, Way::Sent, Way::Received);
                fingerprint::fingerprint(w, original);
            },
        );
    })
}
