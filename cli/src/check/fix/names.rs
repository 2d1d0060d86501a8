//! Names that are none, or that something else has.

use idol::diagnostic::{Code, Diagnostic, Span};

use super::change::{Change, Fix};
use super::context::Context;
use crate::entries::{Entry, Group};

const ELSEWHERE: &str = "code and scripts that name it must change too";

pub(super) fn fixes(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
) -> Vec<Fix> {
    let name = context.at(span);
    // One without quotes is that of a type, whose path only its author knows.
    // What stands in it may be written with escapes.
    let name = name.strip_prefix('"').and_then(|n| n.strip_suffix('"'));
    let Some(name) = name.filter(|name| !name.contains('\\')) else {
        return Vec::new();
    };
    match found.code {
        Code::BadName => usable(context, found, span, name),
        Code::DuplicateName | Code::ArgumentAndLease | Code::Collision => {
            let free = (2..100)
                .map(|n| format!("{name}_{n}"))
                .find(|name| is_free(context, span, name));
            named(span, free)
        }
        _ => {
            // Two underscores before a name are those of generated code.
            let bare = name.trim_start_matches('_');
            let mut name = match bare {
                "" => "unnamed".to_owned(),
                bare if name.starts_with("__") => bare.to_owned(),
                _ => format!("{name}_"),
            };
            while !is_free(context, span, &name) {
                name.push('_');
            }
            named(span, Some(name))
        }
    }
}

fn named(span: Span, name: Option<String>) -> Vec<Fix> {
    let fix = |name| {
        let changes = vec![Change::new(span, format!("\"{name}\""))];
        Fix::choice(format!("call it `{name}`"), changes).note(ELSEWHERE)
    };
    name.map(fix).into_iter().collect()
}

/// What a name says, of letters, digits and `_`.
fn usable(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
    name: &str,
) -> Vec<Fix> {
    let help = found.help.as_deref().unwrap_or("");
    if let Some(plain) = name.strip_prefix("r#")
        && help.starts_with(&format!("write `{plain}`"))
    {
        let written = vec![Change::new(span, format!("\"{plain}\""))];
        return vec![Fix::sure(format!("write `{plain}`"), written)];
    }
    let mut usable = String::new();
    for c in name.trim().chars() {
        match c {
            c if c.is_alphanumeric() || c == '_' => usable.push(c),
            // What cannot be seen, or is a picture, separates nothing.
            ' ' | '!'..='~' if !usable.ends_with('_') => usable.push('_'),
            _ => {}
        }
    }
    if usable.starts_with(|c: char| c.is_numeric()) {
        usable.insert(0, '_');
    }
    if usable.trim_matches('_').is_empty() {
        return Vec::new();
    }
    while !is_free(context, span, &usable) {
        usable.push('_');
    }
    named(span, Some(usable))
}

/// Whether nothing beside a name is called so: no other operation, or no other
/// argument or lease of its operation.
fn is_free(context: &Context<'_>, span: Span, name: &str) -> bool {
    let text = context.text;
    let path = context.tree.path(span.start);
    let operation = path.get(2).filter(|_| path.len() > 4);
    let groups: Vec<&Group> = match operation.and_then(|op| op.group()) {
        Some(operation) => ["args", "leases"]
            .into_iter()
            .filter_map(|key| operation.entry(text, key)?.group())
            .collect(),
        None => return !context.has_operation(name),
    };
    let mut entries = groups.iter().flat_map(|group| &group.entries);
    !entries.any(|entry: &Entry| entry.name(text) == Some(name))
}
