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
    pub name: Option<Span>,
    /// The operations.
    pub operations: Vec<OperationSpans>,
    /// The reserved numbers.
    pub reserved: Vec<Span>,
}

/// What a part of the interface cannot be used for, because the text that
/// says it was wrong and a stand-in took its place.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Unusable(pub(crate) bool);

/// Where the parts of an operation stand.
#[derive(Debug, Default)]
pub struct OperationSpans {
    /// Its name, a string.
    pub name: Span,
    /// Its name was declared before; the one in the table is made up.
    pub(crate) name_unusable: Unusable,
    /// The value of `number`.
    pub number: Option<Span>,
    /// The arguments.
    pub args: Vec<TypeSpans>,
    /// The leases.
    pub leases: Vec<LeaseSpans>,
    /// The reply.
    pub reply: ReplySpans,
    /// The value of `idempotent`.
    pub idempotent: Option<Span>,
    /// `idempotent` was not understood, or is misspelt.
    pub(crate) idempotent_unusable: Unusable,
    /// The value of `encoding`.
    pub encoding: Option<Span>,
    /// `encoding` was not understood.
    pub(crate) encoding_unusable: Unusable,
    /// The names that it had, strings.
    pub was: Vec<Span>,
    /// The value of `feature`, a string.
    pub feature: Option<Span>,
    /// The value of `stream`, a string.
    pub stream: Option<Span>,
}

/// Where an argument, or the value of a reply, stands.
#[derive(Debug, Default)]
pub struct TypeSpans {
    /// The name, a string; the whole for a reply.
    pub name: Span,
    pub(crate) name_unusable: Unusable,
    /// The type, a string.
    pub ty: Span,
    pub(crate) ty_unusable: Unusable,
    /// The whole strategy.
    pub recv: Option<Span>,
    /// The type in the strategy, a string.
    pub raw: Option<Span>,
    /// The function in the strategy, a string.
    pub function: Option<Span>,
    pub(crate) recv_unusable: Unusable,
}

/// Where a reply stands.
#[derive(Debug, Default)]
pub struct ReplySpans {
    /// All of it.
    pub whole: Span,
    pub(crate) unusable: Unusable,
    /// The value.
    pub ok: TypeSpans,
    /// All of the error.
    pub error: Option<Span>,
    /// The type of the error, a string.
    pub error_type: Option<Span>,
    pub(crate) error_unusable: Unusable,
}

/// Where a lease stands.
#[derive(Debug, Default)]
pub struct LeaseSpans {
    /// Its name, a string.
    pub name: Span,
    pub(crate) name_unusable: Unusable,
    /// The type, a string.
    pub ty: Span,
    pub(crate) ty_unusable: Unusable,
    pub(crate) access_unusable: Unusable,
    /// The value of `max_len`.
    pub max_len: Option<Span>,
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
