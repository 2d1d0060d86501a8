//! What the rules of the language leave to choose, and what warnings advise.

use idol::diagnostic::{Code, Diagnostic, Span};

use super::change::{Change, Fix};
use super::context::Context;
use crate::entries::{Entry, Group};

const BREAKS: &str = "what is sent changes: both sides must be built anew";
const ASKS_AGAIN: &str =
    "a client asks a restarted server again, which must do no harm";
const ASKS_ONCE: &str = "a client no longer asks a restarted server again";
const TOLD_ONCE: &str = "a client no longer asks a restarted server again, and functions return \
     another type";

pub(super) fn fixes(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
) -> Vec<Fix> {
    let operation = context.operation(span.start).and_then(Entry::group);
    let of_operation = |make: fn(&Context<'_>, &Group) -> Vec<Fix>| {
        operation.map_or_else(Vec::new, |group| make(context, group))
    };
    // The innermost struct that has this key.
    let with = |key: &str| {
        let path = context.tree.path(span.start);
        let mut groups = path.into_iter().rev().filter_map(Entry::group);
        groups.find(|group| group.entry(context.text, key).is_some())
    };
    let unset = |key: &str| {
        with(key).map_or_else(Vec::new, |group| context.unset(group, key))
    };
    match found.code {
        Code::NoAccess => access(context, span),
        Code::MaxLenZero => vec![
            Fix::sure("leave `max_len` away", unset("max_len"))
                .note("the slice may have any length"),
        ],
        Code::MaxLenOnSized => {
            let mut fixes =
                vec![Fix::choice("leave `max_len` away", unset("max_len"))];
            fixes.extend(with("max_len").and_then(|g| slice(context, g)));
            fixes
        }
        Code::RecvNeedsZerocopy => {
            vec![Fix::sure("leave `recv` away", unset("recv"))]
        }
        Code::IdempotentReadWrite => of_operation(not_idempotent),
        Code::MutatingName => of_operation(not_idempotent),
        Code::IdempotentServerDeath => of_operation(|context, group| {
            let mut fixes = simple(context, group);
            fixes.extend(not_idempotent(context, group));
            fixes
        }),
        Code::DeathUntold | Code::ServerOnly => of_operation(told),
        Code::ReadNotIdempotent => of_operation(reads),
        Code::ComplexSsmarshal | Code::Ssmarshal => of_operation(hubpack),
        Code::NotShown => {
            let help = found.help.as_deref().unwrap_or("");
            match help.starts_with("use `encoding: Hubpack`") {
                true => of_operation(hubpack),
                false => Vec::new(),
            }
        }
        Code::MachineWord => fixed_width(context, span),
        Code::UnboundedWrite => with("type").map_or_else(Vec::new, |group| {
            let changes = context.append(group, "max_len: 256");
            vec![
                Fix::choice("add `max_len: 256`", changes)
                    .note("longer slices are refused: write the right number"),
            ]
        }),
        Code::MissingDoc => of_operation(|context, group| {
            let doc = "\"...\"";
            let changes = match group.entry(context.text, "doc") {
                Some(_) => context.set(group, "doc", doc),
                None => context.prepend(group, &format!("doc: {doc}")),
            };
            vec![
                Fix::choice("add `doc`", changes)
                    .note("write what it does, and when it fails"),
            ]
        }),
        Code::UnqualifiedType => qualified(context, found, span),
        Code::LengthTwice => context.entry(span).map_or_else(Vec::new, |arg| {
            let changes = vec![context.take_out(arg.with_comma())];
            vec![Fix::choice("take the argument away", changes).note(BREAKS)]
        }),
        _ => Vec::new(),
    }
}

fn access(context: &Context<'_>, span: Span) -> Vec<Fix> {
    let lease = context.entry(span).and_then(Entry::group);
    let Some(lease) = lease else {
        return Vec::new();
    };
    let may = |what: &str, key: &str| {
        let title = format!("add `{key}: true`: the server {what} it");
        Fix::choice(title, context.set(lease, key, "true"))
    };
    vec![may("reads", "read"), may("fills", "write")]
}

/// A lease of one value as one of many.
fn slice(context: &Context<'_>, group: &Group) -> Option<Fix> {
    let ty = group.entry(context.text, "type")?.value.as_ref()?;
    let inner = ty.inner(context.text);
    let slice = format!("[{}]", context.at(inner));
    let changes = vec![Change::new(inner, slice.clone())];
    Some(Fix::choice(format!("lend `{slice}`"), changes).note(BREAKS))
}

fn not_idempotent(context: &Context<'_>, group: &Group) -> Vec<Fix> {
    let mut changes = context.unset(group, "idempotent");
    if changes.is_empty() {
        return Vec::new();
    }
    // Without it a client must be told of a death in another way.
    let Some((span, "Simple", ok)) = ok(context, group) else {
        let fix = Fix::choice("leave `idempotent` away", changes);
        return vec![fix.note(ASKS_ONCE)];
    };
    let reply = format!("Result(ok: {ok}, err: ServerDeath)");
    let title = format!("leave `idempotent` away, and write `reply: {reply}`");
    changes.push(Change::new(span, reply));
    changes.sort_by_key(|change| change.span);
    vec![Fix::choice(title, changes).note(TOLD_ONCE)]
}

/// The value of a reply, as the text has it.
fn ok<'s>(
    context: &Context<'s>,
    group: &Group,
) -> Option<(Span, &'s str, &'s str)> {
    let reply = group.entry(context.text, "reply")?.value.as_ref()?;
    let contents = reply.group.as_ref()?;
    let kind = context.at(contents.name?);
    let value = match kind {
        "Simple" => contents.entries.first()?,
        _ => contents.entry(context.text, "ok")?,
    };
    let value = context.at(value.value.as_ref()?.span);
    Some((reply.span, kind, value))
}

/// A reply without an error.
fn simple(context: &Context<'_>, group: &Group) -> Vec<Fix> {
    let Some((span, _, ok)) = ok(context, group) else {
        return Vec::new();
    };
    let reply = format!("Simple({ok})");
    let changes = vec![Change::new(span, reply.clone())];
    vec![Fix::choice(format!("write `reply: {reply}`"), changes)]
}

/// A client that can tell that the server died.
fn told(context: &Context<'_>, group: &Group) -> Vec<Fix> {
    let mut fixes = vec![
        Fix::choice(
            "add `idempotent: true`",
            context.set(group, "idempotent", "true"),
        )
        .note(ASKS_AGAIN),
    ];
    if let Some((span, _, ok)) = ok(context, group) {
        let reply = format!("Result(ok: {ok}, err: ServerDeath)");
        let changes = vec![Change::new(span, reply.clone())];
        fixes.push(
            Fix::choice(format!("write `reply: {reply}`"), changes)
                .note("functions return another type"),
        );
    }
    fixes
}

/// An operation that only reads.
fn reads(context: &Context<'_>, group: &Group) -> Vec<Fix> {
    let mut changes = context.set(group, "idempotent", "true");
    let reply = group.entry(context.text, "reply");
    let is_death = reply
        .is_some_and(|reply| context.at(reply.span()).contains("ServerDeath"));
    if is_death && let Some((span, _, ok)) = ok(context, group) {
        changes.push(Change::new(span, format!("Simple({ok})")));
        changes.sort_by_key(|change| change.span);
    }
    vec![Fix::choice("add `idempotent: true`", changes).note(ASKS_AGAIN)]
}

fn hubpack(context: &Context<'_>, group: &Group) -> Vec<Fix> {
    let changes = context.set(group, "encoding", "Hubpack");
    vec![Fix::choice("write `encoding: Hubpack`", changes).note(BREAKS)]
}

/// `u32` for `usize`.
fn fixed_width(context: &Context<'_>, span: Span) -> Vec<Fix> {
    let found = context.at(span);
    let by = match (found.contains("usize"), found.contains("isize")) {
        (true, false) => found.replace("usize", "u32"),
        (false, true) => found.replace("isize", "i32"),
        _ => return Vec::new(),
    };
    let title = format!("write `{}`", by.trim_matches('"'));
    vec![Fix::choice(title, vec![Change::new(span, by)]).note(BREAKS)]
}

/// A type with the path that the file gives it elsewhere.
fn qualified(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
) -> Vec<Fix> {
    let Some(other) = found.related.first() else {
        return Vec::new();
    };
    let other = context.at(other.span);
    let changes = vec![Change::new(span, other)];
    vec![
        Fix::choice(format!("write {other}"), changes)
            .note("if it is the same type"),
    ]
}
