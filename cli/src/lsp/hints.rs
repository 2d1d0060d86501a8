//! Numbers and offsets, which the text does not say, beside what they are of.

use lsp_types::{InlayHint, InlayHintKind, InlayHintLabel, Range};

use super::document::Document;
use super::session::Server;
use crate::entries::{Entry, Group};
use crate::page;

/// The hints in a range.
pub(super) fn hints(
    server: &mut Server,
    document: &Document,
    range: Range,
) -> Vec<InlayHint> {
    let analysis = document.analysis(server.pedantic);
    let Some(model) = analysis.model() else {
        return Vec::new();
    };
    let context = document.context();
    let text = &document.text;
    let entries = context.tree.operations(text).iter();
    let asked = document.lines.span(text, range);
    let mut hints = Vec::new();
    let mut hint = |at: u32, label: String| {
        if (asked.start..=asked.end).contains(&at) {
            hints.push(InlayHint {
                position: document.lines.position(text, at),
                label: InlayHintLabel::String(label),
                kind: Some(InlayHintKind::TYPE),
                text_edits: None,
                tooltip: None,
                padding_left: Some(true),
                padding_right: None,
                data: None,
            });
        }
    };
    for (entry, op) in entries.zip(&model.operations) {
        let span = entry.span();
        if span.end < asked.start || asked.end < span.start {
            continue;
        }
        let (Some(key), Some(group)) = (&entry.key, entry.group()) else {
            continue;
        };
        hint(key.span.end, format!("#{}", op.number));
        let arguments = parts(group, text, "args");
        for (index, (argument, part)) in
            op.arguments.iter().zip(arguments).enumerate()
        {
            let offset = match op.offset(index) {
                Some(offset) => page::size(&offset),
                None => "…".to_owned(),
            };
            let width = page::size(&argument.width);
            hint(part.span().end, format!("@{offset}: {width}"));
        }
        for (index, (_, part)) in op
            .leases
            .iter()
            .zip(parts(group, text, "leases"))
            .enumerate()
        {
            let end = part.key.as_ref().map_or(0, |key| key.span.end);
            hint(end, format!("lease {index}"));
        }
        if let Some(reply) = group.entry(text, "reply") {
            let size = page::size(&op.reply.max_size);
            hint(reply.span().end, format!("at most {size}"));
        }
    }
    hints
}

fn parts<'t>(group: &'t Group, text: &str, key: &str) -> &'t [Entry] {
    let map = group.entry(text, key).and_then(Entry::group);
    map.map_or(&[], |map| map.entries.as_slice())
}
