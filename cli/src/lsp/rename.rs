//! Another name for an operation, an argument or a lease, and what that
//! breaks.

use idol::diagnostic::{Severity, Span};
use idol::report::Report;
use idol::source::Source;
use lsp_types::{Position, RenameParams};
use serde_json::{Value, json};

use super::action::edit;
use super::answer::{Answer, Refusal, read};
use super::changes;
use super::document::Document;
use super::session::{Server, with_document};
use super::transport::Json;
use crate::check;
use crate::check::fix::{self, Change, Context};
use crate::diff::{Audience, Verdict};
use crate::entries::Entry;
use crate::language::{self, Role};

/// What has a name at a place, and what that is of.
fn named<'c>(
    context: &'c Context<'_>,
    at: u32,
) -> Option<(&'c Entry, Role, Span)> {
    let path = context.tree.path(at);
    let entry = path.last().copied()?;
    let (_, around) = language::role(context.text, &path);
    let key = entry.key.as_ref()?;
    let is_named =
        matches!(around, Role::Operations | Role::Arguments | Role::Leases);
    let inside = (key.span.start..=key.span.end).contains(&at);
    (is_named && inside && key.is_text())
        .then(|| (entry, around, key.inner(context.text)))
}

pub(super) fn prepare(
    _: &mut Server,
    document: &Document,
    position: Position,
) -> Answer {
    let context = document.context();
    let at = document.offset(position);
    Ok(match named(&context, at) {
        None => Json::null(),
        Some((_, _, span)) => Json::of(&json!({
            "range": document.range(span),
            "placeholder": document.at(span),
        })),
    })
}

pub(super) fn rename(server: &mut Server, params: Value) -> Answer {
    let Some(asked) = read::<RenameParams>(params) else {
        return Err(Refusal("this is no renaming".to_owned()));
    };
    let place = asked.text_document_position;
    let uri = place.text_document.uri.as_str().to_owned();
    let renamed = with_document(server, &uri, |server, document| {
        one(server, document, place.position, &asked.new_name)
    });
    renamed.unwrap_or(Ok(Json::null()))
}

fn one(
    server: &mut Server,
    document: &Document,
    position: Position,
    name: &str,
) -> Answer {
    let context = document.context();
    let at = document.offset(position);
    let Some((entry, around, span)) = named(&context, at) else {
        return Err(Refusal(
            "operations, arguments and leases are renamed here".to_owned(),
        ));
    };
    let old = document.at(span).to_owned();
    if name == old {
        return Ok(Json::null());
    }
    let written = name.replace('\\', "\\\\").replace('"', "\\\"");
    let mut changes = vec![Change::new(span, written)];
    let was = (around == Role::Operations)
        .then(|| was(server, document, &context, entry, &old))
        .flatten();
    changes.extend(was);
    let known = &document.analysis(server.pedantic).report;
    let after = fix::apply(&document.text, &changes);
    refused(known, &Source::new(document.name(), after))?;
    let note = alone(&context, at, &changes);
    if let Some(note) = &note {
        server.say(&format!("`{old}` is `{name}`: {note}"));
    }
    let note = note.as_deref();
    Ok(Json::of(&edit(server.able, document, &changes, note)))
}

/// The name that an operation had, where the file is to say it: it was called
/// so in the revision that is compared with.
fn was(
    server: &mut Server,
    document: &Document,
    context: &Context<'_>,
    entry: &Entry,
    name: &str,
) -> Option<Change> {
    let path = document.path.as_deref()?;
    let old = server.revisions.old(path, &server.against)?;
    let tree = crate::entries::read(old.text());
    let mut known = tree.operations(old.text()).iter();
    known.find(|op| op.name(old.text()) == Some(name))?;
    let group = entry.group()?;
    if group.entry(context.text, "was").is_some() {
        // It says already what it was.
        return None;
    }
    let mut changes = context.prepend(group, &format!("was: \"{name}\""));
    changes.pop()
}

/// What is wrong then, and was not.
fn refused(known: &Report, after: &Source) -> Result<(), Refusal> {
    let known: Vec<_> =
        known.diagnostics().iter().map(|d| &d.message).collect();
    let usual = check::Arguments::usual(false);
    let (report, _) = usual.read(after, &Default::default());
    let new = report.diagnostics().iter().find(|found| {
        found.code.severity() == Severity::Error
            && !known.contains(&&found.message)
    });
    match new {
        Some(new) => Err(Refusal(format!("{}: {}", new.code, new.message))),
        None => Ok(()),
    }
}

/// Whom the changes of an operation break: its name and those in it are no
/// matter to others.
fn alone(context: &Context<'_>, at: u32, changes: &[Change]) -> Option<String> {
    let path = context.tree.path(at);
    let span = path.get(2)?.span();
    let inside = changes.iter().map(|change| {
        let by = |at: u32| at.saturating_sub(span.start);
        let (start, end) = (by(change.span.start), by(change.span.end));
        Change::new(Span { start, end }, change.text.clone())
    });
    let inside: Vec<_> = inside.collect();
    let operation = context.text.get(span.range())?;
    let interface = |operation: &str| {
        let text = format!("Interface(name: \"I\", ops: {{{operation}}})");
        Source::new("interface", text)
    };
    let after = fix::apply(operation, &inside);
    broken(&interface(operation), &interface(&after))
}

/// Whom it breaks, in words.
fn broken(before: &Source, after: &Source) -> Option<String> {
    let changes = changes::between(before, after);
    let whom: Vec<_> = Audience::ALL
        .into_iter()
        .filter(|audience| {
            let mut all = changes.iter();
            all.any(|c| c.verdict(*audience) == Verdict::Breaking)
        })
        .collect();
    let words = whom.iter().map(|audience| match audience {
        Audience::Wire => "clients and servers that are not built together",
        Audience::Rust => "Rust that calls or implements it",
        Audience::Debugger => "what is typed into debuggers",
    });
    let words: Vec<_> = words.collect();
    match words.is_empty() {
        true => None,
        false => Some(format!("this breaks {}", words.join(", and "))),
    }
}
