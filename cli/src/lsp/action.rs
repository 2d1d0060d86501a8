//! A fix as an editor makes it.

use std::collections::HashMap;

use lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, CodeAction, CodeActionKind,
    DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit,
    WorkspaceEdit,
};

use super::document::Document;
use super::session::Able;
use crate::check::fix::{Certainty, Change, Fix};

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

#[expect(
    clippy::mutable_key_type,
    reason = "an address keeps what it found out of its text"
)]
pub(super) fn of_one(
    document: &Document,
    edits: Vec<TextEdit>,
) -> HashMap<lsp_types::Uri, Vec<TextEdit>> {
    HashMap::from([(document.uri.clone(), edits)])
}

pub(super) fn edits(document: &Document, changes: &[Change]) -> Vec<TextEdit> {
    let edits = changes.iter().map(|change| TextEdit {
        range: document.range(change.span),
        new_text: change.text.clone(),
    });
    edits.collect()
}

/// Changes as an editor makes them. A note is shown before it does, where it
/// can show one.
pub(super) fn edit(
    able: Able,
    document: &Document,
    changes: &[Change],
    note: Option<&str>,
) -> WorkspaceEdit {
    let edits = edits(document, changes);
    let Some(note) = note.filter(|_| able.annotations) else {
        return WorkspaceEdit {
            changes: Some(of_one(document, edits)),
            ..WorkspaceEdit::default()
        };
    };
    const ID: &str = "idol";
    let edits = edits.into_iter().map(|text_edit| {
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
