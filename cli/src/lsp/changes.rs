//! What changed since a revision of git.

use idol::diagnostic::Span;
use idol::source::Source;
use lsp_types::CodeAction;

use super::action::action;
use super::document::Document;
use super::session::Server;
use crate::check::fix;
use crate::diff::{self, Audience, Change, Verdict, Version};

/// All that changed in a document since the revision, but for what is
/// accepted. Nothing, if one of the two is wrong.
pub(super) fn since(server: &mut Server, document: &Document) -> Vec<Change> {
    let Some(path) = &document.path else {
        return Vec::new();
    };
    let Some(old) = server.revisions.old(path, &server.against) else {
        return Vec::new();
    };
    between(old, &document.source())
}

/// The same of two texts.
pub(super) fn between(old: &Source, new: &Source) -> Vec<Change> {
    if old.text() == new.text() {
        return Vec::new();
    }
    let (Ok(before), Ok(after)) = (Version::old(old), Version::new(new)) else {
        return Vec::new();
    };
    let mut changes = diff::compare(&before, &after);
    diff::accepted_by_comments(&after, new, &mut changes);
    changes.retain(|change| !change.is_warning());
    changes
}

/// Whether a change breaks somebody, and nobody decided that it shall.
pub(super) fn breaks(change: &Change, audience: Audience) -> bool {
    change.accepted.is_none() && change.verdict(audience) == Verdict::Breaking
}

/// Comments that accept what breaks somebody in a range.
pub(super) fn actions(
    server: &mut Server,
    document: &Document,
    asked: Span,
) -> Vec<CodeAction> {
    let context = document.context();
    let mut found = Vec::new();
    for change in since(server, document) {
        let Some(span) = change.span else {
            continue;
        };
        let breaks = Audience::ALL.iter().any(|a| breaks(&change, *a));
        let line = |at| document.lines.line(at);
        let meets = line(span.start) <= line(asked.end)
            && line(asked.start) <= line(span.end);
        if !breaks || !meets {
            continue;
        }
        let rule = change.rule.name();
        if let Some(fix) = fix::accept(&context, rule, span) {
            found.push(action(server.able, document, fix));
        }
        let title = change.help.clone();
        if let Some(fix) =
            fix::follow(&context, title.as_deref(), &change.edits)
        {
            found.push(action(server.able, document, fix));
        }
    }
    found
}
