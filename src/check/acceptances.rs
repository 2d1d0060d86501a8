//! Comments that accept a change: `// idol: accept(RULE) because of this`.
//!
//! They are for who compares two versions of an interface, and knows what
//! changed; to a build they are comments.

use std::ops::Range;

use super::instructions::{about, each};
use crate::diagnostic::Span;

/// What such a comment says before the parenthesis.
pub(super) const VERB: &str = "accept";

/// What a comment accepts, at a place in a text.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Acceptance<'s> {
    /// What is accepted, as the comment names it; may be empty.
    pub what: &'s str,
    /// Where it is named.
    pub span: Span,
    /// The reason, of which the comment must have one; may be empty.
    pub reason: &'s str,
    /// What begins here is accepted.
    pub about: Range<usize>,
}

/// What the comments of a text accept, in the order of the text. A comment
/// that names several things accepts each.
///
/// ```
/// use idol::check::acceptances;
/// use idol::parse::{self, UnknownKeys};
/// use idol::source::Source;
///
/// let source = Source::new("rng.idol", r#"Interface(
///     // idol: accept(interface-renamed): nobody has it yet
///     name: "Rng",
///     ops: {},
/// )"#);
/// let comments = parse::parse(&source, UnknownKeys::Refuse).comments;
/// let accepted = acceptances(source.text(), &comments);
/// assert_eq!(accepted[0].what, "interface-renamed");
/// assert_eq!(accepted[0].reason, "nobody has it yet");
/// ```
pub fn acceptances<'s>(
    text: &'s str,
    comments: &[Span],
) -> Vec<Acceptance<'s>> {
    let mut found = Vec::new();
    each(text, comments, |comment, instruction, around| {
        let Some((VERB, list)) = instruction.trim_start().split_once('(')
        else {
            return;
        };
        let (list, behind) = list.split_once(')').unwrap_or((list, ""));
        let blank = |c: char| c.is_whitespace() || matches!(c, ':' | ',' | ';');
        let reason = behind.trim_end_matches("*/").trim_matches(blank);
        let about = about(text, comment, around);
        for what in list.split(',').rev().map(str::trim) {
            let start = what.as_ptr() as usize - text.as_ptr() as usize;
            found.push(Acceptance {
                what,
                span: Span::new(start, start + what.len()),
                reason,
                about: about.clone(),
            });
        }
    });
    found.reverse();
    found
}
