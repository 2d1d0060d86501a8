//! What a text holds: entries, what is in them, and how to find one.

use idol::diagnostic::Span;
use idol::parse::{Bracket, Token};

/// What a text holds.
#[derive(Debug, Default)]
pub struct Tree {
    /// Entries outside of brackets: one, usually.
    pub entries: Vec<Entry>,
    /// The comments, in order.
    pub comments: Vec<Span>,
}

/// `value` or `key: value`, as far as it is there.
#[derive(Debug)]
pub struct Entry {
    /// What stands before the colon.
    pub key: Option<Value>,
    /// What stands behind it, or alone.
    pub value: Option<Value>,
    /// The comma behind it.
    pub comma: Option<Span>,
}

/// A token, or a group.
#[derive(Debug)]
pub struct Value {
    /// All of it.
    pub span: Span,
    /// What it begins with: a word, a string, an opening bracket.
    pub token: Token,
    /// What is in brackets.
    pub group: Option<Group>,
}

/// Brackets, and what is in them.
#[derive(Debug)]
pub struct Group {
    /// The word before the opening one.
    pub name: Option<Span>,
    /// Of which kind they are.
    pub bracket: Bracket,
    /// The opening one.
    pub open: Span,
    /// The closing one, if it is there.
    pub close: Option<Span>,
    /// What is between them.
    pub entries: Vec<Entry>,
}

impl Tree {
    /// The entries that a place is in, the outer ones first. A place at the
    /// end of an entry is in it.
    pub fn path(&self, at: u32) -> Vec<&Entry> {
        let mut path = Vec::new();
        let mut entries = &self.entries;
        loop {
            let after = entries.partition_point(|e| e.span().start <= at);
            let Some(entry) = entries[..after].last() else {
                return path;
            };
            let group = entry.group();
            let is_open = group.is_some_and(|group| group.close.is_none());
            if at > entry.span().end && !is_open {
                return path;
            }
            path.push(entry);
            match group {
                Some(group) if at > group.open.start => {
                    entries = &group.entries;
                }
                _ => return path,
            }
        }
    }

    /// What is in the interface's brackets.
    pub fn interface(&self) -> Option<&Group> {
        self.entries.iter().find_map(Entry::group)
    }

    /// The operations, in order.
    pub fn operations(&self, text: &str) -> &[Entry] {
        let ops = self.interface().and_then(|i| i.entry(text, "ops"));
        let ops = ops.and_then(Entry::group);
        ops.map_or(&[], |ops| ops.entries.as_slice())
    }
}

impl Entry {
    /// All of it but for the comma.
    pub fn span(&self) -> Span {
        let (first, last) = match (&self.key, &self.value) {
            (Some(key), Some(value)) => (key.span, value.span),
            (Some(only), None) | (None, Some(only)) => (only.span, only.span),
            (None, None) => Default::default(),
        };
        Span {
            start: first.start,
            end: last.end,
        }
    }

    /// All of it with the comma.
    pub fn with_comma(&self) -> Span {
        let span = self.span();
        let end = self.comma.map_or(span.end, |comma| comma.end);
        Span { end, ..span }
    }

    /// Its key, without quotes.
    pub fn name<'s>(&self, text: &'s str) -> Option<&'s str> {
        self.key.as_ref().map(|key| key.text(text))
    }

    /// What is in its value's brackets.
    pub fn group(&self) -> Option<&Group> {
        self.value.as_ref()?.group.as_ref()
    }
}

impl Value {
    /// A word or a string without what marks it as one.
    pub fn text<'s>(&self, text: &'s str) -> &'s str {
        inside(&text[self.span.range()])
    }

    /// Where the contents of a string stand; all of anything else.
    pub fn inner(&self, text: &str) -> Span {
        let whole = &text[self.span.range()];
        let inside = inside(whole);
        let before = inside.as_ptr() as usize - whole.as_ptr() as usize;
        let start = self.span.start + before as u32;
        Span {
            start,
            end: start + inside.len() as u32,
        }
    }

    /// Whether it is a string.
    pub fn is_text(&self) -> bool {
        matches!(self.token, Token::Text | Token::RawText | Token::OpenText)
    }
}

impl Group {
    /// What is between the brackets.
    pub fn inside(&self, text: &str) -> Span {
        let end = self.close.map_or(text.len() as u32, |close| close.start);
        Span {
            start: self.open.end,
            end: end.max(self.open.end),
        }
    }

    /// The first entry of this key.
    pub fn entry(&self, text: &str, key: &str) -> Option<&Entry> {
        let mut entries = self.entries.iter();
        entries.find(|entry| entry.name(text) == Some(key))
    }
}

/// What is between the quotes of a string, or behind `r#` of a word.
fn inside(literal: &str) -> &str {
    if let Some(rest) = literal.strip_prefix('"') {
        return rest.strip_suffix('"').unwrap_or(rest);
    }
    let Some(rest) = literal.strip_prefix('r') else {
        return literal;
    };
    let content = rest.trim_start_matches('#');
    let hashes = &rest[..rest.len() - content.len()];
    match content.strip_prefix('"') {
        Some(content) => {
            let content = content.strip_suffix(hashes).unwrap_or(content);
            content.strip_suffix('"').unwrap_or(content)
        }
        None if hashes.len() == 1 => content,
        None => literal,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn strings_are_told_from_what_marks_them() {
        for (literal, content) in [
            ("\"a\"", "a"),
            ("r#\"a\"#", "a"),
            ("r\"a\"", "a"),
            ("r#type", "type"),
            ("\"a", "a"),
            ("rest", "rest"),
            ("\"", ""),
        ] {
            assert_eq!(super::inside(literal), content, "{literal}");
        }
    }
}
