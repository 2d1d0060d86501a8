//! Text from files and their names, as it is shown: a terminal finds nothing in
//! it to obey, and nothing of it is hidden.

use std::fmt::Write;

use idol::render::one_line;

/// What becomes of the sequences that set colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// They stay: they are this command's own.
    Kept,
    /// They are shown like all that a terminal obeys.
    Shown,
}

/// Whether there is nothing in a text that is shown otherwise, as far as can
/// be seen without looking closely.
pub fn is_plain(text: &[u8]) -> bool {
    text.iter()
        .all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~'))
}

/// Text of several lines. Line breaks and tabs stay.
///
/// ```
/// use idol_cli::shown::{Colors, lines};
///
/// let text = "\u{1b}[1mbold\u{1b}[0m\n\u{1b}]0;title\u{7}";
/// assert_eq!(lines(text, Colors::Shown), "␛[1mbold␛[0m\n␛]0;title␇");
/// assert_eq!(
///     lines(text, Colors::Kept),
///     "\u{1b}[1mbold\u{1b}[0m\n␛]0;title␇"
/// );
/// ```
pub fn lines(text: &str, colors: Colors) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\t', '\u{1b}']) {
        let (before, found) = rest.split_at(at);
        shown.push_str(&one_line(before));
        let kept = match (found.as_bytes().first(), colors) {
            (Some(b'\x1b'), Colors::Kept) => color(found),
            (Some(b'\x1b'), Colors::Shown) => 0,
            _ => 1,
        };
        match kept {
            0 => shown.push_str(&one_line(&found[..1])),
            kept => shown.push_str(&found[..kept]),
        }
        rest = &found[kept.max(1)..];
    }
    shown.push_str(&one_line(rest));
    shown
}

/// The length of the sequence at the start of a text, if it sets colours.
fn color(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("\u{1b}[") else {
        return 0;
    };
    let numbers = |c: char| c.is_ascii_digit() || c == ';';
    match rest.find(|c| !numbers(c)) {
        Some(end) if rest[end..].starts_with('m') => end + 3,
        _ => 0,
    }
}

/// JSON in which such characters, which only its strings can hold, are
/// escaped: programs read the same.
pub fn json(json: &str) -> String {
    if is_plain(json.as_bytes()) {
        return json.to_owned();
    }
    let mut shown = String::with_capacity(json.len());
    let mut utf16 = [0; 2];
    for c in json.chars() {
        let mut buffer = [0; 4];
        let text: &str = c.encode_utf8(&mut buffer);
        if c == '\n' || one_line(text) == text {
            shown.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut utf16) {
            // Writing to a `String` cannot fail.
            let _ = write!(shown, "\\u{unit:04x}");
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_says_the_same_and_shows_it() {
        let value = "a\u{1b}\u{7f}\u{9b}\u{202e}\u{e0041}ü\u{fffd}\n";
        let text = serde_json::to_string(&[value]).expect("a string");
        let shown = json(&text);
        let read: Vec<String> = serde_json::from_str(&shown).expect("JSON");
        assert_eq!(read, [value]);
        assert_eq!(lines(&shown, Colors::Shown), shown);
        assert!(shown.contains('ü'), "{shown}");
    }

    #[test]
    fn only_whole_sequences_that_set_colours_are_kept() {
        for text in
            ["\u{1b}[2J", "\u{1b}[1", "\u{1b}", "\u{1b}[?1m", "\u{9b}1m"]
        {
            let shown = lines(text, Colors::Kept);
            assert!(!shown.contains(['\u{1b}', '\u{9b}']), "{shown:?}");
        }
        let color = "\u{1b}[38;5;1mx\u{1b}[m";
        assert_eq!(lines(color, Colors::Kept), color);
    }
}
