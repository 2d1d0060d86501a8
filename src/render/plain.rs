//! Diagnostics → text, in the style of rustc, without colours.

use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::order::order;
use crate::source::Source;

/// The most diagnostics that are shown in full.
pub(super) const MOST: usize = 40;
/// The most characters of a line that are shown.
const WIDEST: usize = 120;

/// Everything found in a text, one after the other, and how many there are.
pub fn report(source: Option<&Source>, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().take(MOST) {
        out.push_str(&self::diagnostic(source, diagnostic));
        out.push('\n');
    }
    out.push_str(&skipped(diagnostics));
    out.push_str(&closing(source, diagnostics));
    out
}

/// How many diagnostics are not shown, if there are such.
pub(super) fn skipped(diagnostics: &[Diagnostic]) -> String {
    match diagnostics.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!("... and {more} more\n\n"),
    }
}

/// The last line: how many errors and warnings, and of which text.
pub(super) fn closing(
    source: Option<&Source>,
    diagnostics: &[Diagnostic],
) -> String {
    let count = |severity| {
        let same = |d: &&Diagnostic| d.severity() == severity;
        diagnostics.iter().filter(same).count()
    };
    let errors = counted(count(Severity::Error), "error");
    let warnings = counted(count(Severity::Warning), "warning");
    let mut out = match (errors, warnings) {
        (None, None) => return String::new(),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(errors), Some(warnings)) => format!("{errors} and {warnings}"),
    };
    if let Some(source) = source {
        out.push_str(" in ");
        out.push_str(&one_line(source.name()));
    }
    out
}

/// So many of these, if there is one.
fn counted(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    }
}

/// One diagnostic: what is wrong, where, and how to put it right.
pub fn diagnostic(source: Option<&Source>, diagnostic: &Diagnostic) -> String {
    let mut out = String::new();
    let severity = diagnostic.severity();
    let _ = writeln!(
        out,
        "{severity}[{}]: {}",
        diagnostic.code,
        one_line(&diagnostic.message)
    );
    let mut width = 0;
    if let (Some(source), Some(span)) = (source, diagnostic.span) {
        let mut labels = vec![(span, diagnostic.label.as_str(), '^')];
        for label in &diagnostic.related {
            labels.push((label.span, label.text.as_str(), '-'));
        }
        width = shown(&mut out, source, span, &labels);
    } else if let Some(source) = source {
        let _ = writeln!(out, " --> {}", one_line(source.name()));
    }
    if !diagnostic.place.is_empty() || diagnostic.help.is_some() {
        let _ = writeln!(out, "{:width$} |", "");
    }
    if !diagnostic.place.is_empty() {
        let place = one_line(&diagnostic.place);
        let _ = writeln!(out, "{:width$} = note: in {place}", "");
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "{:width$} = help: {}", "", one_line(help));
    }
    out
}

/// One diagnostic in one line, for `cargo::warning=` and the like:
/// `file:line:column: message (help)`.
pub fn line(source: Option<&Source>, diagnostic: &Diagnostic) -> String {
    let mut out = String::new();
    if let Some(source) = source {
        out.push_str(&one_line(source.name()));
        if let Some(span) = diagnostic.span {
            let position = source.position(span.start);
            let _ = write!(out, ":{}:{}", position.line, position.column);
        }
        out.push_str(": ");
    }
    let message = one_line(&diagnostic.message);
    let _ = write!(out, "[{}] {message}", diagnostic.code);
    if !diagnostic.place.is_empty() {
        let _ = write!(out, " (in {})", one_line(&diagnostic.place));
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(out, "; help: {}", one_line(help));
    }
    out
}

/// The lines that the labels point into; the width of the line numbers.
fn shown(
    out: &mut String,
    source: &Source,
    main: Span,
    labels: &[(Span, &str, char)],
) -> usize {
    let position = source.position(main.start);
    let keys = labels.iter().map(|(span, _, mark)| {
        u128::from(span.start) << 1 | u128::from(*mark != '^')
    });
    let labels: Vec<_> = order(keys)
        .into_iter()
        .filter_map(|index| labels.get(index))
        .collect();
    let last = labels.last().map_or(main, |(span, _, _)| *span);
    let width = source.position(last.start).line.to_string().len();
    let _ = writeln!(
        out,
        "{:width$}--> {}:{}:{}",
        "",
        one_line(source.name()),
        position.line,
        position.column
    );
    let _ = writeln!(out, "{:width$} |", "");
    let mut shown_line = 0;
    for (span, text, mark) in labels {
        let line = source.position(span.start).line;
        let window = Window::around(source, *span);
        if line != shown_line {
            if shown_line != 0 && line > shown_line + 1 {
                out.push_str("...\n");
            }
            let _ = writeln!(out, "{line:width$} | {}", window.text);
            shown_line = line;
        }
        let marks = String::from(*mark).repeat(window.marked);
        let indent = " ".repeat(window.before);
        let text = one_line(text);
        let marked = format!("{indent}{marks} {text}");
        let _ = writeln!(out, "{:width$} | {}", "", marked.trim_end());
    }
    width
}

/// The part of a line that is shown.
struct Window {
    text: String,
    /// Characters before the marks.
    before: usize,
    /// Characters to mark, at least one.
    marked: usize,
}

impl Window {
    fn around(source: &Source, span: Span) -> Self {
        let text = source.text();
        let mut start = (span.start as usize).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let line_start = source.line_start(start).min(start);
        let line_end =
            text[start..].find('\n').map_or(text.len(), |i| start + i);
        let rest = text[start..line_end].trim_end_matches('\r');
        let line_end = start + rest.len();
        let mut end = (span.end as usize).clamp(start, line_end);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[line_start..start];
        let marked = text[start..end].chars().count().max(1);
        let skip = before.chars().count().saturating_sub(WIDEST / 2);
        let mut shown = String::new();
        if skip > 0 {
            shown.push('…');
        }
        let kept = before.chars().skip(skip);
        let mut rest = text[start..line_end].chars();
        shown.extend(kept.map(visible));
        let before = shown.chars().count();
        let room = WIDEST.saturating_sub(before).max(1);
        shown.extend(rest.by_ref().take(room).map(visible));
        if rest.next().is_some() {
            shown.push('…');
        }
        let shown_after = shown.chars().count().saturating_sub(before).max(1);
        Self {
            text: shown.trim_end().to_owned(),
            before,
            marked: marked.min(shown_after),
        }
    }
}

/// A character as it is shown, in one column: one that a terminal would obey,
/// or that nobody would see, has a picture in its place.
fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..' ' | '\u{7f}' => picture(c),
        _ if c.is_control() || invisible(c) => '\u{fffd}',
        _ => c,
    }
}

/// Unicode's picture of a control character of ASCII.
fn picture(c: char) -> char {
    match c {
        '\u{7f}' => '\u{2421}',
        _ => char::from_u32(0x2400 + u32::from(c)).unwrap_or(c),
    }
}

/// Whether a character is not seen, or changes the order of others.
fn invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Text from somewhere else, such as a file's name, kept to one line: a
/// terminal has nothing in it to obey, and nothing of it is hidden.
///
/// ```
/// use idol::render::one_line;
///
/// assert_eq!(one_line("a\u{1b}[2J\n\u{202e}b"), "a␛[2J␊\\u{202e}b");
/// ```
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match visible(c) {
            '\u{fffd}' if c != '\u{fffd}' => line.extend(c.escape_unicode()),
            shown => line.push(shown),
        }
    }
    line
}
