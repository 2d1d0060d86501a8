//! Every rule of the language: what it refuses, with its code and the very
//! stretch of text it points at, and what it leaves alone.
//!
//! In the texts, « and » stand around what each diagnostic points at, in
//! order; they are taken out before the text is read.

use std::fmt::Write;

use idol::check::Side;
use idol::diagnostic::{Code, Diagnostic};
use idol::load;
use idol::report::Report;
use idol::source::Source;

/// A text with its marks taken out, and the stretches between them.
fn unmark(marked: &str) -> (String, Vec<(u32, u32)>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut open = Vec::new();
    for c in marked.chars() {
        match c {
            '«' => open.push(text.len() as u32),
            '»' => {
                let start = open.pop().expect("« before »");
                spans.push((start, text.len() as u32));
            }
            c => text.push(c),
        }
    }
    assert!(open.is_empty(), "« without » in {marked}");
    spans.sort_unstable();
    (text, spans)
}

/// What is found in a text.
fn found(text: &str, side: Side) -> Report {
    let source = Source::new("test.idol", text);
    match load::load(&source, side) {
        Ok(loaded) => loaded.warnings,
        Err(report) => report,
    }
}

/// Asserts that a marked text gives just these codes, at the marks.
#[track_caller]
fn assert_found(marked: &str, side: Side, codes: &[Code]) {
    let (text, spans) = unmark(marked);
    let report = found(&text, side);
    let mut expected = String::new();
    for (code, (start, end)) in codes.iter().zip(&spans) {
        let stretch = &text[*start as usize..*end as usize];
        let _ = writeln!(expected, "{code} at {start}: {stretch:?}");
    }
    assert_eq!(codes.len(), spans.len(), "as many marks as codes: {marked}");
    let mut actual = String::new();
    for d in report.diagnostics() {
        let span = d.span.expect("a text has spans");
        let stretch = &text[span.range()];
        let _ = writeln!(actual, "{} at {}: {stretch:?}", d.code, span.start);
    }
    assert_eq!(expected, actual, "\nin {marked}\n{report}");
}

/// A text with one operation.
fn op(contents: &str) -> String {
    format!("Interface(name: \"I\", ops: {{ \"op\": ({contents}) }})")
}

/// A text with operations.
fn ops(contents: &str) -> String {
    format!("Interface(name: \"I\", ops: {{ {contents} }})")
}

/// A text with an argument of a type.
fn arg(ty: &str) -> String {
    op(&format!(r#"args: {{ "a": "{ty}" }}, reply: Simple("()")"#))
}

/// A text with a lease.
fn lease(contents: &str) -> String {
    op(&format!(
        r#"leases: {{ "l": ({contents}) }}, reply: Simple("()")"#
    ))
}

/// A text with a lease in an idempotent operation.
fn idempotent_lease(contents: &str) -> String {
    op(&format!(
        r#"leases: {{ "l": ({contents}) }}, reply: Simple("()"),
        idempotent: true"#
    ))
}

#[track_caller]
fn refuses(code: Code, marked: &str) {
    assert_found(marked, Side::Server, &[code]);
}

#[track_caller]
fn accepts(text: &str) {
    assert_found(text, Side::Server, &[]);
}

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
fn types_must_be_rust() {
    use Code::{Borrowed, NotAType, TypeTooDeep, Unsized, UnsuitableType};
    for (code, ty) in [
        (NotAType, "«»"),
        (NotAType, "« »"),
        (NotAType, "u8 «u8»"),
        (NotAType, "Vec<u«8»"),
        (NotAType, "[u8; «]»"),
        (NotAType, "a::«crate»::B"),
        (NotAType, "«crate»"),
        (NotAType, "Foo<«u8»: Copy>"),
        (NotAType, "«%»"),
        (NotAType, "u8 «//» byte"),
        (NotAType, "«/*»x*/ u8"),
        (NotAType, "[u8; «if» a { 1 } else { 2 }]"),
        (Borrowed, "«&»u8"),
        (Borrowed, "«&»'static [u8]"),
        (Borrowed, "Option<«&»u8>"),
        (Borrowed, "Cow<«'static», u8>"),
        (Borrowed, "(u8, «&»mut u8)"),
        (Unsized, "«str»"),
        (Unsized, "«[u8]»"),
        (Unsized, "([«[u8]»; 2], u8)"),
        (Unsized, "Box<«[u8]»>"),
        (Unsized, "«dyn» Copy"),
        (UnsuitableType, "«*»const u8"),
        (UnsuitableType, "«fn»(u8) -> u8"),
        (UnsuitableType, "«impl» Copy"),
        (UnsuitableType, "«_»"),
        (UnsuitableType, "Vec<«_»>"),
        (UnsuitableType, "«!»"),
        (UnsuitableType, "m«!»()"),
        (UnsuitableType, "«Self»"),
        (UnsuitableType, "«Fn»(u8) -> u8"),
        (UnsuitableType, "«fn»"),
        (Unsized, "A «+» B"),
        (NotAType, "[u8; {«let» x = 3; x}]"),
        (NotAType, "[u8; «|»| 3]"),
        (NotAType, "[u8; a«!»()]"),
        (NotAType, "[u8; 3u8«.».4]"),
        (NotAType, "[u8; (3«,» 4)]"),
        (NotAType, "[u8; «1x»]"),
        (NotAType, "[u8; 3«;» 4]"),
        (NotAType, "(u8«;» 3)"),
    ] {
        let text = arg(ty);
        let (unmarked, spans) = unmark(&text);
        let report = found(&unmarked, Side::Server);
        let summary: Vec<_> = report
            .diagnostics()
            .iter()
            .map(|d| (d.code, d.span.map(|s| (s.start, s.end))))
            .collect();
        assert_eq!(summary, [(code, Some(spans[0]))], "{ty}\n{report}");
    }
    for ty in [
        format!("{}u8{}", "(".repeat(4000), ")".repeat(4000)),
        format!("{}u8{}", "A<".repeat(40), ">".repeat(40)),
        format!("[u8; {}1]", "-".repeat(4000)),
        format!("[u8; 1{}]", " + 1".repeat(1000)),
        format!("[u8; 1{}]", " as u8".repeat(600)),
        "a".repeat(100_000),
        format!("{}b", "a::".repeat(100_000)),
        format!("({})", "u8, ".repeat(100_000)),
    ] {
        let report = found(&arg(&ty), Side::Server);
        let codes: Vec<_> =
            report.diagnostics().iter().map(|d| d.code).collect();
        assert!(codes == [TypeTooDeep], "{:.40}: {codes:?}", ty);
    }
    for ty in [
        "()",
        "( )",
        "u8",
        " u8 ",
        "(u8)",
        "(u8,)",
        "(u8, a::B)",
        "[u8; 4]",
        "[u8; N]",
        "[u8; crate::N]",
        "[u8; N + 1]",
        "[u8; { N + 1 }]",
        "[u8; 0x10usize]",
        "[u8; a::n(3)]",
        "[u8; A.len()]",
        "[u8; size_of::<u64>()]",
        "[[u8; 3]; 40]",
        "Option<u8>",
        "Option<(Result<f32, NoData>, u64)>",
        "Vec<u8, 32>",
        "A<{ N }>",
        "::a::B",
        "crate::B",
        "self::B",
        "super::super::B",
        "<A as B>::C",
        "a::r#type::B",
        "r#type",
        "Ünï",
        "a::Reg::V::State",
        "A::<u8>::B",
        "A<B<C<D>>>",
    ] {
        accepts(&arg(ty));
    }
}

#[test]
fn a_mistake_in_a_type_is_found_behind_escapes_too() {
    let ty = |literal: &str| {
        op(&format!(
            "args: {{ \"a\": {literal} }}, reply: Simple(\"()\")"
        ))
    };
    refuses(Code::Borrowed, &ty("\"\\u{41}<\\x41, «&»u8>\""));
    refuses(Code::Borrowed, &ty("\"(u8, «\\x26»u8)\""));
    refuses(Code::Borrowed, &ty("r##\"(u8, «&»u8)\"##"));
    refuses(Code::Borrowed, &ty("\"(ü, «&»u8)\""));
}

#[test]
fn conversions_must_fit() {
    use Code::{
        BadFunction, Borrowed, FromPrimitiveNotInteger, RecvNeedsZerocopy,
    };
    let recv = |recv: &str, more: &str| {
        op(&format!(
            r#"args: {{ "a": (type: "A", recv: {recv}) }},
            reply: Simple("()"){more}"#
        ))
    };
    for raw in ["bool", "f32", "A", "u9", "", "u8 "] {
        refuses(
            FromPrimitiveNotInteger,
            &recv(&format!(r#"FromPrimitive(«"{raw}"»)"#), ""),
        );
    }
    refuses(Borrowed, &recv(r#"From("«&»u8")"#, ""));
    for function in ["", "a b", "a::", "::", "crate", "f()", "a::<u8>::b", "fn"]
    {
        refuses(
            BadFunction,
            &recv(&format!(r#"From("u8", Some(«"{function}"»))"#), ""),
        );
    }
    let hubpack = ", encoding: Hubpack";
    refuses(RecvNeedsZerocopy, &recv("«FromPrimitive(\"u8\")»", hubpack));
    refuses(RecvNeedsZerocopy, &recv("«From(\"u8\")»", hubpack));
    accepts(&recv("FromBytes", hubpack));
    refuses(
        RecvNeedsZerocopy,
        &op(r#"reply: Simple((type: "A", recv: «From("u8")»)),
            encoding: Hubpack"#),
    );
}

#[test]
fn leases_must_grant_something_of_some_size() {
    use Code::{
        MaxLenOnSized, MaxLenZero, NoAccess, Unsized, ZeroSizedElement,
    };
    refuses(
        NoAccess,
        &op(r#"leases: { «"l"»: (type: "[u8]") }, reply: Simple("()")"#),
    );
    refuses(
        MaxLenOnSized,
        &lease(r#"type: "[u8; 4]", read: true, max_len: «Some(4)»"#),
    );
    refuses(
        MaxLenZero,
        &lease(r#"type: "[u8]", read: true, max_len: «Some(0)»"#),
    );
    for element in ["()", "[u8; 0]", "((), [A; 0])", "[(); 4]"] {
        refuses(
            ZeroSizedElement,
            &lease(&format!(r#"type: «"[{element}]"», read: true"#)),
        );
    }
    refuses(Unsized, &lease(r#"type: "«str»", read: true"#));
    refuses(Unsized, &lease(r#"type: "[«[u8]»]", read: true"#));
    accepts(&lease(r#"type: "[ a::B<u8> ]", read: true"#));
    accepts(&lease(r#"type: "([u8])", read: true"#));

    let many = |count: usize, mark: usize| {
        let mut leases = String::new();
        for i in 0..count {
            let name = format!("\"l{i}\"");
            let name = if i == mark {
                format!("«{name}»")
            } else {
                name
            };
            let _ = write!(leases, "{name}: (type: \"u8\", read: true), ");
        }
        op(&format!("leases: {{ {leases} }}, reply: Simple(\"()\")"))
    };
    accepts(&many(255, usize::MAX));
    refuses(Code::TooManyLeases, &many(256, 255));
}

#[test]
fn idempotent_operations_leave_nothing_half_done() {
    use Code::{IdempotentReadWrite, IdempotentServerDeath};
    refuses(
        IdempotentReadWrite,
        &op(r#"leases: { «"l"»: (type: "u8", read: true, write: true) },
            reply: Simple("()"), idempotent: true"#),
    );
    accepts(&idempotent_lease(r#"type: "u8", write: true"#));
    accepts(&lease(r#"type: "u8", read: true, write: true"#));
    refuses(
        IdempotentServerDeath,
        &op(r#"reply: Result(ok: "()", err: «ServerDeath»),
            idempotent: true"#),
    );
}

#[test]
fn complex_errors_need_an_encoding_that_has_them() {
    assert_found(
        &op(r#"encoding: «Ssmarshal»,
            reply: Result(ok: "()", err: «Complex("E")»)"#),
        Side::Server,
        &[Code::Ssmarshal, Code::ComplexSsmarshal],
    );
}

#[test]
fn numbers_are_in_range_and_unique() {
    use Code::{NumberOutOfRange, NumberTwice};
    let numbered =
        |number: &str| op(&format!("{number}, reply: Simple(\"()\")"));
    accepts(&numbered("number: 256"));
    refuses(Code::FarNumber, &numbered("number: «257»"));
    refuses(Code::FarNumber, &numbered("number: «65535»"));
    refuses(NumberOutOfRange, &numbered("number: «0»"));
    refuses(NumberOutOfRange, &numbered("number: «65536»"));
    refuses(
        NumberTwice,
        &ops(r#""a": (number: 2, reply: Simple("()")),
            «"b"»: (reply: Simple("()"))"#),
    );
    refuses(
        NumberTwice,
        &ops(r#""a": (number: 7, reply: Simple("()")),
            "b": (number: «7», reply: Simple("()"))"#),
    );
    accepts(&ops(r#""a": (number: 2, reply: Simple("()")),
            "b": (number: 1, reply: Simple("()"))"#));
}

#[test]
fn reserved_numbers_are_in_range_given_once_and_not_used() {
    use Code::{NumberOutOfRange, NumberReserved, ReservedTwice};
    let reserving = |reserved: &str, number: &str, name: &str| {
        format!(
            r#"Interface(name: "I", reserved: [{reserved}], ops: {{
                {name}: ({number} reply: Simple("()")),
            }})"#
        )
    };
    accepts(&reserving("", "", r#""op""#));
    accepts(&reserving("3, 0x7, 65535,", "number: 4,", r#""op""#));
    refuses(NumberOutOfRange, &reserving("«0»", "", r#""op""#));
    refuses(NumberOutOfRange, &reserving("3, «65536»", "", r#""op""#));
    refuses(ReservedTwice, &reserving("3, 4, «3»", "", r#""op""#));
    refuses(NumberReserved, &reserving("3", "number: «3»,", r#""op""#));
    // The position is the number.
    refuses(NumberReserved, &reserving("2, 1", "", r#"«"op"»"#));
    for (wrong, code) in [
        ("«\"3\"»", Code::WrongKind),
        ("«-1»", Code::BadNumber),
        ("a: «3»", Code::Syntax),
    ] {
        refuses(code, &reserving(wrong, "", r#""op""#));
    }
    refuses(
        Code::WrongKind,
        r#"Interface(name: "I", reserved: «3», ops: {})"#,
    );
    // Each of what is wrong is told, and shown together with its reason.
    let (text, _) = unmark(&reserving("1, 0, 1", "", r#""op""#));
    let report = found(&text, Side::Server);
    let codes: Vec<_> = report.diagnostics().iter().map(|d| d.code).collect();
    assert_eq!(codes, [NumberOutOfRange, ReservedTwice, NumberReserved]);
    let related: Vec<_> = report
        .diagnostics()
        .iter()
        .flat_map(|d| &d.related)
        .map(|label| (&text[label.span.range()], label.text.as_str()))
        .collect();
    assert_eq!(
        related,
        [("1", "first reserved here"), ("1", "reserved here")]
    );
}

#[test]
fn reserved_numbers_follow_the_same_rules_without_a_text() {
    let text = ops(r#""a": (reply: Simple("()"))"#);
    let mut interface: idol::syntax::Interface =
        text.parse().expect("it parses");
    interface.reserved = vec![9, 4];
    let (model, _) = load::check(&interface, Side::Server).expect("legal");
    let reserved: Vec<_> = model.reserved.iter().map(|n| n.get()).collect();
    assert_eq!(reserved, [4, 9], "in rising order");
    interface.ops["a"].number = 9;
    let report = load::check(&interface, Side::Server).expect_err("reserved");
    let [only] = report.diagnostics() else {
        panic!("{report}");
    };
    assert_eq!(only.code, Code::NumberReserved);
    assert_eq!(only.place, "operation `a`");
}

#[test]
fn names_before_are_names_each_of_one_operation() {
    let was = |a: &str, b: &str| {
        ops(&format!(
            r#""a": (was: {a}, reply: Simple("()")),
               "b": (was: {b}, reply: Simple("()"))"#
        ))
    };
    accepts(&was(r#""c""#, r#"["d", "type",]"#));
    // It had the name of another, or its own.
    accepts(&was(r#"["a", "b"]"#, r#""c""#));
    accepts(&was("[]", "[]"));
    refuses(Code::BadName, &was(r#"«"two words"»"#, "[]"));
    refuses(Code::BadName, &was(r#"["c", «""»]"#, "[]"));
    refuses(Code::DuplicateName, &was(r#""c""#, r#"«"c"»"#));
    refuses(Code::DuplicateName, &was(r#"["c", «"c"»]"#, "[]"));
    for wrong in ["«1»", "«c»", r#"["c", «1»]"#, r#"«{ "c": 1 }»"#] {
        refuses(Code::WrongKind, &was(wrong, "[]"));
    }
}

/// What an operation was called is for who compares versions: nothing that is
/// generated knows of it, and both sides agree.
#[test]
fn names_before_change_nothing_that_is_generated() {
    let text = |was: &str| {
        ops(&format!(
            r#""a": ({was} args: {{ "x": "u8" }}, reply: Simple("()"),
                     idempotent: true)"#
        ))
    };
    let generated = |text: &str| {
        let interface: idol::syntax::Interface = text.parse().expect("one");
        let (mut client, mut server) = (Vec::new(), Vec::new());
        let generator = idol::Generator::new();
        let style = idol::server::ServerStyle::Pipelined;
        generator
            .generate_client_stub(&interface, &mut client)
            .expect("a client");
        generator
            .generate_server_support(&interface, style, &mut server)
            .expect("a server");
        (client, server)
    };
    assert!(generated(&text("")) == generated(&text(r#"was: "b","#)));
}

#[test]
fn there_are_no_more_operations_than_numbers() {
    let many = |count: usize| {
        let mut text = String::new();
        for i in 0..count {
            let _ = write!(text, "\"o{i}\":(reply:Simple(\"()\")),");
        }
        found(&ops(&text), Side::Server)
    };
    assert!(many(65_535).is_empty());
    let report = many(65_536);
    let codes: Vec<_> = report.diagnostics().iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::TooManyOperations]);
}

#[test]
fn clients_must_be_able_to_learn_of_death() {
    let simple = op(r#"reply: «Simple("()")»"#);
    assert_found(&simple, Side::Client, &[Code::DeathUntold]);
    assert_found(&simple, Side::Either, &[Code::ServerOnly]);
    let (unmarked, _) = unmark(&simple);
    accepts(&unmarked);
    for text in [
        op(r#"reply: Simple("()"), idempotent: true"#),
        op(r#"reply: Result(ok: "()", err: ServerDeath)"#),
    ] {
        assert_found(&text, Side::Client, &[]);
    }
}

#[test]
fn doubtful_things_are_warned_of() {
    use Code::{
        ErrorLargerThanValue, MachineWord, MutatingName, UnboundedWrite,
    };
    refuses(
        MutatingName,
        &ops(r#""led_toggle": (reply: Simple("()"), idempotent: «true»)"#),
    );
    accepts(&ops(r#""led_toggle": (reply: Simple("()"))"#));
    accepts(&ops(
        r#""toggles": (reply: Simple("()"), idempotent: true)"#,
    ));
    refuses(MachineWord, &op(r#"reply: Simple(«"usize"»)"#));
    refuses(MachineWord, &op(r#"reply: Simple(«"(u8, isize)"»)"#));
    refuses(
        MachineWord,
        &op(r#"args: { "a": (type: "A", recv: From(«"usize"»)) },
            reply: Simple("()")"#),
    );
    refuses(UnboundedWrite, &lease(r#"type: «"[u8]"», write: true"#));
    accepts(&lease(r#"type: "[u8]", write: true, max_len: 9"#));
    refuses(
        Code::Ssmarshal,
        &op(r#"encoding: «Ssmarshal», reply: Simple("()")"#),
    );
    refuses(
        ErrorLargerThanValue,
        &op(r#"reply: Result(ok: "u8", err: «Complex("u16")»)"#),
    );
}

#[test]
fn a_type_without_a_path_is_doubtful_where_another_has_one() {
    refuses(
        Code::UnqualifiedType,
        &op(r#"args: { "a": «"E"», "b": "E", "c": "F", "d": "u8" },
            reply: Result(ok: "u8", err: CLike("a::b::E"))"#),
    );
    accepts(&op(
        r#"args: { "a": "E" }, reply: Result(ok: "u8", err: CLike("E"))"#,
    ));
}

#[test]
fn a_client_cannot_share_its_name_with_a_type() {
    let text = op(r#"args: { "a": "«I»", "b": "a::J" }, reply: Simple("()"),
        idempotent: true"#);
    assert_found(&text, Side::Client, &[Code::Collision]);
    accepts(&unmark(&text).0);
}

#[test]
fn everything_wrong_is_reported_in_one_run_in_order() {
    assert_found(
        r#"Interface(
            name: «"1nterface"»,
            ops: {
                "a": (
                    «idempotant»: true,
                    args: { «"x y"»: "«&»u8", "y": (type: "Vec<«_»>") },
                    encoding: «Hubpak»,
                    leases: { «"l"»: (type: "[u8]") },
                    reply: «Smple»("u8"),
                ),
                «"a"»: «(» ),
                «"A"»: (reply: Simple("«[u8]»") «idempotent»: true),
            «%» },
        )"#,
        Side::Client,
        &[
            Code::BadName,
            Code::UnknownKey,
            Code::BadName,
            Code::Borrowed,
            Code::UnsuitableType,
            Code::UnknownVariant,
            Code::NoAccess,
            Code::UnknownVariant,
            Code::DuplicateName,
            Code::MissingKey,
            Code::Collision,
            Code::Unsized,
            Code::Syntax,
            Code::UnexpectedCharacter,
        ],
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
             `encoding`, `doc`, `description`, `number` and `was`",
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

#[test]
fn an_interface_without_a_text_passes_the_same_rules() {
    let text = ops(r#""a": (args: { "x": "&u8" }, reply: Simple("()")),
        "A": (leases: { "l": (type: "u8") }, reply: Simple("()"))"#);
    let interface: idol::syntax::Interface = text.parse().expect("it parses");
    let report = load::check(&interface, Side::Server).expect_err("wrong");
    let summary = |d: &Diagnostic| (d.code, d.place.clone(), d.span);
    let found: Vec<_> = report.diagnostics().iter().map(summary).collect();
    assert_eq!(
        found,
        [
            (Code::Collision, "operation `A`".to_owned(), None),
            (
                Code::Borrowed,
                "operation `a`, argument `x`".to_owned(),
                None
            ),
            (Code::NoAccess, "operation `A`, lease `l`".to_owned(), None),
        ]
    );
}

#[test]
fn a_number_of_0_stands_for_the_position_in_an_interface_built_by_hand() {
    let text = ops(r#""a": (reply: Simple("()")), "b": (reply: Simple("()"))"#);
    let mut interface: idol::syntax::Interface =
        text.parse().expect("it parses");
    interface.ops["a"].number = 9;
    interface.ops["b"].number = 0;
    let (model, _) = load::check(&interface, Side::Server).expect("legal");
    let numbers: Vec<_> =
        model.operations.iter().map(|op| op.number.get()).collect();
    assert_eq!(numbers, [9, 2]);
    interface.ops["a"].number = 2;
    assert!(load::check(&interface, Side::Server).is_err());
    interface.ops["a"].number = 65_536;
    assert!(load::check(&interface, Side::Server).is_err());
}
