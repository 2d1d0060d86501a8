//! The numbers of operations.

use super::checker::{Checker, Place, Short};
use crate::diagnostic::{Code, Diagnostic};
use crate::seen;
use crate::syntax::Interface;

impl Checker<'_> {
    /// More operations than there are numbers.
    pub(super) fn count(&mut self, interface: &Interface) {
        const MOST: usize = u16::MAX as usize;
        if interface.ops.len() <= MOST {
            return;
        }
        let message = format!(
            "{} operations are more than the {MOST} that have numbers",
            interface.ops.len()
        );
        let span = self.operation_spans(MOST).map(|spans| spans.name);
        self.push(
            Place::Interface,
            Diagnostic::new(Code::TooManyOperations, message)
                .at(span, "the first without a number")
                .help("divide the interface into several"),
        );
    }

    /// Numbers that do not fit, and those that two operations have.
    pub(super) fn numbers(&mut self, interface: &Interface) {
        // Where all numbers are positions, no two are alike.
        let positional = interface
            .ops
            .values()
            .enumerate()
            .all(|(i, op)| op.number as usize == i + 1);
        if positional {
            return;
        }
        self.far_number(interface);
        let mut used = seen::Numbers::default();
        for (i, (name, operation)) in interface.ops.iter().enumerate() {
            let place = Place::Operation(name);
            let spans = self.operation_spans(i);
            let span = spans.map(|spans| match spans.number {
                Some(span) => span,
                None => spans.name,
            });
            let number = number(operation.number, i);
            let given = spans.is_some_and(|spans| spans.number.is_some());
            // Without a file 0 is no number but its absence.
            let zero = given && operation.number == 0;
            let in_range = u16::try_from(number).ok().filter(|_| !zero);
            let Some(in_range) = in_range else {
                // Those without a number of their own are counted elsewhere.
                if given || spans.is_none() && operation.number != 0 {
                    let message = format!(
                        "operation number {} is not one of 1 to 65535",
                        operation.number
                    );
                    self.push(
                        place,
                        Diagnostic::new(Code::NumberOutOfRange, message)
                            .at(span, "out of range")
                            .help(
                                "leave `number` away to take the position \
                                 in the file",
                            ),
                    );
                }
                continue;
            };
            let Some(first) = used.see(in_range, i) else {
                continue;
            };
            let first_name = operation_name(interface, first);
            let first_span =
                self.operation_spans(first).map(|spans| match spans.number {
                    Some(span) => span,
                    None => spans.name,
                });
            let message = format!(
                "operations `{}` and `{}` both have number {number}",
                Short(first_name),
                Short(name)
            );
            let label = if given {
                "this number is taken"
            } else {
                "without `number`, its position in the file is its number"
            };
            self.push(
                place,
                Diagnostic::new(Code::NumberTwice, message)
                    .at(span, label)
                    .related(
                        first_span,
                        format!("`{}` has it", Short(first_name)),
                    )
                    .help("give one of them another `number`"),
            );
        }
    }

    /// An operation whose number is far beyond the others.
    fn far_number(&mut self, interface: &Interface) {
        const MOST_FREE: usize = 255;
        let numbered = interface.ops.iter().enumerate();
        let last = numbered.max_by_key(|(i, (_, op))| number(op.number, *i));
        let Some((i, (name, operation))) = last else {
            return;
        };
        let last = number(operation.number, i) as usize;
        let free = last.saturating_sub(interface.ops.len());
        if free <= MOST_FREE || last > usize::from(u16::MAX) {
            return;
        }
        let spans = self.operation_spans(i);
        let span = spans.map(|spans| spans.number.unwrap_or(spans.name));
        self.push(
            Place::Operation(name),
            Diagnostic::new(
                Code::FarNumber,
                format!("below number {last}, {free} numbers are free"),
            )
            .at(span, "far beyond the others")
            .help(
                "give it the next number: debuggers read a line for each \
                 free one",
            ),
        );
    }
}

/// The name of an operation of the interface, by its index.
pub(super) fn operation_name(interface: &Interface, index: usize) -> &str {
    match interface.ops.get_index(index) {
        Some((name, _)) => name,
        None => "",
    }
}

/// An operation's number: 0 stands for its position.
pub(super) fn number(given: u32, index: usize) -> u32 {
    match given {
        0 => u32::try_from(index + 1).unwrap_or(u32::MAX),
        given => given,
    }
}
