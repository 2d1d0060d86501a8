//! What settings and rare input make of the generated text, where no golden
//! shows it.

use idol::server::ServerStyle;
use idol::{CounterSettings, Generator};

/// An interface of two operations, with the errors that are given.
fn interface(doc: &str, errors: [&str; 2]) -> idol::syntax::Interface {
    let [first, second] = errors;
    parsed(&format!(
        r#"Interface(name: "Lamp", ops: {{
            "light": (doc: "{doc}", reply: Result(ok: "()", err: CLike("{first}"))),
            "dim": (reply: Result(ok: "()", err: CLike("{second}"))),
        }})"#
    ))
}

fn parsed(text: &str) -> idol::syntax::Interface {
    text.parse().expect("the interface is right")
}

fn client(
    generator: &Generator,
    interface: &idol::syntax::Interface,
) -> String {
    let mut text = Vec::new();
    generator
        .generate_client_stub(interface, &mut text)
        .expect("a client can be generated");
    String::from_utf8(text).expect("what is generated is text")
}

fn server(
    generator: &Generator,
    interface: &idol::syntax::Interface,
) -> String {
    let mut text = Vec::new();
    generator
        .generate_server_support(interface, ServerStyle::InOrder, &mut text)
        .expect("a server can be generated");
    String::from_utf8(text).expect("what is generated is text")
}

#[test]
fn operations_with_one_error_get_a_fail_server_unless_it_is_not_wanted() {
    let generator = Generator::new();
    let lamp = interface("", ["Broken", "Broken"]);
    let has_it = |text: String| text.contains("pub struct FailServer<");
    assert!(has_it(server(&generator, &lamp)));
    let complex = |first: &str, second: &str| {
        parsed(&format!(
            r#"Interface(name: "Lamp", ops: {{
                "light": (reply: Result(ok: "()", err: Complex("{first}"))),
                "dim": (reply: Result(ok: "()", err: Complex("{second}"))),
            }})"#
        ))
    };
    assert!(has_it(server(&generator, &complex("Broken", "Broken"))));
    assert!(!has_it(server(&generator, &complex("Broken", "Worn"))));
    assert!(!has_it(server(&generator.without_error_server(), &lamp)));
}

#[test]
fn control_characters_are_escaped_for_debuggers() {
    let lamp = interface("a\\u{1b}b\\u{0}", ["Broken", "Worn"]);
    let text = server(&Generator::new(), &lamp);
    assert!(text.contains(r#"a\\u{1b}b\\u{0}"#), "{text}");
}

#[test]
fn a_reply_whose_size_is_known_is_not_compared_by_the_compiler() {
    let lamp = parsed(
        r#"Interface(name: "Lamp", ops: {
        "light": (reply: Result(ok: "()", err: Complex("Fault"))),
        "dim": (reply: Result(ok: "u16", err: Complex("u32"))),
        "tune": (reply: Result(ok: "u16", err: Complex("Fault"))),
    })"#,
    );
    let text = server(&Generator::new(), &lamp);
    // It would warn of this one.
    assert!(!text.contains("if 0 > "), "{text}");
    assert!(!text.contains("if 2 > 4 "), "{text}");
    assert!(text.contains("if 2 > "), "{text}");
}

#[test]
fn the_elements_of_a_slice_are_proved_to_have_a_size() {
    let lamp = parsed(
        r#"Interface(name: "Lamp", ops: {
        "show": (
            leases: {
                "row": (type: "[Pixel]", read: true),
                "raw": (type: "[u8]", read: true),
            },
            reply: Simple("()"),
        ),
    })"#,
    );
    let text = server(&Generator::new(), &lamp);
    assert!(
        text.contains("size_of::<__idol_lamp_types::Pixel>() != 0,"),
        "{text}"
    );
    assert!(!text.contains("size_of::<u8>() != 0"), "{text}");
}

#[test]
fn an_error_of_no_bytes_is_decoded_from_none() {
    let lamp = parsed(
        r#"Interface(name: "Lamp", ops: {
        "light": (reply: Result(ok: "()", err: Complex("()")), idempotent: true),
    })"#,
    );
    let text = client(&Generator::new(), &lamp);
    assert!(text.contains("[].get(..0)"), "{text}");
}

#[test]
fn an_array_stays_in_the_result_unless_it_is_counted() {
    let lamp = |reply: &str| {
        parsed(&format!(
            r#"Interface(name: "Lamp", ops: {{
                "light": (reply: {reply}, idempotent: true),
            }})"#
        ))
    };
    let in_place = |counts: bool, reply: &str| {
        let counters = CounterSettings::default().with_client_counters(counts);
        let generator = Generator::new().with_counters(counters);
        let text = client(&generator, &lamp(reply));
        text.contains("::zerocopy::IntoBytes::as_mut_bytes(__reply)")
    };
    assert!(in_place(
        false,
        r#"Result(ok: "[u8; 64]", err: CLike("E"))"#
    ));
    assert!(!in_place(
        true,
        r#"Result(ok: "[u8; 64]", err: CLike("E"))"#
    ));
    assert!(!in_place(false, r#"Result(ok: "u64", err: CLike("E"))"#));
    assert!(!in_place(false, r#"Simple("[u8; 64]")"#));
}

#[test]
fn more_arguments_than_a_tuple_holds_are_tuples_in_a_tuple() {
    let call = |count: usize| {
        let arguments: String =
            (0..count).map(|n| format!(r#""a{n}": "u8","#)).collect();
        let lamp = parsed(&format!(
            r#"Interface(name: "Lamp", ops: {{ "set": (
                encoding: Hubpack,
                args: {{ {arguments} }},
                reply: Result(ok: "()", err: CLike("E")),
            ) }})"#
        ));
        let alone = Generator::new().with_client_runtime(false);
        let text = client(&alone, &lamp);
        let lengths = text.split("arguments! {\n").nth(1).expect("a list");
        let length = lengths.split(':').next().expect("a length").trim();
        let call = text.split("::Arguments::<1, ").nth(1).expect("a call");
        let values = call.split(">(").nth(1).expect("values");
        let values = values.split(")\n").next().expect("an end").to_owned();
        (length.to_owned(), values)
    };
    let is = |length: &str, values: &str| (length.into(), values.into());
    assert_eq!(call(1), is("1", "(&a0,))"));
    let eight = "(&a0, &a1, &a2, &a3, &a4, &a5, &a6, &a7,)";
    assert_eq!(call(8), is("8", &format!("{eight})")));
    assert_eq!(call(9), is("2", &format!("({eight}, (&a8,),))")));
    let (length, values) = call(65);
    assert_eq!(length, "2");
    assert!(
        values.starts_with(&format!("(({eight}, (&a8, ")),
        "{values}"
    );
    assert!(values.ends_with(", ((&a64,),),))"), "{values}");
}

#[test]
fn what_is_sent_again_shares_a_function_for_its_parts() {
    let sent = |count: usize, idempotent: bool, leases: &str| {
        let operations: String = (0..count)
            .map(|n| {
                format!(
                    r#""light_{n}": (
                        args: {{ "level": "u8", "hue": "u8" }},
                        leases: {{ {leases} }},
                        reply: Result(ok: "u32", err: CLike("E")),
                        idempotent: {idempotent},
                    ),"#
                )
            })
            .collect();
        operations
    };
    let functions_and_calls = |operations: &[String]| {
        let lamp = parsed(&format!(
            r#"Interface(name: "Lamp", ops: {{ {} }})"#,
            operations.concat()
        ));
        let text = client(&Generator::new(), &lamp);
        let count = |what: &str| text.matches(what).count();
        // Each has one that calls it again and again.
        let functions = count("fn __idol_lamp_send_");
        assert_eq!(functions % 2, 0);
        let functions = functions / 2;
        (functions, count("::userlib::sys_send(") - functions)
    };
    let row = r#""row": (type: "[u8]", read: true)"#;
    let again = sent(3, true, "");
    let lending = sent(3, true, row).replace("light", "show");
    let once = sent(3, false, row).replace("light", "set");
    assert_eq!(functions_and_calls(std::slice::from_ref(&again)), (1, 0));
    assert_eq!(
        functions_and_calls(&[again.clone(), lending.clone()]),
        (2, 0)
    );
    assert_eq!(functions_and_calls(std::slice::from_ref(&once)), (0, 3));
    assert_eq!(functions_and_calls(&[again, lending, once]), (2, 3));
}

/// How often a client of two operations makes the system call, and how many
/// functions it has for what its operations do.
fn calls_and_bodies(first: &str, second: &str, counts: bool) -> [usize; 2] {
    let lamp = parsed(&format!(
        r#"Interface(
            name: "Lamp", ops: {{ "one": ({first}), "two": ({second}) }},
        )"#
    ));
    let counters = CounterSettings::default().with_client_counters(counts);
    let text = client(&Generator::new().with_counters(counters), &lamp);
    ["::userlib::sys_send(", "fn __idol_lamp_same_"]
        .map(|what| text.matches(what).count())
}

#[test]
fn what_operations_do_that_differ_in_their_number_is_written_once() {
    let level = r#"args: { "level": "u8" }"#;
    let hue = r#"args: { "hue": "u8" }"#;
    let both = r#"args: { "level": "u8", "hue": "u8" }"#;
    let row = r#"leases: { "row": (type: "[u8]", read: true) }"#;
    let done = r#"reply: Result(ok: "()", err: CLike("E"))"#;
    let again = "idempotent: true";
    let op = |parts: &[&str]| parts.join(", ");
    for counts in [false, true] {
        let all = |first: &[&str], second: &[&str]| {
            calls_and_bodies(&op(first), &op(second), counts)
        };
        assert_eq!(all(&[level, done], &[hue, done]), [1, 1]);
        assert_eq!(all(&[done], &[done]), [1, 1]);
        // Sent again, where there is no reply it makes the call itself.
        let forever = [level, done, again];
        assert_eq!(all(&forever, &forever), [1, 1]);
        let text = r#"reply: Result(ok: "u8", err: CLike("E"))"#;
        assert_eq!(all(&[text, again], &[text, again]), [1, 1]);
        // Something else differs.
        assert_eq!(all(&[level, done], &forever)[1], 0);
        assert_eq!(all(&[level, done], &[done])[1], 0);
        assert_eq!(all(&[text], &[done])[1], 0);
        let packed = [level, done, "encoding: Hubpack"];
        assert_eq!(all(&[level, done], &packed)[1], 0);
        let converted =
            r#"args: { "level": (type: "u8", recv: From("u16", None)) }"#;
        assert_eq!(all(&[level, done], &[converted, done])[1], 0);
        let complex = r#"reply: Result(ok: "()", err: Complex("E"))"#;
        assert_eq!(all(&[done], &[complex])[1], 0);
        // The number would not be in a register.
        assert_eq!(all(&[both, done], &[both, done])[1], 0);
        assert_eq!(all(&[row, done], &[row, done])[1], 0);
    }
}

#[test]
fn a_client_brings_the_ends_of_a_task_that_it_needs_and_no_others() {
    let ends = |operation: &str| {
        let lamp = parsed(&format!(
            r#"Interface(name: "Lamp", ops: {{ "light": ({operation}) }})"#
        ));
        let text = client(&Generator::new(), &lamp);
        ["server_broke_protocol", "cannot_encode"]
            .map(|end| text.contains(&format!("fn __idol_lamp_{end}()")))
    };
    let unit = r#"reply: Simple("()"), idempotent: true"#;
    let value = r#"reply: Simple("u8"), idempotent: true"#;
    let error = r#"reply: Result(ok: "()", err: CLike("E"))"#;
    let level = r#"args: { "level": "u8" }"#;
    assert_eq!(ends(unit), [false, false]);
    assert_eq!(ends(value), [true, false]);
    assert_eq!(ends(error), [true, false]);
    assert_eq!(ends(&format!("{unit}, encoding: Hubpack")), [false, false]);
    assert_eq!(ends(&format!("{level}, {unit}")), [false, false]);
    assert_eq!(
        ends(&format!("{level}, {unit}, encoding: Hubpack")),
        [false, true]
    );
}

#[test]
fn a_plain_value_is_answered_from_where_it_is_unless_it_is_converted() {
    let generator = Generator::new().with_plain_infallible_returns(true);
    let call = |ty: &str| {
        let lamp = parsed(&format!(
            r#"Interface(name: "Lamp", ops: {{
                "light": (reply: Simple("{ty}"), idempotent: true),
            }})"#
        ));
        let text = server(&generator, &lamp);
        ["let __value = &<__S as", "let __value = <__S as"]
            .map(|call| text.contains(call))
    };
    assert_eq!(call("u32"), [true, false]);
    assert_eq!(call("bool"), [false, true]);
}

#[test]
fn debuggers_and_counters_find_the_same_in_servers_of_both_styles() {
    let lamp = parsed(
        r#"Interface(name: "Lamp", ops: {
        "light": (
            args: { "on": "bool", "to": (type: "Level", recv: FromPrimitive("u8")) },
            leases: { "log": (type: "[u8]", write: true) },
            reply: Result(ok: "u16", err: CLike("LampError")),
        ),
        "dim": (
            args: { "by": "Level" },
            reply: Result(ok: "Level", err: Complex("Fault")),
            encoding: Hubpack,
        ),
        "wait": (reply: Simple("()"), idempotent: true),
    })"#,
    );
    let what = [
        "_ARGS {",
        "_REPLY {",
        "_TYPES: ",
        "_INTERFACE: ",
        "enum LampEvent {",
        "_COUNTERS: ",
        "_SIZE: usize",
    ];
    let is_one = |text: &str| what.iter().any(|what| text.contains(what));
    let found = |style| {
        let mut text = Vec::new();
        Generator::new()
            .generate_server_support(&lamp, style, &mut text)
            .expect("a server can be generated");
        let text = String::from_utf8(text).expect("what is generated is text");
        let items = text.split("\n\n").map(str::to_owned);
        items.filter(|item| is_one(item)).collect::<Vec<_>>()
    };
    let in_order = found(ServerStyle::InOrder);
    // Two for each operation, their types, and the three of the interface.
    let lines = in_order.iter().flat_map(|item| item.lines());
    let count = lines.filter(|line| is_one(line)).count();
    assert!(count >= 3 * 3 + 3, "{in_order:#?}");
    assert_eq!(in_order, found(ServerStyle::Pipelined));
}

/// On a machine of 32 bits a `usize` has 4 bytes in memory, and 8 in ssmarshal's
/// messages.
#[test]
fn a_server_has_room_for_a_machine_word_of_8_bytes() {
    let sizes = |ty: &str| {
        let lamp = parsed(&format!(
            r#"Interface(name: "Lamp", ops: {{
                "light": (
                    args: {{ "level": "{ty}" }},
                    reply: Simple("()"),
                    idempotent: true,
                    encoding: Ssmarshal,
                ),
            }})"#
        ));
        let text = server(&Generator::new(), &lamp);
        text.contains("2 * LIGHT_MSG_SIZE + 1")
    };
    assert!(sizes("usize"));
    assert!(sizes("[isize; 2]"));
    assert!(!sizes("u32"));
}

#[test]
fn a_client_has_an_end_for_errors_that_cannot_express_death() {
    let text = |idempotent: bool| {
        let lamp = parsed(&format!(
            r#"Interface(name: "Lamp", ops: {{
                "light": (
                    reply: Result(ok: "()", err: CLike("E")),
                    idempotent: {idempotent},
                ),
            }})"#
        ));
        client(&Generator::new(), &lamp)
    };
    let end = "fn __idol_lamp_error_cannot_express_death() -> ! {";
    assert!(text(false).contains(end), "{}", text(false));
    assert!(text(false).contains("::userlib::sys_panic(b\"D\");"));
    assert!(!text(true).contains(end), "{}", text(true));
}
