//! On any text in the old vocabulary our reader and `ron` agree, and on no
//! text at all does the front end panic.

use arbitrary::{Result, Unstructured};
use idol::check::Side;
use idol::load;
use idol::parse::{UnknownKeys, parse};
use idol::source::Source;
use idol::syntax::Interface;

use crate::cases;
use crate::edits;
use crate::interfaces::interfaces;
use crate::notation::Writer;
use crate::oracle;

/// How many cases there are of each property.
fn usual() -> u32 {
    if trials::all() { 384 } else { 32 }
}

/// A text that the whole front end is tried on.
fn survives(text: &str) {
    let source = Source::new("any.idol", text);
    let mut shown_before = None;
    for side in [Side::Client, Side::Server, Side::Either] {
        if let Err(report) = load::load(&source, side) {
            assert!(report.has_errors());
            // Most sides are told the same.
            if shown_before.as_ref() == Some(&report) {
                continue;
            }
            for d in report.diagnostics() {
                let span = d.span.unwrap_or_default();
                assert!(span.start <= span.end, "{d:?}");
                assert!(span.end as usize <= text.len(), "{d:?}");
            }
            let shown = report.to_string();
            assert!(shown.contains("any.idol"), "{shown}");
            shown_before = Some(report);
        }
    }
    let strict = parse(&source, UnknownKeys::Refuse);
    let lenient = text.parse::<Interface>();
    if strict.diagnostics.is_empty() {
        assert_eq!(lenient.expect("lenient"), strict.interface);
    }
}

const VALID: &str = r##"// A text to edit.
Interface(
    name: "Edit",
    ops: {
        "one": (
            doc: "what \"it\" does \u{41}",
            args: { "a": "u8", "b": (type: "B", recv: From("u8", Some("f"))) },
            leases: {
                "l": (type: "[u8]", read: true, max_len: Some(7)),
                "m": (type: r#"[Option<u8>; 4]"#, write: true),
            },
            reply: Result(ok: "()", err: CLike("E")), /* or /* not */ */
        ),
        "two": (
            encoding: Hubpack, idempotent: true, number: 0x7,
            reply: Result(ok: "(u8, [A; { N }])", err: Complex("a::E")),
        ),
    },
)
"##;

#[test]
fn our_reader_and_ron_agree() {
    let written = |u: &mut Unstructured<'_>| {
        let interface = interfaces(u)?;
        let text = Writer::new(u).interface(&interface);
        Ok((interface, text))
    };
    cases::each(usual(), written, |(interface, text)| {
        let oracle = oracle::read(text);
        assert_eq!(&oracle, interface, "the writer: {text}");
        let source = Source::new("any.idol", text.as_str());
        let parsed = parse(&source, UnknownKeys::Refuse);
        assert_eq!(&parsed.diagnostics, &[], "{text}");
        assert_eq!(&parsed.interface, interface, "{text}");
        survives(text);
    });
}

#[test]
fn no_bytes_make_it_panic() {
    let rows = |u: &mut Unstructured<'_>| {
        (0..u.int_in_range(0..=199)?)
            .map(|_| u.arbitrary())
            .collect::<Result<Vec<u8>>>()
    };
    cases::each(usual(), rows, |bytes| {
        match Source::from_bytes("any.idol", bytes.clone()) {
            Ok(source) => survives(source.text()),
            Err(report) => {
                assert!(std::str::from_utf8(bytes).is_err());
                assert!(report.to_string().contains("E0102"));
            }
        }
        survives(&String::from_utf8_lossy(bytes));
    });
}

#[test]
fn no_row_of_tokens_makes_it_panic() {
    const TOKENS: &[&str] = &[
        "(", ")", "[", "]", "{", "}", ",", ":", "#", "!", "\"", "'", "\\",
        "r\"", "r#\"", "\"#", "/*", "*/", "//", "\n", "name", "ops", "args",
        "leases", "reply", "type", "recv", "Simple", "Result", "Some", "None",
        "true", "0", "-1", "1.5e", "0x", "\"a\"", "\"u8\"", "\"[u8]\"",
        "\"&\"", "\u{feff}", "é",
    ];
    let rows = |u: &mut Unstructured<'_>| {
        (0..u.int_in_range(0..=59)?)
            .map(|_| u.choose(TOKENS).copied())
            .collect::<Result<String>>()
    };
    cases::each(usual(), rows, |text| survives(text));
}

#[test]
fn no_edit_makes_it_panic() {
    let pasted = |u: &mut Unstructured<'_>| match u.int_in_range(0..=2)? {
        0 => cases::text(u, 0..=3, edits::any),
        1 => Ok("\"".to_owned()),
        _ => cases::text(u, 1..=1, |u| cases::one_of(u, "(){}[]")),
    };
    let edited = |u: &mut Unstructured<'_>| {
        let edits = u.int_in_range(1..=5)?;
        edits::edited(u, VALID, edits, pasted)
    };
    cases::each(usual(), edited, |text| survives(text));
}

#[test]
fn no_prefix_of_a_valid_text_makes_it_panic() {
    let each = if trials::all() { 1 } else { 3 };
    for end in (0..=VALID.len()).step_by(each) {
        survives(&VALID[..end]);
        survives(&VALID[end..]);
    }
    let source = Source::new("valid.idol", VALID);
    load::load(&source, Side::Client).expect("the whole is legal");
}

#[test]
fn long_rows_of_one_character_are_read_in_time() {
    let long = if trials::all() { 20_000 } else { 2_000 };
    for c in "([{,:\"'/*\\#!r-0a \né".chars() {
        survives(&c.to_string().repeat(long));
        survives(&format!("{VALID}{}", c.to_string().repeat(long)));
    }
    survives(&"(a:".repeat(long));
    survives(&"/*".repeat(long));
    survives(&"[}".repeat(long));
}

#[test]
fn text_written_by_older_generators_is_read_leniently() {
    let text = r#"Interface(
        name: "Old", version: (1, -2.5, 'c', [true, None]),
        ops: { "op": (
            args: { "a": (type: "u8", since: "1.0") },
            leases: { "l": (type: "[u8]", read: true, align: Some(4)) },
            reply: Simple("()"),
            timeout: { "ms": 5 },
        ) },
    )"#;
    let interface: Interface = text.parse().expect("lenient");
    assert_eq!(interface.ops["op"].args["a"].ty, "u8");
    assert_eq!(interface.ops["op"].number, 1);
    let source = Source::new("old.idol", text);
    let refused = load::load(&source, Side::Server).expect_err("strict");
    assert_eq!(refused.diagnostics().len(), 4, "{refused}");
}

#[test]
fn lenient_reading_refuses_what_is_not_an_interface() {
    for text in [
        "",
        "Interface()",
        "Interface(name: \"I\", ops: {}",
        "Interface(name: \"I\", ops: {})x",
        "Interface(name: \"I\", ops: { \"a\": (reply: Simpel(\"()\")) })",
        "Interface(name: 5, ops: {})",
    ] {
        let error = text.parse::<Interface>().expect_err(text);
        assert!(error.to_string().contains("error[E01"), "{error}");
        assert!(format!("{error:?}").starts_with("\nerror["), "{error:?}");
    }
}
