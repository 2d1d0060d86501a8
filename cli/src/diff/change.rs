//! What changed, and how it is collected.

use idol::diagnostic::Span;

use super::part::Part;
use super::rule::{Audience, Rule, Verdict};
use super::version::Version;

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its kind.
    pub rule: Rule,
    /// What changed: lower case, without a full stop.
    pub what: String,
    /// What comes of it, likewise.
    pub why: String,
    /// The way out, if there is one.
    pub help: Option<String>,
    /// Where in the new text, if it is there.
    pub span: Option<Span>,
}

impl Change {
    /// What it means for an audience.
    pub fn verdict(&self, audience: Audience) -> Verdict {
        self.rule.verdict(audience)
    }
}

/// Collects changes, with their places in the new text.
pub(super) struct Changes<'v> {
    pub(super) new: &'v Version<'v>,
    pub(super) found: Vec<Change>,
}

impl Changes<'_> {
    pub(super) fn push(
        &mut self,
        rule: Rule,
        at: Part,
        what: impl Into<String>,
        why: impl Into<String>,
    ) -> &mut Change {
        self.found.push(Change {
            rule,
            what: what.into(),
            why: why.into(),
            help: None,
            span: self.new.place(at),
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}
