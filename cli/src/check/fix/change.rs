//! Changes of a text, and fixes, which are made of them.

use idol::diagnostic::Span;

/// A change of a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// What is replaced; nothing, if text is put in.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// Whether there is a choice.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Certainty {
    /// The help leaves one thing to do.
    Sure,
    /// Somebody must know whether it is this.
    Choice,
}

/// A way to put right what a diagnostic tells.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Fix {
    /// What is done: lower case, without a full stop.
    pub title: String,
    /// The changes, which do not touch each other, in the order of the text.
    pub changes: Vec<Change>,
    /// Whether there is a choice.
    pub certainty: Certainty,
    /// What else changes by it, as on the wire.
    pub note: Option<String>,
}

impl Fix {
    pub(super) fn sure(title: impl Into<String>, changes: Vec<Change>) -> Self {
        Self {
            title: title.into(),
            changes,
            certainty: Certainty::Sure,
            note: None,
        }
    }

    pub(super) fn choice(
        title: impl Into<String>,
        changes: Vec<Change>,
    ) -> Self {
        Self {
            certainty: Certainty::Choice,
            ..Self::sure(title, changes)
        }
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

impl Change {
    pub(crate) fn new(span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { span, text }
    }

    pub(super) fn insert(at: u32, text: impl Into<String>) -> Self {
        Self::new(Span { start: at, end: at }, text)
    }

    pub(super) fn remove(span: Span) -> Self {
        Self::new(span, "")
    }
}

/// A text with changes that do not touch each other. Those that would reach
/// beyond it, or into another, are left out.
pub fn apply(text: &str, changes: &[Change]) -> String {
    let mut changes: Vec<_> = changes.iter().collect();
    changes.sort_by_key(|change| change.span);
    let mut changed = String::with_capacity(text.len());
    let mut done = 0;
    for change in changes {
        let range = change.span.range();
        let Some(before) = text.get(done..range.start) else {
            continue;
        };
        if range.end < range.start || !text.is_char_boundary(range.end) {
            continue;
        }
        changed.push_str(before);
        changed.push_str(&change.text);
        done = range.end;
    }
    changed.push_str(&text[done..]);
    changed
}
