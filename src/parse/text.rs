//! What a string literal says, and which part of it says what.

use std::ops::Range;

/// A piece of a string: one character, or an escape that says none.
pub(super) enum Piece {
    Char(char),
    Wrong(&'static str),
}

/// Where the contents of a literal stand in it, between quotes and hashes.
pub(super) fn content(literal: &str) -> Range<usize> {
    match literal.strip_prefix('r') {
        Some(rest) => {
            let hashes = rest.bytes().take_while(|&b| b == b'#').count();
            2 + hashes..literal.len() - 1 - hashes
        }
        None => 1..literal.len() - 1,
    }
}

/// The pieces of an escaped string literal, each with its place in it.
pub(super) fn pieces(
    literal: &str,
) -> impl Iterator<Item = (Range<usize>, Piece)> {
    let content = content(literal);
    let text = &literal[content.clone()];
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let (len, piece) = if first == '\\' {
            escape(rest)
        } else {
            (first.len_utf8(), Piece::Char(first))
        };
        let start = content.start + at;
        at += len;
        Some((start..start + len, piece))
    })
}

/// An escape at the start of a text: its length in bytes and what it says.
fn escape(text: &str) -> (usize, Piece) {
    let Some(kind) = text[1..].chars().next() else {
        return (1, Piece::Wrong("an escape without a character"));
    };
    let simple = |c| (2, Piece::Char(c));
    match kind {
        '\'' | '"' | '\\' => simple(kind),
        'n' => simple('\n'),
        'r' => simple('\r'),
        't' => simple('\t'),
        '0' => simple('\0'),
        'x' => match text.get(2..4).and_then(hexadecimal) {
            // Two digits always make a character.
            Some(n) => (4, Piece::Char(char::from_u32(n).unwrap_or_default())),
            None => (2, Piece::Wrong("`\\x` needs two hexadecimal digits")),
        },
        'u' => {
            let digits = text[2..].strip_prefix('{').and_then(|rest| {
                let end = rest.find('}')?;
                rest.get(..end)
            });
            let Some(digits) = digits.filter(|d| (1..=6).contains(&d.len()))
            else {
                return (
                    2,
                    Piece::Wrong(
                        "`\\u` needs one to six hexadecimal digits in braces",
                    ),
                );
            };
            let len = 4 + digits.len();
            match hexadecimal(digits).and_then(char::from_u32) {
                Some(c) => (len, Piece::Char(c)),
                None => (len, Piece::Wrong("this is no character of Unicode")),
            }
        }
        _ => (1 + kind.len_utf8(), Piece::Wrong("RON has no such escape")),
    }
}

fn hexadecimal(digits: &str) -> Option<u32> {
    if digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        u32::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

/// Where a stretch of a string's value stands in its literal.
pub(super) fn in_literal(literal: &str, value: &Range<usize>) -> Range<usize> {
    let content = content(literal);
    if literal.starts_with('r') {
        return content.start + value.start..content.start + value.end;
    }
    let mut at = 0;
    let mut start = None;
    for (range, piece) in pieces(literal) {
        if at >= value.start && start.is_none() {
            start = Some(range.start);
        }
        if at >= value.end {
            return start.unwrap_or(range.start)..range.start;
        }
        if let Piece::Char(c) = piece {
            at += c.len_utf8();
        }
    }
    start.unwrap_or(content.end)..content.end
}
