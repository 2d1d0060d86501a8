//! One of the two interfaces that are compared.

use idol::check::Side;
use idol::diagnostic::Span;
use idol::model::Interface;
use idol::parse::{Spans, UnknownKeys};
use idol::report::Report;
use idol::source::Source;

use super::part::Part;
use crate::legal;

/// A legal interface and where its parts stand.
#[derive(Debug)]
pub struct Version<'s> {
    pub(super) interface: Interface,
    spans: Spans<'s>,
}

impl<'s> Version<'s> {
    /// An interface as it is now: a file, or what a server embeds.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn new(source: &'s Source) -> Result<Self, Report> {
        Self::read(source, UnknownKeys::Refuse)
    }

    /// An interface as it was: another generator, or an older one, may have
    /// read it or written it, so whatever released readers read is read.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn old(source: &'s Source) -> Result<Self, Report> {
        Self::read(source, UnknownKeys::Ignore)
    }

    fn read(source: &'s Source, keys: UnknownKeys) -> Result<Self, Report> {
        let (interface, parsed) = legal::parsed(source, keys, Side::Either)?;
        Ok(Self {
            interface,
            spans: parsed.spans,
        })
    }

    /// Where a part stands.
    pub(super) fn place(&self, part: Part) -> Option<Span> {
        part.place(&self.spans)
    }
}
