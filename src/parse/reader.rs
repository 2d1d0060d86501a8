//! What makes an interface of values: the state that all its parts share.

use super::lex::Bracket;
use super::node::{Group, Kind, Node, shorten, word};
use crate::diagnostic::{Code, Diagnostic, Span};

/// Who reads: what to do about keys that the language does not have, and about
/// all else that released readers take and a build does not.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum UnknownKeys {
    /// They are errors: a misspelt key changes what goes over the wire.
    Refuse,
    /// They mean nothing: the text may come from a newer or older writer. So
    /// does the value of a key that only we know, if it is not what we expect.
    /// A type may be written in braces or with a name before it, and of two
    /// things of one name the last counts.
    Ignore,
}

/// Makes an interface of values. What it expects where is in [`read`](super::read),
/// how values say it is here.
pub(super) struct Reader<'s> {
    pub(super) text: &'s str,
    pub(super) unknown: UnknownKeys,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(
        text: &'s str,
        unknown: UnknownKeys,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        Self {
            text,
            unknown,
            diagnostics,
        }
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether all is read that released readers read.
    pub(super) fn is_lenient(&self) -> bool {
        self.unknown == UnknownKeys::Ignore
    }

    /// Reads the value of a key that released readers do not know: where all
    /// is read that they read, a wrong one means nothing.
    pub(super) fn ours<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let before = self.diagnostics.len();
        let value = read(self);
        if self.is_lenient() && self.diagnostics.len() > before {
            self.diagnostics.truncate(before);
            return None;
        }
        value
    }

    /// Reports a value of the wrong kind.
    pub(super) fn kind(&mut self, node: &Node, expected: &str) {
        let found = match &node.kind {
            Kind::Broken => return,
            Kind::Word => {
                format!("`{}`", shorten(word(self.text, node.span)))
            }
            Kind::Number => "a number".to_owned(),
            Kind::Char => "a character".to_owned(),
            Kind::Text(_) => "a string".to_owned(),
            Kind::Group(group) => match (group.name, group.bracket) {
                (Some(name), _) => {
                    format!("`{}(...)`", shorten(word(self.text, name)))
                }
                (None, Bracket::Round) => "`(...)`".to_owned(),
                (None, Bracket::Square) => "a list".to_owned(),
                (None, Bracket::Curly) => "a map".to_owned(),
            },
        };
        let mut diagnostic = Diagnostic::new(
            Code::WrongKind,
            format!("expected {expected}, found {found}"),
        )
        .at(Some(node.span), format!("expected {expected}"));
        if expected.contains(" in quotes") {
            let text = &self.text[node.span.range()];
            if matches!(node.kind, Kind::Word | Kind::Number) || text == "()" {
                diagnostic = diagnostic.help(format!("write `\"{text}\"`"));
            }
        }
        self.push(diagnostic);
    }
}

/// A struct's name, or its bracket: where to say what is missing in it.
pub(super) fn head(whole: Span, group: &Group) -> Span {
    match group.name {
        Some(name) => name,
        None => bracket_span(whole),
    }
}

/// The first character.
pub(super) fn bracket_span(whole: Span) -> Span {
    Span {
        start: whole.start,
        end: whole.start + 1,
    }
}

/// `` `a`, `b` and `c` ``.
pub(super) fn list(names: &[&str]) -> String {
    let mut text = String::new();
    for (i, name) in names.iter().enumerate() {
        if i > 0 {
            text.push_str(if i + 1 == names.len() { " and " } else { ", " });
        }
        text.push('`');
        text.push_str(name);
        text.push('`');
    }
    text
}
