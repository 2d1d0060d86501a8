//! Names that meet in generated code.

use super::checker::{Checker, Place, Short};
use super::checks::Side;
use super::names;
use super::numbers::operation_name;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::names::iterator;
use crate::seen;
use crate::syntax::Interface;

impl Checker<'_> {
    /// Operations whose constants would have one name. Returns the starts of
    /// all the constants' names.
    pub(super) fn constants(&mut self, interface: &Interface) -> seen::Texts {
        let mut used = seen::Texts::default();
        for (i, name) in interface.ops.keys().enumerate() {
            let spans = self.operation_spans(i);
            if spans.is_some_and(|spans| spans.name_unusable.0) {
                continue;
            }
            let Some(first) = used.see(&name.to_uppercase(), i) else {
                continue;
            };
            let first_span = self.operation_spans(first).map(|s| s.name);
            let first_name = operation_name(interface, first);
            let constant = format!("{}_MSG_SIZE", name.to_uppercase());
            let message = format!(
                "operations `{}` and `{}` would share the constant \
                 `{constant}`",
                Short(first_name),
                Short(name)
            );
            self.push(
                Place::Operation(name),
                Diagnostic::new(Code::Collision, message)
                    .at(spans.map(|spans| spans.name), "differs only in case")
                    .related(first_span, "first declared here")
                    .help("rename one of them"),
            );
        }
        used
    }

    /// Operations that have the name of a cursor's iterator.
    pub(super) fn iterators(&mut self, interface: &Interface) {
        if self.checks.side == Side::Server {
            return;
        }
        for (i, (name, operation)) in interface.ops.iter().enumerate() {
            if operation.stream.is_none() {
                continue;
            }
            let iterator = iterator(name);
            let Some(other) = interface.ops.get_index_of(&iterator) else {
                continue;
            };
            let message = format!(
                "operation `{}` is named like the iterator of `{}`",
                Short(&iterator),
                Short(name)
            );
            let other_span = self.operation_spans(other).map(|s| s.name);
            let span = self.operation_spans(i).map(|s| s.name);
            self.push(
                Place::Operation(&iterator),
                Diagnostic::new(Code::Collision, message)
                    .at(other_span, "the client has a method of this name")
                    .related(span, "the cursor")
                    .help("rename one of them"),
            );
        }
    }

    /// Arguments and leases that go by the name of something in scope.
    pub(super) fn parameter_names(
        &mut self,
        interface: &Interface,
        constants: &seen::Texts,
    ) {
        for (i, (op, operation)) in interface.ops.iter().enumerate() {
            let spans = self.operation_spans(i);
            for (i, name) in operation.args.keys().enumerate() {
                let span = spans.and_then(|s| s.args.get(i)).map(|s| s.name);
                let place = Place::Argument(op, name);
                self.parameter_name(place, "argument", name, span, constants);
            }
            for (i, name) in operation.leases.keys().enumerate() {
                let span = spans.and_then(|s| s.leases.get(i)).map(|s| s.name);
                let place = Place::Lease(op, name);
                self.parameter_name(place, "lease", name, span, constants);
            }
        }
    }

    fn parameter_name(
        &mut self,
        place: Place<'_>,
        what: &str,
        name: &str,
        span: Option<Span>,
        constants: &seen::Texts,
    ) {
        // Those that could be taken begin with a capital or an underscore.
        let first = name.as_bytes().first();
        if !first.is_some_and(|b| b.is_ascii_uppercase() || *b == b'_') {
            return;
        }
        if let Some(reason) = names::reserved_parameter(name) {
            self.reserved(place, what, name, span, reason);
        }
        let constant = names::constant_of(name);
        if constant.is_some_and(|start| constants.find(start).is_some()) {
            let reason = "server stubs define a constant of this name";
            self.reserved(place, what, name, span, reason);
        }
    }
}
