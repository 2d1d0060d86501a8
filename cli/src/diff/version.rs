//! One of the two interfaces that are compared.

use idol::check::{self, Side};
use idol::diagnostic::{Severity, Span};
use idol::model::Interface;
use idol::parse::{self, Spans, UnknownKeys};
use idol::report::Report;
use idol::source::Source;
use idol::syntax::{self, Reply};

use super::part::Part;

/// A legal interface and where its parts stand.
#[derive(Debug)]
pub struct Version<'s> {
    pub(super) interface: Interface,
    /// `None` where its operations are not those of the text.
    spans: Option<Spans<'s>>,
}

impl<'s> Version<'s> {
    /// An interface as it is now.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn new(source: &'s Source) -> Result<Self, Report> {
        Self::read(source, UnknownKeys::Refuse)
    }

    /// An interface as it was: another generator, or an older one, may have
    /// read it or written it. Keys that are not known mean nothing, and
    /// placeholders, as they are embedded in servers for debuggers, are no
    /// operations.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn old(source: &'s Source) -> Result<Self, Report> {
        Self::read(source, UnknownKeys::Ignore)
    }

    fn read(source: &'s Source, keys: UnknownKeys) -> Result<Self, Report> {
        let parsed = parse::parse(source, keys);
        let mut wrong = parsed.diagnostics;
        let mut interface = parsed.interface;
        let operations = interface.ops.len();
        if keys == UnknownKeys::Ignore {
            interface.ops.retain(|name, op| !is_placeholder(name, op));
        }
        let spans = (interface.ops.len() == operations).then_some(parsed.spans);
        match check::interface(&interface, spans.as_ref(), Side::Either) {
            Ok(checked) if wrong.is_empty() => Ok(Self {
                interface: checked.interface,
                spans,
            }),
            Ok(_) => Err(Report::new(Some(source), wrong)),
            Err(found) => {
                wrong.extend(found);
                wrong.retain(|d| d.severity() == Severity::Error);
                Err(Report::new(Some(source), wrong))
            }
        }
    }

    /// Where a part stands.
    pub(super) fn place(&self, part: Part) -> Option<Span> {
        part.place(self.spans.as_ref()?)
    }
}

/// Whether an operation only holds a number for old readers.
fn is_placeholder(name: &str, operation: &syntax::Operation) -> bool {
    let holds = name.strip_prefix("__reserved_");
    let is_unit = match &operation.reply {
        Reply::Simple(value) => value.ty == "()",
        Reply::Result { .. } => false,
    };
    holds == Some(&operation.number.to_string())
        && is_unit
        && operation.args.is_empty()
        && operation.leases.is_empty()
}
