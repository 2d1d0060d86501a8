//! Numbers that operations have, and those that none may have.

use idol::diagnostic::{Code, Diagnostic, Span};

use super::change::Fix;
use super::context::Context;
use super::largest::Largest;
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
        let position = ops.partition_point(|o| o.span().start <= at);
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
    let largest = context.largest(largest);
    let (last, of) = largest.of_operations;
    let last = match of == but.span().start {
        true => largest.of_others,
        false => last,
    };
    let last = last.max(largest.reserved);
    (last < 65_535).then_some(last + 1)
}

fn largest(context: &Context<'_>) -> Largest {
    let text = context.text;
    let read = |entry: &Entry| {
        let value = entry.value.as_ref()?;
        let number = number(context.at(value.span))?;
        (number <= 65_535).then_some(number)
    };
    let mut found = Largest::default();
    for (i, operation) in context.tree.operations(text).iter().enumerate() {
        let given = operation.group().and_then(|g| g.entry(text, "number"));
        let number = match given {
            Some(given) => read(given),
            None => u32::try_from(i + 1).ok().filter(|n| *n <= 65_535),
        };
        let number = number.unwrap_or(0);
        match number > found.of_operations.0 {
            true => {
                found.of_others = found.of_operations.0;
                found.of_operations = (number, operation.span().start);
            }
            false => found.of_others = found.of_others.max(number),
        }
    }
    let interface = context.tree.interface();
    let reserved = interface.and_then(|i| i.entry(text, "reserved"));
    if let Some(list) = reserved.and_then(Entry::group) {
        let numbers = list.entries.iter().filter_map(read);
        found.reserved = numbers.max().unwrap_or(0);
    }
    found
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
