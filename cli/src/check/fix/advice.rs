//! What `idol diff` advises, as changes of the text.

use idol::diagnostic::Span;

use super::change::{Change, Fix};
use super::context::Context;
use crate::diff::Edit;
use crate::entries::{Entry, Value};

/// All edits of a change together. None if one of them is more than changes
/// of what is there, or is about what is not.
pub(crate) fn follow(
    context: &Context<'_>,
    title: Option<&str>,
    edits: &[Edit],
) -> Option<Fix> {
    let mut changes = Vec::new();
    for edit in edits {
        changes.extend(one(context, edit)?);
    }
    changes.sort_by_key(|change: &Change| change.span);
    let touch = |pair: &[Change]| {
        pair[0].span.end > pair[1].span.start || pair[0].span == pair[1].span
    };
    if changes.is_empty() || changes.windows(2).any(touch) {
        return None;
    }
    let title = title.unwrap_or("do what `idol diff` advises");
    Some(
        Fix::choice(title, changes)
            .note("what is sent is what it was, as far as this goes"),
    )
}

fn one(context: &Context<'_>, edit: &Edit) -> Option<Vec<Change>> {
    let text = context.text;
    match edit {
        Edit::Number { operation, number } => {
            let group = named(context, operation)?.group()?;
            let number = number.to_string();
            Some(match group.entry(text, "number") {
                Some(_) => context.set(group, "number", &number),
                None => context.prepend(group, &format!("number: {number}")),
            })
        }
        Edit::Reserved { numbers } => {
            let interface = context.tree.interface()?;
            let numbers: Vec<_> =
                numbers.iter().map(ToString::to_string).collect();
            let list = format!("[{}]", numbers.join(", "));
            Some(match interface.entry(text, "reserved") {
                Some(_) => context.set(interface, "reserved", &list),
                None => {
                    let ops = interface.entry(text, "ops")?.span().start;
                    let indent = context.indent(ops);
                    let (break_, indent) = match indent {
                        Some(indent) => (context.line_end(), indent),
                        None => (" ", ""),
                    };
                    let entry = format!("reserved: {list},{break_}{indent}");
                    vec![Change::insert(ops, entry)]
                }
            })
        }
        Edit::NameInterface { name } => {
            let entry = context.tree.interface()?.entry(text, "name")?;
            Some(vec![renamed(context, entry.value.as_ref()?, name)])
        }
        Edit::NameOperation { operation, name } => {
            let entry = named(context, operation)?;
            Some(vec![renamed(context, entry.key.as_ref()?, name)])
        }
        Edit::NameParameter {
            operation,
            parameter,
            name,
        } => {
            let group = named(context, operation)?.group()?;
            let maps = ["args", "leases"].into_iter();
            let mut maps = maps.filter_map(|key| group.entry(text, key));
            let entry = maps.find_map(|map| {
                map.group().and_then(|map| map.entry(text, parameter))
            })?;
            Some(vec![renamed(context, entry.key.as_ref()?, name)])
        }
        // These put entries elsewhere, with the comments that belong to them.
        Edit::Move { .. } | Edit::Keep { .. } => None,
    }
}

fn named<'c>(context: &'c Context<'_>, name: &str) -> Option<&'c Entry> {
    let mut operations = context.tree.operations(context.text).iter();
    operations.find(|entry| entry.name(context.text) == Some(name))
}

fn renamed(context: &Context<'_>, value: &Value, name: &str) -> Change {
    let inner: Span = value.inner(context.text);
    Change::new(inner, name)
}
