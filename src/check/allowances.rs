//! Comments that silence warnings: `// idol: allow(W0203)`.
//!
//! Before an entry, on a line of its own, such a comment is about all of the
//! entry: an operation, an argument, one key, or the whole interface. Behind
//! something it is about its line. It may name several codes, and whatever
//! follows the parenthesis is for people.

use std::ops::Range;

use super::checks::{Checks, Side, Style};
use super::instructions::{Around, about, each};
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::order::order;

/// One code that a comment names.
struct Allowance {
    code: Code,
    /// Where the comment names it.
    span: Span,
    /// Warnings that begin here are silenced.
    about: Range<usize>,
    used: bool,
}

/// A code and a place in the text as a number: those of one code follow each
/// other, in the order of the text.
fn key(code: Code, at: usize) -> u64 {
    u64::from(code.number()) << 32 | at as u64
}

/// The place of a diagnostic, if it has one.
fn place(diagnostic: &Diagnostic) -> Option<u64> {
    Some(key(diagnostic.code, diagnostic.span?.start as usize))
}

impl Allowance {
    /// The places that it is about: from the first to before the second.
    fn places(&self) -> (u64, u64) {
        let at = |at| key(self.code, at);
        (at(self.about.start), at(self.about.end))
    }
}

/// The places that all allowances together are about, sorted, no two of them
/// touching. As many comments may meet a warning as there are warnings.
fn silent(allowances: &[Allowance]) -> Vec<(u64, u64)> {
    let mut silent: Vec<(u64, u64)> = Vec::with_capacity(allowances.len());
    let keys = allowances.iter().map(|a| a.places().0.into());
    for allowance in order(keys).into_iter().filter_map(|i| allowances.get(i)) {
        let (from, to) = allowance.places();
        match silent.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => silent.push((from, to)),
        }
    }
    silent
}

fn sorted(places: impl Iterator<Item = u64>) -> Vec<u64> {
    let places: Vec<u64> = places.collect();
    let order = order(places.iter().map(|place| u128::from(*place)));
    let sorted = order.into_iter().filter_map(|i| places.get(i).copied());
    sorted.collect()
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
    each(text, comments, |comment, instruction, around| {
        let found = &mut allowances;
        read(text, comment, instruction, around, found, diagnostics);
    });
    if allowances.is_empty() {
        return;
    }
    let given = sorted(diagnostics.iter().filter_map(place));
    for allowance in &mut allowances {
        let (from, to) = allowance.places();
        let first = given.partition_point(|place| *place < from);
        allowance.used = given.get(first).is_some_and(|place| *place < to);
    }
    let silent = silent(&allowances);
    diagnostics.retain(|diagnostic| {
        let Some(place) = place(diagnostic) else {
            return true;
        };
        let behind = silent.partition_point(|(from, _)| *from <= place);
        let last = behind.checked_sub(1).and_then(|last| silent.get(last));
        last.is_none_or(|(_, to)| place >= *to)
    });
    let Some(checks) = complete else {
        return;
    };
    for allowance in allowances {
        let asked = match allowance.code {
            Code::ServerOnly => checks.side == Side::Either,
            Code::StyleCollision => {
                checks.style == Style::Unknown && checks.side != Side::Client
            }
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

/// Reads what a comment allows, if it is of this kind.
fn read<'s>(
    text: &'s str,
    comment: Span,
    instruction: &'s str,
    around: &mut Around,
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
    // That is for who compares versions: nothing here knows what changed.
    if verb == super::acceptances::VERB {
        return;
    }
    if verb != "allow" {
        let message = format!("`idol: {verb}(...)` means nothing");
        return wrong(message, verb, "expected `allow`");
    }
    let Some((list, _)) = list.split_once(')') else {
        let message = "this list of codes does not end".to_owned();
        return wrong(message, list, "expected `)`");
    };
    let about = about(text, comment, around);
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
                // Which is what it is made of.
                code: match code {
                    Code::NoClient => Code::ServerOnly,
                    code => code,
                },
                span: at(part).unwrap_or(comment),
                about: about.clone(),
                used: false,
            }),
        }
    }
}
