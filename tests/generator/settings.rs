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
