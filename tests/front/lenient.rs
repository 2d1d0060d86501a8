//! Whatever a released reader reads, `Interface::from_str` reads, and takes it
//! for the same; a build goes on refusing what the language does not have.
//!
//! A released reader is `ron` and derived types in the old vocabulary, which
//! ignore the keys that they do not know. Types, which may be a bare string,
//! it takes from whatever calls itself a map.

use std::cell::Cell;

use arbitrary::{Result, Unstructured};
use idol::check::Side;
use idol::diagnostic::Code;
use idol::load;
use idol::source::Source;
use idol::syntax;
use indexmap::IndexMap;
use serde::Deserialize;

use crate::cases;
use crate::oracle::{AttributedTy, Encoding, Lease, Reply};
use texts::Writer;

mod texts;

#[derive(Deserialize)]
struct Interface {
    name: String,
    ops: IndexMap<String, Operation>,
}

#[derive(Deserialize)]
struct Operation {
    #[serde(default)]
    args: IndexMap<String, AttributedTy>,
    #[serde(default)]
    leases: IndexMap<String, Lease>,
    reply: Reply,
    #[serde(default)]
    idempotent: bool,
    #[serde(default)]
    encoding: Encoding,
}

/// What a released reader makes of a text, if it reads it.
fn released(text: &str) -> Option<syntax::Interface> {
    let read = ron::from_str::<Interface>(text).ok()?;
    let ops = (1..).zip(read.ops).map(|(number, (name, op))| {
        let leases = op.leases.into_iter().map(|(n, l)| (n, l.into()));
        let operation = syntax::Operation {
            number,
            args: op.args.into_iter().map(|(n, t)| (n, t.0)).collect(),
            leases: leases.collect(),
            reply: op.reply.into(),
            idempotent: op.idempotent,
            encoding: op.encoding.into(),
            doc: None,
            was: Vec::new(),
            feature: None,
            stream: None,
        };
        (name, operation)
    });
    Some(syntax::Interface {
        name: read.name,
        ops: ops.collect(),
        reserved: Vec::new(),
        doc: None,
    })
}

/// What we make of it, without what only we know.
fn ours(text: &str) -> Result<syntax::Interface, String> {
    let mut read: syntax::Interface = text
        .parse()
        .map_err(|e: idol::parse::ParseError| e.to_string())?;
    read.reserved.clear();
    read.doc = None;
    for (number, operation) in (1..).zip(read.ops.values_mut()) {
        operation.number = number;
        operation.doc = None;
        operation.feature = None;
        operation.stream = None;
        operation.was.clear();
    }
    Ok(read)
}

/// Compares both readers, and says whether the released one reads the text.
fn compare(text: &str) -> bool {
    let Some(expected) = released(text) else {
        return false;
    };
    match ours(text) {
        Ok(read) => assert_eq!(read, expected, "{text}"),
        Err(error) => panic!("we refuse what was read:\n{error}\n{text}"),
    }
    true
}

/// A text that a released reader might read.
fn written(u: &mut Unstructured<'_>) -> Result<String> {
    Ok(Writer::new(u).interface())
}

#[test]
fn what_a_released_reader_reads_is_read_with_the_same_result() {
    let read = Cell::new(0);
    let cases = if trials::all() { 20_000 } else { 500 };
    cases::each(cases, written, |text| {
        read.set(read.get() + u32::from(compare(text)));
    });
    // The writer writes what is read, or this shows nothing.
    let read = read.get();
    assert!(read * 2 > cases, "{read} of {cases} are read");
}

/// Texts with a stretch cut out or put twice: most are wrong, and those that
/// are read all the same say the same to both.
#[test]
fn edited_texts_are_read_alike() {
    let edited = |u: &mut Unstructured<'_>| {
        let mut text: Vec<char> = written(u)?.chars().collect();
        let at = u.choose_index(text.len())?;
        let end = (at + u.int_in_range(0..=11)?).min(text.len());
        let stretch: Vec<char> = text[at..end].to_vec();
        let (cut, put) = match u.arbitrary()? {
            true => (at..at, stretch),
            false => (at..end, Vec::new()),
        };
        text.splice(cut, put);
        Ok(text.into_iter().collect::<String>())
    };
    let cases = if trials::all() { 512 } else { 128 };
    cases::each(cases, edited, |text| {
        compare(text);
    });
}

/// A text of one operation with an argument and this before its reply.
fn with(argument: &str, key: &str) -> String {
    format!(
        "Interface(name: \"A\", ops: {{ \"a\": (args: {{ \"t\": {argument} }}, \
         {key} reply: Result(ok: \"()\", err: CLike(\"E\"))) }})"
    )
}

#[test]
fn what_only_old_readers_take_is_an_error_of_a_build_that_says_how_to_write_it()
{
    for (argument, key, code, help) in [
        (
            "{ type: \"T\", recv: FromPrimitive(\"u8\") }",
            "",
            Code::WrongKind,
            "write `(type: ...)`",
        ),
        (
            "Typed(type: \"T\", recv: FromPrimitive(\"u8\"))",
            "",
            Code::WrongStructName,
            "leave the name before `(` away",
        ),
        ("\"u8\"", "doc: 5,", Code::WrongKind, "`\"5\"`"),
        ("\"u8\"", "number: \"x\",", Code::WrongKind, "number"),
        ("\"u8\"", "since: 5,", Code::UnknownKey, "known keys"),
        ("\"u8\", \"t\": \"u8\"", "", Code::DuplicateName, "rename"),
    ] {
        let text = with(argument, key);
        assert!(compare(&text), "{text}");
        let source = Source::new("a.idol", text);
        let report = load::load(&source, Side::Server).expect_err("strict");
        let codes: Vec<_> =
            report.diagnostics().iter().map(|d| d.code).collect();
        assert_eq!(codes, [code], "{report}");
        assert!(report.to_string().contains(help), "{report}");
    }
}

#[test]
fn a_key_of_ours_means_what_it_says_where_it_can() {
    let text =
        with("\"u8\"", "doc: \"What.\", number: 7, was: \"b\", since: 5,");
    let read: syntax::Interface = text.parse().expect("lenient");
    assert_eq!(read.ops["a"].doc.as_deref(), Some("What."));
    assert_eq!(read.ops["a"].number, 7);
    assert_eq!(read.ops["a"].was, ["b"]);
    let text = with(
        "\"u8\"",
        "doc: Some(\"What.\"), number: -1, was: { \"b\": 1 },",
    );
    let read: syntax::Interface = text.parse().expect("lenient");
    assert_eq!(read.ops["a"].doc, None);
    assert_eq!(read.ops["a"].number, 1);
    assert!(read.ops["a"].was.is_empty());
}

#[test]
fn what_is_not_known_may_be_as_deep_as_a_released_reader_goes() {
    let mut deepest = 0;
    for (open, close) in [("[", "]"), ("(", ")"), ("S(", ")"), ("{1: ", "}")] {
        let value =
            |depth| format!("{}5{}", open.repeat(depth), close.repeat(depth));
        let is_read = |depth: &usize| {
            compare(&with("\"u8\"", &format!("since: {},", value(*depth))))
        };
        // What is less deep is read by either.
        let depth = (1..=200).rev().find(is_read).unwrap_or(0);
        assert!((1..depth).step_by(9).all(|depth| is_read(&depth)));
        deepest = deepest.max(depth);
    }
    assert!(deepest > 60, "it goes down {deepest} levels");
    let text = with("\"u8\"", &format!("since: {},", "[".repeat(100_000)));
    assert!(ours(&text).is_err());
}
