//! Strings and comments without an end, and escapes that are none.

use idol::diagnostic::{Code, Diagnostic, Span};
use idol::parse::{Lexer, Token};

use super::change::{Change, Fix};
use super::context::Context;

/// Quotes are tried at so many places of a line, if it is no longer than this.
const PLACES: usize = 64;
const LONGEST: usize = 2_000;

pub(super) fn fixes(
    context: &Context<'_>,
    found: &Diagnostic,
    span: Span,
) -> Vec<Fix> {
    let text = context.text;
    let rest = &text[span.start as usize..];
    let end = rest.find(['\r', '\n']).unwrap_or(rest.len());
    if found.code == Code::BadEscape {
        return escape(context, span).into_iter().collect();
    }
    if rest.starts_with("/*") {
        let at = span.start + rest[..end].trim_end().len() as u32;
        let changes = vec![Change::insert(at, " */")];
        return vec![Fix::choice("write `*/` at the end of its line", changes)];
    }
    let is_raw = rest.starts_with('r');
    if is_raw || !rest.starts_with('"') {
        return Vec::new();
    }
    let line = context.line_start(span.start);
    match place(&text[line..span.start as usize + end]) {
        None => Vec::new(),
        Some(at) => {
            let before = text[line..line + at].trim_end();
            let behind = text[line + at..].trim_start();
            // Where the line ends, so does the entry.
            let follows = !behind.starts_with([',', ')', ']', '}', ':']);
            let put = match follows {
                true => "\",",
                false => "\"",
            };
            let at = (line + before.len()) as u32;
            let word = before.rsplit('"').next().unwrap_or("");
            let title = format!("close the string behind `{word}`");
            vec![Fix::choice(title, vec![Change::insert(at, put)])]
        }
    }
}

/// The first place of a line where one more quote leaves no string open and
/// no two values beside each other.
fn place(line: &str) -> Option<usize> {
    if line.len() > LONGEST {
        return None;
    }
    let first = line.find('"')? + 1;
    let ends = line.char_indices().filter(|(at, c)| {
        *at >= first && matches!(c, ':' | ',' | ')' | ']' | '}')
    });
    let places = ends.map(|(at, _)| at).chain([line.len()]);
    let mut places = places.take(PLACES);
    places.find(|at| {
        let (before, behind) = line.split_at(*at);
        !before.ends_with('"') && is_even(&format!("{before}\"{behind}"))
    })
}

/// Whether a line has strings that end, with punctuation around each.
fn is_even(line: &str) -> bool {
    let mut lexer = Lexer::new(line);
    let mut after_value = false;
    loop {
        let (token, _) = lexer.next_token();
        after_value = match token {
            Token::End => return true,
            Token::OpenText | Token::OpenComment | Token::Wrong => {
                return false;
            }
            Token::Text | Token::RawText | Token::Word | Token::Number => {
                if after_value {
                    return false;
                }
                true
            }
            _ => false,
        };
    }
}

/// A backslash that is meant, or the braces that a character needs.
fn escape(context: &Context<'_>, span: Span) -> Option<Fix> {
    let found = context.at(span);
    let rest = context.text.get(span.end as usize..)?;
    let digits = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_ascii_hexdigit())
            .len();
    if found == "\\u" && digits >= 4 {
        let digits = &rest[..4];
        let end = span.end + 4;
        let written = format!("\\u{{{digits}}}");
        let title = format!("write `{written}`");
        let changes = vec![Change::new(Span { end, ..span }, written)];
        return Some(Fix::choice(title, changes));
    }
    let changes = vec![Change::insert(span.start, "\\")];
    found
        .starts_with('\\')
        .then(|| Fix::choice("write `\\\\` for the backslash itself", changes))
}
