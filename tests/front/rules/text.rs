//! What is no text of the language: brackets, keys, values.

use idol::check::Side;
use idol::diagnostic::Code;

use super::{accepts, assert_found, found, lease, op, ops, refuses, unmark};

#[test]
fn the_smallest_interface_is_accepted() {
    accepts(r#"Interface(name: "I", ops: {})"#);
    accepts(r#"(name: "I", ops: {})"#);
    accepts("\u{feff}// comment\n(name: \"I\", ops: {},)/* /* nested */ */");
    accepts(r#"#![enable(implicit_some)](name: "I", ops: {})"#);
    accepts(
        "# ! [ enable ( unwrap_newtypes, unwrap_variant_newtypes, ) ]
        #![enable(implicit_some)] Interface (r#name: r\"I\", ops: {})",
    );
}

#[test]
fn all_ways_to_write_a_thing_are_accepted() {
    accepts(
        &op(
            r##"doc: "d", encoding: Zerocopy, idempotent: false, number: 0x_1,
        "##,
        )
        .replace("0x_1,", "0x1_0, reply: Simple(\"()\",),"),
    );
    accepts(&op(r##"
        args: { "a": "u8", "b": (type: r"u8", recv: FromBytes),
            "c": AttributedTy(type: r#"C"#, recv: FromPrimitive("u8")),
            "d": (type: "D", recv: From("u16", None)),
            "e": (type: "D", recv: From("u16")),
            "f": (type: "D", recv: From("u16", Some("f"),),),
            "g": (type: "D", recv: From("a::Raw", Some("crate::a::f"))),
            "h": (recv: From("[u8; 4]", Some("::a::r#fn")), type: "D"),
        },
        leases: {
            "l": (type: "[u8]", read: true, max_len: Some(0b1)),
            "m": Lease(type: "[a::B]", write: true, max_len: 7),
            "n": (type: "T", write: true, read: true, max_len: None),
            "o": (type: "()", read: true, write: false),
        },
        reply: Result(err: CLike("E"), ok: (type: "O", recv: From("u8"))),
        "##));
    accepts(&op(r#"reply: Result(ok: "()", err: ServerDeath)"#));
    accepts(&op(
        r#"reply: Result(ok: "()", err: Complex("E")), encoding: Hubpack,
        description: "d""#,
    ));
    accepts(&op(r#"reply: Result(ok: "E", err: Complex("E"))"#));
}

#[test]
fn text_that_is_no_ron_is_refused_where_it_goes_wrong() {
    for (code, marked) in [
        (Code::Syntax, "«»"),
        (Code::Syntax, "// nothing«»\n"),
        (Code::UnexpectedCharacter, "«%%é»"),
        (Code::WrongKind, "«42»"),
        (Code::WrongKind, "«\"Interface\"»"),
        (Code::WrongKind, "«[\"Interface\"]»"),
        (Code::UnbalancedBracket, "Interface«(»name: \"I\", ops: {}"),
        (Code::UnbalancedBracket, "Interface(name: \"I\", ops: «{»"),
        (Code::UnbalancedBracket, "Interface(name: \"I\", ops: {«)»"),
        (
            Code::UnbalancedBracket,
            "Interface(name: \"I\"«]», ops: {})",
        ),
        (Code::Syntax, "(name: \"I\", ops: {}) «extra»"),
        (Code::Syntax, "(name: \"I\", ops: {})«)»"),
        (Code::Syntax, "(name: \"I\" «ops»: {})"),
        (Code::Syntax, "(name: \"I\", ops: {},«,»)"),
        (Code::Unterminated, "(ops: {}, name: «\"»I)"),
        (Code::Unterminated, "(name: \"I\", ops: {}, «/*»x)"),
        (Code::UnexpectedCharacter, "(name: \"I\", «;» ops: {})"),
        (Code::BadAttribute, "«#![feature(x)]»(name: \"I\", ops: {})"),
        (Code::BadAttribute, "«#![enable(x)]»(name: \"I\", ops: {})"),
        (Code::BadAttribute, "«#»(name: \"I\", ops: {})"),
        (Code::BadEscape, "(name: \"I«\\q»\", ops: {})"),
        (Code::BadEscape, "(name: \"I«\\x»0\", ops: {})"),
        (Code::BadEscape, "(name: \"I«\\u»0000\", ops: {})"),
        (Code::BadEscape, "(name: \"I«\\u{d800}»\", ops: {})"),
    ] {
        let (text, spans) = unmark(marked);
        let report = found(&text, Side::Server);
        let first = &report.diagnostics()[0];
        let span = first.span.expect("a text has spans");
        assert_eq!((first.code, (span.start, span.end)), (code, spans[0]));
        for d in report.diagnostics() {
            assert!(d.span.is_some(), "{marked}: {report}");
        }
    }
}

#[test]
fn brackets_too_deep_are_refused_once() {
    let deep = format!("(name: \"I\", ops: {{}}, x: {}", "[".repeat(9999));
    let report = found(&deep, Side::Server);
    let deep: Vec<_> = report
        .diagnostics()
        .iter()
        .filter(|d| d.code == Code::TooDeep)
        .collect();
    assert_eq!(deep.len(), 1, "{report}");
}

#[test]
fn keys_must_be_known_and_given_once() {
    use Code::{DuplicateKey, MissingKey, UnknownKey, WrongStructName};
    refuses(UnknownKey, r#"(name: "I", ops: {}, «opps»: {})"#);
    refuses(
        UnknownKey,
        &op(r#"«idempotant»: true, reply: Simple("()")"#),
    );
    refuses(
        UnknownKey,
        &lease(r#"type: "[u8]", read: true, «max_length»: Some(1)"#),
    );
    refuses(
        UnknownKey,
        &op(r#"args: { "a": (type: "u8", «rec»: FromBytes) },
            reply: Simple("()")"#),
    );
    refuses(
        UnknownKey,
        &op(r#"reply: Result(ok: "()", err: ServerDeath, «why»: "")"#),
    );
    refuses(DuplicateKey, r#"(name: "I", ops: {}, «name»: "J")"#);
    refuses(
        DuplicateKey,
        &op(r#"doc: "a", «description»: "b", reply: Simple("()")"#),
    );
    refuses(
        DuplicateKey,
        &lease(r#"type: "u8", read: true, «read»: true"#),
    );
    refuses(MissingKey, r#"«Interface»(ops: {})"#);
    refuses(MissingKey, r#"«(»name: "I")"#);
    refuses(MissingKey, r#"(name: "I", ops: { "op": «(») })"#);
    refuses(
        MissingKey,
        r#"(name: "I", ops: { "op": («(»read: true) })"#
            .replace(
                "«(»read: true",
                r#"leases: { "l": «(»read: true) },
                reply: Simple("()")"#,
            )
            .as_str(),
    );
    refuses(
        MissingKey,
        &op(r#"args: { "a": «(»recv: FromBytes) }, reply: Simple("()")"#),
    );
    refuses(MissingKey, &op(r#"reply: «Result»(ok: "()")"#));
    refuses(MissingKey, &op(r#"reply: «Result»(err: ServerDeath)"#));
    refuses(WrongStructName, r#"«Interfaces»(name: "I", ops: {})"#);
    refuses(
        WrongStructName,
        r#"(name: "I", ops: { "op": «Op»(reply: Simple("()")) })"#,
    );
}

#[test]
fn values_must_be_of_the_right_kind() {
    use Code::{BadNumber, Syntax, UnknownVariant, WrongKind};
    refuses(WrongKind, r#"(name: «I», ops: {})"#);
    refuses(
        WrongKind,
        r#"(name: "I", ops: «[]»)"#.replace("«[]»", "«[»]").as_str(),
    );
    refuses(WrongKind, r#"(name: "I", ops: «"none"»)"#);
    refuses(WrongKind, r#"(«"name"»: "I", ops: {})"#);
    refuses(
        WrongKind,
        r#"(name: "I", ops: { «op»: (reply: Simple("()")) })"#,
    );
    refuses(Syntax, r#"(name: "I", ops: { «"op"» })"#);
    refuses(
        Syntax,
        r#"(name: "I", «"ops"»)"#.replace("«\"ops\"»", "ops: {}, «1»").as_str(),
    );
    refuses(WrongKind, r#"(name: "I", ops: { "op": «"x"» })"#);
    refuses(
        WrongKind,
        r#"(name: "I", ops: { "op": «{»reply: Simple("()")} })"#,
    );
    refuses(
        WrongKind,
        &op(r#"idempotent: «"true"», reply: Simple("()")"#),
    );
    refuses(WrongKind, &op(r#"idempotent: «yes», reply: Simple("()")"#));
    refuses(WrongKind, &op(r#"doc: «None», reply: Simple("()")"#));
    refuses(WrongKind, &op(r#"feature: «true», reply: Simple("()")"#));
    for name in ["", "-x", "a b", "a/b", "dep:x", "a\\n"] {
        let name = format!(r#"feature: «"{name}"», reply: Simple("()")"#);
        refuses(WrongKind, &op(&name));
    }
    refuses(
        WrongKind,
        &op(r#"encoding: «"Hubpack"», reply: Simple("()")"#),
    );
    refuses(
        UnknownVariant,
        &op(r#"encoding: «hubpack», reply: Simple("()")"#),
    );
    refuses(WrongKind, &op(r#"reply: «"u8"»"#));
    refuses(WrongKind, &op(r#"reply: «Simple»"#));
    refuses(WrongKind, &op(r#"reply: «Simple»("u8", "u8")"#));
    refuses(WrongKind, &op(r#"reply: «Simple»(type: "u8")"#));
    refuses(UnknownVariant, &op(r#"reply: «Simpel»("u8")"#));
    refuses(WrongKind, &op(r#"reply: «Result»"#));
    refuses(
        UnknownVariant,
        &op(r#"reply: Result(ok: "()", err: «Clike»("E"))"#),
    );
    refuses(WrongKind, &op(r#"reply: Result(ok: "()", err: «CLike»)"#));
    refuses(
        WrongKind,
        &op(r#"reply: Result(ok: "()", err: «ServerDeath»())"#),
    );
    refuses(WrongKind, &op(r#"args: { "a": «7» }, reply: Simple("()")"#));
    refuses(
        UnknownVariant,
        &op(r#"args: { "a": (type: "A", recv: «FromPrim»("u8")) },
            reply: Simple("()")"#),
    );
    refuses(WrongKind, &lease(r#"type: "[u8]", read: «1»"#));
    refuses(WrongKind, &lease(r#"type: «u8», read: true"#));
    refuses(
        WrongKind,
        &lease(r#"type: "[u8]", read: true, max_len: «"9"»"#),
    );
    refuses(
        BadNumber,
        &lease(r#"type: "[u8]", read: true, max_len: «-1»"#),
    );
    refuses(
        BadNumber,
        &lease(r#"type: "[u8]", read: true, max_len: «1.5»"#),
    );
    refuses(
        BadNumber,
        &lease(r#"type: "[u8]", read: true, max_len: Some(«4294967296»)"#),
    );
    refuses(
        WrongKind,
        &lease(r#"type: "[u8]", read: true, max_len: «Some()»"#),
    );
}

#[test]
fn a_slip_of_notation_is_one_mistake() {
    use Code::{Syntax, UnbalancedBracket, UnexpectedCharacter, WrongKind};
    for (codes, marked) in [
        (vec![Syntax], op(r#"doc: "" «idempotent»: true, reply: Simple("()")"#)),
        (vec![Syntax], op(r#"doc «"x"», reply: Simple("()")"#)),
        (vec![Syntax], ops(r#""a" «(»reply: Simple("()"))"#)),
        (
            vec![UnexpectedCharacter],
            op(r#"doc «=» "x", reply: Simple("()")"#),
        ),
        (
            vec![Code::Unterminated],
            op("doc: «\"»x,\nargs: { \"a\": \"u8\" }, reply: Simple(\"()\")"),
        ),
        (
            vec![WrongKind, UnbalancedBracket],
            ops(r#""a": (reply: Simple("()"), «"b"»: (reply: Simple("()")) «}»"#)
                .replace(" «}» })", " «}»)"),
        ),
        (vec![Code::UnknownKey], op(r#"«repyl»: Simple("()")"#)),
        (
            vec![Code::UnknownKey],
            lease(r#"type: "[u8]", «raed»: true"#)
                .replace("reply: ", "idempotent: true, reply: "),
        ),
        (vec![Syntax], op(r#"reply: Result(«"()"», err: CLike("E"))"#)),
    ] {
        assert_found(&marked, Side::Server, &codes);
    }
    let misspelt = op(r#"«idempotant»: true, reply: Simple("()")"#);
    assert_found(&misspelt, Side::Client, &[Code::UnknownKey]);
}

#[test]
fn misspelt_words_get_a_suggestion() {
    for (text, help) in [
        (
            op(r#"idempotant: true, reply: Simple("()")"#),
            "`idempotent`?",
        ),
        (
            op(r#"descripton: "x", reply: Simple("()")"#),
            "`description`?",
        ),
        (
            op(r#"encoding: Zeropy, reply: Simple("()")"#),
            "`Zerocopy`?",
        ),
        (op(r#"reply: Simpel("()")"#), "`Simple`?"),
        (
            op(r#"reply: Result(ok: "()", err: clike("E"))"#),
            "`CLike`?",
        ),
        (
            lease(r#"type: "[u8]", read: true, max_length: 1"#),
            "`max_len`?",
        ),
        (lease(r#"type: "[u8]", raed: true"#), "`read`?"),
        (
            op(r#"retries: 3, reply: Simple("()")"#),
            "known keys: `args`, `leases`, `reply`, `idempotent`, \
             `encoding`, `doc`, `description`, `number`, `was`, \
             `feature` and `stream`",
        ),
    ] {
        let report = found(&text, Side::Server);
        let helps: Vec<_> = report
            .diagnostics()
            .iter()
            .filter_map(|d| d.help.as_deref())
            .collect();
        assert_eq!(helps.len(), 1, "{report}");
        assert!(helps[0].ends_with(help), "{help:?}: {report}");
    }
}
