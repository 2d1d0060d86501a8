//! One of the two interfaces that are compared.

use std::collections::HashMap;

use idol::check::{self, Acceptance, Side, acceptances};
use idol::diagnostic::{Code, Severity, Span};
use idol::model::Interface;
use idol::parse::{self, Parsed, Spans, UnknownKeys};
use idol::report::Report;
use idol::source::Source;
use idol::syntax::{self, Encoding, RecvStrategy, Reply};

use super::part::Part;
use crate::legal;

/// A legal interface and where its parts stand.
#[derive(Debug)]
pub struct Version<'s> {
    pub(super) interface: Interface,
    /// The names that each operation had before.
    pub(super) was: Vec<Vec<String>>,
    /// Whether it is what a server embeds: numbers that no operation has may
    /// be reserved there, or just free.
    pub(super) is_embedded: bool,
    source: &'s Source,
    /// Where in the list each reserved number stands.
    reserved: HashMap<u32, usize>,
    spans: Spans<'s>,
    comments: Vec<Span>,
}

/// What other generators do not mind, and which says nothing of the wire: how
/// names clash in what this one generates, and what it does not allow.
const SUFFERED: &[Code] = &[
    Code::ReservedName,
    Code::ArgumentAndLease,
    Code::Collision,
    Code::NoAccess,
    Code::MaxLenOnSized,
    Code::MaxLenZero,
    Code::ZeroSizedElement,
    Code::IdempotentReadWrite,
    Code::IdempotentServerDeath,
    Code::ComplexSsmarshal,
    Code::DeathUntold,
    Code::CursorShape,
];

impl<'s> Version<'s> {
    /// An interface as it is now: a file, or what a server embeds.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn new(source: &'s Source) -> Result<Self, Report> {
        if let Some(embedded) = legal::embedded(source) {
            return Self::foreign(source, embedded, true);
        }
        let mut parsed = parse::parse(source, UnknownKeys::Refuse);
        let mut wrong = std::mem::take(&mut parsed.diagnostics);
        let checked = check::interface(
            &parsed.interface,
            Some(&parsed.spans),
            Side::Either,
        );
        match checked {
            Ok(checked) if wrong.is_empty() => {
                let interface = checked.interface;
                Ok(Self::of(source, interface, parsed, false))
            }
            Ok(_) => Err(Report::new(Some(source), wrong)),
            Err(found) => {
                wrong.extend(found);
                wrong.retain(|d| d.severity() == Severity::Error);
                Err(Report::new(Some(source), wrong))
            }
        }
    }

    /// An interface as it was: another generator, or an older one, may have
    /// read it or written it, so whatever released readers read is read, and
    /// means what it means to them.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn old(source: &'s Source) -> Result<Self, Report> {
        match legal::embedded(source) {
            Some(embedded) => Self::foreign(source, embedded, true),
            None => {
                let parsed = parse::parse(source, UnknownKeys::Ignore);
                Self::foreign(source, parsed, false)
            }
        }
    }

    fn foreign(
        source: &'s Source,
        mut parsed: Parsed<'s>,
        is_embedded: bool,
    ) -> Result<Self, Report> {
        for operation in parsed.interface.ops.values_mut() {
            without_conversions(operation);
        }
        let mut wrong = std::mem::take(&mut parsed.diagnostics);
        let (interface, spans) = (&parsed.interface, Some(&parsed.spans));
        match check::foreign(interface, spans, SUFFERED) {
            Ok(interface) if wrong.is_empty() => {
                Ok(Self::of(source, interface, parsed, is_embedded))
            }
            Ok(_) => Err(Report::new(Some(source), wrong)),
            Err(found) => {
                wrong.extend(found);
                Err(Report::new(Some(source), wrong))
            }
        }
    }

    fn of(
        source: &'s Source,
        interface: Interface,
        parsed: Parsed<'s>,
        is_embedded: bool,
    ) -> Self {
        let was = parsed.interface.ops.into_values().map(|op| op.was);
        Self {
            interface,
            was: was.collect(),
            is_embedded,
            source,
            reserved: parsed.interface.reserved.into_iter().zip(0..).collect(),
            spans: parsed.spans,
            comments: parsed.comments,
        }
    }

    /// Where a part stands.
    pub(super) fn place(&self, part: Part) -> Option<Span> {
        part.place(&self.spans)
    }

    /// Where a number stands in `reserved`.
    pub(super) fn reserved_place(&self, number: u16) -> Option<Part> {
        let index = self.reserved.get(&u32::from(number))?;
        Some(Part::Reserved(*index))
    }

    /// What its comments accept.
    pub(super) fn accepts(&self) -> Vec<Acceptance<'_>> {
        acceptances(self.source.text(), &self.comments)
    }
}

/// With the encodings of serde, `recv` was read and meant nothing.
fn without_conversions(operation: &mut syntax::Operation) {
    if operation.encoding == Encoding::Zerocopy {
        return;
    }
    let value = match &mut operation.reply {
        Reply::Simple(value) => value,
        Reply::Result { ok, .. } => ok,
    };
    for value in operation.args.values_mut().chain([value]) {
        value.recv = RecvStrategy::FromBytes;
        value.refuses = false;
    }
}
