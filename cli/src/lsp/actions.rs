//! Quick fixes, and all of them that are sure together.

use std::collections::HashMap;

use idol::source::Source;
use lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, CodeAction, CodeActionKind,
    DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextEdit,
    WorkspaceEdit,
};

use super::changes;
use super::diagnostics;
use super::document::Document;
use super::server::{Able, Server};
use crate::check;
use crate::check::fix::{self, Certainty, Change, Fix, fixes};

/// What can be done about what was found in a range.
pub(super) fn actions(
    server: &mut Server,
    document: &Document,
    range: Range,
) -> Vec<CodeAction> {
    let asked = document.lines.span(&document.text, range);
    let context = document.context();
    let analysis = document.analysis(server.pedantic);
    let mut actions = Vec::new();
    let mut is_sure = false;
    for found in analysis.report.diagnostics() {
        let Some(span) = found.span else {
            continue;
        };
        let meets = span.start <= asked.end && asked.start <= span.end;
        // More than whoever asks would read.
        if !meets || actions.len() > 100 {
            continue;
        }
        let told = diagnostics::one(found, document.range(span));
        for fix in fixes(&context, found) {
            if fix.changes.is_empty() {
                continue;
            }
            is_sure |= fix.certainty == Certainty::Sure;
            let mut action = action(server.able, document, fix);
            action.diagnostics = Some(vec![told.clone()]);
            actions.push(action);
        }
    }
    if is_sure {
        actions.extend(all(server.pedantic, document));
    }
    actions.extend(changes::actions(server, document, asked));
    actions
}

/// A fix as an action.
pub(super) fn action(able: Able, document: &Document, fix: Fix) -> CodeAction {
    let is_preferred = fix.certainty == Certainty::Sure;
    let title = match &fix.note {
        Some(note) => format!("{} ({note})", fix.title),
        None => fix.title.clone(),
    };
    CodeAction {
        title: capitalized(&title),
        kind: Some(CodeActionKind::QUICKFIX),
        is_preferred: is_preferred.then_some(true),
        edit: Some(edit(able, document, &fix.changes, fix.note.as_deref())),
        ..CodeAction::default()
    }
}

fn capitalized(title: &str) -> String {
    let mut chars = title.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// All sure fixes of a text.
fn all(pedantic: bool, document: &Document) -> Option<CodeAction> {
    let arguments = check::Arguments::usual(pedantic);
    let near = document.path.as_ref().map(idol::levels::near);
    let near = near.and_then(Result::ok).unwrap_or_default();
    let found = |source: &Source| arguments.read(source, &near.levels).0;
    let fixed = fix::all(&document.source(), found);
    let changes = super::format::difference(document, fixed.source.text());
    if changes.is_empty() {
        return None;
    }
    Some(CodeAction {
        title: "Fix all that can be fixed in one way".to_owned(),
        kind: Some(CodeActionKind::new("source.fixAll.idol")),
        edit: Some(WorkspaceEdit {
            changes: Some(of_one(document, changes)),
            ..WorkspaceEdit::default()
        }),
        ..CodeAction::default()
    })
}

#[expect(
    clippy::mutable_key_type,
    reason = "an address keeps what it found out of its text"
)]
fn of_one(
    document: &Document,
    edits: Vec<TextEdit>,
) -> HashMap<lsp_types::Uri, Vec<TextEdit>> {
    HashMap::from([(document.uri.clone(), edits)])
}

/// Changes as an editor makes them. A note is shown before it does, where it
/// can show one.
pub(super) fn edit(
    able: Able,
    document: &Document,
    changes: &[Change],
    note: Option<&str>,
) -> WorkspaceEdit {
    let edits = changes.iter().map(|change| TextEdit {
        range: document.range(change.span),
        new_text: change.text.clone(),
    });
    let Some(note) = note.filter(|_| able.annotations) else {
        return WorkspaceEdit {
            changes: Some(of_one(document, edits.collect())),
            ..WorkspaceEdit::default()
        };
    };
    const ID: &str = "idol";
    let edits = edits.map(|text_edit| {
        OneOf::Right(AnnotatedTextEdit {
            text_edit,
            annotation_id: ID.to_owned(),
        })
    });
    let edit = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri: document.uri.clone(),
            version: Some(document.version),
        },
        edits: edits.collect(),
    };
    let annotation = ChangeAnnotation {
        label: note.to_owned(),
        needs_confirmation: Some(false),
        description: None,
    };
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(vec![
            DocumentChangeOperation::Edit(edit),
        ])),
        change_annotations: Some(HashMap::from([(ID.to_owned(), annotation)])),
        ..WorkspaceEdit::default()
    }
}
