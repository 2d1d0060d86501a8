//! Comments that silence warnings: what they are about, and what is said of
//! those that silence nothing.

use idol::check::{Checks, Side};
use idol::diagnostic::Code;
use idol::load;
use idol::source::Source;

/// The warnings of a text, with their lines.
#[track_caller]
fn warnings(text: &str, checks: impl Into<Checks>) -> Vec<(Code, usize)> {
    let source = Source::new("test.idol", text);
    let loaded = load::load(&source, checks).expect("it is legal");
    loaded
        .warnings
        .diagnostics()
        .iter()
        .map(|d| (d.code, source.position(d.span.expect("a text").start).line))
        .collect()
}

/// An interface of two operations with two arguments each, all of a width
/// that depends on the machine, on the lines 3, 4, 8 and 9.
const WORDS: &str = r#"Interface(name: "Reel", ops: {
    "wind": (
        args: { "turns": "usize",
            "speed": "isize" },
        reply: Result(ok: "()", err: ServerDeath),
    ),
    "unwind": (args: {
        "turns": "usize",
        "speed": "isize" }, reply: Result(ok: "()", err: ServerDeath)),
})
"#;

/// The same with a comment before, or behind, one of the lines.
fn with(line: usize, comment: &str) -> String {
    let mut lines: Vec<_> = WORDS.lines().map(str::to_owned).collect();
    match comment.strip_prefix("behind ") {
        Some(comment) => lines[line - 1] += comment,
        None => lines[line - 1] = format!("{comment}\n{}", lines[line - 1]),
    }
    lines.join("\n")
}

#[track_caller]
fn assert_left(text: &str, lines: &[usize]) {
    let expected: Vec<_> = lines
        .iter()
        .map(|line| (Code::MachineWord, *line))
        .collect();
    assert_eq!(warnings(text, Side::Server), expected, "{text}");
}

#[test]
fn without_a_comment_all_is_told() {
    assert_left(WORDS, &[3, 4, 8, 9]);
}

#[test]
fn a_comment_before_an_entry_is_about_all_of_it() {
    let allow = "// idol: allow(W0202)";
    // The interface, an operation, the arguments, one of them.
    assert_left(&with(1, allow), &[]);
    assert_left(&with(2, allow), &[9, 10]);
    assert_left(&with(3, allow), &[9, 10]);
    assert_left(&with(4, allow), &[3, 9, 10]);
    assert_left(&with(7, allow), &[3, 4]);
    assert_left(&with(9, allow), &[3, 4, 8]);
}

#[test]
fn a_comment_behind_something_is_about_its_line() {
    let allow = "behind // idol: allow(W0202)";
    assert_left(&with(3, allow), &[4, 8, 9]);
    assert_left(&with(9, allow), &[3, 4, 8]);
    let block = WORDS.replace(
        "{ \"turns\"",
        "{ /* idol: allow(W0202) because */ \"turns\"",
    );
    assert_left(&block, &[4, 8, 9]);
}

#[test]
fn other_comments_may_stand_before_and_between() {
    let text = with(
        7,
        "// One machine only.\n// idol: allow(W0202) for that reason\n\n\
         /* And no other. */\n// idol: allow(W0203, W0204)",
    );
    assert_eq!(
        warnings(&text, Side::Server),
        [
            (Code::MachineWord, 3),
            (Code::MachineWord, 4),
            // They are about the operation too, and have no use.
            (Code::BadAllowance, 11),
            (Code::BadAllowance, 11),
        ]
    );
}

#[test]
fn a_sentence_about_idol_is_no_instruction() {
    for comment in [
        "// idol: a tool (of ours)",
        "// idol allow(W0202)",
        "// allow(W0202)",
        "// Idol: allow(W0202)",
    ] {
        assert_left(&with(1, comment), &[4, 5, 9, 10]);
    }
}

#[test]
fn what_was_not_looked_for_needs_no_use() {
    let text = "// idol: allow(W0207, W0209)\n(name: \"Probe\", ops: {
        \"poke\": (reply: Simple(\"()\")),
    })";
    assert_eq!(warnings(text, Side::Server), []);
    assert_eq!(warnings(text, Side::Either), []);
    let all = Checks::new(Side::Either).with_missing_docs(true);
    assert_eq!(warnings(text, all), []);
    let fine =
        text.replace("(reply", "(doc: \"Pokes.\", idempotent: true, reply");
    assert_eq!(warnings(&fine, Side::Server), []);
    assert_eq!(warnings(&fine, Side::Either), [(Code::BadAllowance, 1)]);
    assert_eq!(warnings(&fine, all), [(Code::BadAllowance, 1); 2]);
}

#[test]
fn errors_are_told_whatever_a_comment_says() {
    let text =
        with(1, "// idol: allow(E0131, W0202)").replace("\"isize\"", "\"&u8\"");
    let report = load::diagnose(&Source::new("test.idol", text), Side::Server);
    let codes: Vec<_> = report.diagnostics().iter().map(|d| d.code).collect();
    assert_eq!(
        codes,
        [Code::BadAllowance, Code::Borrowed, Code::Borrowed],
        "{report}"
    );
}

/// What accepts a change is for who compares versions.
#[test]
fn a_comment_that_accepts_a_change_allows_nothing_and_is_not_told() {
    let text = with(4, "// idol: accept(operation-removed): nobody calls it");
    let before = with(4, "// a comment");
    let all = |text: &str| warnings(text, Side::Server);
    assert_eq!(all(&text), all(&before));
}
