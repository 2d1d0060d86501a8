//! Which word is what, for colours.

use idol::diagnostic::Span;
use idol::parse::Token;
use serde_json::{Value, json};

use super::document::Document;
use crate::entries::{Entry, Group};
use crate::language::{self, Role};

/// Kinds of words, by the names that the protocol has for them.
#[derive(Clone, Copy)]
enum Kind {
    Property,
    Struct,
    EnumMember,
    Method,
    Parameter,
    Variable,
    Type,
    Text,
    Number,
    Keyword,
    Comment,
    Interface,
}

const KINDS: [&str; 12] = [
    "property",
    "struct",
    "enumMember",
    "method",
    "parameter",
    "variable",
    "type",
    "string",
    "number",
    "keyword",
    "comment",
    "interface",
];

pub(super) fn legend() -> Value {
    json!({ "tokenTypes": KINDS, "tokenModifiers": [] })
}

/// All words, five numbers for each.
pub(super) fn all(document: &Document) -> Vec<u32> {
    let context = document.context();
    let text = &document.text;
    let mut found = Vec::new();
    language::walk(text, &context.tree.entries, &mut |role, group, entry| {
        words(text, role, group, entry, &mut found);
    });
    let comments = context.tree.comments.iter();
    found.extend(comments.map(|comment| (*comment, Kind::Comment)));
    found.sort_by_key(|(span, _)| *span);
    encode(document, &found)
}

/// The words of an entry, but for those in its brackets.
fn words(
    text: &str,
    role: Role,
    group: Option<&Group>,
    entry: &Entry,
    found: &mut Vec<(Span, Kind)>,
) {
    if let Some(key) = entry.key.as_ref().filter(|key| key.group.is_none()) {
        let kind = match role {
            Role::Operation => Kind::Method,
            Role::Lease => Kind::Variable,
            // In a map; as a value of `ok` it is one of a key.
            Role::Typed if key.is_text() => Kind::Parameter,
            _ => Kind::Property,
        };
        found.push((key.span, kind));
    }
    let Some(value) = &entry.value else {
        return;
    };
    if let Some(inner) = &value.group {
        let kind = match role {
            Role::Reply | Role::Error | Role::Recv | Role::Length => {
                Kind::EnumMember
            }
            _ => Kind::Struct,
        };
        found.extend(inner.name.map(|name| (name, kind)));
        return;
    }
    let is_name = role == Role::Text
        && entry.name(text) == Some("name")
        && group.is_some();
    let kind = match value.token {
        Token::Number => Kind::Number,
        Token::Word => match role {
            Role::Bool => Kind::Keyword,
            _ => Kind::EnumMember,
        },
        _ if language::is_type(role, value) => Kind::Type,
        _ if is_name => Kind::Interface,
        _ => Kind::Text,
    };
    found.push((value.span, kind));
}

/// Each word by its distance from the one before, and its length; one of
/// several lines is a word for each.
fn encode(document: &Document, found: &[(Span, Kind)]) -> Vec<u32> {
    let text = &document.text;
    let lines = &document.lines;
    let mut data = Vec::with_capacity(found.len() * 5);
    let mut before = (0, 0);
    for (span, kind) in found {
        let (first, last) = (lines.line(span.start), lines.line(span.end));
        for line in first..=last {
            let start = lines.start(text, line).max(span.start);
            let end = lines.end(text, line).min(span.end);
            if start >= end {
                continue;
            }
            let column = lines.position(text, start).character;
            let length = lines.unit().count(document.at(Span { start, end }));
            // No word is in another.
            if (line, column) < before {
                continue;
            }
            let delta = match line - before.0 {
                0 => [0, column - before.1],
                lines => [lines, column],
            };
            before = (line, column);
            data.extend(delta);
            data.extend([length, *kind as u32, 0]);
        }
    }
    data
}
