//! Names: which there may be, and which may not meet.

use idol::check::Side;
use idol::diagnostic::Code;

use super::{accepts, assert_found, op, ops, refuses, unmark};

#[test]
fn names_must_be_identifiers() {
    use Code::{BadName, ReservedName};
    for name in ["", "a b", "1a", "a-b", "r#type", "a\\nb", "«", "é+"] {
        let text = if name == "«" { "a%" } else { name };
        let quoted = format!("«\"{text}\"»");
        refuses(BadName, &format!("(name: {quoted}, ops: {{}})"));
        refuses(
            BadName,
            &ops(&format!(r#"{quoted}: (reply: Simple("()"))"#)),
        );
        refuses(
            BadName,
            &op(&format!(
                r#"args: {{ {quoted}: "u8" }}, reply: Simple("()")"#
            )),
        );
        refuses(
            BadName,
            &op(&format!(
                r#"leases: {{ {quoted}: (type: "u8", read: true) }},
                reply: Simple("()")"#
            )),
        );
    }
    for name in ["self", "Self", "super", "crate", "_"] {
        refuses(ReservedName, &format!("(name: «\"{name}\"», ops: {{}})"));
        refuses(
            ReservedName,
            &op(&format!(
                r#"args: {{ «"{name}"»: "u8" }}, reply: Simple("()")"#
            )),
        );
    }
    for name in ["type", "gen", "async", "union", "_a", "Ünïcödé", "r", "a1"]
    {
        accepts(&format!("(name: \"{name}\", ops: {{}})"));
        accepts(&ops(&format!(r#""{name}": (reply: Simple("()"))"#)));
        accepts(&op(&format!(
            r#"args: {{ "{name}": "u8" }}, reply: Simple("()")"#
        )));
    }
}

#[test]
fn names_that_generated_code_needs_are_refused() {
    use Code::ReservedName;
    for name in ["FailServer", "u8", "core", "userlib"] {
        refuses(ReservedName, &format!("(name: «\"{name}\"», ops: {{}})"));
    }
    for name in ["None", "INCOMING_SIZE", "OP_MSG_SIZE", "OP_REPLY_SIZE"] {
        refuses(
            ReservedName,
            &op(&format!(
                r#"args: {{ «"{name}"»: "u8" }}, reply: Simple("()")"#
            )),
        );
        refuses(
            ReservedName,
            &op(&format!(
                r#"leases: {{ «"{name}"»: (type: "u8", read: true) }},
                reply: Simple("()")"#
            )),
        );
    }
    accepts(&op(r#"args: { "OTHER_MSG_SIZE": "u8", "MAX": "u8" },
        reply: Simple("()")"#));
    refuses(
        ReservedName,
        &ops(r#"«"recv_source"»: (reply: Simple("()"))"#),
    );
    refuses(
        ReservedName,
        &ops(r#"«"closed_recv_fail"»: (reply: Simple("()"))"#),
    );
    refuses(ReservedName, &ops(r#"«"from_i64"»: (reply: Simple("()"))"#));
    for name in ["from", "new", "clone", "eq", "fmt", "handle", "op"] {
        accepts(&ops(&format!(r#""{name}": (reply: Simple("()"))"#)));
    }
}

#[test]
fn names_may_not_meet() {
    use Code::{ArgumentAndLease, Collision, DuplicateName};
    let twice = r#""a": (reply: Simple("()")), «"a"»: (reply: Simple("()"))"#;
    refuses(DuplicateName, &ops(twice));
    refuses(
        DuplicateName,
        &op(r#"args: { "a": "u8", «"a"»: "u8" }, reply: Simple("()")"#),
    );
    refuses(
        DuplicateName,
        &op(r#"leases: { "a": (type: "u8", read: true),
            «"a"»: (type: "u8", read: true) }, reply: Simple("()")"#),
    );
    refuses(
        ArgumentAndLease,
        &op(r#"args: { "a": "u8" },
            leases: { «"a"»: (type: "u8", read: true) },
            reply: Simple("()")"#),
    );
    refuses(
        Collision,
        &ops(r#""read": (reply: Simple("()")),
            «"Read"»: (reply: Simple("()"))"#),
    );
    refuses(
        Collision,
        &op(r#"args: { "b": "bool", «"raw_b"»: "u8" }, reply: Simple("()")"#),
    );
    refuses(
        Collision,
        &op(r#"args: { "raw_b": "u8",
                «"b"»: (type: "B", recv: FromPrimitive("u8")) },
            reply: Simple("()")"#),
    );
    accepts(&op(
        r#"args: { "raw_b": "u8", "b": "u8" }, reply: Simple("()")"#,
    ));
    accepts(&op(
        r#"args: { "raw_b": "bool", "b": "bool" }, reply: Simple("()")"#,
    ));
}

#[test]
fn what_is_under_a_name_used_twice_is_checked_too() {
    assert_found(
        &ops(r#""a": (reply: Simple("()")),
            «"a"»: (args: { "x": "«&»u8" }, reply: Simple("()"))"#),
        Side::Server,
        &[Code::DuplicateName, Code::Borrowed],
    );
}

#[test]
fn a_client_cannot_share_its_name_with_a_type() {
    let text = op(r#"args: { "a": "«I»", "b": "a::J" }, reply: Simple("()"),
        idempotent: true"#);
    assert_found(&text, Side::Client, &[Code::Collision]);
    accepts(&unmark(&text).0);
}
