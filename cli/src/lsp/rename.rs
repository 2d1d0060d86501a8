//! Another name for an operation, an argument or a lease, and what that
//! breaks.

use std::collections::HashSet;
use std::fmt::Write;

use idol::check::{self, Side};
use idol::diagnostic::{Diagnostic, Severity, Span};
use idol::load;
use idol::parse::Token;
use idol::source::Source;
use idol::syntax::Interface;
use indexmap::IndexMap;
use lsp_types::{Position, RenameParams};
use serde_json::{Value, json};

use super::action::edit;
use super::answer::{Answer, Refusal, read};
use super::changes;
use super::document::Document;
use super::session::{Server, with_document};
use super::transport::Json;
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
    let mut changes = vec![Change::new(span, written.as_str())];
    let was = (around == Role::Operations)
        .then(|| was(server, document, &context, entry, &old))
        .flatten();
    changes.extend(was);
    let renamed = Renamed {
        entry,
        around,
        name,
        written: &written,
    };
    refused(server.pedantic, document, &context, &renamed)?;
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

/// What has another name, and which.
struct Renamed<'a> {
    entry: &'a Entry,
    around: Role,
    name: &'a str,
    /// The same, as it is written.
    written: &'a str,
}

/// What is wrong then, and was not: nothing but a name is another, so a legal
/// interface is not read again, and of another only its names are.
fn refused(
    pedantic: bool,
    document: &Document,
    context: &Context<'_>,
    renamed: &Renamed<'_>,
) -> Result<(), Refusal> {
    let analysis = document.analysis(pedantic);
    let legal = analysis.legal.as_ref();
    let wrong = legal.and_then(|legal| wrong(&legal.syntax, context, renamed));
    let wrong = wrong.unwrap_or_else(|| {
        let names = Source::new(document.name(), names(context, renamed));
        let report = load::diagnose(&names, Side::Either);
        report.diagnostics().to_vec()
    });
    let known = analysis.report.diagnostics().iter();
    let known: HashSet<_> = known.map(|found| &found.message).collect();
    let new = wrong.iter().find(|found| {
        found.code.severity() == Severity::Error
            && !known.contains(&found.message)
    });
    match new {
        Some(new) => Err(Refusal(format!("{}: {}", new.code, new.message))),
        None => Ok(()),
    }
}

/// What is wrong with a legal interface when a part of it has another name.
/// None if that cannot be told without reading it.
fn wrong(
    interface: &Interface,
    context: &Context<'_>,
    renamed: &Renamed<'_>,
) -> Option<Vec<Diagnostic>> {
    let at = renamed.entry.span().start;
    let operations = context.tree.operations(context.text);
    let index = operations.partition_point(|op| op.span().start <= at);
    let index = index.checked_sub(1)?;
    let mut after = interface.clone();
    if operations.len() != after.ops.len() {
        return None;
    }
    match renamed.around {
        Role::Operations => after.ops = with_name(after.ops, index, renamed)?,
        around => {
            let (_, operation) = after.ops.get_index_mut(index)?;
            let key = match around {
                Role::Arguments => "args",
                _ => "leases",
            };
            let group = operations.get(index)?.group()?;
            let parts = &group.entry(context.text, key)?.group()?.entries;
            let index =
                parts.iter().position(|part| part.span().start == at)?;
            if around == Role::Arguments {
                let args = std::mem::take(&mut operation.args);
                operation.args = with_name(args, index, renamed)?;
            } else {
                let leases = std::mem::take(&mut operation.leases);
                operation.leases = with_name(leases, index, renamed)?;
            }
        }
    }
    Some(
        check::interface(&after, None, Side::Either)
            .err()
            .unwrap_or_default(),
    )
}

/// A map in which one key is another. None if that is there already.
fn with_name<T>(
    map: IndexMap<String, T>,
    index: usize,
    renamed: &Renamed<'_>,
) -> Option<IndexMap<String, T>> {
    if map.contains_key(renamed.name) {
        return None;
    }
    let named = |(i, (key, value))| match i == index {
        true => (renamed.name.to_owned(), value),
        false => (key, value),
    };
    Some(map.into_iter().enumerate().map(named).collect())
}

/// An interface of the same names, and nothing else in it that could be wrong.
fn names(context: &Context<'_>, renamed: &Renamed<'_>) -> String {
    let text = context.text;
    let at = renamed.entry.span().start;
    let key = |entry: &Entry| match entry.span().start == at {
        true => format!("\"{}\"", renamed.written),
        false => {
            let key = entry.key.as_ref().filter(|key| key.is_text());
            key.map_or("", |key| &text[key.span.range()]).to_owned()
        }
    };
    let interface = context.tree.interface();
    let name = interface.and_then(|i| i.entry(text, "name"));
    let name = name.and_then(|name| name.value.as_ref());
    let name = name.filter(|name| name.token == Token::Text);
    let name = name.map_or("\"I\"", |name| &text[name.span.range()]);
    let mut names = format!("Interface(name: {name}, ops: {{\n");
    for operation in context.tree.operations(text) {
        let span = operation.span();
        let (mut args, mut leases) = (String::new(), String::new());
        if (span.start..=span.end).contains(&at) {
            let parts = |map: &str, value: &str| -> String {
                let map = operation.group().and_then(|g| g.entry(text, map));
                let entries = map.and_then(Entry::group).map(|m| &m.entries);
                let entries = entries.into_iter().flatten();
                entries.map(|e| format!("{}: {value}, ", key(e))).collect()
            };
            args = parts("args", "\"u8\"");
            leases = parts("leases", "(type: \"u8\", read: true)");
        }
        let key = key(operation);
        if !key.is_empty() {
            let _ = writeln!(
                names,
                "{key}: (args: {{ {args}}}, leases: {{ {leases}}}, \
                 reply: Simple(\"()\"), idempotent: true),"
            );
        }
    }
    names.push_str("})\n");
    names
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
