//! Lines above operations: what breaks the wire, and who calls.

use lsp_types::{Location, Position, Range};
use serde_json::{Value, json};

use super::changes;
use super::document::Document;
use super::session::Server;
use super::transport::Json;
use crate::check::fix::Context;
use crate::diff::{Audience, Change};
use crate::entries::{Entry, Value as Node};

/// All lines above the interface and its operations.
pub(super) fn lenses(server: &mut Server, document: &Document) -> Json {
    let context = document.context();
    let changes = changes::since(server, document);
    let mut lenses = Vec::new();
    let text = &document.text;
    let interface = context.tree.interface();
    let name = interface.and_then(|i| i.entry(text, "name"));
    let name = name.and_then(|entry| entry.value.as_ref());
    let range = |node: &Node| document.range(node.span);
    let about = |operation: Option<&Entry>| {
        let of = changes.iter().filter(|change| {
            let at = change.span.and_then(|s| operation_at(&context, s.start));
            at.map(Entry::span) == operation.map(Entry::span)
        });
        broken(&server.against, of)
    };
    if let (Some(name), Some(title)) = (name, about(None)) {
        lenses.push(lens(range(name), title, Vec::new()));
    }
    let roots = server.roots.clone();
    let interface = name.map_or("", |name| name.text(text));
    let index = server
        .rust
        .of(document.path.as_deref(), &roots, server.unit);
    for operation in context.tree.operations(text) {
        let Some(key) = &operation.key else {
            continue;
        };
        if let Some(title) = about(Some(operation)) {
            lenses.push(lens(range(key), title, Vec::new()));
        }
        let callers = index.callers(interface, key.text(text));
        let title = match callers.len() {
            0 => continue,
            1 => "1 caller".to_owned(),
            many => format!("{many} callers"),
        };
        lenses.push(lens(range(key), title, callers));
    }
    Json::of(&lenses)
}

fn operation_at<'c>(context: &'c Context<'_>, at: u32) -> Option<&'c Entry> {
    let path = context.tree.path(at);
    let is_operation = path.get(1)?.name(context.text) == Some("ops");
    path.get(2).copied().filter(|_| is_operation)
}

/// What breaks whom.
fn broken<'c>(
    revision: &str,
    changes: impl Iterator<Item = &'c Change>,
) -> Option<String> {
    let changes: Vec<_> = changes.collect();
    let breaking: Vec<_> = Audience::ALL
        .into_iter()
        .filter(|audience| {
            changes
                .iter()
                .any(|change| changes::breaks(change, *audience))
        })
        .collect();
    let first = changes.iter().find(|change| {
        breaking
            .first()
            .is_some_and(|a| changes::breaks(change, *a))
    })?;
    let whom: Vec<_> = breaking
        .into_iter()
        .map(|audience| match audience {
            Audience::Wire => "the wire",
            Audience::Rust => "Rust",
            Audience::Debugger => "debuggers",
        })
        .collect();
    let whom = whom.join(", ");
    Some(format!("breaks {whom} since {revision}: {}", first.what))
}

/// A line; what it leads to, if that is somewhere.
fn lens(range: Range, title: String, places: Vec<Location>) -> Value {
    let start: Position = range.start;
    match places.first() {
        None => json!({
            "range": range,
            "command": { "title": title, "command": "" },
        }),
        Some(_) => json!({
            "range": range,
            "command": {
                "title": title,
                "command": "idol.showReferences",
                "arguments": [start, places],
            },
        }),
    }
}
