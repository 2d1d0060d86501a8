//! Every rule of `idol diff`, row by row.

use std::collections::BTreeSet;

use idol::diagnostic::Code;
use idol::source::Source;
use idol::syntax;
use idol_cli::diff::{Audience, Change, Rule, Verdict, Version, compare};

use crate::section;

fn changes(old: &str, new: &str) -> (Vec<Change>, String) {
    let old = Source::new("old.idol", old);
    let new = Source::new("new.idol", new);
    let versions = Version::old(&old).and_then(|old| {
        let new = Version::new(&new)?;
        Ok((old, new))
    });
    let (old, after) = match versions {
        Ok(versions) => versions,
        Err(report) => panic!("{report}"),
    };
    (compare(&old, &after), new.text().to_owned())
}

/// A row: what stands in an interface before and after, and the changes: the
/// rule, and what is pointed at in the new text.
struct Row {
    old: &'static str,
    new: &'static str,
    changes: &'static [(Rule, &'static str)],
}

const fn row(
    old: &'static str,
    new: &'static str,
    changes: &'static [(Rule, &'static str)],
) -> Row {
    Row { old, new, changes }
}

/// What stands in an operation.
const OPERATIONS: &[Row] = &[
    row(
        r#"args: { "a": "u8" }, reply: Simple("()")"#,
        r#"// other
           args: {"a": " u8 "}, number: 1, reply: Simple((type: "()"))"#,
        &[],
    ),
    row(
        r#"reply: Simple("()")"#,
        r#"doc: "It does.", reply: Simple("()")"#,
        &[(Rule::Doc, r#""op""#)],
    ),
    row(
        r#"args: { "a": "u8" }, reply: Simple("()")"#,
        r#"args: { "a": "u8", "b": "u8" }, reply: Simple("()")"#,
        &[(Rule::ArgumentAdded, r#""b""#)],
    ),
    row(
        r#"args: { "a": "u8", "b": "u16" }, reply: Simple("()")"#,
        r#"args: { "b": "u16" }, reply: Simple("()")"#,
        &[(Rule::ArgumentRemoved, r#""op""#)],
    ),
    row(
        r#"args: { "a": "u8", "b": "u8" }, reply: Simple("()")"#,
        r#"args: { "a": "u8", "c": "u8" }, reply: Simple("()")"#,
        &[(Rule::ArgumentRenamed, r#""c""#)],
    ),
    // Another name and another type: nothing says that it is the same.
    row(
        r#"args: { "a": "u8" }, reply: Simple("()")"#,
        r#"args: { "c": "u16" }, reply: Simple("()")"#,
        &[(Rule::ArgumentsReplaced, r#""c""#)],
    ),
    // However many are gone and new, it is one change.
    row(
        r#"args: { "a": "u8", "b": "bool", "c": "bool" }, reply: Simple("()")"#,
        r#"args: { "a": "u8", "d": "u16", "e": "i8" }, reply: Simple("()")"#,
        &[(Rule::ArgumentsReplaced, r#""d""#)],
    ),
    row(
        r#"args: { "a": "u8" }, reply: Simple("()")"#,
        r#"args: { "a": "u8", "b": "u8", "c": "u8" }, reply: Simple("()")"#,
        &[(Rule::ArgumentAdded, r#""b""#)],
    ),
    row(
        r#"args: { "a": "u8", "b": "u8" }, reply: Simple("()")"#,
        r#"args: { "b": "u8", "a": "u8" }, reply: Simple("()")"#,
        &[(Rule::ArgumentsReordered, r#""op""#)],
    ),
    // One in between is no other order.
    row(
        r#"args: { "a": "u8", "b": "u8" }, reply: Simple("()")"#,
        r#"args: { "a": "u8", "c": "u8", "b": "u8" }, reply: Simple("()")"#,
        &[(Rule::ArgumentAdded, r#""c""#)],
    ),
    row(
        r#"args: { "a": "u8" }, reply: Simple("()")"#,
        r#"args: { "a": "u16" }, reply: Simple("()")"#,
        &[(Rule::ArgumentType, r#""u16""#)],
    ),
    row(
        r#"args: { "a": "u16" }, reply: Simple("()")"#,
        r#"args: { "a": (type: "K", recv: From("u16")) }, reply: Simple("()")"#,
        &[(Rule::ArgumentTypeSameBytes, r#""K""#)],
    ),
    // Not every byte is a color.
    row(
        r#"args: { "a": "u8" }, reply: Simple("()")"#,
        r#"args: { "a": (type: "C", recv: FromPrimitive("u8")) },
           reply: Simple("()")"#,
        &[(Rule::ArgumentType, r#""C""#)],
    ),
    row(
        r#"args: { "a": (type: "C", recv: FromPrimitive("u8")) },
           reply: Simple("()")"#,
        r#"args: { "a": (type: "C", recv: FromPrimitive("u16")) },
           reply: Simple("()")"#,
        &[(Rule::ArgumentRawType, r#"FromPrimitive("u16")"#)],
    ),
    row(
        r#"args: { "a": (type: "C", recv: From("u16")) }, reply: Simple("()")"#,
        r#"args: { "a": (type: "C", recv: From("u16", Some("f"))) },
           reply: Simple("()")"#,
        &[(Rule::ArgumentConversion, r#"From("u16", Some("f"))"#)],
    ),
    row(
        r#"args: { "a": (type: "C", recv: From("u16")) }, reply: Simple("()")"#,
        r#"args: { "a": (type: "C", recv: TryFrom("u16")) },
           reply: Simple("()")"#,
        &[(Rule::ArgumentRefused, r#"TryFrom("u16")"#)],
    ),
    row(
        r#"args: { "a": (type: "C", recv: TryFrom("u16")) },
           reply: Simple("()")"#,
        r#"args: { "a": (type: "C", recv: From("u16")) }, reply: Simple("()")"#,
        &[(Rule::ArgumentConversion, r#"From("u16")"#)],
    ),
    row(
        r#"args: { "a": (type: "C", recv: From("u16", Some("f"))) },
           reply: Simple("()")"#,
        r#"args: { "a": (type: "C", recv: TryFrom("u16", Some("f"))) },
           reply: Simple("()")"#,
        &[(Rule::ArgumentConversion, r#"TryFrom("u16", Some("f"))"#)],
    ),
    row(
        r#"args: { "a": (type: "C", recv: From("u16")) }, reply: Simple("()")"#,
        r#"args: { "a": (type: "C", recv: TryFrom("u32")) },
           reply: Simple("()")"#,
        &[(Rule::ArgumentRawType, r#"TryFrom("u32")"#)],
    ),
    // Not all of them are a value.
    row(
        r#"args: { "a": "u16" }, reply: Simple("()")"#,
        r#"args: { "a": (type: "K", recv: TryFrom("u16")) },
           reply: Simple("()")"#,
        &[(Rule::ArgumentType, r#""K""#)],
    ),
    row(
        r#"args: { "a": (type: "C", recv: FromPrimitive("u8")) },
           reply: Simple("()")"#,
        r#"args: { "a": "C" }, reply: Simple("()")"#,
        &[(Rule::ArgumentConversion, r#""C""#)],
    ),
    row(
        r#"args: { "a": "C" }, reply: Simple("D"), idempotent: true"#,
        r#"args: { "a": "a::C" }, reply: Simple("b::D"), idempotent: true"#,
        &[(Rule::TypePath, r#""a::C""#), (Rule::TypePath, r#""b::D""#)],
    ),
    row(
        r#"reply: Simple("u8")"#,
        r#"reply: Simple("u16")"#,
        &[(Rule::ValueType, r#""u16""#)],
    ),
    row(
        r#"reply: Simple((type: "K", recv: From("u16")))"#,
        r#"reply: Simple("u16")"#,
        &[(Rule::ValueTypeSameBytes, r#""u16""#)],
    ),
    row(
        r#"reply: Simple((type: "C", recv: FromPrimitive("u8")))"#,
        r#"reply: Simple((type: "C", recv: FromPrimitive("u16")))"#,
        &[(Rule::ValueRawType, r#"FromPrimitive("u16")"#)],
    ),
    row(
        r#"reply: Simple((type: "C", recv: FromPrimitive("u8")))"#,
        r#"reply: Simple((type: "C", recv: From("u8")))"#,
        &[(Rule::ValueConversion, r#"From("u8")"#)],
    ),
    row(
        r#"reply: Simple((type: "C", recv: From("u8")))"#,
        r#"reply: Simple((type: "C", recv: TryFrom("u8")))"#,
        &[(Rule::ValueRefused, r#"TryFrom("u8")"#)],
    ),
    row(
        r#"leases: { "a": (type: "u8", read: true) }, reply: Simple("()")"#,
        r#"leases: { "a": (type: "u8", read: true),
             "b": (type: "u8", read: true) }, reply: Simple("()")"#,
        &[(Rule::LeaseAdded, r#""b""#)],
    ),
    row(
        r#"leases: { "a": (type: "u8", read: true) }, reply: Simple("()")"#,
        r#"reply: Simple("()")"#,
        &[(Rule::LeaseRemoved, r#""op""#)],
    ),
    row(
        r#"leases: { "a": (type: "u8", read: true) }, reply: Simple("()")"#,
        r#"leases: { "b": (type: "u8", read: true) }, reply: Simple("()")"#,
        &[(Rule::LeaseRenamed, r#""b""#)],
    ),
    row(
        r#"leases: { "a": (type: "u8", read: true),
             "b": (type: "u16", read: true) }, reply: Simple("()")"#,
        r#"leases: { "b": (type: "u16", read: true),
             "a": (type: "u8", read: true) }, reply: Simple("()")"#,
        &[(Rule::LeasesReordered, r#""op""#)],
    ),
    row(
        r#"leases: { "a": (type: "u8", read: true) }, reply: Simple("()")"#,
        r#"leases: { "a": (type: "u8", read: true, write: true) },
           reply: Simple("()")"#,
        &[(Rule::LeaseAccess, r#""a""#)],
    ),
    row(
        r#"leases: { "a": (type: "[u8; 4]", read: true) }, reply: Simple("()")"#,
        r#"leases: { "a": (type: "[u8]", read: true, max_len: 4) },
           reply: Simple("()")"#,
        &[(Rule::LeaseType, r#""[u8]""#)],
    ),
    row(
        r#"leases: { "a": (type: "[C]", read: true) }, reply: Simple("()")"#,
        r#"leases: { "a": (type: "[d::C]", read: true) }, reply: Simple("()")"#,
        &[(Rule::TypePath, r#""[d::C]""#)],
    ),
    row(
        r#"leases: { "a": (type: "[u8]", read: true, max_len: 4) },
           reply: Simple("()")"#,
        r#"leases: { "a": (type: "[u8]", read: true, max_len: Some(5)) },
           reply: Simple("()")"#,
        &[(Rule::LeaseLimitRaised, "Some(5)")],
    ),
    row(
        r#"leases: { "a": (type: "[u8]", read: true, max_len: 4) },
           reply: Simple("()")"#,
        r#"leases: { "a": (type: "[u8]", read: true) }, reply: Simple("()")"#,
        &[(Rule::LeaseLimitRaised, r#""a""#)],
    ),
    row(
        r#"leases: { "a": (type: "[u8]", read: true) }, reply: Simple("()")"#,
        r#"leases: { "a": (type: "[u8]", read: true, max_len: 1) },
           reply: Simple("()")"#,
        &[(Rule::LeaseLimitAdded, "1")],
    ),
    row(
        r#"leases: { "a": (type: "[u8]", read: true, max_len: 4) },
           reply: Simple("()")"#,
        r#"leases: { "a": (type: "[u8]", read: true, max_len: 1) },
           reply: Simple("()")"#,
        &[(Rule::LeaseLimitLowered, "1")],
    ),
    row(
        r#"reply: Simple("u8")"#,
        r#"reply: Result(ok: "u8", err: ServerDeath)"#,
        &[(Rule::ReplyKind, "ServerDeath")],
    ),
    row(
        r#"reply: Result(ok: "u8", err: ServerDeath)"#,
        r#"reply: Result(ok: "u8", err: CLike("E"))"#,
        &[(Rule::ErrorKind, r#"CLike("E")"#)],
    ),
    row(
        r#"reply: Result(ok: "u8", err: Complex("E"))"#,
        r#"reply: Result(ok: "u8", err: CLike("E"))"#,
        &[(Rule::ErrorKind, r#"CLike("E")"#)],
    ),
    row(
        r#"reply: Result(ok: "u8", err: CLike("E"))"#,
        r#"reply: Simple("u8"), idempotent: false"#,
        &[(Rule::ErrorKind, r#"Simple("u8")"#)],
    ),
    row(
        r#"reply: Result(ok: "u8", err: CLike("a::E"))"#,
        r#"reply: Result(ok: "u8", err: CLike("a::F"))"#,
        &[(Rule::ErrorType, r#"CLike("a::F")"#)],
    ),
    row(
        r#"reply: Result(ok: "u8", err: CLike("a::E"))"#,
        r#"reply: Result(ok: "u8", err: CLike("b::E"))"#,
        &[(Rule::TypeMoved, r#"CLike("b::E")"#)],
    ),
    // A crate is one, and has one new name.
    row(
        r#"args: { "a": "a::A", "b": "[a::x::B; 4]" },
           leases: { "c": (type: "[a::C]", read: true) },
           reply: Result(ok: (type: "D", recv: From("a::D")),
             err: CLike("a::E"))"#,
        r#"args: { "a": "b::A", "b": "[b::x::B; 4]" },
           leases: { "c": (type: "[b::C]", read: true) },
           reply: Result(ok: (type: "D", recv: From("b::D")),
             err: CLike("b::E"))"#,
        &[(Rule::TypeMoved, r#""b::A""#)],
    ),
    row(
        r#"args: { "a": (type: "a::A", recv: From("a::Raw")) },
           reply: Simple("()")"#,
        r#"args: { "a": (type: "b::A", recv: From("b::Raw")) },
           reply: Simple("()")"#,
        &[(Rule::TypeMoved, r#""b::A""#)],
    ),
    row(
        r#"args: { "a": "[u8; 16]" }, reply: Simple("(u8, u8)")"#,
        r#"args: { "a": "[u8; 0x10]" }, reply: Simple("(u8, u8,)")"#,
        &[],
    ),
    row(
        r#"reply: Result(ok: "u8", err: Complex("E"))"#,
        r#"reply: Result(ok: "u8", err: Complex("b::E"))"#,
        &[(Rule::TypePath, r#"Complex("b::E")"#)],
    ),
    row(
        r#"args: { "a": "u8" }, reply: Simple("()")"#,
        r#"args: { "a": "u8" }, reply: Simple("()"), encoding: Hubpack"#,
        &[(Rule::Encoding, "Hubpack")],
    ),
    row(
        r#"reply: Result(ok: "()", err: Complex("E")), encoding: Hubpack"#,
        r#"reply: Result(ok: "()", err: Complex("E"))"#,
        &[(Rule::Encoding, r#""op""#)],
    ),
    row(
        r#"reply: Result(ok: "()", err: CLike("E")), encoding: Hubpack"#,
        r#"reply: Result(ok: "()", err: CLike("E")), encoding: Zerocopy"#,
        &[(Rule::EncodingOfNothing, "Zerocopy")],
    ),
    row(
        r#"reply: Simple("()")"#,
        r#"reply: Simple("()"), idempotent: true"#,
        &[(Rule::RetryAdded, "true")],
    ),
    row(
        r#"reply: Simple("()"), idempotent: true"#,
        r#"reply: Simple("()")"#,
        &[(Rule::RetryRemoved, r#""op""#)],
    ),
    row(
        r#"reply: Result(ok: "()", err: CLike("E")), idempotent: true"#,
        r#"reply: Result(ok: "()", err: CLike("E"))"#,
        &[(Rule::RetryRemoved, r#""op""#)],
    ),
    row(
        r#"reply: Result(ok: "()", err: Complex("E")), idempotent: true"#,
        r#"reply: Result(ok: "()", err: Complex("E")), idempotent: false"#,
        &[(Rule::RetryRemoved, "false")],
    ),
    row(
        r#"args: { "a": "u8" }, reply: Result(ok: "Option<a::E>",
           err: ServerDeath)"#,
        r#"args: { "a": "u8" }, reply: Result(ok: "Option<a::E>",
           err: ServerDeath), stream: "cursor""#,
        &[(Rule::CursorAdded, r#""op""#)],
    ),
    row(
        r#"args: { "a": "u8" }, reply: Result(ok: "Option<a::E>",
           err: ServerDeath), stream: "cursor""#,
        r#"args: { "a": "u8" }, reply: Result(ok: "Option<a::E>",
           err: ServerDeath)"#,
        &[(Rule::CursorRemoved, r#""op""#)],
    ),
];

/// What stands in an interface `I`.
const INTERFACES: &[Row] = &[
    row(
        r#"ops: { "a": (reply: Simple("()")), "b": (reply: Simple("()")) }"#,
        r#"ops: { "b": (number: 2, reply: Simple("()")),
                  "a": (number: 1, reply: Simple("()")) }"#,
        &[],
    ),
    row(
        r#"ops: { "a": (reply: Simple("()")) }"#,
        r#"ops: { "a": (reply: Simple("()")), "b": (reply: Simple("()")) }"#,
        &[(Rule::OperationAdded, r#""b""#)],
    ),
    row(
        r#"ops: { "a": (reply: Simple("()")), "b": (reply: Simple("()")) }"#,
        r#"ops: { "a": (reply: Simple("()")) }"#,
        &[(Rule::OperationRemoved, r#""I""#)],
    ),
    row(
        r#"ops: { "a": (args: { "x": "u8" }, reply: Simple("()")) }"#,
        r#"ops: { "b": (was: "a", args: { "x": "u8" }, reply: Simple("()")) }"#,
        &[(Rule::OperationRenamed, r#""b""#)],
    ),
    // What has the same number and nothing else is another, told once.
    row(
        r#"ops: { "a": (args: { "x": "u8" }, reply: Simple("()")) }"#,
        r#"ops: { "b": (args: { "x": "u8" }, reply: Simple("()")) }"#,
        &[(Rule::OperationReplaced, r#""b""#)],
    ),
    // A name may have been one of several.
    row(
        r#"ops: { "b": (reply: Simple("()")) }"#,
        r#"ops: { "c": (was: ["a", "b"], reply: Simple("()")) }"#,
        &[(Rule::OperationRenamed, r#""c""#)],
    ),
    // The old file says what the new name was.
    row(
        r#"ops: { "b": (was: "a", reply: Simple("()")) }"#,
        r#"ops: { "a": (reply: Simple("()")) }"#,
        &[(Rule::OperationRenamed, r#""a""#)],
    ),
    row(
        r#"ops: { "b": (was: "a", reply: Simple("()")) }"#,
        r#"ops: { "c": (was: "a", reply: Simple("()")) }"#,
        &[(Rule::OperationRenamed, r#""c""#)],
    ),
    // A name from long ago, which another has now, is about no change.
    row(
        r#"ops: { "b": (was: "a", reply: Simple("()")),
                  "a": (reply: Simple("()")) }"#,
        r#"ops: { "b": (was: "a", reply: Simple("()")),
                  "c": (reply: Simple("()")),
                  "a": (number: 3, reply: Simple("()")) }"#,
        &[
            (Rule::NumberReused, r#""c""#),
            (Rule::OperationRenumbered, "3"),
        ],
    ),
    // Two change their names.
    row(
        r#"ops: { "a": (reply: Simple("()")), "b": (reply: Simple("()")) }"#,
        r#"ops: { "b": (was: "a", reply: Simple("()")),
                  "a": (was: "b", reply: Simple("()")) }"#,
        &[
            (Rule::OperationRenamed, r#""b""#),
            (Rule::OperationRenamed, r#""a""#),
        ],
    ),
    // Its name is given to another, and its number stays.
    row(
        r#"ops: { "a": (reply: Simple("()")) }"#,
        r#"ops: { "b": (was: "a", reply: Simple("()")),
                  "a": (reply: Simple("()")) }"#,
        &[
            (Rule::OperationRenamed, r#""b""#),
            (Rule::OperationAdded, r#""a""#),
        ],
    ),
    // Documentation that is nowhere else says that it is the same, even if
    // something else changed.
    row(
        r#"ops: { "a": (doc: "D.", args: { "x": "u8" }, reply: Simple("()")) }"#,
        r#"ops: { "b": (doc: "D.", args: { "x": "u16" },
                        reply: Simple("()")) }"#,
        &[
            (Rule::OperationRenamed, r#""b""#),
            (Rule::ArgumentType, r#""u16""#),
        ],
    ),
    row(
        r#"ops: { "a": (doc: "D.", reply: Simple("()")) }"#,
        r#"ops: { "b": (doc: "E.", reply: Simple("()")) }"#,
        &[(Rule::OperationReplaced, r#""b""#)],
    ),
    row(
        r#"ops: { "a": (doc: "D.", reply: Simple("()")),
                  "b": (doc: "D.", reply: Simple("()")) }"#,
        r#"ops: { "c": (doc: "D.", reply: Simple("()")),
                  "b": (doc: "D.", reply: Simple("()")) }"#,
        &[(Rule::OperationReplaced, r#""c""#)],
    ),
    // Renamed and moved.
    row(
        r#"ops: { "a": (reply: Simple("()")) }"#,
        r#"ops: { "n": (reply: Simple("u8")),
                  "b": (was: "a", reply: Simple("()")) }"#,
        &[
            (Rule::NumberReused, r#""n""#),
            (Rule::OperationRenamed, r#""b""#),
            (Rule::OperationRenumbered, r#""b""#),
        ],
    ),
    // Gone, and its number is kept for nobody.
    row(
        r#"ops: { "a": (reply: Simple("()")), "b": (reply: Simple("()")) }"#,
        r#"reserved: [1], ops: { "b": (number: 2, reply: Simple("()")) }"#,
        &[(Rule::OperationRemoved, "1")],
    ),
    row(
        r#"ops: { "a": (reply: Simple("()")) }"#,
        r#"ops: { "a": (number: 7, reply: Simple("()")) }"#,
        &[(Rule::OperationRenumbered, "7")],
    ),
    // A new one before the others moves them.
    row(
        r#"ops: { "a": (reply: Simple("()")) }"#,
        r#"ops: { "n": (reply: Simple("u8")), "a": (reply: Simple("()")) }"#,
        &[
            (Rule::NumberReused, r#""n""#),
            (Rule::OperationRenumbered, r#""a""#),
        ],
    ),
    row(
        r#"reserved: [2], ops: { "a": (reply: Simple("()")) }"#,
        r#"ops: { "a": (reply: Simple("()")), "b": (reply: Simple("()")) }"#,
        &[(Rule::NumberReused, r#""b""#)],
    ),
    row(
        r#"reserved: [5], ops: {}"#,
        r#"reserved: [6, 5], ops: {}"#,
        &[(Rule::NumberReserved, "6")],
    ),
    row(
        r#"reserved: [5, 6], ops: {}"#,
        r#"reserved: [6], ops: {}"#,
        &[(Rule::NumberReleased, r#""I""#)],
    ),
];

#[track_caller]
fn assert_changes(old: &str, new: &str, expected: &[(Rule, &str)]) {
    let (changes, text) = changes(old, new);
    let found: Vec<_> = changes
        .iter()
        .map(|change| {
            let span = change.span.expect("it is in the new text");
            (change.rule, &text[span.range()])
        })
        .collect();
    assert_eq!(found, expected, "{old}\n{new}\n{changes:#?}");
}

/// The rules that rows are about.
fn tested(rows: &[Row]) -> BTreeSet<Rule> {
    rows.iter()
        .flat_map(|row| row.changes.iter().map(|(rule, _)| *rule))
        .collect()
}

#[test]
fn operations_change_as_the_rows_say() {
    for row in OPERATIONS {
        let op = |contents: &str| {
            format!("(name: \"I\", ops: {{ \"op\": ({contents}) }})")
        };
        assert_changes(&op(row.old), &op(row.new), row.changes);
        assert_changes(&op(row.old), &op(row.old), &[]);
    }
}

#[test]
fn interfaces_change_as_the_rows_say() {
    for row in INTERFACES {
        let interface = |contents: &str| format!("(name: \"I\", {contents})");
        assert_changes(&interface(row.old), &interface(row.new), row.changes);
        assert_changes(&interface(row.old), &interface(row.old), &[]);
    }
    assert_changes(
        "(name: \"I\", ops: {})",
        "(name: \"J\", ops: {})",
        &[(Rule::InterfaceRenamed, "\"J\"")],
    );
}

/// Any mix works or does not, whichever version is called the old one: only
/// a limit, and what may be refused, are another matter for those who keep to
/// it already.
#[test]
fn an_operation_breaks_the_wire_in_both_directions_or_in_none() {
    for row in OPERATIONS {
        let op = |contents: &str| {
            format!("(name: \"I\", ops: {{ \"op\": ({contents}) }})")
        };
        let wire = |old: &str, new: &str| {
            let (changes, _) = changes(&op(old), &op(new));
            let rules = changes.iter().map(|change| change.rule);
            // What a limit or a conversion refuses, only one side sends.
            let one_way = [
                Rule::ArgumentRefused,
                Rule::LeaseLimitAdded,
                Rule::LeaseLimitLowered,
                Rule::LeaseLimitRaised,
                Rule::ValueRefused,
            ];
            let rules = rules.filter(|rule| !one_way.contains(rule));
            let verdicts = rules.map(|rule| rule.verdict(Audience::Wire));
            verdicts.max().unwrap_or(Verdict::Compatible)
        };
        let (there, back) = (wire(row.old, row.new), wire(row.new, row.old));
        assert_eq!(there, back, "{}\n{}", row.old, row.new);
    }
}

/// The two versions of which tests run clients and servers in every mix.
#[test]
fn what_runs_in_every_mix_breaks_no_wire() {
    let (changes, _) = changes(
        include_str!("../../../tests/behaviour/versions/old.idol"),
        include_str!("../../../tests/behaviour/versions/new.idol"),
    );
    let mut rules: Vec<_> = changes.iter().map(|c| c.rule).collect();
    rules.sort_unstable();
    assert_eq!(
        rules,
        [
            Rule::OperationAdded,
            Rule::OperationRemoved,
            Rule::OperationRenamed,
            Rule::ArgumentRenamed,
            Rule::LeaseRenamed,
            Rule::Doc,
        ]
    );
    for change in changes {
        // Whoever calls what is gone is told so.
        let breaks = change.rule == Rule::OperationRemoved;
        let verdict = change.verdict(Audience::Wire);
        assert_eq!(verdict == Verdict::Breaking, breaks, "{change:?}");
    }
}

#[test]
fn every_rule_has_a_row() {
    let mut tested = tested(OPERATIONS);
    tested.extend(self::tested(INTERFACES));
    // The test above, and those of the command with folders.
    tested.insert(Rule::InterfaceRenamed);
    tested.insert(Rule::InterfaceAdded);
    tested.insert(Rule::InterfaceRemoved);
    tested.insert(Rule::CalledNowhere);
    tested.insert(Rule::AcceptanceUnused);
    for rule in Rule::ALL {
        assert!(tested.contains(rule), "{} has no row", rule.name());
    }
}

/// The table in the documentation is that of the code.
#[test]
fn the_documented_verdicts_are_those_that_are_given() {
    let documented: Vec<_> = include_str!("../../src/diff/rule.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("//! | `"))
        .map(|line| {
            let cells: Vec<_> = line.split('|').map(str::trim).collect();
            assert_eq!(cells.len(), 6, "{line}");
            assert!(!cells[4].is_empty(), "{line}");
            let name = cells[0].trim_end_matches('`').to_owned();
            (name, [cells[1], cells[2], cells[3]])
        })
        .collect();
    let given: Vec<_> = Rule::ALL
        .iter()
        .map(|rule| {
            let verdicts = Audience::ALL.map(|a| match rule.verdict(a) {
                Verdict::Compatible => "compatible",
                Verdict::Look => "look",
                Verdict::Breaking => "breaking",
            });
            (rule.name().to_owned(), verdicts)
        })
        .collect();
    assert_eq!(documented, given);
}

/// What is said about a change of the first rule that is found.
#[track_caller]
fn assert_help(old: &str, new: &str, rule: Rule, why: &str, help: &str) {
    let interface = |contents: &str| format!("(name: \"I\", {contents})");
    let (changes, _) = changes(&interface(old), &interface(new));
    let change = changes.iter().find(|change| change.rule == rule);
    let change = change.unwrap_or_else(|| panic!("{changes:#?}"));
    assert_eq!(change.why, why);
    assert_eq!(change.help.as_deref().unwrap_or_default(), help);
}

#[test]
fn ways_out_are_what_to_write() {
    let two =
        r#"ops: { "a": (reply: Simple("()")), "b": (reply: Simple("u8")) }"#;
    let gone = "what an old client sends is number 2, which faults it with \
                UndefinedOperation";
    assert_help(
        two,
        r#"reserved: [9], ops: { "a": (reply: Simple("()")) }"#,
        Rule::OperationRemoved,
        gone,
        "write `reserved: [2, 9]` in the interface",
    );
    assert_help(
        two,
        r#"reserved: [2], ops: { "a": (reply: Simple("()")) }"#,
        Rule::OperationRemoved,
        gone,
        "",
    );
    assert_help(
        two,
        r#"ops: { "a": (reply: Simple("()")), "c": (reply: Simple("u16")) }"#,
        Rule::OperationReplaced,
        "an old client that calls the one gets the other; nothing says that \
         it is a new name, as `was: \"b\"` in it would",
        "write the next free number, `number: 3` in `c`; and write \
         `reserved: [2]` in the interface",
    );
    let inserted = r#"ops: { "n": (reply: Simple("bool")),
        "a": (reply: Simple("()")), "b": (reply: Simple("u8")) }"#;
    assert_help(
        two,
        inserted,
        Rule::NumberReused,
        "an old client that calls `a` gets `n`",
        "move `n` to the end, behind `b`; or write the next free number, \
         `number: 3` in `n`; and the numbers that the others had, \
         `number: 1` in `a` and `number: 2` in `b`",
    );
    assert_help(
        two,
        inserted,
        Rule::OperationRenumbered,
        "what an old client sends is number 1, which is `n` now",
        "",
    );
    // Moving does not help where a number is free in between.
    assert_help(
        two,
        r#"ops: { "n": (reply: Simple("()")), "b": (reply: Simple("u8")) }"#,
        Rule::OperationReplaced,
        "an old client that calls the one gets the other; nothing says that \
         it is a new name, as `was: \"a\"` in it would",
        "write the next free number, `number: 3` in `n`; and write \
         `reserved: [1]` in the interface",
    );
    assert_help(
        two,
        r#"ops: { "b": (reply: Simple("u8")), "a": (reply: Simple("()")) }"#,
        Rule::OperationRenumbered,
        "what an old client sends is number 2, which is `a` now",
        "move `a` to the front; or write the numbers that they had, \
         `number: 2` in `b` and `number: 1` in `a`",
    );
    // One whose number is given makes room for a position, at the end too.
    assert_help(
        r#"ops: { "b": (number: 5, reply: Simple("()")),
            "c": (reply: Simple("()")) }"#,
        r#"ops: { "b": (number: 5, reply: Simple("()")),
            "n": (reply: Simple("u8")), "c": (reply: Simple("()")) }"#,
        Rule::NumberReused,
        "an old client that calls `c` gets `n`",
        "move `n` to the end, behind `c`; or write the next free number, \
         `number: 6` in `n`; and the number that the other had, `number: 2` \
         in `c`",
    );
}

/// Where the greatest number is in use, those between are free.
#[test]
fn there_is_a_way_out_beside_the_greatest_number() {
    let last = r#""a": (reply: Simple("()")),
        "m": (number: 65535, reply: Simple("u8"))"#;
    let old = format!("ops: {{ {last} }}");
    assert_help(
        &old,
        &format!(r#"ops: {{ "n": (reply: Simple("bool")), {last} }}"#),
        Rule::NumberReused,
        "an old client that calls `a` gets `n`",
        "move `n` to the end, behind `m`; or write the next free number, \
         `number: 2` in `n`; and the number that the other had, `number: 1` \
         in `a`",
    );
    assert_help(
        &old,
        &old.replace(r#""m""#, r#""k""#).replace("u8", "u16"),
        Rule::OperationReplaced,
        "an old client that calls the one gets the other; nothing says that \
         it is a new name, as `was: \"m\"` in it would",
        "write the next free number, `number: 2` in `k`; and write \
         `reserved: [65535]` in the interface",
    );
    assert_help(
        &old,
        &old.replace("u8", "u16"),
        Rule::ValueType,
        "it takes 2 bytes instead of 1",
        "leave it as it was, and add another operation, at the end, with \
         `number: 3`",
    );
}

#[test]
fn lengths_are_told_where_they_are_known() {
    let op = |args: &str| {
        format!("ops: {{ \"op\": (args: {args}, reply: Simple(\"()\")) }}")
    };
    let help = "leave it as it was, and add another operation, at the end, \
                with `number: 2`";
    for (old, new, rule, why) in [
        (
            r#"{ "m": "u16", "rise": "bool", "fall": "bool" }"#,
            r#"{ "m": "u16", "e": (type: "E", recv: FromPrimitive("u8")) }"#,
            Rule::ArgumentsReplaced,
            "a message has 3 bytes instead of 4, and who calls it must give \
             all",
        ),
        (
            r#"{ "a": "u8", "b": "()" }"#,
            r#"{ "a": "u8" }"#,
            Rule::ArgumentRemoved,
            "a message has 1 byte as before, and who calls it still gives all",
        ),
        (
            r#"{ "a": "T" }"#,
            r#"{ "a": "T", "b": "u8" }"#,
            Rule::ArgumentAdded,
            "messages carry other values, and who calls it must give all",
        ),
        (
            r#"{ "a": "u8" }"#,
            r#"{ "a": "i8" }"#,
            Rule::ArgumentType,
            "it takes 1 byte as before, which may mean other values",
        ),
        (
            r#"{ "a": "u8" }"#,
            r#"{ "a": "T" }"#,
            Rule::ArgumentType,
            "nothing says that both have the same bytes",
        ),
    ] {
        assert_help(&op(old), &op(new), rule, why, help);
    }
}

/// What an old generator read, and this one refuses in a build.
#[test]
fn an_old_file_is_read_as_an_old_generator_read_it() {
    let new = r#"(name: "I", ops: { "op": (args: { "a": "T" },
        reply: Simple("T"), encoding: Hubpack) })"#;
    let (found, _) = changes(
        r#"(name: "I", ops: { "op": (
            args: { "a": (type: "T", recv: From("u32", None)) },
            reply: Simple((type: "T", recv: FromPrimitive("u8"))),
            encoding: Hubpack, since: 4) })"#,
        new,
    );
    assert!(found.is_empty(), "{found:?}");
    for (contents, code) in [
        (
            r#"args: { "a": (type: "T", recv: From("u32")) },
               reply: Simple("()"), encoding: Hubpack"#,
            Code::RecvNeedsZerocopy,
        ),
        (
            r#"args: { "a": "u8" }, leases: { "a": (type: "u8", read: true) },
               reply: Simple("()")"#,
            Code::ArgumentAndLease,
        ),
        (
            r#"leases: { "a": (type: "u8") }, reply: Simple("()")"#,
            Code::NoAccess,
        ),
        (
            r#"leases: { "a": (type: "[u8]", read: true, max_len: 0) },
               reply: Simple("()")"#,
            Code::MaxLenZero,
        ),
        (
            r#"leases: { "a": (type: "u8", read: true, max_len: 2) },
               reply: Simple("()")"#,
            Code::MaxLenOnSized,
        ),
        (
            r#"leases: { "a": (type: "[u8]", read: true, write: true) },
               reply: Simple("()"), idempotent: true"#,
            Code::IdempotentReadWrite,
        ),
        (
            r#"reply: Result(ok: "()", err: ServerDeath), idempotent: true"#,
            Code::IdempotentServerDeath,
        ),
        (
            r#"reply: Result(ok: "()", err: Complex("E")),
               encoding: Ssmarshal"#,
            Code::ComplexSsmarshal,
        ),
        (
            r#"args: { "b": "bool", "raw_b": "u8" }, reply: Simple("()")"#,
            Code::Collision,
        ),
        (
            r#"args: { "__a": "u8" }, reply: Simple("()")"#,
            Code::ReservedName,
        ),
    ] {
        let text = format!("(name: \"I\", ops: {{ \"op\": ({contents}) }})");
        let source = Source::new("old.idol", text);
        let new = Version::new(&source).expect_err(source.text());
        let codes = new.diagnostics().iter().map(|found| found.code);
        assert!(codes.into_iter().any(|found| found == code), "{new}");
        if let Err(report) = Version::old(&source) {
            panic!("{report}");
        }
    }
    // What cannot be understood is still told.
    let wrong = r#"(name: "I", ops: { "op": (reply: Simple("&u8")) })"#;
    let wrong = Source::new("old.idol", wrong);
    assert!(Version::old(&wrong).is_err());
}

/// Reserved numbers, too: an image does not tell them from those that are
/// free.
#[test]
fn what_a_server_embeds_is_the_file_that_it_came_from() {
    let file = r#"(name: "I", reserved: [1, 9], ops: {
        "a": (number: 3, doc: "D.", was: "z", args: { "type": "u8" },
            reply: Simple((type: "T", recv: From("u8", Some("a::f"))))),
        "b": (number: 5, reply: Simple("()")),
    })"#;
    let syntax: syntax::Interface = file.parse().expect("it is one");
    let embedded = section::of(&syntax);
    for (old, new) in [(file, &*embedded), (&embedded, file)] {
        let (found, _) = changes(old, new);
        assert!(found.is_empty(), "{found:#?}");
    }
    // That of another generator has no documentation.
    let other = r#"Interface(name:"I",written_by:"another",ops:{
"__reserved_1":(args:{},reply:Simple("()")),
"__reserved_2":(args:{},reply:Simple("()")),
"a":(args:{},reply:Simple("()")),
})"#;
    let file = r#"(name: "I", reserved: [1], ops: {
        "a": (number: 3, doc: "D.", reply: Simple("()")),
    })"#;
    for (old, new) in [(other, file), (file, other)] {
        let (found, _) = changes(old, new);
        assert!(found.is_empty(), "{found:#?}");
    }
}
