//! What is written in another way than RON or Idol want it.

use idol::diagnostic::{Code, Diagnostic, Span};
use idol::parse::Bracket;

use super::change::{Change, Fix};
use super::context::Context;
use crate::entries::Entry;

pub(super) fn fixes(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
    help: &str,
) -> Vec<Fix> {
    match found.code {
        Code::UnexpectedCharacter | Code::Syntax => {
            punctuation(context, found, span, help)
        }
        Code::UnbalancedBracket => brackets(context, found, span, help),
        Code::BadAttribute => {
            vec![Fix::sure("leave it away", vec![context.take_out(span)])]
        }
        Code::UnknownKey | Code::UnknownVariant => {
            let mut fixes = misspelt(context, span, help);
            fixes.extend(encodings(found, span, help));
            fixes
        }
        Code::WrongStructName => struct_name(found, span),
        Code::DuplicateKey => twice(context, found, span),
        Code::MissingKey => missing(context, span, help),
        _ => wrong_kind(context, found, span, help),
    }
}

/// Commas, colons and quotes.
fn punctuation(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
    help: &str,
) -> Vec<Fix> {
    let text = context.at(span);
    if help.starts_with("a file holds one interface, `") {
        let put = "Interface(name: \"Name\", ops: {})";
        let at = context.text.len() as u32;
        let line_end = match context.text.trim_start_matches('\u{feff}') {
            "" => "",
            text if text.ends_with('\n') => "",
            _ => context.line_end(),
        };
        let put = format!("{line_end}{put}{}", context.line_end());
        let changes = vec![Change::insert(at, put)];
        return vec![
            Fix::choice("write an interface", changes)
                .note("write the right name"),
        ];
    }
    let before = || context.token_before(span.start).map(|span| span.end);
    let replace = |by: &str| vec![Change::new(span, by)];
    if text.starts_with(['“', '”', '„', '‘', '’', '«', '»']) {
        return quotes(context, span);
    }
    if text == ";" && help.starts_with("separate") {
        return vec![Fix::sure("write `,`", replace(","))];
    }
    if help.starts_with("write `:` between") {
        if text == "=" {
            return vec![Fix::sure("write `:`", replace(":"))];
        }
        let put = before().map(|at| vec![Change::insert(at, ":")]);
        return put
            .map(|put| Fix::sure("write `:`", put))
            .into_iter()
            .collect();
    }
    if found.label == "expected `,` before this" {
        let put = before().map(|at| vec![Change::insert(at, ",")]);
        return put
            .map(|put| Fix::sure("write `,`", put))
            .into_iter()
            .collect();
    }
    Vec::new()
}

/// The quotes of a word processor, as many as are in the line.
fn quotes(context: &Context<'_>, span: Span) -> Vec<Fix> {
    let rest = &context.text[span.start as usize..];
    let line = rest.split(['\n', ',', ':']).next().unwrap_or("");
    let is_quote = |c: &char| "“”„‘’«»".contains(*c);
    let quotes = line.char_indices().filter(|(_, c)| is_quote(c));
    let changes: Vec<_> = quotes
        .take(2)
        .map(|(at, quote)| {
            let start = span.start + at as u32;
            let end = start + quote.len_utf8() as u32;
            Change::new(Span { start, end }, "\"")
        })
        .collect();
    vec![Fix::sure("write straight quotes", changes)]
}

fn brackets(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
    help: &str,
) -> Vec<Fix> {
    // "close `{` first, or take `)` away", or "close it with `)`".
    let end = found.related.first().map(|label| label.span);
    let quoted = |n: usize| help.split('`').nth(n).unwrap_or("");
    if help.starts_with("close it with") {
        let at = end.map_or(span.end, |end| end.end);
        let closing = open_at_the_end(context);
        let title = format!("write `{closing}` at the end");
        return vec![Fix::choice(title, vec![Change::insert(at, closing)])];
    }
    let closing = match quoted(1) {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        _ => return Vec::new(),
    };
    vec![
        Fix::choice(
            format!("write `{closing}` for it"),
            vec![Change::new(span, closing)],
        ),
        Fix::choice(
            format!("write `{closing}` before it"),
            vec![Change::insert(span.start, closing)],
        ),
        Fix::choice("take it away", vec![Change::remove(span)]),
    ]
}

/// What closes all that is open where the text ends, the inner ones first.
fn open_at_the_end(context: &Context<'_>) -> String {
    let mut closings = Vec::new();
    let mut entries = &context.tree.entries;
    while let Some(group) = entries.last().and_then(Entry::group) {
        if group.close.is_none() {
            closings.push(group.bracket.closing());
        }
        entries = &group.entries;
    }
    closings.into_iter().rev().collect()
}

/// The word that help asks about, as in "did you mean `args`?", or the only
/// one there is, as in "write `stream: "cursor"`: ..".
fn misspelt(context: &Context<'_>, span: Span, help: &str) -> Vec<Fix> {
    let only = help
        .strip_prefix("write `")
        .and_then(|rest| rest.split_once('`'))
        .and_then(|(entry, _)| entry.split_once(": "));
    if let Some((_, value)) = only {
        let title = format!("write `{value}` for `{}`", context.at(span));
        return vec![Fix::choice(title, vec![Change::new(span, value)])];
    }
    let meant = help
        .strip_prefix("did you mean `")
        .and_then(|rest| rest.strip_suffix("`?"));
    let Some(meant) = meant else {
        return Vec::new();
    };
    let found = context.at(span);
    let title = format!("write `{meant}` for `{found}`");
    let changes = vec![Change::new(span, meant)];
    let around = context.around(span.start);
    let is_there =
        around.is_some_and(|group| group.entry(context.text, meant).is_some());
    match is_there && context.entry(span).is_some_and(|e| e.key.is_some()) {
        true => vec![Fix::choice(title, changes)],
        false => vec![Fix::sure(title, changes)],
    }
}

fn struct_name(found: &Diagnostic, span: Span) -> Vec<Fix> {
    vec![match found.label.as_str() {
        "expected `Interface`" => {
            Fix::sure("write `Interface`", vec![Change::new(span, "Interface")])
        }
        _ => Fix::sure(
            "leave the name before `(` away",
            vec![Change::remove(span)],
        ),
    }]
}

/// A key that is there twice.
fn twice(context: &Context<'_>, found: &Diagnostic, span: Span) -> Vec<Fix> {
    let this = context.entry(span);
    let first = found.related.first();
    let first = first.and_then(|label| context.entry(label.span));
    let (Some(this), Some(first)) = (this, first) else {
        return Vec::new();
    };
    let said = |entry: &Entry| {
        entry.value.as_ref().map(|value| context.at(value.span))
    };
    let without = |entry: &Entry| vec![context.take_out(entry.with_comma())];
    if said(this) == said(first) {
        return vec![Fix::sure("take the second away", without(this))];
    }
    vec![
        Fix::choice("keep the first", without(this)),
        Fix::choice("keep the second", without(first)),
    ]
}

/// What help shows of a key that is missing.
fn missing(context: &Context<'_>, span: Span, help: &str) -> Vec<Fix> {
    let shown = help.split('`').nth(1).unwrap_or("");
    let group = context.group(span.start);
    let (Some(group), true) = (group, shown.contains(": ")) else {
        return Vec::new();
    };
    let path = context.tree.path(span.start);
    let map = path.get(3).and_then(|map| map.name(context.text));
    // What is left open is something that can be there.
    let (put, what) = match shown {
        "name: \"...\"" => ("name: \"Name\"", Some("name")),
        "type: \"...\"" if map == Some("leases") => {
            ("type: \"[u8]\"", Some("type"))
        }
        "type: \"...\"" => ("type: \"u8\"", Some("type")),
        shown => (shown, None),
    };
    let changes = context.append(group, put);
    let fix = Fix::choice(format!("add `{put}`"), changes);
    vec![match what {
        Some(what) => fix.note(format!("write the right {what}")),
        None => fix,
    }]
}

/// Each of the encodings, where what stands there is like none.
fn encodings(found: &Diagnostic, span: Span, help: &str) -> Vec<Fix> {
    let known = help.strip_prefix("known are ").unwrap_or("");
    if !found.message.ends_with("is not an encoding") {
        return Vec::new();
    }
    let names = known.split('`').skip(1).step_by(2);
    let fixes = names.map(|name| {
        let changes = vec![Change::new(span, name)];
        Fix::choice(format!("write `{name}`"), changes)
    });
    fixes.collect()
}

/// What a variant must have in parentheses.
fn contents(context: &Context<'_>, span: Span, help: &str) -> Option<Fix> {
    let name = context.at(span);
    let shown = help.strip_prefix("write `")?.split('`').next()?;
    let is_alone = context.group(span.start).is_none();
    if !is_alone || !shown.starts_with(&format!("{name}(")) {
        return None;
    }
    let (put, is_right) = match name {
        "Simple" => ("(\"()\")", true),
        "Result" => ("(ok: \"()\", err: ServerDeath)", true),
        "FromPrimitive" => ("(\"u8\")", false),
        "From" => ("(\"u8\")", false),
        _ => ("(\"Error\")", false),
    };
    let changes = vec![Change::insert(span.end, put)];
    let fix = Fix::choice(format!("write `{name}{put}`"), changes);
    Some(match is_right {
        true => fix,
        false => fix.note("write the right type"),
    })
}

/// Quotes and brackets that are missing, or too many.
fn wrong_kind(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
    help: &str,
) -> Vec<Fix> {
    let text = context.at(span);
    if found.label == "expected no quotes" {
        let name = text.trim_matches('"');
        let changes = vec![Change::new(span, name)];
        return vec![Fix::sure(format!("write `{name}:`"), changes)];
    }
    if let ("expected `{`" | "expected `(`", Some(group)) =
        (found.label.as_str(), context.group(span.start))
    {
        let bracket = match found.label.as_str() {
            "expected `{`" => Bracket::Curly,
            _ => Bracket::Round,
        };
        let Some(close) = group.close else {
            return Vec::new();
        };
        let (open, end) = (bracket.opening(), bracket.closing());
        let changes =
            vec![Change::new(group.open, open), Change::new(close, end)];
        return vec![Fix::sure(format!("write `{open}...{end}`"), changes)];
    }
    if let Some(fix) = contents(context, span, help) {
        return vec![fix];
    }
    if found.label == "expected `true` or `false`" {
        let meant = match text.trim_matches('"').to_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => "true",
            "false" | "no" | "off" | "0" => "false",
            _ => return Vec::new(),
        };
        if text.trim_matches('"') != meant {
            let title = format!("write `{meant}` for `{text}`");
            return vec![Fix::choice(title, vec![Change::new(span, meant)])];
        }
    }
    if help.starts_with("write `\"") && !text.contains(['"', '\\', '\n']) {
        let quoted = format!("\"{text}\"");
        let title = format!("write `{quoted}`");
        return vec![Fix::sure(title, vec![Change::new(span, quoted)])];
    }
    // A word or a number in quotes.
    let inside = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    if let Some(inside) = inside
        && is_bare(&found.label, inside)
    {
        let title = format!("write `{inside}` without quotes");
        return vec![Fix::sure(title, vec![Change::new(span, inside)])];
    }
    if found.label == "expected no parentheses after this"
        && let Some(group) = context.group(span.start)
        && let Some(close) = group.close
    {
        let parentheses = Span {
            start: group.open.start,
            end: close.end,
        };
        let title = "leave the parentheses away";
        let changes = vec![Change::remove(parentheses)];
        return vec![match group.entries.is_empty() {
            true => Fix::sure(title, changes),
            false => Fix::choice(title, changes),
        }];
    }
    Vec::new()
}

/// Whether what stands in quotes is expected without them.
fn is_bare(expected: &str, inside: &str) -> bool {
    let is_number =
        !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
    let is_named = matches!(
        inside,
        "true"
            | "false"
            | "Zerocopy"
            | "Hubpack"
            | "Ssmarshal"
            | "ServerDeath"
            | "FromBytes"
    );
    (is_named && expected.contains(&format!("`{inside}`")))
        || (is_number && expected.contains("number"))
}
