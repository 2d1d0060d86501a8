//! Messages as peers encode them themselves.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::lab::Lab;

#[test]
fn a_message_goes_there_as_it_is_and_so_comes_the_reply() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let sent = peer.call(
        "bridge.send",
        json!({
            "server": "spi", "operation": 2, "room": 4,
            "message": STANDARD.encode([0, 0, 0x2d, 0x31, 1]),
        }),
    );
    let reply = STANDARD.encode(16_000_000_u32.to_le_bytes());
    assert_eq!(sent, Ok(json!({ "code": 0, "reply": reply, "leases": [] })));
    let exchange = |source: &str, sink: usize| {
        json!({
            "server": "spi", "operation": 1, "message": "AA==",
            "leases": [
                { "access": "read", "bytes": source },
                { "access": "write", "len": sink },
            ],
        })
    };
    let sent = peer.call("bridge.send", exchange("nwAAAA==", 4));
    let leases = json!([null, "/+9AGA=="]);
    assert_eq!(
        sent,
        Ok(json!({ "code": 0, "reply": "", "leases": leases }))
    );
    let sent = peer.call("bridge.send", exchange("nwAAAA==", 1));
    assert_eq!(sent.expect("the code is told")["code"], 2);
}

#[test]
fn a_dead_code_is_told_as_it_is_and_what_is_sent_then_goes_to_the_living() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let lost = json!({ "server": "uart", "operation": 2, "room": 4 });
    let code = |sent: Result<Value, Value>| {
        let code = sent.expect("the code is told")["code"].as_u64();
        code.expect("it is a number")
    };
    assert_eq!(code(peer.call("bridge.send", lost.clone())), 0);
    peer.call("bridge.kill", json!({ "task": "uart" }))
        .expect("it may");
    assert_eq!(code(peer.call("bridge.send", lost.clone())), 0xFFFF_FF01);
    assert_eq!(code(peer.call("bridge.send", lost)), 0);
}

#[test]
fn what_makes_no_sense_is_not_sent() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let wrong = [
        json!({}),
        json!([]),
        json!({ "server": "no", "operation": 1 }),
        json!({ "server": "uart", "operation": 65_536 }),
        json!({ "server": "uart", "operation": 2, "message": "A" }),
        json!({ "server": "uart", "operation": 2, "room": 9_000_000 }),
        json!({ "server": "uart", "operation": 2, "more": 1 }),
        json!({ "server": "uart", "operation": 2, "leases": [{}] }),
        json!({ "server": "uart", "operation": 2, "leases": [
            { "access": "read", "bytes": "", "len": 0 }
        ] }),
        json!({ "server": "uart", "operation": 2, "leases": [
            { "access": "write", "len": 9_000_000 }
        ] }),
        json!({ "server": "uart", "operation": 2, "leases": vec![
            json!({ "access": "write", "len": 0 }); 256
        ] }),
    ];
    for params in wrong {
        let (code, text) = peer.error("bridge.send", params.clone());
        assert_eq!(code, -32602, "{params}: {text}");
    }
    assert_eq!(peer.call("uart.lost", json!({})), Ok(json!(0)));
}
