//! Calls, as the servers' schemas say.

use serde_json::json;

use crate::lab::{Lab, code_and_text};

#[test]
fn a_call_is_answered_with_its_reply() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let params = json!({ "place": "Garden" });
    assert_eq!(peer.call("sensor.extremes", params), Ok(json!(null)));
    let slept = peer.call("bridge.sleep", json!({ "milliseconds": 250 }));
    assert_eq!(slept, Ok(json!(null)));
    assert_eq!(
        peer.call("sensor.latest", json!({ "place": "Garden" })),
        Ok(json!({ "celsius": 3, "at": 200 }))
    );
    // By position, and in full.
    assert_eq!(
        peer.call("sensor.extremes", json!(["Garden"])),
        Ok(json!([3, 4]))
    );
    assert_eq!(
        peer.call("sensor.extremes", json!({ "args": { "place": "Room" } })),
        Ok(json!([20, 21]))
    );
    assert_eq!(peer.call("uart.lost", json!([])), Ok(json!(56)));
    assert_eq!(peer.call("uart.lost", json!(null)), Ok(json!(56)));
}

#[test]
fn what_is_lent_goes_there_and_comes_back() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let exchange =
        json!({ "chip": "Flash", "source": [0x9f, 0, 0, 0], "sink": 4 });
    let answer = json!({
        "reply": null,
        "leases": { "sink": { "base64": "/+9AGA==" } },
    });
    assert_eq!(peer.call("spi.exchange", exchange), Ok(answer.clone()));
    let full = json!({
        "args": { "chip": "Flash" },
        "leases": { "source": { "base64": "nwAAAA==" }, "sink": [1, 2, 3, 4] },
    });
    assert_eq!(peer.call("spi.exchange", full), Ok(answer.clone()));
    let by_position = json!(["Flash", [0x9f, 0, 0, 0], 4]);
    assert_eq!(peer.call("spi.exchange", by_position), Ok(answer));
    // The pipelined server writes into it while others are served.
    let line = peer.call("uart.read_line", json!({ "line": 12 }));
    let line = line.expect("a line comes");
    assert_eq!(line["reply"], 10);
    assert_eq!(line["leases"]["line"]["base64"], "dG9vIGVhcmx5CgAA");
}

#[test]
fn an_error_of_the_interface_has_its_code_and_its_name() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let error = peer.call("sensor.latest", json!({ "place": "Room" }));
    assert_eq!(
        error,
        Err(json!({
            "code": 1, "message": "NothingYet",
            "data": { "error": "NothingYet" },
        }))
    );
    let lengths = json!({ "chip": "Flash", "source": [1], "sink": 2 });
    let error = peer.call("spi.exchange", lengths).expect_err("lengths");
    assert_eq!(code_and_text(&error), (2, "LengthsDiffer".to_owned()));
}

#[test]
fn what_the_schema_does_not_allow_is_not_sent() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let wrong = [
        json!({}),
        json!({ "place": "Cellar" }),
        json!({ "place": 1 }),
        json!({ "place": "Room", "more": 1 }),
        json!(["Room", 2]),
        json!(["Room", "Garden"]),
    ];
    for params in wrong {
        let (code, text) = peer.error("sensor.latest", params.clone());
        assert_eq!(code, -32602, "{params}: {text}");
    }
    let (code, text) =
        peer.error("sensor.latest", json!({ "place": "Cellar" }));
    assert_eq!(code, -32602);
    assert!(text.contains("place") && text.contains("Cellar"), "{text}");
    let long = json!({ "chip": "Flash", "source": [1], "sink": 1025 });
    assert_eq!(peer.error("spi.exchange", long).0, -32602);
    let huge = json!({ "chip": "Flash", "source": [1], "sink": u64::MAX });
    assert_eq!(peer.error("spi.exchange", huge).0, -32602);
    // Nothing has reached the servers.
    let sent = lab.handle.with(|system| {
        let spi = system.slot("spi");
        system.trace().calls(spi).count()
    });
    assert_eq!(sent, Ok(1), "the RECV that waits");
}

#[test]
fn what_there_is_not_is_told() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    for method in ["", "sensor", "sensor.", "sensor.no", "no.latest", "rpc.no"]
    {
        let (code, text) = peer.error(method, json!({}));
        assert_eq!(code, -32601, "{text}");
    }
    let (_, text) = peer.error("sensor.no", json!({}));
    assert!(text.contains("`sensor` has no such operation"), "{text}");
}

#[test]
fn all_that_can_be_called_can_be_discovered() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let found = peer.call("rpc.discover", json!({})).expect("it is told");
    assert_eq!(found["bridge"], 1);
    assert_eq!(found["clock"], "virtual");
    assert_eq!(found["limits"]["in_flight"], 4);
    let servers = found["servers"].as_object().expect("they have names");
    assert_eq!(
        servers.keys().collect::<Vec<_>>(),
        ["sensor", "spi", "uart"]
    );
    let spi = crate::lab::schema("Spi");
    let told = serde_json::to_string(&servers["spi"]).expect("it is JSON");
    let told = idol_debug::schema::Schema::from_json(&told);
    assert_eq!(told.as_ref(), Ok(&spi));
    let one = peer.call("rpc.discover", json!({ "server": "spi" }));
    let one = one.expect("it is told");
    assert_eq!(one["servers"].as_object().map(|all| all.len()), Some(1));
    assert_eq!(
        peer.error("rpc.discover", json!({ "server": "x" })).0,
        -32602
    );
}

#[test]
fn a_notification_is_done_and_not_answered() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    peer.line(
        r#"{"method":"spi.lock","params":{"chip":"Flash","select":true}}"#,
    );
    peer.line(r#"{"method":"no.such"}"#);
    peer.line(r#"{"method":"spi.lock","params":{"chip":"Flash"}}"#);
    assert_eq!(peer.call("uart.lost", json!({})), Ok(json!(0)));
    let locks = lab.handle.with(|system| {
        use kernel::trace::{Call, Event};
        let entries = system.trace().entries();
        let locks = entries.filter(|entry| match &entry.event {
            Event::Call { call, .. } => {
                matches!(call, Call::Send { operation: 3, .. })
            }
            _ => false,
        });
        locks.count()
    });
    assert_eq!(locks, Ok(1));
    // It came from the same task, since they did not overlap: it has the bus.
    assert_eq!(peer.call("spi.release", json!({})), Ok(json!(null)));
}
