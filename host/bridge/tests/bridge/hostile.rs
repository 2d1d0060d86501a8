//! Peers that are slow, greedy or half gone, and who else notices: nobody.

use std::io::Write;
use std::net::Shutdown;

use idol_bridge::{Limits, Time};
use serde_json::json;

use crate::lab::{Lab, echo, until};

#[test]
fn a_message_that_is_too_long_is_told_once_and_thrown_away() {
    let limits = Limits {
        message: 1_000,
        ..Limits::default()
    };
    let lab = Lab::new(limits, Time::Virtual, echo);
    let mut peer = lab.peer();
    for length in [1_001, 50_000, 3_000_000] {
        peer.line(vec![b'x'; length]);
        let answer = peer.next();
        assert_eq!(answer["error"]["code"], -32600);
        let text = answer["error"]["message"].as_str().expect("a text");
        assert_eq!(text, "a message of more than 1000 bytes");
        assert_eq!(peer.call("echo.echo", json!([0])), Ok(json!(0)));
    }
    // The longest one is taken, here with blanks.
    let mut line = br#"{"method":"echo.echo","params":[0],"id":7}"#.to_vec();
    line.resize(1_000, b' ');
    peer.line(line);
    assert_eq!(peer.answer(7), Ok(json!(0)));
}

#[test]
fn a_message_without_end_stops_nobody() {
    let lab = Lab::new(Limits::default(), Time::Virtual, echo);
    let mut greedy = lab.peer();
    let mut other = lab.peer();
    let chunk = vec![b'['; 1 << 20];
    for _ in 0..16 {
        greedy.stream.write_all(&chunk).expect("it is thrown away");
        assert_eq!(other.call("echo.echo", json!([0])), Ok(json!(0)));
    }
}

#[test]
fn a_peer_that_does_not_read_is_not_heard_until_it_does() {
    let limits = Limits {
        output: 50_000,
        ..Limits::default()
    };
    let lab = Lab::new(limits, Time::Virtual, echo);
    let mut slow = lab.peer();
    let mut other = lab.peer();
    slow.stream.set_nonblocking(true).expect("it can be");
    // Asks for more than all buffers between the two hold, unless the bridge
    // stops taking requests.
    let request = b"{\"method\":\"rpc.discover\",\"id\":1}\n";
    let mut sent = 0_usize;
    let mut refused = 0;
    while refused < 50 {
        assert!(sent < 1_000_000, "the bridge takes all of it");
        match slow.stream.write(request) {
            Ok(count) => {
                assert_eq!(count, request.len(), "of a whole line");
                sent += 1;
            }
            Err(_) => refused += 1,
        }
        if sent.is_multiple_of(64) || refused > 0 {
            assert_eq!(other.call("echo.echo", json!([0])), Ok(json!(0)));
        }
    }
    // No answer is lost.
    slow.stream.set_nonblocking(false).expect("it can be");
    for _ in 0..sent {
        assert_eq!(slow.next()["id"], 1);
    }
    assert_eq!(slow.call("echo.echo", json!([0])), Ok(json!(0)));
}

#[test]
fn a_subscriber_that_does_not_read_is_let_go() {
    let limits = Limits {
        output: 10_000,
        ..Limits::default()
    };
    let lab = Lab::new(limits, Time::Virtual, echo);
    let mut slow = lab.peer();
    assert_eq!(slow.call("trace.subscribe", json!({})), Ok(json!(true)));
    let mut other = lab.peer();
    let peers = |peer: &mut crate::lab::Peer| {
        let tasks = peer.call("bridge.tasks", json!({})).expect("tasks");
        let names = tasks.as_array().expect("a list").iter();
        let first = |task: &&serde_json::Value| {
            task["name"].as_str().is_some_and(|name| {
                name.starts_with("peer") && name.ends_with(".0")
            })
        };
        names.filter(first).count()
    };
    assert_eq!(peers(&mut other), 2);
    let mut calls = 0;
    while peers(&mut other) == 2 {
        calls += 1;
        assert!(calls < 100_000, "it is never let go");
        assert_eq!(other.call("echo.echo", json!([0])), Ok(json!(0)));
    }
    // What was on its way arrives, and then the end.
    let mut events = 0;
    while slow.try_next().is_some() {
        events += 1;
    }
    assert!(events > 0 && events < calls);
}

#[test]
fn a_peer_that_says_no_more_gets_all_its_answers() {
    let lab = Lab::new(Limits::default(), Time::Virtual, echo);
    let mut peer = lab.peer();
    let mut ids: Vec<u64> = (0..30)
        .map(|it| peer.ask("echo.echo", json!([it])))
        .collect();
    peer.stream.shutdown(Shutdown::Write).expect("it is open");
    while let Some(answer) = peer.try_next() {
        let id = answer["id"].as_u64().expect("an id");
        assert_eq!(answer["result"], id - 1);
        ids.retain(|other| *other != id);
    }
    assert_eq!(ids, [0; 0], "are not answered");
}

#[test]
fn a_peer_that_is_gone_in_the_middle_of_a_message_is_gone() {
    let lab = Lab::new(Limits::default(), Time::Virtual, echo);
    for text in [
        "",
        "{",
        "{\"method\":\"echo.echo\",\"params\":[0],\"id\":1}\n",
    ] {
        let mut peer = lab.peer();
        peer.stream.write_all(text.as_bytes()).expect("it is taken");
    }
    let mut peer = lab.peer();
    until("they are gone", || {
        let tasks = peer.call("bridge.tasks", json!({})).expect("tasks");
        tasks.as_array().map(Vec::len) == Some(1 + 4)
    });
}

#[test]
fn requests_beyond_those_in_flight_wait_and_are_answered() {
    let limits = Limits {
        in_flight: 2,
        waiting: 3,
        ..Limits::default()
    };
    let lab = Lab::new(limits, Time::Real, |system| {
        let mut served = echo(system);
        let mut second = echo(system);
        served[0].0 = "long";
        served.append(&mut second);
        served
    });
    let mut peer = lab.peer();
    // One task is busy for ever, the other one does all the rest.
    peer.ask("long.echo", json!([1_000_000_000]));
    let ids: Vec<u64> =
        (0..20).map(|_| peer.ask("echo.echo", json!([0]))).collect();
    for id in &ids {
        assert_eq!(peer.answer(*id), Ok(json!(0)));
    }
    let most = lab.handle.with(|system| {
        let names: Vec<_> = system.tasks().map(|(_, name)| name).collect();
        names
            .iter()
            .filter(|name| name.starts_with("peer 0"))
            .count()
    });
    assert_eq!(most, Ok(2));
    // Where all are busy, nobody else notices.
    for _ in 0..20 {
        peer.ask("long.echo", json!([1_000_000_000]));
    }
    assert_eq!(lab.peer().call("echo.echo", json!([0])), Ok(json!(0)));
}

#[test]
fn what_waits_takes_no_more_room_than_it_may() {
    let limits = Limits {
        in_flight: 1,
        output: 100_000,
        ..Limits::default()
    };
    let lab = Lab::new(limits, Time::Real, echo);
    let mut peer = lab.peer();
    peer.ask("echo.echo", json!([1_000_000_000]));
    let raw = json!({
        "server": "echo", "operation": 1,
        "leases": [{ "access": "write", "len": 60_000 }],
    });
    let batch: Vec<_> = (100..103)
        .map(|id| json!({ "method": "bridge.send", "params": raw, "id": id }))
        .collect();
    peer.line(json!(batch).to_string());
    // The first one has room.
    let cancel = peer.ask("bridge.cancel", json!({ "id": 100 }));
    let answers = peer.next();
    let answers = answers.as_array().expect("the batch is over").iter();
    let codes: Vec<_> = answers
        .map(|answer| answer["error"]["code"].as_i64())
        .collect();
    assert_eq!(codes, [Some(-32002), Some(-32002), Some(-32003)]);
    assert_eq!(peer.answer(cancel), Ok(json!(true)));
}

#[test]
fn a_system_that_never_rests_hears_its_peers() {
    let lab = Lab::new(Limits::default(), Time::Virtual, |system| {
        let served = echo(system);
        let echo = served[0].1;
        system.task("talker", 2, move || {
            loop {
                userlib::sys_send(echo, 1, &[0; 4], &mut [0; 4], &[]);
            }
        });
        // Less important than the talker, peers get no answers from servers;
        // those of the bridge come.
        served
    });
    let mut peer = lab.peer();
    peer.ask("echo.echo", json!([0]));
    for _ in 0..10 {
        let id = peer.ask("bridge.now", json!({}));
        peer.answer(id).expect("the bridge answers");
    }
    let killed = peer.call(
        "bridge.kill",
        json!({ "task": "talker", "restart": "never" }),
    );
    assert!(killed.is_ok());
}
