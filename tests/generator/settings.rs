//! Settings that do not fit an interface are refused with a reason, and
//! nothing is written.

use std::collections::BTreeMap;

use idol::server::ServerStyle;
use idol::syntax::Interface;
use idol::{CounterSettings, Generator};

fn interface() -> Interface {
    r#"Interface(name: "Door", ops: {
        "open": (reply: Result(ok: "()", err: CLike("DoorError"))),
        "state": (reply: Result(ok: "u8", err: ServerDeath)),
        "ClientError": (reply: Result(ok: "()", err: CLike("DoorError"))),
    })"#
    .parse()
    .expect("the interface is right")
}

/// Why no server is generated.
fn refusal(generator: &Generator, callers: &[&str]) -> String {
    let callers: BTreeMap<_, _> = callers
        .iter()
        .map(|name| ((*name).to_owned(), vec![1]))
        .collect();
    let mut out = Vec::new();
    let refused = generator
        .generate_restricted_server_support(
            &interface(),
            ServerStyle::InOrder,
            &callers,
            &mut out,
        )
        .expect_err("the settings do not fit");
    assert!(out.is_empty(), "something was written");
    refused.to_string()
}

fn assert_says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "no `{word}` in:\n{text}");
    }
}

#[test]
fn callers_of_an_operation_that_there_is_not_are_refused() {
    let text = refusal(&Generator::new(), &["open", "opne"]);
    assert_says(&text, &["E0170", "allowed_callers", "`opne`", "`open`"]);
}

#[test]
fn an_unsupported_operation_that_there_is_not_is_refused() {
    let generator = Generator::new().with_unsupported_operations(["shut"]);
    let text = refusal(&generator, &[]);
    assert_says(&text, &["E0170", "with_unsupported_operations", "`shut`"]);
}

#[test]
fn an_unsupported_operation_needs_a_way_to_fault_the_client() {
    let generator = Generator::new()
        .with_plain_infallible_returns(true)
        .with_unsupported_operations(["state"]);
    let text = refusal(&generator, &[]);
    assert_says(&text, &["E0171", "`state`", "plain value"]);
}

#[test]
fn an_operation_must_not_be_called_as_all_errors_of_clients_are() {
    let combined = CounterSettings::default()
        .with_server_counters(true)
        .combine_client_errors(true);
    let generator = Generator::new().with_counters(combined);
    let text = refusal(&generator, &[]);
    assert_says(&text, &["E0171", "`ClientError`", "rename it"]);
}

#[test]
fn a_pipelined_server_has_a_way_to_fault_the_client_of_any_operation() {
    let generator = Generator::new()
        .with_plain_infallible_returns(true)
        .with_unsupported_operations(["state"]);
    generator
        .generate_server_support(
            &interface(),
            ServerStyle::Pipelined,
            &mut Vec::new(),
        )
        .expect("the settings fit");
}

#[test]
fn a_derive_that_is_no_path_is_refused() {
    let refused = Generator::new()
        .with_op_enum_derives(["Hash", "not a path"])
        .expect_err("it is no path");
    assert_says(&refused.to_string(), &["`not a path`"]);
}

/// What takes the name of a type must be there to take it.
#[test]
fn types_named_like_what_is_not_generated_are_legal() {
    let interface: Interface = r#"Interface(name: "Door", ops: {
        "last": (reply: Result(ok: "DoorEvent", err: CLike("FailServer"))),
    })"#
    .parse()
    .expect("the interface is right");
    let server = |generator: &Generator| {
        let style = ServerStyle::InOrder;
        let mut out = Vec::new();
        generator
            .generate_server_support(&interface, style, &mut out)
            .map_err(|refused| refused.to_string())
    };
    let counting = CounterSettings::default();
    let silent = counting.clone().with_server_counters(false);
    let both = Generator::new().without_error_server();
    let refused = server(&both).expect_err("counters are on");
    assert_says(&refused, &["E0124", "`DoorEvent`"]);
    let counted = Generator::new().with_counters(silent.clone());
    let refused = server(&counted).expect_err("there is a `FailServer`");
    assert_says(&refused, &["E0124", "`FailServer`"]);
    server(&both.clone().with_counters(silent)).expect("no name is taken");

    let client = |counters| {
        let generator = Generator::new().with_counters(counters);
        generator.generate_client_stub(&interface, Vec::new())
    };
    client(counting.clone()).expect_err("counters are on");
    client(counting.with_client_counters(false)).expect("no name is taken");
}

/// One error, another, and none.
const MIXED: &str = r#"Interface(name: "Door", ops: {
    "open": (reply: Result(ok: "()", err: CLike("OpenError"))),
    "shut": (reply: Result(ok: "()", err: CLike("ShutError"))),
    "lock": (reply: Result(ok: "()", err: CLike("OpenError"))),
    "count": (reply: Simple("u32"), idempotent: true),
})"#;

#[test]
fn a_fail_server_of_several_errors_is_there_when_it_is_asked_for() {
    let interface: Interface = MIXED.parse().expect("the interface is right");
    for style in [ServerStyle::InOrder, ServerStyle::Pipelined] {
        let server = |generator: Generator| {
            let mut out = Vec::new();
            generator
                .generate_server_support(&interface, style, &mut out)
                .map(|()| String::from_utf8(out).expect("a text"))
                .map_err(|refused| refused.to_string())
        };
        let without = server(Generator::new()).expect("it is legal");
        assert!(!without.contains("FailServer"));
        let refused = server(Generator::new().with_error_server());
        let refused = refused.expect_err("errors differ");
        assert_says(&refused, &["E0171", "`with_mixed_error_server`"]);
        let with = server(Generator::new().with_mixed_error_server());
        let with = with.expect("it is legal");
        let bound = "__E: ::core::clone::Clone \
             + ::core::convert::Into<__idol_door_types::OpenError> \
             + ::core::convert::Into<__idol_door_types::ShutError>,";
        let flat = with.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(bound), "{with}");
        // All else is as it is without.
        let (before, _) =
            with.split_once("\n/// A server that fails").expect("it");
        assert!(without.starts_with(before.trim_end()));
    }
    let plain = Generator::new()
        .with_mixed_error_server()
        .with_plain_infallible_returns(true);
    let mut out = Vec::new();
    let refused = plain
        .generate_server_support(&interface, ServerStyle::InOrder, &mut out)
        .expect_err("`count` cannot fail");
    assert_says(&refused.to_string(), &["E0171", "`count`"]);
    assert!(out.is_empty());
    plain
        .generate_server_support(&interface, ServerStyle::Pipelined, &mut out)
        .expect("a handle can refuse");
}

#[test]
fn a_client_of_slots_is_another_conversion_and_nothing_else() {
    let interface: Interface = MIXED.parse().expect("the interface is right");
    let client = |slots| {
        let mut out = Vec::new();
        Generator::new()
            .with_task_slots(slots)
            .generate_client_stub(&interface, &mut out)
            .expect("it is legal");
        String::from_utf8(out).expect("a text")
    };
    let (without, with) = (client(false), client(true));
    let more = with.strip_prefix(&without).expect("it stands behind");
    let head = "impl ::core::convert::From<&::userlib::task_slot::TaskSlot> \
                for Door {";
    assert!(more.trim_start().starts_with(head), "{more}");
    assert!(!without.contains("task_slot"));
}
