//! RON values as the parser makes them.
//!
//! Every bracketed thing is a [`Group`] of entries, each with or without a
//! key: the reader that comes after knows which keys belong where, and can
//! say so better than a grammar.

use super::lex::Bracket;
use crate::diagnostic::Span;

/// A value and where it stands.
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// What a value looks like.
pub(super) enum Kind {
    /// An identifier: `true`, `None`, `Hubpack`.
    Word,
    /// An integer or a float.
    Number,
    /// A character in single quotes.
    Char,
    /// A string, without quotes and escapes.
    Text(String),
    /// Something in brackets.
    Group(Group),
    /// Nothing that can be used; already reported.
    Broken,
}

/// A struct, a tuple, a variant with contents, a list or a map.
pub(super) struct Group {
    /// The identifier before the bracket.
    pub(super) name: Option<Span>,
    pub(super) bracket: Bracket,
    pub(super) entries: Vec<Entry>,
    /// Whether these are all entries that were meant.
    pub(super) complete: bool,
}

/// A part of a [`Group`].
pub(super) struct Entry {
    pub(super) key: Option<Node>,
    pub(super) value: Node,
}

/// What an identifier says: its text without `r#`.
pub(super) fn word(text: &str, span: Span) -> &str {
    let word = &text[span.range()];
    match word.strip_prefix("r#") {
        Some(raw) => raw,
        None => word,
    }
}

/// A piece of the text short enough for a message.
pub(super) fn shorten(found: &str) -> String {
    const LONGEST: usize = 30;
    let line = found.lines().next().unwrap_or_default();
    if line.len() == found.len() && found.chars().count() <= LONGEST {
        return found.to_owned();
    }
    let mut short: String = line.chars().take(LONGEST).collect();
    short.push('…');
    short
}
