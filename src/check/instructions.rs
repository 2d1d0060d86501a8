//! Comments that tell us something: `// idol: VERB(...)`, and what they are
//! about.
//!
//! Before an entry, on a line of its own, such a comment is about all of the
//! entry: an operation, an argument, one key, or the whole interface. Behind
//! something it is about its line.

use std::ops::Range;

use crate::diagnostic::Span;
use crate::parse::{Lexer, Token};

/// The entry behind a comment, and the comments before it.
struct Entry {
    start: usize,
    end: usize,
}

/// What was looked up for the comment behind this one: of a text on one line
/// each would look through all of it.
#[derive(Default)]
pub(super) struct Around {
    entry: Option<Entry>,
    line: Option<Line>,
}

/// A line, without its break.
struct Line {
    start: usize,
    end: usize,
    /// Where something begins that is not blank, or its end.
    text: usize,
}

impl Line {
    /// The line of a place.
    fn of(text: &str, at: usize) -> Self {
        let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
        let rest = &text[start..];
        let rest = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let blank = |c: char| c == '\u{feff}' || c.is_whitespace();
        let first = rest.trim_start_matches(blank);
        Self {
            start,
            end: start + rest.len(),
            text: start + rest.len() - first.len(),
        }
    }
}

/// Calls `found` with each such comment and what it says, from the last to the
/// first: those that follow each other, with nothing in between, are about the
/// same entry, which is looked for once.
pub(super) fn each<'s>(
    text: &'s str,
    comments: &[Span],
    mut found: impl FnMut(Span, &'s str, &mut Around),
) {
    let mut around = Around::default();
    for &comment in comments.iter().rev() {
        let instruction = instruction(text, comment);
        // Most comments are no business of ours.
        if instruction.is_none() && around.entry.is_none() {
            continue;
        }
        let Range { start, end } = comment.range();
        around.entry = around
            .entry
            .filter(|entry| text[end..entry.start].trim().is_empty());
        if let Some(instruction) = instruction {
            found(comment, instruction, &mut around);
        }
        if let Some(entry) = &mut around.entry {
            entry.start = start;
        }
    }
}

/// What a comment says behind `idol:`, if it begins so.
fn instruction(text: &str, comment: Span) -> Option<&str> {
    let bytes = text.as_bytes();
    // Behind `//` or `/*`.
    let mut at = comment.start as usize + 2;
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    if bytes.get(at) != Some(&b'i') {
        return None;
    }
    text.get(at..comment.end as usize)?.strip_prefix("idol:")
}

/// The text that a comment is about.
pub(super) fn about(
    text: &str,
    comment: Span,
    around: &mut Around,
) -> Range<usize> {
    let Range { start, end } = comment.range();
    let known = around.line.take().filter(|line| line.start <= start);
    let line = around.line.insert(match known {
        Some(line) => line,
        None => Line::of(text, start),
    });
    if line.text < start {
        return line.start..line.end;
    }
    let entry = around.entry.get_or_insert_with(|| Entry {
        start,
        end: end_of_entry(text, end),
    });
    end..entry.end
}

/// Where the entry that comes next ends: at its comma, or at the end of the
/// brackets around it.
fn end_of_entry(text: &str, from: usize) -> usize {
    let mut lexer = Lexer::new(&text[from..]);
    let mut depth = 0usize;
    loop {
        let (token, span) = lexer.next_token();
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) if depth > 0 => depth -= 1,
            Token::Comma if depth > 0 => {}
            Token::Close(_) | Token::Comma | Token::End => {
                return from + span.start as usize;
            }
            _ => {}
        }
    }
}
