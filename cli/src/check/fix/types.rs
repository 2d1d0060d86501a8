//! Types that cannot be sent as they are written.

use idol::diagnostic::{Code, Diagnostic, Span};

use super::change::{Change, Fix};
use super::context::Context;
use crate::entries::{Entry, Group, Value};

const INTEGERS: &[&str] = &[
    "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128",
    "usize", "isize",
];

pub(super) fn fixes(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
    help: &str,
) -> Vec<Fix> {
    match found.code {
        Code::Unsized => lend(context, span, help),
        Code::ZeroSizedElement => count(context, span),
        Code::FromPrimitiveNotInteger => integer(context, span),
        Code::ErrorLargerThanValue => code(context, span),
        _ if help == "for no value, write `()`" => {
            vec![Fix::choice("write `()`", vec![Change::new(span, "()")])]
        }
        _ if help.starts_with("take it away") => {
            vec![Fix::sure("take it away", vec![Change::remove(span)])]
        }
        _ if help == "put it outside the string" => comment(context, span),
        _ if help.starts_with("send the value itself") => value(context, span),
        _ => Vec::new(),
    }
}

/// The string that a place is in.
fn string<'c>(context: &'c Context<'_>, at: u32) -> Option<&'c Value> {
    let path = context.tree.path(at);
    let entry = path.last()?;
    let values = [&entry.value, &entry.key].into_iter().flatten();
    let mut texts = values.filter(|value| value.is_text());
    texts.find(|value| value.span.start < at && at < value.span.end)
}

/// A comment behind the string that it is in.
fn comment(context: &Context<'_>, span: Span) -> Vec<Fix> {
    let Some(string) = string(context, span.start) else {
        return Vec::new();
    };
    let inner = string.inner(context.text);
    let rest = &context.text[span.start as usize..inner.end as usize];
    let (said, length) = match rest.strip_prefix("/*") {
        Some(block) => match block.find("*/") {
            Some(end) => (&block[..end], end + 4),
            None => return Vec::new(),
        },
        None => (rest.trim_start_matches('/'), rest.len()),
    };
    if said.contains("*/") || said.contains("/*") || said.contains('\\') {
        return Vec::new();
    }
    let before = context.at(Span {
        start: inner.start,
        end: span.start,
    });
    let start = inner.start + before.trim_end().len() as u32;
    let end = span.start + length as u32;
    let put = format!(" /* {} */", said.trim());
    let changes = vec![
        Change::remove(Span { start, end }),
        Change::insert(string.span.end, put),
    ];
    vec![Fix::sure("put the comment behind the string", changes)]
}

/// What a reference or a pointer leads to, if it has a size.
fn value(context: &Context<'_>, span: Span) -> Vec<Fix> {
    let Some(string) = string(context, span.start) else {
        return Vec::new();
    };
    let end = string.inner(context.text).end;
    let whole = &context.text[span.start as usize..end as usize];
    let mut rest = whole.trim_start_matches(['&', '*', ' ']);
    if let Some(lifetime) = rest.strip_prefix('\'') {
        rest = lifetime.trim_start_matches(|c: char| c != ' ').trim_start();
    }
    for word in ["mut ", "const "] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    let has_no_size = ["str", "[", "dyn "].iter().any(|t| rest.starts_with(t));
    if has_no_size || rest.len() == whole.len() || rest.is_empty() {
        return Vec::new();
    }
    let end = end - rest.len() as u32;
    let changes = vec![Change::remove(Span { end, ..span })];
    vec![Fix::choice("send the value itself", changes)]
}

/// An argument as a lease of bytes.
fn lend(context: &Context<'_>, span: Span, help: &str) -> Vec<Fix> {
    let Some((operation, argument)) = part(context, span, "args") else {
        return Vec::new();
    };
    let ty = argument.value.as_ref().filter(|value| value.is_text());
    let Some(ty) = ty.map(|value| value.inner(context.text)) else {
        return Vec::new();
    };
    if !help.starts_with("lend it") || ty.start != span.start {
        return Vec::new();
    }
    let ty = match context.at(ty) {
        "str" => "[u8]",
        ty => ty,
    };
    let lease = |key: &str| format!("{key}: (type: \"{ty}\", read: true)");
    moved(context, operation, argument, "leases", lease)
        .map(|changes| Fix::choice("lend it with a lease", changes))
        .into_iter()
        .collect()
}

/// A lease of what takes no memory as the number of it.
fn count(context: &Context<'_>, span: Span) -> Vec<Fix> {
    let Some((operation, lease)) = part(context, span, "leases") else {
        return Vec::new();
    };
    let argument = |key: &str| format!("{key}: \"u32\"");
    moved(context, operation, lease, "args", argument)
        .map(|changes| Fix::choice("send the number of elements", changes))
        .into_iter()
        .collect()
}

/// The argument, or the lease, that a place is in, and its operation.
fn part<'c>(
    context: &'c Context<'_>,
    span: Span,
    map: &str,
) -> Option<(&'c Group, &'c Entry)> {
    let path = context.tree.path(span.start);
    let is_in = path.get(3)?.name(context.text) == Some(map);
    let operation = path.get(2)?.group()?;
    is_in.then_some((operation, *path.get(4)?))
}

/// A part of an operation in the other map, which may not be there yet.
fn moved(
    context: &Context<'_>,
    operation: &Group,
    part: &Entry,
    to: &str,
    written: impl Fn(&str) -> String,
) -> Option<Vec<Change>> {
    let key = context.at(part.key.as_ref()?.span);
    let written = written(key);
    let mut changes = vec![context.take_out(part.with_comma())];
    match operation.entry(context.text, to).and_then(Entry::group) {
        Some(map) => changes.extend(context.append(map, &written)),
        None => {
            let map = format!("{to}: {{ {written} }}");
            changes.extend(context.prepend(operation, &map));
        }
    }
    changes.sort_by_key(|change| change.span);
    Some(changes)
}

/// `FromPrimitive` of an integer, or `From`.
fn integer(context: &Context<'_>, span: Span) -> Vec<Fix> {
    let found = context.at(span);
    let lower = found.to_lowercase();
    let mut fixes = Vec::new();
    if lower != found && INTEGERS.contains(&lower.trim_matches('"')) {
        let title = format!("write {lower}");
        fixes.push(Fix::choice(title, vec![Change::new(span, lower)]));
    }
    let path = context.tree.path(span.start);
    let groups = path.into_iter().rev().filter_map(Entry::group);
    let names = groups.filter_map(|group| group.name);
    let is = |name: &Span| context.at(*name) == "FromPrimitive";
    if let Some(name) = names.into_iter().find(is) {
        let changes = vec![Change::new(name, "From")];
        fixes.push(Fix::choice(format!("write `From({found})`"), changes));
    }
    fixes
}

/// A large error as a code, if it may be an enum.
fn code(context: &Context<'_>, span: Span) -> Vec<Fix> {
    let Some(group) = context.group(span.start) else {
        return Vec::new();
    };
    let ty = group.entries.first().and_then(|e| e.value.as_ref());
    let (Some(name), Some(ty)) = (group.name, ty) else {
        return Vec::new();
    };
    let ty = context.at(ty.inner(context.text));
    let last = ty.rsplit("::").next().unwrap_or("");
    if !last.starts_with(|c: char| c.is_uppercase()) || last.contains('<') {
        return Vec::new();
    }
    let changes = vec![Change::new(name, "CLike")];
    vec![
        Fix::choice(format!("write `CLike(\"{ty}\")`"), changes)
            .note("its variants are the codes, and what is sent changes"),
    ]
}
