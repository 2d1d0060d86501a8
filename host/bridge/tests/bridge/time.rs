//! Time, virtual and on the wall.

use std::time::{Duration, Instant};

use idol_bridge::{Limits, Time};
use serde_json::json;

use crate::lab::{Lab, Peer, echo, examples};

fn now(peer: &mut Peer) -> u64 {
    let now = peer.call("bridge.now", json!({})).expect("it is told");
    now["milliseconds"].as_u64().expect("a number")
}

#[test]
fn virtual_time_passes_only_while_a_peer_waits() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    // The sensor's timer is set; nobody waits for it.
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(now(&mut peer), 0);
    let minute = 60_000;
    let slept = peer.call("bridge.sleep", json!({ "milliseconds": minute }));
    assert_eq!(slept, Ok(json!(null)));
    assert_eq!(now(&mut peer), minute);
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(now(&mut peer), minute);
}

#[test]
fn all_peers_are_in_the_same_time() {
    let lab = Lab::new(Limits::default(), Time::Virtual, echo);
    let mut first = lab.peer();
    let mut second = lab.peer();
    let sleep = first.ask("bridge.sleep", json!({ "milliseconds": 20 }));
    assert_eq!(first.answer(sleep), Ok(json!(null)));
    assert_eq!(second.call("echo.echo", json!([30])), Ok(json!(30)));
    assert_eq!(now(&mut first), 50);
}

#[test]
fn real_time_passes_by_itself() {
    let before = Instant::now();
    let lab = Lab::new(Limits::default(), Time::Real, examples);
    let mut peer = lab.peer();
    let told = peer.call("bridge.now", json!({})).expect("it is told");
    assert_eq!(told["clock"], "real");
    // The sensor measures every 100 ms although nobody asks.
    let mut reading = peer.call("sensor.latest", json!(["Room"]));
    while reading.is_err() {
        std::thread::sleep(Duration::from_millis(10));
        reading = peer.call("sensor.latest", json!(["Room"]));
    }
    let at = reading.expect("it has measured")["at"].as_u64();
    assert!(at.expect("a number").is_multiple_of(100));
    let start = now(&mut peer);
    let slept = peer.call("bridge.sleep", json!({ "milliseconds": 30 }));
    assert_eq!(slept, Ok(json!(null)));
    let end = now(&mut peer);
    assert!(end >= start + 30);
    assert!(u128::from(end) <= before.elapsed().as_millis());
}

#[test]
fn a_bridge_that_waits_for_the_world_takes_no_time_of_the_processor() {
    let lab = Lab::new(Limits::default(), Time::Real, echo);
    let mut peer = lab.peer();
    peer.ask("echo.echo", json!([1_000_000_000]));
    let calls = |lab: &Lab| {
        let made = lab.handle.with(|system| system.trace().numbers().end);
        made.expect("it runs")
    };
    assert!(now(&mut peer) < 1_000_000);
    let before = calls(&lab);
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(calls(&lab), before);
}
