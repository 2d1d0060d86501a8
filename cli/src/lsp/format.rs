//! The layout that `idol fmt` gives, as changes of lines.

use idol::diagnostic::Span;
use imara_diff::{Algorithm, Diff, InternedInput};
use lsp_types::{Position, Range, TextEdit};

use super::document::Document;
use crate::entries::{Entry, Tree};
use crate::fmt;

/// Spaces for each bracket that is open.
const INDENT: usize = 4;

/// What makes a text another, line by line, so that what stays stays where it
/// is on the screen.
pub(super) fn difference(document: &Document, after: &str) -> Vec<TextEdit> {
    let before = document.text.as_str();
    if before == after {
        return Vec::new();
    }
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_lines(&input);
    // Bytes up to each line, as the difference counts lines.
    let starts = |text: &str| -> Vec<usize> {
        let ends = text.split_inclusive('\n').scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        });
        [0].into_iter().chain(ends).collect()
    };
    let (from, to) = (starts(before), starts(after));
    let at = |starts: &[usize], line: u32| {
        starts
            .get(line as usize)
            .or(starts.last())
            .copied()
            .unwrap_or(0)
    };
    let edits = diff.hunks().map(|hunk| TextEdit {
        range: document.range(Span {
            start: at(&from, hunk.before.start) as u32,
            end: at(&from, hunk.before.end) as u32,
        }),
        new_text: after[at(&to, hunk.after.start)..at(&to, hunk.after.end)]
            .to_owned(),
    });
    edits.collect()
}

/// The whole text. Null if it is not understood: what is wrong is told.
pub(super) fn whole(
    pedantic: bool,
    document: &Document,
) -> Option<Vec<TextEdit>> {
    let source = document.source();
    let formatted = match document.analysis(pedantic).legal {
        // It has been read already.
        Some(_) => fmt::of_legal(&source, &document.tree().comments),
        None => fmt::format(&source),
    };
    Some(difference(document, &formatted.ok()?))
}

/// What of it is in a range.
pub(super) fn range(
    pedantic: bool,
    document: &Document,
    range: Range,
) -> Option<Vec<TextEdit>> {
    let mut edits = whole(pedantic, document)?;
    edits.retain(|edit| {
        edit.range.start.line <= range.end.line
            && range.start.line <= edit.range.end.line
    });
    Some(edits)
}

/// Sets a line in as far as brackets around it are open, while it is typed.
pub(super) fn line(document: &Document, position: Position) -> Vec<TextEdit> {
    let text = &document.text;
    let start = document.lines.start(text, position.line);
    let end = document.lines.end(text, position.line);
    let line = document.at(Span { start, end });
    let content = line.trim_start();
    let blanks = (line.len() - content.len()) as u32;
    let tree = document.tree();
    if is_inside_of_text(tree, start) {
        return Vec::new();
    }
    let mut open = depth(document, tree, start);
    if content.starts_with([')', ']', '}']) {
        open = open.saturating_sub(1);
    }
    let indent = " ".repeat(open * INDENT);
    if document.at(Span {
        start,
        end: start + blanks,
    }) == indent
    {
        return Vec::new();
    }
    let range = document.range(Span {
        start,
        end: start + blanks,
    });
    vec![TextEdit {
        range,
        new_text: indent,
    }]
}

/// Lines of brackets that are open before a place: those that open in one line
/// count once.
fn depth(document: &Document, tree: &Tree, at: u32) -> usize {
    let mut lines = Vec::new();
    let mut entries = &tree.entries;
    loop {
        let after = entries.partition_point(|e| e.span().start < at);
        let group = entries[..after].last().and_then(Entry::group);
        let Some(group) = group else {
            break;
        };
        let is_open = group.close.is_none_or(|close| close.start >= at);
        if group.open.end > at || !is_open {
            break;
        }
        lines.push(document.lines.line(group.open.start));
        entries = &group.entries;
    }
    lines.dedup();
    lines.len()
}

/// Whether a line begins in a string or a comment, whose insides are nobody's
/// business.
fn is_inside_of_text(tree: &Tree, at: u32) -> bool {
    let inside = |span: Span| span.start < at && at < span.end;
    let last = |entry: &&Entry| {
        let values = [&entry.key, &entry.value].into_iter().flatten();
        let mut texts = values.filter(|value| value.is_text());
        texts.any(|value| inside(value.span))
    };
    tree.path(at).iter().any(last)
        || tree.comments.iter().any(|comment| inside(*comment))
}
