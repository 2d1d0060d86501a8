//! Numbers that no operation may have.

use std::num::NonZeroU16;

use super::checker::{Checker, Place, Short};
use super::numbers::number;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::order::order;
use crate::seen;
use crate::syntax::Interface;

impl Checker<'_> {
    /// Reserved numbers that are none, or reserved twice, or an operation's
    /// for all that. Gives those that are right, in rising order.
    pub(super) fn reserved_numbers(
        &mut self,
        interface: &Interface,
    ) -> Vec<NonZeroU16> {
        let mut seen = seen::Numbers::default();
        let mut legal = Vec::with_capacity(interface.reserved.len());
        for (i, &reserved) in interface.reserved.iter().enumerate() {
            let span = self.reserved_span(i);
            let number = u16::try_from(reserved).ok();
            let Some(number) = number.and_then(NonZeroU16::new) else {
                self.push(
                    Place::Interface,
                    Diagnostic::new(
                        Code::NumberOutOfRange,
                        format!(
                            "reserved number {reserved} is not one of 1 to \
                             65535"
                        ),
                    )
                    .at(span, "out of range")
                    .help("take it out of `reserved`"),
                );
                continue;
            };
            if let Some(first) = seen.see(number.get(), i) {
                let first = self.reserved_span(first);
                self.push(
                    Place::Interface,
                    Diagnostic::new(
                        Code::ReservedTwice,
                        format!("number {reserved} is reserved twice"),
                    )
                    .at(span, "reserved again")
                    .related(first, "first reserved here")
                    .help("take one of them out of `reserved`"),
                );
                continue;
            }
            legal.push(number);
        }
        if !seen.is_empty() {
            self.numbers_reserved(interface, &seen);
        }
        let order = order(legal.iter().map(|number| number.get().into()));
        order
            .into_iter()
            .filter_map(|i| legal.get(i).copied())
            .collect()
    }

    /// Operations whose numbers are reserved.
    fn numbers_reserved(
        &mut self,
        interface: &Interface,
        reserved: &seen::Numbers,
    ) {
        for (i, (name, operation)) in interface.ops.iter().enumerate() {
            let number = number(operation.number, i);
            let Some(reserved) = reserved.find(number) else {
                continue;
            };
            let spans = self.operation_spans(i);
            let given = spans.and_then(|spans| spans.number);
            if given.is_some() && operation.number == 0 {
                continue; // It is no number at all, and was told so.
            }
            let label = match given {
                Some(_) => "this number is reserved",
                None => {
                    "without `number`, its position in the file is its number"
                }
            };
            let span = given.or(spans.map(|spans| spans.name));
            let reserved = self.reserved_span(reserved);
            self.push(
                Place::Operation(name),
                Diagnostic::new(
                    Code::NumberReserved,
                    format!(
                        "operation `{}` has the reserved number {number}",
                        Short(name)
                    ),
                )
                .at(span, label)
                .related(reserved, "reserved here")
                .help("give it a `number` that is free"),
            );
        }
    }

    /// Where one of the reserved numbers stands.
    fn reserved_span(&self, index: usize) -> Option<Span> {
        self.spans.and_then(|s| s.reserved.get(index)).copied()
    }
}
