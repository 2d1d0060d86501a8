//! Types and conversions.

use idol::check::Side;
use idol::diagnostic::Code;

use super::{accepts, arg, found, op, refuses, unmark};

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
