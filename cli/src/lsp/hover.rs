//! What is known of what stands at a place.

use std::fmt::Write;

use idol::model::{Access, Extent, Operation};
use idol::syntax;
use lsp_types::Position;
use serde_json::{Value, json};

use super::answer::Answer;
use super::document::{Document, operation_of};
use super::session::Server;
use super::signature;
use super::transport::Json;
use crate::entries::{Entry, Group};
use crate::language::{self, Role};
use crate::{codes, explain, page};

pub(super) fn hover(
    server: &mut Server,
    document: &Document,
    position: Position,
) -> Answer {
    let at = document.offset(position);
    let context = document.context();
    let text = &document.text;
    let comments = &context.tree.comments;
    if let Some(comment) =
        comments.iter().find(|c| (c.start..=c.end).contains(&at))
    {
        let said = code(document, document.at(*comment), comment.start, at);
        return Ok(Json::of(&said));
    }
    let path = context.tree.path(at);
    let Some(entry) = path.last() else {
        return Ok(Json::null());
    };
    let (role, around) = language::role(text, &path);
    let group = path.iter().rev().nth(1).and_then(|entry| entry.group());
    let analysis = document.analysis(server.pedantic);
    let in_key = entry
        .key
        .as_ref()
        .filter(|key| (key.span.start..=key.span.end).contains(&at));
    let operation = operation_of(&path).and_then(|op| op.name(text));
    let operation = operation.and_then(|name| analysis.operation(name));
    let (span, said) = match (in_key, around) {
        (Some(key), Role::Operations) => {
            let legal = analysis.legal.as_ref();
            let said = operation
                .zip(legal)
                .map(|((_, op), legal)| of_operation(op, &legal.syntax));
            (key.span, said)
        }
        (Some(key), Role::Arguments) => {
            let name = entry.name(text).unwrap_or("");
            let said = operation.and_then(|(_, op)| argument(op, name));
            (key.span, said)
        }
        (Some(key), Role::Leases) => {
            let name = entry.name(text).unwrap_or("");
            let said = operation.and_then(|(_, op)| lease(op, name));
            (key.span, said)
        }
        (Some(key), _) => {
            (key.span, key_doc(text, around, group, key.text(text)))
        }
        (None, _) => match &entry.value {
            Some(value) if language::is_type(role, value) => {
                let ty = value.text(text);
                (value.span, of_type(server, document, ty))
            }
            Some(value) => {
                let named = value.group.as_ref().and_then(|g| g.name);
                let span = named.unwrap_or(value.span);
                let inside = (span.start..=span.end).contains(&at);
                let said = inside
                    .then(|| value_doc(role, document.at(span)))
                    .flatten();
                (span, said)
            }
            None => return Ok(Json::null()),
        },
    };
    Ok(match said {
        None => Json::null(),
        Some(said) => Json::of(&json!({
            "contents": { "kind": "markdown", "value": said },
            "range": document.range(span),
        })),
    })
}

fn key_doc(
    text: &str,
    around: Role,
    group: Option<&Group>,
    key: &str,
) -> Option<String> {
    let keys = language::keys(around, language::name(text, group));
    let word = keys.iter().find(|word| word.name == key)?;
    Some(format!("`{key}`\n\n{}", word.doc))
}

fn value_doc(role: Role, value: &str) -> Option<String> {
    let words = language::values(role).iter();
    let mut words = words.filter(|word| !word.doc.is_empty());
    let word = words.find(|word| word.name == value)?;
    Some(format!("`{value}`\n\n{}", word.doc))
}

/// A code in a comment.
fn code(document: &Document, comment: &str, start: u32, at: u32) -> Value {
    let at = (at.saturating_sub(start)) as usize;
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let before = comment.get(..at).unwrap_or("");
    let begin = before.rfind(|c| !is_word(c)).map_or(0, |i| i + 1);
    let rest = comment.get(begin..).unwrap_or("");
    let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    let Ok(code) = codes::parse(&rest[..end]) else {
        return Value::Null;
    };
    let begin = start + begin as u32;
    let span = idol::diagnostic::Span {
        start: begin,
        end: begin + end as u32,
    };
    json!({
        "contents": {
            "kind": "markdown",
            "value": explain::explanation(code),
        },
        "range": document.range(span),
    })
}

/// Its page, and its functions.
fn of_operation(op: &Operation, interface: &syntax::Interface) -> String {
    let mut said = String::new();
    let (client, server) =
        signature::both(interface, op.name.as_str(), op.number.get());
    if !(client.is_empty() && server.is_empty()) {
        let _ = writeln!(
            said,
            "```rust\n// The client:\n{client}\n// The server:\n{server}\n```\n"
        );
    }
    said.push_str(&page::of_operation(op));
    said
}

fn argument(op: &Operation, name: &str) -> Option<String> {
    let named =
        |argument: &idol::model::Argument| argument.name.as_str() == name;
    let index = op.arguments.iter().position(named)?;
    let argument = op.arguments.get(index)?;
    let offset = match op.offset(index) {
        Some(offset) => page::size(&offset),
        None => "behind the one before".to_owned(),
    };
    let mut said = format!(
        "argument `{name}`: `{}`\n\nOffset {offset}, size {}: {}.",
        argument.ty,
        page::size(&argument.width),
        page::form(op.encoding, &argument.ty, &argument.conversion),
    );
    if let Some(doc) = &argument.doc {
        let _ = write!(said, "\n\n{doc}");
    }
    Some(said)
}

fn lease(op: &Operation, name: &str) -> Option<String> {
    let named = |lease: &idol::model::Lease| lease.name.as_str() == name;
    let index = op.leases.iter().position(named)?;
    let lease = op.leases.get(index)?;
    let access = match lease.access {
        Access::Read => "reads",
        Access::Write => "writes",
        Access::ReadWrite => "reads and writes",
    };
    let extent = match &lease.extent {
        Extent::Value(ty) => format!("one `{ty}`"),
        Extent::Slice {
            element,
            max_len: None,
        } => format!("any number of `{element}`"),
        Extent::Slice {
            element,
            max_len: Some(most),
        } => format!("at most {most} of `{element}`"),
    };
    let mut said = format!(
        "lease `{name}`, index {index}\n\nThe server {access} {extent}."
    );
    if let Some(doc) = &lease.doc {
        let _ = write!(said, "\n\n{doc}");
    }
    Some(said)
}

/// Where a type is, as far as that is known.
fn of_type(
    server: &mut Server,
    document: &Document,
    ty: &str,
) -> Option<String> {
    let roots = server.roots.clone();
    let index = server
        .rust
        .of(document.path.as_deref(), &roots, server.unit);
    let (file, line) = index.declared(document.path.as_deref(), ty)?;
    Some(format!("```rust\n{line}\n```\n\nin `{}`", file.display()))
}

/// The part of an operation's text that says its name, for lists.
pub(super) fn detail(entry: &Entry, text: &str) -> String {
    let keys = |key: &str| {
        let map = entry.group().and_then(|group| group.entry(text, key));
        let map = map.and_then(Entry::group);
        let names = map.map_or(&[][..], |map| map.entries.as_slice());
        let names = names.iter().filter_map(|entry| entry.name(text));
        names.collect::<Vec<_>>().join(", ")
    };
    match (keys("args"), keys("leases")) {
        (args, leases) if leases.is_empty() => format!("({args})"),
        (args, leases) => format!("({args}; {leases})"),
    }
}
