//! The names that operations had.

use super::checker::{Checker, Place, Short};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::identifier::identifier;
use crate::seen;
use crate::syntax::Interface;

impl Checker<'_> {
    /// Names before that are no names, or those of several operations.
    pub(super) fn names_before(&mut self, interface: &Interface) {
        let mut seen = seen::Texts::default();
        let mut owners = Vec::new();
        for (i, (op, operation)) in interface.ops.iter().enumerate() {
            for (j, name) in operation.was.iter().enumerate() {
                let span = self.name_before(i, j);
                if identifier(name).is_err() {
                    let message = format!("`{}` was no name", Short(name));
                    self.push(
                        Place::Operation(op),
                        Diagnostic::new(Code::BadName, message)
                            .at(span, "not an identifier of Rust")
                            .help("write the name that it had in a release"),
                    );
                    continue;
                }
                let first = seen.see(name, owners.len());
                owners.push((i, j));
                let Some(&(first, place)) = first.and_then(|f| owners.get(f))
                else {
                    continue;
                };
                let first_span = self.name_before(first, place);
                let message =
                    format!("`{}` became two operations", Short(name));
                self.push(
                    Place::Operation(op),
                    Diagnostic::new(Code::DuplicateName, message)
                        .at(span, "named again")
                        .related(first_span, "first named here")
                        .help("keep it where the number is that it had"),
                );
            }
        }
    }

    /// Where a name before stands.
    fn name_before(&self, operation: usize, index: usize) -> Option<Span> {
        let spans = self.operation_spans(operation)?;
        spans.was.get(index).copied()
    }
}
