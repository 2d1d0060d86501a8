//! What changed, and how it is collected.

use idol::diagnostic::Span;

use super::edit::Edit;
use super::part::Part;
use super::rule::{Audience, Rule, Verdict};
use super::version::Version;

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Its kind.
    pub rule: Rule,
    /// What changed: lower case, without a full stop.
    pub what: String,
    /// What comes of it, likewise.
    pub why: String,
    /// The way out, if there is one.
    pub help: Option<String>,
    /// The way out, as data. All of a list of changes go together.
    pub edits: Vec<Edit>,
    /// Another way out, which does as much as `edits`.
    pub or: Vec<Edit>,
    /// Where in the new text, if it is there.
    pub span: Option<Span>,
    /// The operation that it is about, by its name in the old text; by that
    /// in the new one if it is new.
    pub operation: Option<String>,
    /// Where types were found, and are found now, if it is about that: what
    /// their paths begin with.
    pub moved: Option<(String, String)>,
    /// Why it is accepted, if somebody decided so.
    pub accepted: Option<Accepted>,
    /// Where the operation is listed as one that other tools call.
    pub called: Option<String>,
}

/// Why a change is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The reason that is given.
    pub reason: String,
    /// Where: a file and a line.
    pub place: String,
}

impl Change {
    /// A change about which nothing more is said.
    pub(crate) fn new(
        rule: Rule,
        what: impl Into<String>,
        why: impl Into<String>,
        span: Option<Span>,
    ) -> Self {
        Self {
            rule,
            what: what.into(),
            why: why.into(),
            help: None,
            edits: Vec::new(),
            or: Vec::new(),
            span,
            operation: None,
            moved: None,
            accepted: None,
            called: None,
        }
    }

    /// What it means for an audience.
    pub fn verdict(&self, audience: Audience) -> Verdict {
        self.rule.verdict(audience)
    }

    /// Whether it is one of those that have one way out: other numbers.
    pub(super) fn is_about_numbers(&self) -> bool {
        matches!(
            self.rule,
            Rule::NumberReused
                | Rule::OperationReplaced
                | Rule::OperationRenumbered
                | Rule::OperationRemoved
                | Rule::NumberReleased
        )
    }

    /// Whether it is about what accepts changes, and none itself.
    pub(crate) fn is_warning(&self) -> bool {
        self.rule == Rule::AcceptanceUnused
    }

    /// Whether it breaks anything for anybody.
    pub(super) fn breaks(&self) -> bool {
        let mut verdicts = Audience::ALL.iter().map(|a| self.verdict(*a));
        verdicts.any(|verdict| verdict == Verdict::Breaking)
    }

    /// Says the way out.
    pub(super) fn advise(&mut self, help: String, edits: Vec<Edit>) {
        self.help = Some(help);
        self.edits = edits;
    }
}

/// Collects changes, with their places in the new text.
pub(super) struct Changes<'v> {
    pub(super) new: &'v Version<'v>,
    pub(super) found: Vec<Change>,
    /// The operation that what comes next is about.
    pub(super) operation: Option<String>,
}

impl Changes<'_> {
    pub(super) fn push(
        &mut self,
        rule: Rule,
        at: Part,
        what: impl Into<String>,
        why: impl Into<String>,
    ) -> &mut Change {
        let mut change = Change::new(rule, what, why, self.new.place(at));
        change.operation = self.operation.clone();
        self.found.push(change);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}
