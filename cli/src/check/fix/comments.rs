//! Comments that silence warnings or accept changes.

use idol::diagnostic::{Code, Diagnostic, Span};

use super::change::{Change, Fix};
use super::context::Context;
use crate::codes;

/// What is wrong with a comment that is to silence a warning.
pub(super) fn fixes(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
) -> Vec<Fix> {
    let text = context.at(span);
    match found.label.as_str() {
        "expected `)`" => {
            let end = span.start + text.trim_end().len() as u32;
            vec![Fix::sure("write `)`", vec![Change::insert(end, ")")])]
        }
        "expected `allow`" => vec![Fix::choice(
            "write `allow`",
            vec![Change::new(span, "allow")],
        )],
        "unknown" if codes::parse(text).is_ok() => {
            // The name of a warning.
            let code = codes::parse(text).unwrap_or(found.code);
            let changes = vec![Change::new(span, code.to_string())];
            vec![Fix::sure(format!("write `{code}`"), changes)]
        }
        "unknown" => {
            vec![Fix::choice("take it away", without(context, span))]
        }
        _ => vec![Fix::sure("take it away", without(context, span))],
    }
}

/// A comment's list of codes without one; without the comment, if that is the
/// only one.
fn without(context: &Context<'_>, span: Span) -> Vec<Change> {
    let comments = &context.tree.comments;
    let after = comments.partition_point(|c| c.start <= span.start);
    let Some(comment) = comments[..after].last() else {
        return Vec::new();
    };
    let (start, end) = (span.start as usize, span.end as usize);
    let before = &context.text[comment.start as usize..start];
    let behind = &context.text[end..comment.end as usize];
    if let Some(rest) = behind.trim_start().strip_prefix(',') {
        let rest = rest.trim_start();
        let end = comment.end - rest.len() as u32;
        return vec![Change::remove(Span { end, ..span })];
    }
    if let Some(list) = before.trim_end().strip_suffix(',') {
        let start = comment.start + list.len() as u32;
        return vec![Change::remove(Span { start, ..span })];
    }
    vec![context.take_out(*comment)]
}

/// A comment that silences a warning, in a line before what it is about.
pub(super) fn allow(
    context: &Context<'_>,
    code: Code,
    span: Span,
) -> Option<Fix> {
    let comment = format!("// idol: allow({code})");
    Some(Fix::choice(
        format!("allow {code} here"),
        before_entry(context, span, &comment)?,
    ))
}

/// A comment that accepts a change, in a line before what it is about.
pub(crate) fn accept(
    context: &Context<'_>,
    rule: &str,
    span: Span,
) -> Option<Fix> {
    let comment = format!("// idol: accept({rule}): decided");
    Some(
        Fix::choice(
            format!("accept `{rule}` here"),
            before_entry(context, span, &comment)?,
        )
        .note("write the reason behind it"),
    )
}

/// A line before the innermost entry that a place is in and that begins a line.
fn before_entry(
    context: &Context<'_>,
    span: Span,
    comment: &str,
) -> Option<Vec<Change>> {
    let path = context.tree.path(span.start);
    let mut starts = path.iter().rev().map(|entry| entry.span().start);
    let at = starts.find(|start| context.indent(*start).is_some())?;
    let indent = context.indent(at)?;
    let line_end = context.line_end();
    // A byte-order mark is no indentation.
    let indent = indent.trim_start_matches('\u{feff}');
    Some(vec![Change::insert(
        at,
        format!("{comment}{line_end}{indent}"),
    )])
}
