//! How diagnostics read: exactly, by the renderer that every build has, and
//! the same facts by the other.

use idol::check::Side;
use idol::diagnostic::{Code, Diagnostic, Severity, Span};
use idol::load;
use idol::render;
use idol::report::Report;
use idol::source::Source;

/// As builds without the feature `pretty` show it.
fn plain(report: &Report) -> String {
    render::report(report.source(), report.diagnostics())
}

#[track_caller]
fn assert_shown(text: &str, expected: &str) {
    let source = Source::new("idl/test.idol", text);
    let report = load::load(&source, Side::Server).expect_err("wrong");
    assert_eq!(plain(&report), expected, "\n{report}");
    assert_eq!(format!("{report:?}"), format!("\n{report}"));
}

#[test]
fn codes_are_listed_once_in_the_order_of_their_numbers() {
    assert!(Code::ALL.is_sorted_by(|a, b| a.number() < b.number()));
    for code in Code::ALL {
        let letter = match code.severity() {
            Severity::Error => 'E',
            Severity::Warning => 'W',
        };
        assert_eq!(code.to_string(), format!("{letter}0{}", code.number()));
    }
}

#[test]
fn a_report_is_sorted_and_says_nothing_twice() {
    let at = |start, code| {
        let end = start + 1;
        Diagnostic::new(code, "").at(Some(Span { start, end }), "")
    };
    let mut report = Report::new(
        None,
        vec![
            at(9, Code::BadName),
            at(3, Code::Ssmarshal),
            at(9, Code::BadName),
        ],
    );
    report.extend([
        at(3, Code::Ssmarshal),
        Diagnostic::new(Code::UnfitSetting, ""),
    ]);
    let codes: Vec<_> = report.diagnostics().iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::UnfitSetting, Code::Ssmarshal, Code::BadName]);
}

#[test]
fn a_mistake_is_shown_with_its_line_its_place_and_the_way_out() {
    assert_shown(
        r#"Interface(
    name: "Spi",
    ops: {
        "read": (
            leases: {
                "sink": (type: "[u8]"),
            },
            reply: Simple("()"),
        ),
    },
)
"#,
        "\
error[E0140]: lease `sink` grants no access
 --> idl/test.idol:6:17
  |
6 |                 \"sink\": (type: \"[u8]\"),
  |                 ^^^^^^ neither `read` nor `write`
  |
  = note: in operation `read`, lease `sink`
  = help: add `read: true` if the server reads it, `write: true` if the \
server fills it

1 error in idl/test.idol",
    );
}

#[test]
fn what_explains_a_mistake_is_shown_too() {
    assert_shown(
        "(
    name: \"Spi\",
    ops: {
        \"read\": (reply: Simple(\"()\")),



        // Again.



        \"read\": (reply: Simple(\"()\")),
    },
)
",
        "\
error[E0122]: operation `read` is declared twice
  --> idl/test.idol:12:9
   |
 4 |         \"read\": (reply: Simple(\"()\")),
   |         ------ first declared here
...
12 |         \"read\": (reply: Simple(\"()\")),
   |         ^^^^^^ declared again
   |
   = help: rename one of them

1 error in idl/test.idol",
    );
}

#[test]
fn errors_and_warnings_are_counted() {
    let source = Source::new(
        "test.idol",
        "\u{feff}(name: \"é\t\u{7}\", ops: {\t\"a\": (encoding: Ssmarshal,
            reply: Simple(\"&u8\")) },)",
    );
    let report = load::load(&source, Side::Server).expect_err("wrong");
    let expected = "\
error[E0120]: interface name `é ␇` is not a Rust identifier
 --> test.idol:1:8
  |
1 | (name: \"é ␇\", ops: { \"a\": (encoding: Ssmarshal,
  |        ^^^^^ not usable
  |
  = note: in the interface
  = help: use letters, digits and `_`, and do not start with a digit

warning[W0204]: operation `a` uses Ssmarshal
 --> test.idol:1:38
  |
1 | (name: \"é ␇\", ops: { \"a\": (encoding: Ssmarshal,
  |                                      ^^^^^^^^^ sizes are those in \
memory, padding included
  |
  = note: in operation `a`
  = help: prefer `encoding: Hubpack` for new operations

error[E0131]: a reference cannot be sent to another task
 --> test.idol:2:28
  |
2 |             reply: Simple(\"&u8\")) },)
  |                            ^
  |
  = note: in operation `a`, reply
  = help: send the value itself, or lend memory with a lease

2 errors and 1 warning in test.idol";
    assert_eq!(plain(&report), expected, "\n{report}");
}

#[test]
fn a_long_line_is_cut_around_the_mistake() {
    let text = format!(
        "(name: \"I\", ops: {{{} «»{}}})",
        " ".repeat(500),
        " ".repeat(500)
    );
    let source = Source::new("test.idol", text);
    let report = load::load(&source, Side::Server).expect_err("wrong");
    let shown = plain(&report);
    for line in shown.lines().chain(report.to_string().lines()) {
        assert!(line.chars().count() <= 140, "{line}");
    }
    assert!(shown.contains("^^"), "{report}");
}

#[test]
fn without_a_text_the_place_is_named() {
    let interface: idol::syntax::Interface =
        r#"(name: "I", ops: { "a": (leases: { "l": (type: "u8") },
            reply: Simple("()")) })"#
            .parse()
            .expect("an interface");
    let report = load::check(&interface, Side::Server).expect_err("wrong");
    assert_eq!(
        plain(&report),
        "\
error[E0140]: lease `l` grants no access
 |
 = note: in operation `a`, lease `l`
 = help: add `read: true` if the server reads it, `write: true` if the \
server fills it

1 error"
    );
}

#[test]
fn a_file_that_is_missing_or_no_text_is_an_error_that_names_it() {
    let missing = Source::read("no/such/file.idol").expect_err("missing");
    let text = missing.to_string();
    assert!(
        text.starts_with("error[E0101]: cannot read `no/such/file.idol`: "),
        "{text}"
    );
    let bytes = b"(name: \"I\",\n  \xff ops: {})".to_vec();
    let report: Report = Source::from_bytes("test.idol", bytes)
        .expect_err("no UTF-8")
        .into();
    assert_eq!(
        plain(&report),
        "\
error[E0102]: the file is not UTF-8
 --> test.idol:2:3
  |
2 |   \u{fffd} ops: {})
  |   ^ the byte 0xff
  |
  = help: save the file in the encoding UTF-8

1 error in test.idol"
    );
}

#[test]
fn a_warning_fits_on_one_line() {
    let source = Source::new(
        "test.idol",
        "(name: \"I\", ops: {\n \"a\": (reply: Simple(\"usize\")) })",
    );
    let loaded = load::load(&source, Side::Server).expect("legal");
    let warning = &loaded.warnings.diagnostics()[0];
    assert_eq!(
        idol::render::line(Some(&source), warning),
        "test.idol:2:22: [W0202] the width of `usize` and `isize` depends \
         on the machine (in operation `a`, reply); help: send `u32`, or \
         another type of fixed width"
    );
}

#[test]
fn a_flood_of_mistakes_is_cut_short() {
    let source = Source::new(
        "test.idol",
        "(name: \"I\", ops: {}, ".to_owned() + &"x: 1, ".repeat(1000),
    );
    let report = load::load(&source, Side::Server).expect_err("wrong");
    assert!(report.diagnostics().len() > 1000);
    let text = report.to_string();
    assert!(text.contains("... and "), "{text}");
    assert!(text.len() < 40_000, "{}", text.len());
}

/// Names, texts and messages may come from anywhere; what cargo reads as
/// instructions is one line all the same, and what people read has the lines
/// that it is made of.
#[test]
fn no_text_from_outside_breaks_a_line_or_moves_the_cursor() {
    let hostile = "a\ncargo::rustc-env=X=1\r\0\u{1b}[2J\u{2028}\u{202e}b";
    let source = Source::new(hostile, "(name: \"I\")");
    let found = |span| {
        Diagnostic::new(Code::BadName, hostile)
            .at(span, hostile)
            .place(hostile)
            .related(span, hostile)
            .help(hostile)
    };
    let some = Span { start: 1, end: 5 };
    for diagnostic in [found(Some(some)), found(None)] {
        let line = render::line(Some(&source), &diagnostic);
        assert!(!line.contains(char::is_control), "{line:?}");
        let shown = [
            render::diagnostic(Some(&source), &diagnostic),
            #[cfg(feature = "pretty")]
            render::pretty::diagnostic(
                Some(&source),
                &diagnostic,
                render::pretty::Colors::Never,
            ),
            plain(&Report::new(Some(&source), vec![diagnostic])),
        ];
        for text in shown {
            let odd = |c: char| c.is_control() && c != '\n';
            assert!(!text.contains(odd), "{text:?}");
            assert!(!text.contains("\ncargo"), "{text}");
            assert!(!text.contains(['\u{2028}', '\u{202e}']), "{text:?}");
        }
    }
}

/// A library that draws the whole of a line, to cut it then, is given none of
/// a length that nobody reads.
#[cfg(feature = "pretty")]
#[test]
fn a_line_as_long_as_a_file_is_drawn_without_looking_at_all_of_it() {
    use idol::render::pretty::{self, Colors};

    for (length, same) in [(60_000, false), (300_000, true)] {
        let text = format!("(name: 1, {}", " ".repeat(length));
        let source = Source::new("long.idol", text);
        let report = load::load(&source, Side::Server).expect_err("wrong");
        let diagnostic = &report.diagnostics()[0];
        let drawn =
            pretty::diagnostic(Some(&source), diagnostic, Colors::Never);
        let plain = render::diagnostic(Some(&source), diagnostic);
        assert!(drawn.len() < 1_000, "{}", drawn.len());
        assert_eq!(drawn == plain, same, "{drawn}{plain}");
    }
}
