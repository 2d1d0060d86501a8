//! Numbers that operations have, and those that none may have.

use idol::diagnostic::{Code, Diagnostic, Span};

use super::change::Fix;
use super::context::Context;
use crate::entries::Entry;

pub(super) fn fixes(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
) -> Vec<Fix> {
    if let Some(entry) = reserved(context, span) {
        let number = context.at(span);
        return vec![Fix::sure(
            format!("take {number} out of `reserved`"),
            vec![context.take_out(entry.with_comma())],
        )];
    }
    let Some(operation) = context.operation(span.start) else {
        return Vec::new();
    };
    let (Some(name), Some(group)) =
        (operation.name(context.text), operation.group())
    else {
        return Vec::new();
    };
    if found.code == Code::NumberOutOfRange {
        let ops = context.tree.operations(context.text);
        let at = operation.span().start;
        let position = ops.iter().filter(|o| o.span().start <= at).count();
        return vec![
            Fix::sure("leave `number` away", context.unset(group, "number"))
                .note(format!(
                    "`{name}` gets the number {position}, its position"
                )),
        ];
    }
    let Some(next) = next(context, operation) else {
        return Vec::new();
    };
    let changes = match group.entry(context.text, "number") {
        Some(_) => context.set(group, "number", &next.to_string()),
        None => context.prepend(group, &format!("number: {next}")),
    };
    let title = format!("write `number: {next}`");
    let note = format!("`{name}` gets the number {next} on the wire");
    vec![match found.code {
        Code::FarNumber => Fix::choice(title, changes)
            .note(format!("{note}, which breaks whoever calls it")),
        _ => Fix::sure(title, changes).note(note),
    }]
}

/// The entry of `reserved` that stands here.
fn reserved<'c>(context: &'c Context<'_>, span: Span) -> Option<&'c Entry> {
    let path = context.tree.path(span.start);
    let list = path.get(1)?.name(context.text)?;
    match (list, path.get(2)) {
        ("reserved", Some(entry)) => Some(*entry),
        _ => None,
    }
}

/// The number behind all that operations but this one have, and that are
/// reserved.
fn next(context: &Context<'_>, but: &Entry) -> Option<u32> {
    let text = context.text;
    let read = |entry: &Entry| {
        let value = entry.value.as_ref()?;
        number(context.at(value.span))
    };
    let mut last = 0;
    for (i, operation) in context.tree.operations(text).iter().enumerate() {
        if operation.span() == but.span() {
            continue;
        }
        let given = operation.group().and_then(|g| g.entry(text, "number"));
        let number = match given {
            Some(given) => read(given),
            None => u32::try_from(i + 1).ok(),
        };
        let in_range = number.filter(|number| *number <= 65_535);
        last = last.max(in_range.unwrap_or(0));
    }
    let reserved = context.tree.interface()?.entry(text, "reserved");
    if let Some(list) = reserved.and_then(Entry::group) {
        let numbers = list.entries.iter().filter_map(read);
        let in_range = numbers.filter(|number| *number <= 65_535);
        last = last.max(in_range.max().unwrap_or(0));
    }
    (last < 65_535).then_some(last + 1)
}

/// A number as RON writes it.
fn number(text: &str) -> Option<u32> {
    let digits = text.replace('_', "");
    let digits = digits.strip_prefix('+').unwrap_or(&digits);
    let (digits, radix) = match digits.get(..2) {
        Some("0x") => (&digits[2..], 16),
        Some("0o") => (&digits[2..], 8),
        Some("0b") => (&digits[2..], 2),
        _ => (digits, 10),
    };
    u32::from_str_radix(digits, radix).ok()
}
