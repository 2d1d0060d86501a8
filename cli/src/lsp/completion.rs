//! What may be typed at a place.

use std::collections::BTreeSet;

use idol::diagnostic::Span;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation,
    InsertTextFormat, MarkupContent, MarkupKind, Position, TextEdit,
};

use super::answer::Answer;
use super::cursor::{Cursor, cursor};
use super::document::Document;
use super::session::Server;
use super::transport::Json;
use crate::language::{self, Role, Word};

pub(super) fn complete(
    server: &mut Server,
    document: &Document,
    position: Position,
) -> Answer {
    let at = document.offset(position);
    let Some(cursor) = cursor(&document.text, at) else {
        return Ok(Json::null());
    };
    let role = cursor.value();
    let mut items = match (cursor.in_string, cursor.is_value) {
        (true, _) if matches!(role, Role::Type | Role::Typed) => {
            types(server, document, &cursor)
        }
        (true, _) => Vec::new(),
        (false, true) => words(language::values(role), role, false),
        (false, false) => keys(document, &cursor),
    };
    if !cursor.in_string && matches!(role, Role::Type | Role::Typed) {
        items.extend(in_quotes(server, document, &cursor));
    }
    for item in &mut items {
        finish(server.able.snippets, document, cursor.typed, item);
    }
    Ok(Json::of(&items))
}

/// The keys that are not there yet; where values stand alone, those.
fn keys(document: &Document, cursor: &Cursor<'_>) -> Vec<CompletionItem> {
    let keys = language::keys(cursor.around, cursor.name);
    if keys.is_empty() || cursor.around == Role::File {
        let role = match cursor.around {
            Role::File => Role::File,
            _ => cursor.value(),
        };
        return words(language::values(role), role, false);
    }
    let context = document.context();
    let path = context.tree.path(cursor.open);
    let groups = path.iter().rev().filter_map(|entry| entry.group());
    let mut groups = groups.filter(|group| group.open.start == cursor.open);
    let group = groups.next();
    let text = &document.text;
    let is_free = |word: &&Word| {
        let entry = group.and_then(|group| group.entry(text, word.name));
        entry.is_none_or(|entry| entry.span().start == cursor.typed.start)
    };
    let free: Vec<_> = keys.iter().filter(is_free).collect();
    let items = free.into_iter().map(|word| item(word, true));
    items.collect()
}

fn words(
    words: &'static [Word],
    role: Role,
    is_key: bool,
) -> Vec<CompletionItem> {
    let mut items: Vec<_> =
        words.iter().map(|word| item(word, is_key)).collect();
    if role == Role::Operation {
        items.push(CompletionItem {
            label: "(...)".to_owned(),
            kind: Some(CompletionItemKind::SNIPPET),
            insert_text: Some(
                "(\n    args: { $1 },\n    reply: Result(ok: \"$2\", err: \
                 $3),\n),"
                    .to_owned(),
            ),
            ..CompletionItem::default()
        });
    }
    items
}

fn item(word: &Word, is_key: bool) -> CompletionItem {
    CompletionItem {
        label: word.name.to_owned(),
        kind: Some(match is_key {
            true => CompletionItemKind::PROPERTY,
            false => CompletionItemKind::ENUM_MEMBER,
        }),
        documentation: Some(Documentation::MarkupContent(MarkupContent {
            kind: MarkupKind::Markdown,
            value: word.doc.to_owned(),
        })),
        insert_text: Some(word.snippet.to_owned()),
        ..CompletionItem::default()
    }
}

/// Types of Rust, of this text, and of the package's sources.
fn types(
    server: &mut Server,
    document: &Document,
    cursor: &Cursor<'_>,
) -> Vec<CompletionItem> {
    let context = document.context();
    let text = &document.text;
    let mut seen = BTreeSet::new();
    language::walk(text, &context.tree.entries, &mut |role, _, entry| {
        if let Some(value) = &entry.value
            && language::is_type(role, value)
            && !(value.span.start..=value.span.end).contains(&cursor.typed.end)
        {
            seen.insert(value.text(text).to_owned());
        }
    });
    let roots = server.roots.clone();
    let index = server
        .rust
        .of(document.path.as_deref(), &roots, server.unit);
    let found = index.near_types(document.path.as_deref());
    let known = language::TYPES.iter().map(|ty| (*ty).to_owned());
    let known = known.map(|ty| (ty, CompletionItemKind::KEYWORD, "Rust's"));
    let in_file = seen.iter().cloned();
    let in_file =
        in_file.map(|ty| (ty, CompletionItemKind::STRUCT, "in this file"));
    let in_rust = found.into_iter().filter(|ty| !seen.contains(ty));
    let in_rust =
        in_rust.map(|ty| (ty, CompletionItemKind::STRUCT, "in the sources"));
    let all = in_file.chain(in_rust).chain(known);
    all.map(|(label, kind, detail)| CompletionItem {
        label,
        kind: Some(kind),
        detail: Some(detail.to_owned()),
        ..CompletionItem::default()
    })
    .collect()
}

/// The same where no quote is typed yet.
fn in_quotes(
    server: &mut Server,
    document: &Document,
    cursor: &Cursor<'_>,
) -> Vec<CompletionItem> {
    let mut items = types(server, document, cursor);
    for item in &mut items {
        item.label = format!("\"{}\"", item.label);
    }
    items
}

/// Says what an item replaces, and by what.
fn finish(
    snippets: bool,
    document: &Document,
    typed: Span,
    item: &mut CompletionItem,
) {
    let snippet = item.insert_text.take();
    let new_text = match (snippets, snippet) {
        (true, Some(snippet)) => {
            item.insert_text_format = Some(InsertTextFormat::SNIPPET);
            snippet
        }
        _ => item.label.clone(),
    };
    item.text_edit = Some(CompletionTextEdit::Edit(TextEdit {
        range: document.range(typed),
        new_text,
    }));
}
