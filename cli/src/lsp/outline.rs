//! The outline of a text, and what can be folded.

use idol::diagnostic::Span;
use lsp_types::{DocumentSymbol, FoldingRange, FoldingRangeKind, SymbolKind};

use super::document::Document;
use super::hover::detail;
use crate::entries::{Entry, Value};

/// The interface, its operations, their arguments and leases.
pub(super) fn symbols(document: &Document) -> Vec<DocumentSymbol> {
    let context = document.context();
    let text = &document.text;
    let Some(entry) = context.tree.entries.iter().find(|e| e.group().is_some())
    else {
        return Vec::new();
    };
    let interface = entry.group();
    let name = interface.and_then(|i| i.entry(text, "name"));
    let name = name.and_then(|name| name.value.as_ref());
    let operations = context.tree.operations(text).iter();
    let operations = operations.filter_map(|op| operation(document, op));
    let all = entry.span();
    let at = name.map_or(
        Span {
            end: all.start,
            ..all
        },
        |name| name.span,
    );
    vec![symbol(
        document,
        name.map_or("interface", |name| name.text(text)),
        SymbolKind::INTERFACE,
        all,
        at,
        operations.collect(),
    )]
}

fn operation(document: &Document, entry: &Entry) -> Option<DocumentSymbol> {
    let text = &document.text;
    let key = entry.key.as_ref()?;
    let mut parts = Vec::new();
    for (map, kind) in [
        ("args", SymbolKind::VARIABLE),
        ("leases", SymbolKind::FIELD),
    ] {
        let map = entry.group().and_then(|group| group.entry(text, map));
        let entries = map.and_then(Entry::group).map(|map| &map.entries);
        for part in entries.into_iter().flatten() {
            let Some(name) = &part.key else {
                continue;
            };
            let mut symbol =
                named(document, name, kind, part.span(), Vec::new());
            symbol.detail = part
                .value
                .as_ref()
                .filter(|value| value.is_text())
                .map(|value| value.text(text).to_owned());
            parts.push(symbol);
        }
    }
    let mut symbol =
        named(document, key, SymbolKind::METHOD, entry.span(), parts);
    symbol.detail = Some(detail(entry, text));
    Some(symbol)
}

fn named(
    document: &Document,
    name: &Value,
    kind: SymbolKind,
    all: Span,
    children: Vec<DocumentSymbol>,
) -> DocumentSymbol {
    let text = name.text(&document.text);
    symbol(document, text, kind, all, name.span, children)
}

fn symbol(
    document: &Document,
    name: &str,
    kind: SymbolKind,
    all: Span,
    at: Span,
    children: Vec<DocumentSymbol>,
) -> DocumentSymbol {
    // An editor takes no name that is empty.
    let name = match name.trim() {
        "" => "?",
        name => name,
    };
    #[expect(deprecated, reason = "the field has no default")]
    DocumentSymbol {
        name: name.to_owned(),
        detail: None,
        kind,
        tags: None,
        deprecated: None,
        range: document.range(all),
        selection_range: document.range(at),
        children: Some(children),
    }
}

/// Groups and comments of several lines.
pub(super) fn folds(document: &Document) -> Vec<FoldingRange> {
    let context = document.context();
    let mut folds = Vec::new();
    groups(document, &context.tree.entries, &mut folds);
    let line = |at| document.lines.line(at);
    let comments = &context.tree.comments;
    let follows = |a: &Span, b: &Span| {
        line(b.start) == line(a.end) + 1 && begins_line(document, b.start)
    };
    for block in comments.chunk_by(follows) {
        if let (Some(first), Some(last)) = (block.first(), block.last()) {
            let kind = Some(FoldingRangeKind::Comment);
            fold(line(first.start), line(last.end), kind, &mut folds);
        }
    }
    folds
}

fn begins_line(document: &Document, at: u32) -> bool {
    let start = document
        .lines
        .start(&document.text, document.lines.line(at));
    document.at(Span { start, end: at }).trim().is_empty()
}

fn groups(
    document: &Document,
    entries: &[Entry],
    folds: &mut Vec<FoldingRange>,
) {
    for entry in entries {
        let Some(group) = entry.group() else {
            continue;
        };
        let first = document.lines.line(group.open.start);
        if let Some(close) = group.close {
            // The line of the closing bracket stays.
            let last = document.lines.line(close.start);
            fold(first, last.saturating_sub(1), None, folds);
        }
        groups(document, &group.entries, folds);
    }
}

fn fold(
    first: u32,
    last: u32,
    kind: Option<FoldingRangeKind>,
    folds: &mut Vec<FoldingRange>,
) {
    if last > first {
        folds.push(FoldingRange {
            start_line: first,
            end_line: last,
            kind,
            ..FoldingRange::default()
        });
    }
}
