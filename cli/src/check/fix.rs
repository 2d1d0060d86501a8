//! Fixes: what the help of a diagnostic says, as changes of the text.
//!
//! They are found by code and place, so the generator, which is part of users'
//! builds, knows nothing of them. A [`Fix`] is [`Sure`](Certainty::Sure) where
//! the help leaves one thing to do: `idol check --fix` does that. What else it
//! offers is for people, who choose it in an editor. Whatever changes more than
//! what was told, as what travels, says so.

mod advice;
mod all;
mod choices;
mod comments;
mod context;
mod notation;
mod numbers;
pub(crate) mod run;

use idol::diagnostic::{Code, Diagnostic, Severity, Span};

pub(crate) use advice::follow;
pub use all::{Done, Fixed, all};
pub(crate) use comments::accept;
pub use context::Context;

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
    fn sure(title: impl Into<String>, changes: Vec<Change>) -> Self {
        Self {
            title: title.into(),
            changes,
            certainty: Certainty::Sure,
            note: None,
        }
    }

    fn choice(title: impl Into<String>, changes: Vec<Change>) -> Self {
        Self {
            certainty: Certainty::Choice,
            ..Self::sure(title, changes)
        }
    }

    fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

impl Change {
    pub(crate) fn new(span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { span, text }
    }

    fn insert(at: u32, text: impl Into<String>) -> Self {
        Self::new(Span { start: at, end: at }, text)
    }

    fn remove(span: Span) -> Self {
        Self::new(span, "")
    }
}

/// The fixes of what was found in a text, the sure one first.
///
/// ```
/// use idol::{check::Side, load, source::Source};
/// use idol_cli::check::fix::{Context, apply, fixes};
///
/// let text = r#"Interface(nane: "Rng", ops: {})"#;
/// let report = load::diagnose(&Source::new("rng.idol", text), Side::Either);
/// let found = fixes(&Context::new(text), &report.diagnostics()[0]);
/// assert_eq!(
///     apply(text, &found[0].changes),
///     r#"Interface(name: "Rng", ops: {})"#,
/// );
/// ```
pub fn fixes(context: &Context<'_>, found: &Diagnostic) -> Vec<Fix> {
    let Some(span) = found.span else {
        return Vec::new();
    };
    let help = found.help.as_deref().unwrap_or("");
    let mut fixes = match found.code {
        Code::UnexpectedCharacter
        | Code::Syntax
        | Code::UnbalancedBracket
        | Code::BadAttribute
        | Code::WrongKind
        | Code::UnknownKey
        | Code::UnknownVariant
        | Code::DuplicateKey
        | Code::MissingKey
        | Code::WrongStructName => notation::fixes(context, found, span, help),
        Code::NumberOutOfRange
        | Code::NumberTwice
        | Code::NumberReserved
        | Code::ReservedTwice
        | Code::FarNumber => numbers::fixes(context, found, span),
        Code::BadAllowance => comments::fixes(context, found, span),
        _ => choices::fixes(context, found, span),
    };
    let is_warning = found.code.severity() == Severity::Warning;
    if is_warning && found.code != Code::BadAllowance {
        fixes.extend(comments::allow(context, found.code, span));
    }
    fixes
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
