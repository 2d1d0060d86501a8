//! What subscribers are told.

use idol_bridge::{Limits, Time};
use kernel::{Action, CallKind, Restart, When};
use serde_json::{Value, json};

use crate::lab::{Lab, Peer, echo, examples};

/// A subscriber, and the next event that it is told.
fn subscriber(lab: &Lab, filter: Value) -> Peer {
    let mut peer = lab.peer();
    assert_eq!(peer.call("trace.subscribe", filter), Ok(json!(true)));
    peer
}

#[track_caller]
fn event(peer: &mut Peer) -> Value {
    let mut told = peer.next();
    assert_eq!(told["method"], "trace.event", "{told}");
    assert_eq!(told.get("id"), None);
    told["params"].take()
}

#[test]
fn calls_are_told_decoded() {
    let lab = Lab::examples();
    let mut watcher = subscriber(&lab, json!({ "events": ["call"] }));
    let mut peer = lab.peer();
    peer.call("sensor.latest", json!(["Room"]))
        .expect_err("nothing yet");
    assert_eq!(
        event(&mut watcher),
        json!({
            "event": "call", "time": 0, "until": 0,
            "server": "sensor", "client": "peer 1.0", "operation": "latest",
            "args": { "place": "Room" }, "outcome": { "err": "NothingYet" },
        })
    );
    let exchange = json!({ "chip": "Flash", "source": [0], "sink": 1 });
    peer.call("spi.exchange", exchange).expect("it is right");
    let told = event(&mut watcher);
    assert_eq!(told["leases"], json!([1, 1]));
    assert_eq!(told["outcome"], json!({ "ok": null }));
    // What does not decode is told as it is.
    let raw = json!({ "server": "spi", "operation": 77, "message": "AQI=" });
    peer.call("bridge.send", raw)
        .expect_err("no such operation");
    let told = event(&mut watcher);
    assert_eq!(told["operation"], "77");
    assert_eq!(told["message"], "AQI=");
    assert_eq!(told["outcome"], Value::Null);
}

#[test]
fn a_call_is_told_when_it_is_over() {
    let lab = Lab::new(Limits::default(), Time::Virtual, echo);
    let mut watcher = subscriber(&lab, json!({}));
    lab.peer()
        .call("echo.echo", json!([25]))
        .expect("it is right");
    let told = event(&mut watcher);
    assert_eq!((&told["time"], &told["until"]), (&json!(0), &json!(25)));
    assert_eq!(told["outcome"], json!({ "ok": 25 }));
}

#[test]
fn deaths_are_told() {
    let lab = Lab::new(Limits::default(), Time::Virtual, |system| {
        let served = examples(system);
        system.script(
            When::after(served[1].1, CallKind::Recv, 1),
            Action::kill(served[1].1, Restart::After(5)),
        );
        served
    });
    let mut watcher = subscriber(&lab, json!({}));
    let mut peer = lab.peer();
    peer.call("spi.release", json!({})).expect_err("it dies");
    let fault = event(&mut watcher);
    assert_eq!(
        fault,
        json!({
            "event": "fault", "time": 0, "server": "spi", "fault": "killed"
        })
    );
    assert_eq!(
        event(&mut watcher),
        json!({
            "event": "call", "time": 0, "until": 5,
            "server": "spi", "client": "peer 1.0", "operation": "release",
            "args": {}, "outcome": { "died": 1 },
        })
    );
    assert_eq!(
        event(&mut watcher),
        json!({
            "event": "restart", "time": 5, "server": "spi", "generation": 1
        })
    );
}

#[test]
fn a_client_that_dies_in_its_call_is_told() {
    let lab = Lab::new(Limits::default(), Time::Real, echo);
    let mut watcher = subscriber(&lab, json!({ "events": ["call"] }));
    let mut peer = lab.peer();
    let id = peer.ask("echo.echo", json!([1_000_000_000]));
    peer.call("bridge.now", json!({})).expect("it is told");
    let _ = id;
    drop(peer);
    let told = event(&mut watcher);
    assert_eq!(told["client"], "peer 1.0");
    assert_eq!(told.get("outcome"), Some(&Value::Null));
}

#[test]
fn a_filter_lets_through_what_it_names() {
    let lab = Lab::examples();
    let filters = [
        json!({ "servers": ["uart"] }),
        json!({ "operations": ["lost"] }),
        json!({ "clients": ["peer 6.0"], "servers": ["spi", "uart"] }),
        json!({ "events": ["post"] }),
        json!({ "failed": true }),
        json!({ "events": [] }),
    ];
    let mut watchers: Vec<Peer> = filters
        .iter()
        .map(|f| subscriber(&lab, f.clone()))
        .collect();
    let mut peer = lab.peer();
    peer.call("spi.release", json!({})).expect("it is right");
    peer.call("uart.lost", json!({})).expect("it is right");
    peer.call("bridge.post", json!({ "task": "sensor", "bits": 2 }))
        .expect("it may");
    peer.call("sensor.latest", json!(["Room"]))
        .expect_err("nothing");
    let expected: [&[&str]; 6] = [
        &["lost"],
        &["lost"],
        &["release", "lost"],
        &["post 2"],
        &["latest"],
        &[],
    ];
    for (watcher, expected) in watchers.iter_mut().zip(expected) {
        for expected in expected {
            let told = event(watcher);
            let told = match told["event"].as_str() {
                Some("post") => format!("post {}", told["bits"]),
                _ => told["operation"].as_str().unwrap_or("?").to_owned(),
            };
            assert_eq!(told, *expected);
        }
        // And nothing else.
        let ended = watcher.call("trace.unsubscribe", json!({}));
        assert_eq!(ended, Ok(json!(true)));
    }
}

#[test]
fn a_filter_that_names_what_there_is_not_is_refused() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    for (filter, why) in [
        (
            json!({ "events": ["calls"] }),
            "there is no event `calls`; there is `call`, `fault`, `restart`, \
             `post`",
        ),
        (
            json!({ "servers": ["spi", "sensr"] }),
            "there is no task `sensr`; there is `sensor`, `spi`, `uart`",
        ),
        (
            json!({ "clients": ["peer 1"] }),
            "there is no task `peer 1`; there is `sensor`, `spi`, `uart`",
        ),
        (
            json!({ "servers": ["sensor"], "operations": ["last"] }),
            "there is no operation `last`; there is `latest`, `extremes`",
        ),
    ] {
        let refused = peer.error("trace.subscribe", filter);
        assert_eq!(refused, (-32602, why.to_owned()));
    }
    let ended = peer.call("trace.unsubscribe", json!({}));
    assert_eq!(ended, Ok(json!(false)));
}

#[test]
fn a_subscription_begins_and_ends_when_it_is_asked_for() {
    let lab = Lab::new(Limits::default(), Time::Virtual, echo);
    let mut peer = lab.peer();
    let ended = peer.call("trace.unsubscribe", json!({}));
    assert_eq!(ended, Ok(json!(false)));
    peer.call("echo.echo", json!([0])).expect("it is right");
    assert_eq!(peer.call("trace.subscribe", json!({})), Ok(json!(true)));
    // Its own calls are told, too, in whichever order.
    let id = peer.ask("echo.echo", json!([0]));
    let (first, second) = (peer.next(), peer.next());
    let (answer, told) = match first.get("method") {
        None => (first, second),
        Some(_) => (second, first),
    };
    assert_eq!((&answer["id"], &answer["result"]), (&json!(id), &json!(0)));
    assert_eq!(told["params"]["client"], "peer 0.0");
    let ended = peer.call("trace.unsubscribe", json!({}));
    assert_eq!(ended, Ok(json!(true)));
    assert_eq!(peer.call("echo.echo", json!([0])), Ok(json!(0)));
    for wrong in [
        json!({ "event": [] }),
        json!({ "servers": "a" }),
        json!([1]),
    ] {
        assert_eq!(peer.error("trace.subscribe", wrong).0, -32602);
    }
}
