//! Every rule of the language: what it refuses, with its code and the very
//! stretch of text it points at, and what it leaves alone.
//!
//! In the texts, « and » stand around what each diagnostic points at, in
//! order; they are taken out before the text is read.

mod names;
mod text;
mod types;

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

/// What one style generates takes no name from the other.
#[test]
fn names_of_the_other_style_are_free() {
    use idol::check::{Checks, Style};

    for (ty, in_order, pipelined) in [
        ("InOrderIImpl", true, false),
        ("PipelinedIImpl", false, true),
        ("IReplies", false, true),
        ("I_a_PENDING", false, true),
        ("I_b_PENDING", false, false),
        ("I_a_ARGS", true, true),
        ("FailServer", true, true),
    ] {
        let text = ops(&format!(
            r#""a": (args: {{ "x": "{ty}" }}, reply: Simple("()"), idempotent: true)"#
        ));
        let source = Source::new("test.idol", text);
        let codes = |checks: Checks| -> Vec<Code> {
            let report = load::diagnose(&source, checks);
            report.diagnostics().iter().map(|d| d.code).collect()
        };
        for side in [Side::Server, Side::Either] {
            for (style, refused) in
                [(Style::InOrder, in_order), (Style::Pipelined, pipelined)]
            {
                let found = codes(Checks::new(side).with_style(style));
                let expected = match refused {
                    true => vec![Code::Collision],
                    false => vec![],
                };
                assert_eq!(found, expected, "{ty} {side:?} {style:?}");
            }
            let expected = match (in_order, pipelined) {
                (true, true) => vec![Code::Collision],
                (false, false) => vec![],
                _ => vec![Code::StyleCollision],
            };
            assert_eq!(codes(Checks::new(side)), expected, "{ty} {side:?}");
        }
        assert_eq!(codes(Checks::new(Side::Client)), [], "{ty}");
        // A build knows its style.
        let interface = source.text().parse().expect("it is read");
        for (style, refused) in [
            (idol::server::ServerStyle::InOrder, in_order),
            (idol::server::ServerStyle::Pipelined, pipelined),
        ] {
            let built = idol::Generator::new().generate_server_support(
                &interface,
                style,
                std::io::sink(),
            );
            assert_eq!(built.is_err(), refused, "{ty} {style:?}");
        }
    }
}
