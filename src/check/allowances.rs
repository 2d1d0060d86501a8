//! Comments that silence warnings: `// idol: allow(W0203)`.
//!
//! Before an entry, on a line of its own, such a comment is about all of the
//! entry: an operation, an argument, one key, or the whole interface. Behind
//! something it is about its line. It may name several codes, and whatever
//! follows the parenthesis is for people.

use std::ops::Range;

use super::checks::{Checks, Side};
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::parse::{Lexer, Token};

/// One code that a comment names.
struct Allowance {
    code: Code,
    /// Where the comment names it.
    span: Span,
    /// Warnings that begin here are silenced.
    about: Range<usize>,
    used: bool,
}

/// The entry behind a comment, and the comments before it.
struct Entry {
    start: usize,
    end: usize,
}

/// Takes away the warnings that comments allow. `complete` is what was
/// checked, if nothing was wrong: then allowances without a use are told.
pub(crate) fn apply(
    text: &str,
    comments: &[Span],
    complete: Option<Checks>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut allowances = Vec::new();
    // From the last to the first: those that follow each other, with nothing
    // in between, are about the same entry, which is looked for once.
    let mut after: Option<Entry> = None;
    for &comment in comments.iter().rev() {
        let instruction = instruction(text, comment);
        // Most comments are no business of ours.
        if instruction.is_none() && after.is_none() {
            continue;
        }
        let Range { start, end } = comment.range();
        after = after.filter(|after| text[end..after.start].trim().is_empty());
        if let Some(instruction) = instruction {
            let found = &mut allowances;
            read(text, comment, instruction, &mut after, found, diagnostics);
        }
        if let Some(after) = &mut after {
            after.start = start;
        }
    }
    if allowances.is_empty() {
        return;
    }
    diagnostics.retain(|diagnostic| {
        let Some(span) = diagnostic.span else {
            return true;
        };
        let mut kept = true;
        for allowance in &mut allowances {
            if allowance.code == diagnostic.code
                && allowance.about.contains(&(span.start as usize))
            {
                allowance.used = true;
                kept = false;
            }
        }
        kept
    });
    let Some(checks) = complete else {
        return;
    };
    for allowance in allowances {
        let asked = match allowance.code {
            Code::ServerOnly => checks.side == Side::Either,
            Code::MissingDoc => checks.missing_docs,
            Code::KeywordName | Code::NotBuilt | Code::NotShown => {
                checks.debuggers
            }
            _ => true,
        };
        if asked && !allowance.used {
            let message =
                format!("nothing here gives the warning {}", allowance.code);
            diagnostics.push(
                Diagnostic::new(Code::BadAllowance, message)
                    .at(Some(allowance.span), "allows nothing")
                    .help(
                        "take it away, or move it before the entry, or to the \
                         end of the line, that it is about",
                    ),
            );
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

/// Reads what a comment allows, if it is of this kind.
fn read<'s>(
    text: &'s str,
    comment: Span,
    instruction: &'s str,
    after: &mut Option<Entry>,
    allowances: &mut Vec<Allowance>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let instruction = instruction.trim_start();
    // Without a parenthesis it is a sentence about us.
    let Some((verb, list)) = instruction.split_once('(') else {
        return;
    };
    if verb.contains(char::is_whitespace) {
        return;
    }
    let at = |part: &str| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        Some(Span::new(start, start + part.len()))
    };
    let mut wrong = |message: String, part: &str, label: &str| {
        diagnostics.push(
            Diagnostic::new(Code::BadAllowance, message)
                .at(at(part), label)
                .help("write `// idol: allow(W0203)`, with a warning's code"),
        );
    };
    if verb != "allow" {
        let message = format!("`idol: {verb}(...)` means nothing");
        return wrong(message, verb, "expected `allow`");
    }
    let Some((list, _)) = list.split_once(')') else {
        let message = "this list of codes does not end".to_owned();
        return wrong(message, list, "expected `)`");
    };
    let about = about(text, comment, after);
    for part in list.split(',') {
        let part = part.trim();
        match part.parse::<Code>() {
            Err(_) => {
                let message = format!("`{part}` is not the code of a warning");
                wrong(message, part, "unknown");
            }
            Ok(Code::BadAllowance) => {
                let message = format!("{part} cannot be allowed");
                wrong(message, part, "it is about comments like this one");
            }
            Ok(code) if code.severity() == Severity::Error => {
                let message = format!("{code} cannot be allowed");
                wrong(message, part, "this is an error");
            }
            Ok(code) => allowances.push(Allowance {
                code,
                span: at(part).unwrap_or(comment),
                about: about.clone(),
                used: false,
            }),
        }
    }
}

/// The text that a comment is about.
fn about(text: &str, comment: Span, after: &mut Option<Entry>) -> Range<usize> {
    let Range { start, end } = comment.range();
    let line = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let before = text[line..start].trim_start_matches('\u{feff}');
    if !before.trim_start().is_empty() {
        let rest = &text[start..];
        return line..rest.find('\n').map_or(text.len(), |i| start + i);
    }
    let entry = after.get_or_insert_with(|| Entry {
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
