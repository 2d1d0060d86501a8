//! Documentation comments made of what a file says.

use std::borrow::Cow;

use super::writer::{Writer, line};
use crate::model::{Interface, Operation};
use crate::printable;

/// Writes text from a file as a doc comment, so that rustdoc shows it and
/// tries to run none of it.
///
/// A code fence without a language would be compiled as Rust, and so would
/// lines indented by four spaces: the first becomes a fence of plain text, the
/// second loses the indentation beyond three.
pub(super) fn text(w: &mut Writer, text: &str) {
    indented(w, "", text);
}

/// What a file says about an interface, behind something else.
pub(super) fn interface(w: &mut Writer, interface: &Interface) {
    if let Some(doc) = &interface.doc {
        w.text("///");
        text(w, doc);
    }
}

/// What a file says about an operation's arguments, leases and reply, behind
/// something else.
pub(super) fn parts(w: &mut Writer, op: &Operation) {
    if !op.has_documented_parts() {
        return;
    }
    let arguments = op.arguments.iter().map(|a| (&a.name, &a.doc));
    let leases = op.leases.iter().map(|lease| (&lease.name, &lease.doc));
    let mut is_first = true;
    for (name, doc) in arguments.chain(leases) {
        let Some(doc) = doc else {
            continue;
        };
        if is_first {
            heading(w, "Arguments");
            is_first = false;
        }
        line!(w, "/// - `{name}`:");
        indented(w, "  ", doc);
    }
    if let Some(doc) = &op.reply.doc {
        heading(w, "Returns");
        text(w, doc);
    }
}

fn heading(w: &mut Writer, heading: &str) {
    w.text("///");
    line!(w, "/// # {heading}");
    w.text("///");
}

/// Text whose rows begin with these spaces, as those of a list's items do.
fn indented(w: &mut Writer, indent: &str, text: &str) {
    let mut fence: Option<&str> = None;
    // A lone carriage return may not stand in a comment.
    let text = visible(text);
    for paragraph in text.trim_end().split('\n') {
        for row in paragraph.trim_end_matches('\r').split('\r') {
            let bare = row.trim_start_matches([' ', '\t']);
            match fence {
                Some(marker) => {
                    if bare.starts_with(marker) {
                        fence = None;
                    }
                    comment(w, indent, row);
                }
                None => {
                    fence = opened_fence(bare);
                    match fence {
                        Some(marker) => line!(w, "/// {indent}{marker}text"),
                        None => prose(w, indent, row, bare),
                    }
                }
            }
        }
    }
    if let Some(marker) = fence {
        comment(w, indent, marker);
    }
}

/// The text with the characters spelt out that change its direction, and those
/// that a terminal obeys: rustc refuses the first in comments, where they can
/// make code look like other code, and the others do so when it is shown.
fn visible(text: &str) -> Cow<'_, str> {
    let turns = |c| match c {
        '\t' | '\n' | '\r' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{200e}' | '\u{200f}' | '\u{61c}' => true,
        c => c.is_control(),
    };
    if printable::length(text) == text.len() || !text.contains(turns) {
        return Cow::Borrowed(text);
    }
    let mut spelt = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match turns(c) {
            true => spelt.extend(c.escape_unicode()),
            false => spelt.push(c),
        }
    }
    Cow::Owned(spelt)
}

/// The marker of a code fence that this row opens.
fn opened_fence(row: &str) -> Option<&str> {
    ['`', '~'].into_iter().find_map(|mark| {
        let rest = row.trim_start_matches(mark);
        let marker = &row[..row.len() - rest.len()];
        // Backquotes that close on the same row are code inside a sentence.
        let spans = mark == '`' && rest.contains('`');
        (marker.len() >= 3 && !spans).then_some(marker)
    })
}

fn prose(w: &mut Writer, indent: &str, row: &str, bare: &str) {
    let indentation = row.len() - bare.len();
    if indentation > 3 || row.starts_with('\t') {
        line!(w, "///  {indent}  {bare}");
    } else {
        comment(w, indent, row);
    }
}

fn comment(w: &mut Writer, indent: &str, row: &str) {
    match (row.trim_end(), indent) {
        ("", _) => w.text("///"),
        (row, "") => line!(w, "/// {row}"),
        (row, indent) => line!(w, "/// {indent}{row}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::writer::written;
    use super::*;

    fn rendered(doc: &str) -> String {
        written(|w| text(w, doc))
    }

    #[test]
    fn quotes_comment_ends_and_other_scripts_survive() {
        assert_eq!(
            rendered("say \"\\o/\" */ über\r\nnext\rlast"),
            "/// say \"\\o/\" */ über\n/// next\n/// last\n"
        );
    }

    #[test]
    fn characters_that_turn_text_round_are_spelt_out() {
        assert_eq!(rendered("a\u{202e}b"), "/// a\\u{202e}b\n");
        assert_eq!(rendered("\u{1b}[2J\u{7}"), "/// \\u{1b}[2J\\u{7}\n");
    }

    #[test]
    fn fences_become_plain_text_and_are_closed() {
        assert_eq!(
            rendered("a\n```\nlet x = 1;\n```\nb\n~~~rust\ncode"),
            "/// a\n/// ```text\n/// let x = 1;\n/// ```\n/// b\n\
             /// ~~~text\n/// code\n/// ~~~\n"
        );
    }

    #[test]
    fn indented_code_becomes_prose() {
        assert_eq!(
            rendered("a\n\n        let x = 1;\n\tlet y;\n    z\n   b"),
            "/// a\n///\n///    let x = 1;\n///    let y;\n\
             ///    z\n///    b\n"
        );
    }

    #[test]
    fn backquotes_inside_a_sentence_open_no_fence() {
        assert_eq!(rendered("```a``` b\nc"), "/// ```a``` b\n/// c\n");
    }
}
