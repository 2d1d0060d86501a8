//! Every rule of `idol diff`, row by row.

use std::collections::BTreeSet;

use idol::source::Source;
use idol_cli::diff::{Audience, Change, Rule, Verdict, Version, compare};

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
        &[
            (Rule::ArgumentRemoved, r#""op""#),
            (Rule::ArgumentAdded, r#""c""#),
        ],
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
        r#"reply: Result(ok: "u8", err: CLike("b::E"))"#,
        &[(Rule::ErrorType, r#"CLike("b::E")"#)],
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
        r#"ops: { "b": (args: { "x": "u8" }, reply: Simple("()")) }"#,
        &[(Rule::OperationRenamed, r#""b""#)],
    ),
    // What else changed makes it another.
    row(
        r#"ops: { "a": (args: { "x": "u8" }, reply: Simple("()")) }"#,
        r#"ops: { "b": (args: { "x": "u16" }, reply: Simple("()")) }"#,
        &[
            (Rule::OperationRemoved, r#""I""#),
            (Rule::OperationAdded, r#""b""#),
            (Rule::NumberReused, r#""b""#),
        ],
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
            (Rule::OperationAdded, r#""n""#),
            (Rule::NumberReused, r#""n""#),
            (Rule::OperationRenumbered, r#""a""#),
        ],
    ),
    row(
        r#"reserved: [2], ops: { "a": (reply: Simple("()")) }"#,
        r#"ops: { "a": (reply: Simple("()")), "b": (reply: Simple("()")) }"#,
        &[
            (Rule::OperationAdded, r#""b""#),
            (Rule::NumberReused, r#""b""#),
        ],
    ),
    row(
        r#"reserved: [5], ops: {}"#,
        r#"reserved: [6, 5], ops: {}"#,
        &[(Rule::NumberReserved, r#""I""#)],
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

/// Any mix works or does not, whichever version is called the old one.
#[test]
fn an_operation_breaks_the_wire_in_both_directions_or_in_none() {
    for row in OPERATIONS {
        let op = |contents: &str| {
            format!("(name: \"I\", ops: {{ \"op\": ({contents}) }})")
        };
        let breaks = |old: &str, new: &str| {
            let (changes, _) = changes(&op(old), &op(new));
            let wire = changes.iter().map(|c| c.verdict(Audience::Wire));
            wire.max() == Some(Verdict::Breaking)
        };
        let (there, back) =
            (breaks(row.old, row.new), breaks(row.new, row.old));
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
            Rule::NumberReserved,
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
    assert_help(
        two,
        r#"reserved: [9], ops: { "a": (reply: Simple("()")) }"#,
        Rule::OperationRemoved,
        "what an old client sends is number 2, which faults it with \
         UndefinedOperation",
        "write `reserved: [2, 9]` in the interface, so that no other gets \
         the number",
    );
    assert_help(
        two,
        r#"reserved: [2], ops: { "a": (reply: Simple("()")) }"#,
        Rule::OperationRemoved,
        "what an old client sends is number 2, which faults it with \
         UndefinedOperation",
        "",
    );
    let reused =
        r#"ops: { "a": (reply: Simple("()")), "c": (reply: Simple("u16")) }"#;
    assert_help(
        two,
        reused,
        Rule::OperationRemoved,
        "what an old client sends is number 2, which is `c` now",
        "",
    );
    assert_help(
        two,
        reused,
        Rule::NumberReused,
        "which was `b`: an old client that calls that gets `c`",
        "write `number: 3` in `c`, and `reserved: [2]`",
    );
    let inserted = r#"ops: { "n": (reply: Simple("bool")),
        "a": (reply: Simple("()")), "b": (reply: Simple("u8")) }"#;
    assert_help(
        two,
        inserted,
        Rule::NumberReused,
        "which was `a`: an old client that calls that gets `n`",
        "write `number: 4` in `n`",
    );
    assert_help(
        two,
        inserted,
        Rule::OperationRenumbered,
        "what an old client sends is number 1, which is `n` now",
        "write `number: 1` in it",
    );
}

#[test]
fn what_a_server_embeds_can_be_compared_with_a_file() {
    let file = r#"(name: "I", reserved: [1], ops: {
        "a": (number: 3, reply: Simple("()")),
    })"#;
    let embedded = r#"Interface(name:"I",written_by:"another",ops:{
"__reserved_1":(args:{},reply:Simple("()")),
"__reserved_2":(args:{},reply:Simple("()")),
"a":(args:{},reply:Simple("()")),
})"#;
    let (changes, _) = changes(embedded, file);
    let rules: Vec<_> = changes.iter().map(|change| change.rule).collect();
    assert_eq!(rules, [Rule::NumberReserved]);
}
