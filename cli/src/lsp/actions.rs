//! Quick fixes, and all of them that are sure together.

use idol::source::Source;
use lsp_types::{CodeAction, CodeActionKind, Range, WorkspaceEdit};

use super::action::{action, edits, of_one};
use super::changes;
use super::diagnostics;
use super::document::Document;
use super::session::Server;
use crate::check;
use crate::check::fix::{self, Certainty, fixes};

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

/// All sure fixes of a text.
fn all(pedantic: bool, document: &Document) -> Option<CodeAction> {
    let arguments = check::Arguments::usual(pedantic);
    let near = document.path.as_ref().map(idol::levels::near);
    let near = near.and_then(Result::ok).unwrap_or_default();
    let found = |source: &Source| arguments.read(source, &near.levels).0;
    let known = &document.analysis(pedantic).report;
    let fixed = fix::all_of(&document.source(), known, found);
    let changes = fixed.done.iter().flat_map(|done| &done.fix.changes);
    let mut changes: Vec<_> = changes.cloned().collect();
    changes.sort_by_key(|change| change.span);
    // If one round did it, these are all of this text.
    let is_one = fix::apply(&document.text, &changes) == fixed.source.text();
    let changes = match is_one {
        true => edits(document, &changes),
        false => super::format::difference(document, fixed.source.text()),
    };
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
