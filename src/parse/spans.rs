//! Where in a text everything stands.

use std::ops::Range;

use super::text;
use crate::diagnostic::Span;

/// Where in a text the parts of an interface stand: the table beside a
/// [`syntax::Interface`](crate::syntax::Interface), by position.
#[derive(Debug)]
pub struct Spans<'s> {
    /// The text that the spans point into.
    pub(super) text: &'s str,
    /// The interface's name, a string.
    pub(crate) name: Option<Span>,
    pub(crate) operations: Vec<OperationSpans>,
    /// The reserved numbers.
    pub(crate) reserved: Vec<Span>,
}

/// What a part of the interface cannot be used for, because the text that
/// says it was wrong and a stand-in took its place.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Unusable(pub(crate) bool);

/// An operation.
#[derive(Debug, Default)]
pub(crate) struct OperationSpans {
    /// Its name, a string.
    pub(crate) name: Span,
    /// Its name was declared before; the one in the table is made up.
    pub(crate) name_unusable: Unusable,
    pub(crate) number: Option<Span>,
    pub(crate) args: Vec<TypeSpans>,
    pub(crate) leases: Vec<LeaseSpans>,
    pub(crate) reply: ReplySpans,
    /// The value of `idempotent`.
    pub(crate) idempotent: Option<Span>,
    /// `idempotent` was not understood, or is misspelt.
    pub(crate) idempotent_unusable: Unusable,
    /// The value of `encoding`.
    pub(crate) encoding: Option<Span>,
    /// `encoding` was not understood.
    pub(crate) encoding_unusable: Unusable,
}

/// An argument, or the value of a reply.
#[derive(Debug, Default)]
pub(crate) struct TypeSpans {
    /// The name, a string; the whole for a reply.
    pub(crate) name: Span,
    pub(crate) name_unusable: Unusable,
    /// The type, a string.
    pub(crate) ty: Span,
    pub(crate) ty_unusable: Unusable,
    /// The whole strategy.
    pub(crate) recv: Option<Span>,
    /// The type in the strategy, a string.
    pub(crate) raw: Option<Span>,
    /// The function in the strategy, a string.
    pub(crate) function: Option<Span>,
    pub(crate) recv_unusable: Unusable,
}

/// A reply.
#[derive(Debug, Default)]
pub(crate) struct ReplySpans {
    /// All of it.
    pub(crate) whole: Span,
    pub(crate) unusable: Unusable,
    pub(crate) ok: TypeSpans,
    /// All of the error.
    pub(crate) error: Option<Span>,
    /// The type of the error, a string.
    pub(crate) error_type: Option<Span>,
    pub(crate) error_unusable: Unusable,
}

/// A lease.
#[derive(Debug, Default)]
pub(crate) struct LeaseSpans {
    pub(crate) name: Span,
    pub(crate) name_unusable: Unusable,
    /// The type, a string.
    pub(crate) ty: Span,
    pub(crate) ty_unusable: Unusable,
    pub(crate) access_unusable: Unusable,
    pub(crate) max_len: Option<Span>,
}

impl Spans<'_> {
    /// Where a stretch of a string's value stands: the literal's span and the
    /// stretch of the value, in bytes.
    pub(crate) fn inside(&self, literal: Span, value: &Range<usize>) -> Span {
        let text = &self.text[literal.range()];
        let range = text::in_literal(text, value);
        let start = literal.start as usize;
        Span::new(start + range.start, start + range.end)
    }
}

/// A part of an interface, by position: operations, arguments and leases
/// count from 0.
#[cfg(feature = "places")]
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Part {
    /// The interface's name.
    Name,
    /// An operation's name.
    Operation(usize),
    /// The number that an operation was given.
    Number(usize),
    /// An argument's name: its operation and itself.
    Argument(usize, usize),
    /// An argument's type.
    ArgumentType(usize, usize),
    /// How the receiver makes an argument.
    ArgumentRecv(usize, usize),
    /// A lease's name: its operation and itself.
    Lease(usize, usize),
    /// A lease's type.
    LeaseType(usize, usize),
    /// The longest slice that is accepted.
    MaxLen(usize, usize),
    /// All of a reply.
    Reply(usize),
    /// The type of a reply's value.
    ValueType(usize),
    /// How the client makes the value.
    ValueRecv(usize),
    /// All of an error.
    Error(usize),
    /// Whether a client asks again.
    Idempotent(usize),
    /// The encoding.
    Encoding(usize),
    /// A reserved number.
    Reserved(usize),
}

#[cfg(feature = "places")]
impl Spans<'_> {
    /// Where a part stands, if the text has it.
    ///
    /// ```
    /// use idol::parse::{self, Part, UnknownKeys};
    /// use idol::source::Source;
    ///
    /// let source = Source::new("rng.idol", "(name: \"Rng\", ops: {})");
    /// let parsed = parse::parse(&source, UnknownKeys::Refuse);
    /// let name = parsed.spans.of(Part::Name).expect("it has a name");
    /// assert_eq!(&source.text()[name.range()], "\"Rng\"");
    /// assert_eq!(parsed.spans.of(Part::Operation(0)), None);
    /// ```
    pub fn of(&self, part: Part) -> Option<Span> {
        let op = |i: usize| self.operations.get(i);
        let argument = |i: usize, j: usize| op(i)?.args.get(j);
        let lease = |i: usize, j: usize| op(i)?.leases.get(j);
        match part {
            Part::Name => self.name,
            Part::Operation(i) => Some(op(i)?.name),
            Part::Number(i) => op(i)?.number,
            Part::Argument(i, j) => Some(argument(i, j)?.name),
            Part::ArgumentType(i, j) => Some(argument(i, j)?.ty),
            Part::ArgumentRecv(i, j) => argument(i, j)?.recv,
            Part::Lease(i, j) => Some(lease(i, j)?.name),
            Part::LeaseType(i, j) => Some(lease(i, j)?.ty),
            Part::MaxLen(i, j) => lease(i, j)?.max_len,
            Part::Reply(i) => Some(op(i)?.reply.whole),
            Part::ValueType(i) => Some(op(i)?.reply.ok.ty),
            Part::ValueRecv(i) => op(i)?.reply.ok.recv,
            Part::Error(i) => op(i)?.reply.error,
            Part::Idempotent(i) => op(i)?.idempotent,
            Part::Encoding(i) => op(i)?.encoding,
            Part::Reserved(i) => self.reserved.get(i).copied(),
        }
    }
}
