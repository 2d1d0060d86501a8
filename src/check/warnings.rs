//! What is legal, and worth a second look.

use super::operation::Attributed;
use super::{Checker, Place, Short};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::{Conversion, Integer, Size};
use crate::parse::{OperationSpans, TypeSpans};
use crate::syntax::{self, Encoding};

/// Words that say that doing it twice is not doing it once.
const MUTATING: [&str; 14] = [
    "toggle",
    "increment",
    "decrement",
    "push",
    "pop",
    "append",
    "inc",
    "dec",
    "flip",
    "swap",
    "enqueue",
    "dequeue",
    "advance",
    "insert",
];

impl Checker<'_> {
    /// What an operation's encoding and name alone suggest.
    pub(super) fn encoding_warnings(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
    ) {
        let place = Place::Operation(op);
        if operation.encoding == Encoding::Ssmarshal {
            self.push(
                place,
                Diagnostic::new(
                    Code::Ssmarshal,
                    format!("operation `{}` uses Ssmarshal", Short(op)),
                )
                .at(
                    spans.and_then(|spans| spans.encoding),
                    "sizes are those in memory, padding included",
                )
                .help("prefer `encoding: Hubpack` for new operations"),
            );
        }
        if !operation.idempotent {
            return;
        }
        let Some(word) = op.split('_').find(|word| MUTATING.contains(word))
        else {
            return;
        };
        let message = format!(
            "operation `{}` is idempotent, but its name says `{word}`",
            Short(op)
        );
        self.push(
            place,
            Diagnostic::new(Code::MutatingName, message)
                .at(
                    spans.and_then(|spans| spans.idempotent),
                    "after a restart of the server it may happen twice",
                )
                .help(
                    "leave `idempotent` away, or say in the arguments what \
                     the result shall be",
                ),
        );
    }

    /// An integer whose width depends on the machine, on the wire.
    pub(super) fn machine_word(
        &mut self,
        place: Place<'_>,
        attributed: &Attributed,
        spans: Option<&TypeSpans>,
    ) {
        let (word, span) = match &attributed.conversion {
            Conversion::FromPrimitive(integer) => (
                matches!(integer, Integer::Usize | Integer::Isize),
                spans.and_then(|spans| spans.raw),
            ),
            Conversion::From { .. } => (
                attributed.raw.as_ref().is_some_and(|raw| raw.machine_word),
                spans.and_then(|spans| spans.raw),
            ),
            Conversion::Own | Conversion::Bool => {
                (attributed.facts.machine_word, spans.map(|spans| spans.ty))
            }
        };
        if !word {
            return;
        }
        self.push(
            place,
            Diagnostic::new(
                Code::MachineWord,
                "the width of `usize` and `isize` depends on the machine",
            )
            .at(span, "4 bytes on the target, 8 on most hosts")
            .help("send `u32`, or another type of fixed width"),
        );
    }

    /// A slice of any length that the server writes.
    pub(super) fn unbounded_write(
        &mut self,
        place: Place<'_>,
        name: &str,
        lease: &syntax::Lease,
        span: Option<Span>,
    ) {
        if !lease.write || lease.max_len.is_some() {
            return;
        }
        let message = format!(
            "the server writes lease `{}`, however long it is",
            Short(name)
        );
        self.push(
            place,
            Diagnostic::new(Code::UnboundedWrite, message)
                .at(span, "a slice without `max_len`")
                .help("add `max_len: n`, the most that the server fills"),
        );
    }

    /// An error that a debugger, which expects the value, has no room for.
    pub(super) fn error_size(
        &mut self,
        place: Place<'_>,
        operation: &syntax::Operation,
        value: &Attributed,
        error: &Size,
        span: Option<Span>,
    ) {
        if operation.encoding != Encoding::Zerocopy {
            return;
        }
        let (Some(value), Some(error)) = (value.width.known(), error.known())
        else {
            return;
        };
        if error <= value {
            return;
        }
        let message =
            format!("the error takes {error} bytes, the value only {value}");
        self.push(
            place,
            Diagnostic::new(Code::ErrorLargerThanValue, message)
                .at(span, "debuggers make room for the value only")
                .help("use `CLike`, or a smaller error"),
        );
    }
}
