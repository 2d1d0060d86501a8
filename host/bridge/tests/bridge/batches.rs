//! Requests that come and are answered together.

use idol_bridge::{Limits, Time};
use serde_json::{Value, json};

use crate::lab::{Lab, echo};

#[test]
fn a_batch_is_answered_in_one_line_with_each_answer_once() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let batch = json!([
        { "method": "uart.lost", "id": 1 },
        { "method": "bridge.now", "id": "two" },
        { "method": "uart.lost" },
        7,
        { "method": "no.such", "id": null },
        { "method": "sensor.latest", "params": ["Room"], "id": 3 },
        { "method": "bridge.sleep", "params": { "milliseconds": 9 }, "id": 4 },
        { "method": "no.such" },
    ]);
    peer.line(batch.to_string());
    let answers = peer.next();
    let answers = answers.as_array().expect("they come together");
    let of = |id: Value| {
        let mut all = answers.iter().filter(|answer| answer["id"] == id);
        let one = all.next().unwrap_or_else(|| panic!("none for {id}"));
        (one, all.next())
    };
    assert_eq!(answers.len(), 6);
    assert_eq!(of(json!(1)).0["result"], 0);
    assert_eq!(of(json!("two")).0["result"]["clock"], "virtual");
    assert_eq!(of(json!(3)).0["error"]["message"], "NothingYet");
    assert_eq!(of(json!(4)).0["result"], Value::Null);
    // Of the two without an id that is known, one is no request.
    let (one, other) = of(Value::Null);
    let codes = [one, other.expect("two of them")].map(|a| &a["error"]["code"]);
    assert!(codes.contains(&&json!(-32600)) && codes.contains(&&json!(-32601)));
    assert_eq!(peer.call("uart.lost", json!({})), Ok(json!(0)));
}

#[test]
fn a_batch_of_notifications_is_not_answered() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    peer.line(r#"[{"method":"uart.lost"},{"method":"no.such"}]"#);
    assert_eq!(peer.call("uart.lost", json!({})), Ok(json!(0)));
}

#[test]
fn a_batch_of_too_many_is_refused_as_one() {
    let limits = Limits {
        batch: 3,
        ..Limits::default()
    };
    let lab = Lab::new(limits, Time::Virtual, echo);
    let mut peer = lab.peer();
    peer.line(format!("[{}]", ["{}"; 4].join(",")));
    let answer = peer.next();
    assert_eq!(answer["error"]["code"], -32600);
    let text = answer["error"]["message"].as_str().expect("a text");
    assert_eq!(text, "a batch of 4 requests, and at most 3 are taken");
}

#[test]
fn the_answers_of_a_batch_are_no_longer_than_what_may_wait() {
    let limits = Limits {
        output: 20_000,
        ..Limits::default()
    };
    let lab = Lab::new(limits, Time::Virtual, echo);
    let mut peer = lab.peer();
    let raw = json!({
        "method": "bridge.send", "id": 1,
        "params": { "server": "echo", "operation": 1, "message": "AAAAAA==",
            "room": 4,
            "leases": [{ "access": "write", "len": 6_000 }] },
    });
    peer.line(Value::Array(vec![raw; 12]).to_string());
    let answers = peer.next();
    let answers = answers.as_array().expect("they come together");
    assert_eq!(answers.len(), 12);
    let refused = answers.iter().filter(|answer| {
        let code = &answer["error"]["code"];
        assert!(code.is_null() || *code == -32002, "{answer}");
        !code.is_null()
    });
    assert!((4..12).contains(&refused.count()));
}
