//! The rules for leases: what they grant, and how much.

use std::num::NonZeroU32;

use super::super::checker::{Checker, Place, Short, SliceHere};
use super::super::types::Form;
use super::conversion::model_type;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Access, Extent, Lease, Name};
use crate::parse::{LeaseSpans, OperationSpans};
use crate::syntax;

impl Checker<'_> {
    pub(super) fn leases(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        op_spans: Option<&OperationSpans>,
    ) -> Vec<Lease> {
        const MOST: usize = u8::MAX as usize;
        if operation.leases.len() > MOST {
            let message = format!(
                "{} leases are more than the {MOST} that a message can carry",
                operation.leases.len()
            );
            let span =
                op_spans.and_then(|s| s.leases.get(MOST)).map(|s| s.name);
            self.push(
                Place::Operation(op),
                Diagnostic::new(Code::TooManyLeases, message)
                    .at(span, "one too many")
                    .help("divide the operation into several"),
            );
        }
        let mut leases = Vec::with_capacity(operation.leases.len());
        for (i, (name, lease)) in operation.leases.iter().enumerate() {
            let spans = op_spans.and_then(|spans| spans.leases.get(i));
            let place = Place::Lease(op, name);
            if !spans.is_some_and(|spans| spans.name_unusable.0) {
                self.name(place, "lease", name, spans.map(|s| s.name));
            }
            let access =
                self.access(place, name, lease, operation, spans, op_spans);
            leases.push(Lease {
                name: Name(name.to_owned()),
                access,
                extent: self.extent(place, name, lease, spans),
                doc: lease.doc.clone(),
            });
        }
        leases
    }

    fn access(
        &mut self,
        place: Place<'_>,
        name: &str,
        lease: &syntax::Lease,
        operation: &syntax::Operation,
        spans: Option<&LeaseSpans>,
        op_spans: Option<&OperationSpans>,
    ) -> Access {
        let span = spans.map(|spans| spans.name);
        match (lease.read, lease.write) {
            (true, false) => Access::Read,
            (false, true) => Access::Write,
            (true, true) => {
                if operation.idempotent {
                    let message = format!(
                        "idempotent operation has the read-write lease `{}`",
                        Short(name)
                    );
                    self.push(
                        place,
                        Diagnostic::new(Code::IdempotentReadWrite, message)
                            .at(
                                span,
                                "a server that dies leaves it half written, \
                                 and the next one reads that",
                            )
                            .related(
                                op_spans.and_then(|spans| spans.idempotent),
                                "sent again to the next server",
                            )
                            .help(
                                "lend memory to read and memory to write \
                                 apart, or leave `idempotent` away",
                            ),
                    );
                }
                Access::ReadWrite
            }
            (false, false) => {
                if !spans.is_some_and(|spans| spans.access_unusable.0) {
                    let message =
                        format!("lease `{}` grants no access", Short(name));
                    self.push(
                        place,
                        Diagnostic::new(Code::NoAccess, message)
                            .at(span, "neither `read` nor `write`")
                            .help(
                                "add `read: true` if the server reads it, \
                                 `write: true` if the server fills it",
                            ),
                    );
                }
                Access::Read
            }
        }
    }

    fn extent(
        &mut self,
        place: Place<'_>,
        name: &str,
        lease: &syntax::Lease,
        spans: Option<&LeaseSpans>,
    ) -> Extent {
        let max_len_span = spans.and_then(|spans| spans.max_len);
        if lease.max_len == Some(0) {
            let message =
                format!("lease `{}` may hold no element at all", Short(name));
            self.push(
                place,
                Diagnostic::new(Code::MaxLenZero, message)
                    .at(max_len_span, "a `max_len` of 0")
                    .help("leave `max_len` away for slices of any length"),
            );
        }
        let unusable = spans.is_some_and(|spans| spans.ty_unusable.0);
        let literal = spans.map(|spans| spans.ty);
        let facts = if unusable {
            None
        } else {
            self.facts(place, &lease.ty, literal, SliceHere::Legal)
        };
        let Some(facts) = facts else {
            return Extent::Value(model_type("()", None, None));
        };
        let Form::Slice(element) = &facts.form else {
            if lease.max_len.is_some() {
                let message = format!(
                    "`max_len` on lease `{}`, which is not a slice",
                    Short(name)
                );
                self.push(
                    place,
                    Diagnostic::new(Code::MaxLenOnSized, message)
                        .at(max_len_span, "only slices have a length to limit")
                        .related(literal, "this type has a size of its own")
                        .help("leave it away, or lend a slice"),
                );
            }
            return Extent::Value(model_type(&lease.ty, Some(&facts), literal));
        };
        let text = &lease.ty[element.clone()];
        if facts.memory == Some(0) {
            let message = format!(
                "lease `{}` is a slice of `{}`, which takes no memory",
                Short(name),
                Short(text)
            );
            self.push(
                place,
                Diagnostic::new(Code::ZeroSizedElement, message)
                    .at(literal, "its length in bytes is always 0")
                    .help("send the number of elements as an argument"),
            );
        }
        self.unbounded_write(place, name, lease, literal);
        Extent::Slice {
            element: model_type(text, None, literal),
            max_len: lease.max_len.and_then(NonZeroU32::new),
        }
    }
}
