//! Somebody's own Markdown, as a page may show it: without HTML, and with no
//! links but those of http and https.
//!
//! Whoever reads a page trusts it as far as the file that it is made of, and a
//! browser obeys what is in it. What is not passed on is not taken away: it is
//! shown as the text that it is.

use std::collections::BTreeSet;
use std::ops::Range;

use idol::render::one_line;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

/// The lines of a text, each without its end.
///
/// ```
/// use idol_cli::page::prose;
///
/// let lines = prose("<b>bold</b> [a](javascript:b) <https://c.d> `<e>`");
/// assert_eq!(
///     lines,
///     ["\\<b>bold\\</b> \\[a](javascript:b) <https://c.d> `<e>`"]
/// );
/// ```
pub fn prose(text: &str) -> Vec<String> {
    let mut text = lines(text);
    let split =
        |text: &str| text.lines().map(|l| l.trim_end().to_owned()).collect();
    // What is no link any more may let something else be one.
    for _ in 0..PASSES {
        let escaped = escaped(&text);
        if escaped == text {
            return split(&text);
        }
        text = escaped;
    }
    // Nobody writes this who wants it to be read.
    let marks = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(marks.max(2) + 1);
    split(&format!("{fence}text\n{text}\n{fence}"))
}

/// So often a text is looked through for what is not passed on.
const PASSES: usize = 8;

/// The text with its line breaks, and nothing else that a terminal obeys.
fn lines(text: &str) -> String {
    let lines: Vec<String> = text
        .trim_end()
        .split('\n')
        .flat_map(|line| line.trim_end_matches('\r').split('\r'))
        // How wide a tab is depends on what stands before the line.
        .map(|line| one_line(&line.replace('\t', "    ")))
        .collect();
    lines.join("\n")
}

/// Puts a backslash before what begins HTML, and links that are not passed on:
/// those that any reader of Markdown finds.
fn escaped(text: &str) -> String {
    let mut places = BTreeSet::new();
    for options in [
        Options::empty(),
        Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM,
    ] {
        find(text, options, &mut places);
    }
    let mut escaped = String::with_capacity(text.len() + places.len());
    let mut done = 0;
    for at in places {
        escaped.push_str(&text[done..at]);
        escaped.push('\\');
        done = at;
    }
    escaped.push_str(&text[done..]);
    escaped
}

/// Finds the places of such, as a reader does that knows these extensions.
fn find(text: &str, options: Options, places: &mut BTreeSet<usize>) {
    // Where a `<` is one: in code.
    let mut code: Vec<Range<usize>> = Vec::new();
    let parser = Parser::new_ext(text, options);
    // Definitions that no link uses make links elsewhere.
    for (_, definition) in parser.reference_definitions().iter() {
        if !is_passed_on(&definition.dest) {
            places.insert(definition.span.start);
        }
    }
    for (event, place) in parser.into_offset_iter() {
        match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => {
                code.push(place);
            }
            Event::Start(
                Tag::Link {
                    link_type,
                    dest_url,
                    ..
                }
                | Tag::Image {
                    link_type,
                    dest_url,
                    ..
                },
            ) => match (link_type, is_passed_on(&dest_url)) {
                // Its bracket is no HTML.
                (LinkType::Autolink, true) => code.push(place),
                (_, true) => {}
                (_, false) => {
                    let at = text[place.clone()].find(['[', '<']);
                    places.insert(place.start + at.unwrap_or(0));
                }
            },
            _ => {}
        }
    }
    // They are in the order of the text, the outer ones first.
    let mut code = code.into_iter().peekable();
    for (at, _) in text.match_indices('<') {
        while code.next_if(|place| place.end <= at).is_some() {}
        let is_code = code.peek().is_some_and(|place| place.contains(&at));
        let before = text[..at].bytes().rev();
        let is_escaped = before.take_while(|b| *b == b'\\').count() % 2 == 1;
        if !is_escaped && !is_code {
            places.insert(at);
        }
    }
}

/// Whether a page has links to there.
fn is_passed_on(destination: &str) -> bool {
    let lower = destination.to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> String {
        prose(text).join("\n")
    }

    #[test]
    fn what_is_harmless_stays_as_it_is() {
        for text in [
            "A *word*, `a < b`, [a link](https://a.b/c \"title\").",
            "See <http://a.b> or [this][a].\n\n[a]: HTTPS://a.b",
            "```\n<script>\n```\n\n    <indented>\n\n| a | b |\n|---|---|\n| 1 | 2 |",
            "# Heading\n\n- one\n- two\n\n> quoted, a \\< b",
            "![an image](http://a.b/c.png)",
        ] {
            assert_eq!(page(text), text);
        }
    }

    #[test]
    fn html_and_other_links_are_shown_as_text() {
        for (text, expected) in [
            ("<script>x</script>", "\\<script>x\\</script>"),
            ("a <b onclick='x'>c</b>", "a \\<b onclick='x'>c\\</b>"),
            ("<!-- a -->", "\\<!-- a -->"),
            ("a < b", "a \\< b"),
            ("[a](javascript:b)", "\\[a](javascript:b)"),
            ("[a](JAVA&#115;cript:b)", "\\[a](JAVA&#115;cript:b)"),
            ("[a]( <data:text/html,b> )", "\\[a]( \\<data:text/html,b> )"),
            ("<javascript:b>", "\\<javascript:b>"),
            ("<a@b.c>", "\\<a@b.c>"),
            ("![a](file:///etc/b)", "!\\[a](file:///etc/b)"),
            ("[a](other.md) [b](//c.d)", "\\[a](other.md) \\[b](//c.d)"),
            ("[a][b]\n\n[b]: vbscript:c", "\\[a][b]\n\n\\[b]: vbscript:c"),
            ("[b]: vbscript:c", "\\[b]: vbscript:c"),
            ("[![a](http://b)](ftp://c)", "\\[![a](http://b)](ftp://c)"),
            ("[`c`](javascript:b)", "\\[`c`](javascript:b)"),
            ("a\u{1b}[2J\u{202e}", "a␛[2J\\u{202e}"),
        ] {
            assert_eq!(page(text), expected, "{text}");
        }
    }

    /// Whatever is put together, a reader of Markdown finds nothing of it.
    #[test]
    fn no_text_gets_past() {
        let parts = [
            "<b>",
            "</b>",
            "<!--",
            "-->",
            "[",
            "](javascript:a)",
            "]",
            "(",
            ")",
            "[a]: ftp://b\n",
            "`",
            "```\n",
            "\n",
            "\n\n",
            "> ",
            "    ",
            "\\",
            "<mailto:a@b.c>",
            "![",
            "\t",
            "| ",
            "a",
            "<a href=\"javascript:a\">",
            "<http://a.b>",
            "[^1]",
            "[^1]: ",
        ];
        let mut seed: usize = 1;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        };
        for _ in 0..3_000 {
            let text: String =
                (0..next(14)).map(|_| parts[next(parts.len())]).collect();
            let mut quoted = String::new();
            for line in prose(&text) {
                quoted.push_str("> ");
                quoted.push_str(&line);
                quoted.push('\n');
            }
            // As plain readers have it, and as GitHub and mdBook do.
            let github = Options::ENABLE_TABLES
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_STRIKETHROUGH
                | Options::ENABLE_TASKLISTS
                | Options::ENABLE_GFM;
            for options in [Options::empty(), github] {
                for event in Parser::new_ext(&quoted, options) {
                    let wrong = match &event {
                        Event::Html(_) | Event::InlineHtml(_) => true,
                        Event::Start(
                            Tag::Link { dest_url, .. }
                            | Tag::Image { dest_url, .. },
                        ) => !is_passed_on(dest_url),
                        _ => false,
                    };
                    assert!(!wrong, "{event:?} in\n{quoted}\nof {text:?}");
                }
            }
        }
    }

    #[test]
    fn a_text_without_sense_takes_no_time() {
        let times = if trials::all() { 20_000 } else { 4_000 };
        for part in ["[", "[a](b:", "[a](b:c)", "<", "`", "[a]: b:c\n"] {
            prose(&part.repeat(times));
        }
        assert!(prose(&"[".repeat(9)).len() == 1);
    }
}
