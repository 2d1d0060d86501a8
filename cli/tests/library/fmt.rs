//! What a layout looks like, and what holds of every layout.

pub(crate) mod properties;

use self::properties::{check, format, words};
use idol::diagnostic::Code;
use idol::source::Source;

/// Everything that the language has.
const RICH: &str = include_str!("fmt/rich.idol");

#[track_caller]
fn assert_layout(text: &str, expected: &str) {
    assert_eq!(check(text), expected);
}

/// Numbers that look random, the same in every run: SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[(self.next() % of.len() as u64) as usize]
    }
}

/// The same text with other white space and comments between its words, and
/// commas where they may be.
fn shuffled(text: &str, random: &mut Random, gaps: &[&str]) -> String {
    let words = words(text);
    let mut shuffled = String::new();
    // The attributes' brackets take no comma.
    let mut inside = 0;
    for (i, word) in words.iter().enumerate() {
        let gap = random.one_of(gaps);
        shuffled.push_str(gap);
        let before = i.checked_sub(1).map(|i| words[i]);
        let opens = matches!(*word, "(" | "[" | "{");
        let closes = matches!(*word, ")" | "]" | "}");
        let after_opening = matches!(before, Some("(" | "[" | "{" | ":"));
        let follows_word = opens
            && before.is_some_and(|word| {
                word.starts_with(char::is_alphabetic) && !word.contains('"')
            });
        if before == Some(")") && word == &"]" && inside == 1 {
            // `enable(...)]`.
        } else if closes && !after_opening {
            shuffled.push_str(random.one_of(&["", ","]));
        } else if inside > 0
            && !after_opening
            && !closes
            && *word != ":"
            && !follows_word
        {
            shuffled.push(',');
        }
        shuffled.push_str(random.one_of(gaps));
        shuffled.push_str(word);
        match (opens, closes) {
            (true, _) => inside += 1,
            (_, true) => inside -= 1,
            _ => {}
        }
    }
    shuffled.push_str(random.one_of(gaps));
    shuffled
}

const SPACE: &[&str] = &[" ", "\n", "\t ", "\r\n", " \n  "];
const ANYTHING: &[&str] = &[
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    " \n \n\n",
    "/**/",
    " /* in line */ ",
    "\n/* own line */\n",
    "// end of line \t\r\n",
    "\n  // own line\n",
    "\n\n//\n// two lines\n\n",
    "/* several\r\n   lines */",
    "/* a */ // b\n",
];

#[test]
fn any_layout_of_one_text_becomes_the_same() {
    let expected = check(RICH);
    let random = &mut Random(1);
    let times = if trials::all() { 100 } else { 50 };
    for _ in 0..times {
        let text = shuffled(RICH, random, SPACE);
        // But for blank lines, and the ends of lines.
        let formatted = check(&text).replace("\r\n", "\n");
        let formatted = formatted.replace("\n\n", "\n");
        assert_eq!(formatted, expected, "{text}");
    }
}

#[test]
fn comments_survive_wherever_they_stand() {
    let random = &mut Random(2);
    let times = if trials::all() { 300 } else { 50 };
    for _ in 0..times {
        check(&shuffled(RICH, random, ANYTHING));
    }
}

#[test]
fn one_comment_survives_between_any_two_words() {
    let words = words(RICH);
    let plain = format(RICH);
    let comments = ["/* c */", "// c\n", "\n/* c */ "];
    // Each of them everywhere takes long. Else every second word has one on
    // both sides, so that there is one between any two.
    let all = trials::all();
    let each = 2 * comments.len();
    for (turn, comment) in comments.iter().enumerate() {
        let mut at = 0;
        for (place, word) in words.iter().enumerate() {
            at += plain[at..].find(word).expect("the words are in order");
            let both = [at, at + word.len()];
            let is_its_turn = all || place % each == 2 * turn;
            for at in both.into_iter().filter(|_| is_its_turn) {
                // A word and its brackets, or the end of a text.
                let (before, after) = plain.split_at(at);
                check(&format!("{before}{comment}{after}"));
            }
            at += word.len();
        }
    }
}

#[test]
fn whatever_is_accepted_keeps_its_meaning() {
    const BITS: &[&str] = &[
        "", " ", "\n", ",", "(", ")", "{", "}", "[", "]", ":", "#", "!", "\"",
        "'", "r#", "/", "*", "//", "/*", "*/", "0", "x", "_", "\\", "\r", "\t",
        "\u{feff}", "\u{e9}", "None", "Some", "ops", "\"a\": ",
    ];
    // Commas, and comments, which edits may meet.
    let text = format!("// a\n{}/* b */", format(RICH));
    let random = &mut Random(3);
    let times = if trials::all() { 600 } else { 300 };
    let mut accepted = 0;
    for _ in 0..times {
        let mut edited = text.clone();
        for _ in 0..=random.next() % 2 {
            let mut at = |text: &str| {
                let mut at = random.next() as usize % (text.len() + 1);
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let (from, to) = (at(&edited), at(&edited));
            let to = to.clamp(from, (from + 2).min(edited.len()));
            let to = if edited.is_char_boundary(to) {
                to
            } else {
                from
            };
            edited.replace_range(from..to, random.one_of(BITS));
        }
        let source = Source::new("test.idol", edited.as_str());
        if idol_cli::fmt::format(&source).is_ok() {
            check(&edited);
            accepted += 1;
        }
    }
    assert!(
        accepted > times / 10,
        "{accepted} of {times} mean something"
    );
}

#[test]
fn the_rich_file_is_laid_out_as_committed() {
    let expected = include_str!("fmt/rich.expected");
    assert_eq!(check(RICH), expected);
}

#[test]
fn interfaces_maps_of_operations_and_operations_have_a_line_for_each_entry() {
    assert_layout(
        r#"Interface(name:"I",ops:{"a":(reply:Simple("()"))})"#,
        r#"Interface(
    name: "I",
    ops: {
        "a": (
            reply: Simple("()"),
        ),
    },
)
"#,
    );
    assert_layout(
        r#"(ops: {}, name: "I")"#,
        "(\n    ops: {},\n    name: \"I\",\n)\n",
    );
}

#[test]
fn brackets_stay_in_a_line_of_up_to_80_characters_with_the_comma() {
    let args = |name: &str| {
        format!(
            r#"(name: "I", ops: {{ "a": (args: {{ "{name}": "u8" }},
            reply: Simple("()")) }})"#
        )
    };
    let longest = "a".repeat(80 - r#"            args: { "": "u8" },"#.len());
    let line = format!("            args: {{ \"{longest}\": \"u8\" }},\n");
    assert_eq!(line.len(), 81);
    assert!(check(&args(&longest)).contains(&line));
    let lines = format!(
        "            args: {{\n                \"{longest}a\": \"u8\",\n"
    );
    assert!(check(&args(&format!("{longest}a"))).contains(&lines));
}

#[test]
fn leases_have_lines_of_their_own() {
    let text = check(
        r#"(name: "I", ops: { "a": (leases: { "l": (type: "u8", read: true) },
            reply: Simple("()")) })"#,
    );
    let lines = r#"            leases: {
                "l": (type: "u8", read: true),
            },
"#;
    assert!(text.contains(lines), "{text}");
}

#[test]
fn comments_stay_behind_a_line_in_it_and_before_an_entry() {
    assert_layout(
        r#"// the file


// the interface
Interface( // it opens

  name: "I", // its name

  ops: {
    // the operation
    "a": (args: {/* first */ "x": "u8" /* last */ },
      // the reply
      reply: Simple( // nothing
      "()")
      // no more
      ),


    "b": (reply: // after the colon
        Simple("()")) // behind b
  // behind all
  }
) // it closes
// the end"#,
        r#"// the file

// the interface
Interface( // it opens
    name: "I", // its name

    ops: {
        // the operation
        "a": (
            args: { /* first */ "x": "u8" /* last */ },
            // the reply
            reply: Simple( // nothing
                "()",
            ),
            // no more
        ),

        "b": (
            reply: // after the colon
                Simple("()"),
        ), // behind b
        // behind all
    },
) // it closes
// the end
"#,
    );
}

#[test]
fn line_ends_stay_what_the_first_is_and_a_byte_order_mark_goes() {
    let text = "\u{feff}(name: \"I\", // c\r\n ops: {\n}) /* a\nb */\n";
    assert_layout(
        text,
        "(\r\n    name: \"I\", // c\r\n    ops: {},\r\n) /* a\nb */\r\n",
    );
    let text = text.replace('\r', "");
    assert_layout(
        &text,
        "(\n    name: \"I\", // c\n    ops: {},\n) /* a\nb */\n",
    );
}

#[test]
fn a_file_with_mistakes_has_no_layout() {
    for (text, code) in [
        ("Interface(name: \"I\", ops: {)", Code::UnbalancedBracket),
        ("Interface(name: \"I\", opps: {})", Code::UnknownKey),
        ("", Code::Syntax),
    ] {
        let source = Source::new("test.idol", text);
        let report = idol_cli::fmt::format(&source).expect_err("wrong");
        assert_eq!(report.diagnostics()[0].code, code, "{report}");
    }
}

#[test]
fn what_is_wrong_with_an_interface_itself_does_not_matter() {
    check(
        r#"(name: "I", ops: { "a": (args: { "x": "&u8" }, reply: Simple("")) })"#,
    );
}

#[test]
fn a_comment_that_would_silence_something_else_is_refused() {
    let text = r#"(name: "I", ops: { "a": (
        reply: Result(ok: "()", err: CLike("a::E")),
        args: { "x": "usize",
            "y": "isize", // idol: allow(W0202)
        },
    ) })"#;
    // Its line is that of `y` alone, before and after.
    check(text);
    let text = text.replace("\"usize\",\n", "\"usize\",");
    let source = Source::new("test.idol", text);
    let report = idol_cli::fmt::format(&source).expect_err("refused");
    assert_eq!(report.diagnostics()[0].code, Code::BadAllowance);
    let span = report.diagnostics()[0].span.expect("a place");
    assert_eq!(&source.text()[span.range()], "// idol: allow(W0202)");
}
