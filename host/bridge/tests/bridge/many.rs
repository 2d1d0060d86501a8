//! Many peers.

use idol_bridge::{Limits, Time};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;

use crate::lab::{Lab, Peer, echo, until};

/// Lets this process have two files for each of a thousand connections.
fn raise_the_number_of_files() {
    let files = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: files.maximum,
        maximum: files.maximum,
    };
    setrlimit(Resource::Nofile, raised).expect("up to the maximum it may");
}

#[test]
fn a_thousand_connections_are_all_answered() {
    raise_the_number_of_files();
    let limits = Limits {
        connections: 1_000,
        in_flight: 1,
        ..Limits::default()
    };
    let lab = Lab::new(limits, Time::Virtual, |system| {
        system.stack_size(64 << 10);
        echo(system)
    });
    let mut peers: Vec<Peer> = (0..1_000).map(|_| lab.peer()).collect();
    for peer in &mut peers {
        peer.ask("echo.echo", json!([0]));
    }
    for peer in &mut peers {
        assert_eq!(peer.answer(1), Ok(json!(0)));
    }
    let (code, _) = refused(&mut lab.peer());
    assert_eq!(code, -32002);
    // Nobody is disturbed by those who go.
    drop(peers.split_off(500));
    for peer in &mut peers {
        assert_eq!(peer.call("echo.echo", json!([0])), Ok(json!(0)));
    }
}

fn refused(peer: &mut Peer) -> (i64, String) {
    let answer = peer.next();
    assert_eq!(answer["id"], json!(null));
    let refused = crate::lab::code_and_text(&answer["error"]);
    assert_eq!(peer.try_next(), None, "it is closed");
    refused
}

#[test]
fn whoever_comes_when_there_is_no_room_is_told_and_may_come_again() {
    let limits = Limits {
        connections: 3,
        ..Limits::default()
    };
    let lab = Lab::new(limits, Time::Virtual, echo);
    let mut peers: Vec<Peer> = (0..3).map(|_| lab.peer()).collect();
    for peer in &mut peers {
        assert_eq!(peer.call("echo.echo", json!([0])), Ok(json!(0)));
    }
    for _ in 0..1_000 {
        let (code, text) = refused(&mut lab.peer());
        assert_eq!(code, -32002);
        assert_eq!(
            text,
            "this bridge has 3 connections already, and no room for more"
        );
    }
    for peer in &mut peers {
        assert_eq!(peer.call("echo.echo", json!([0])), Ok(json!(0)));
    }
    peers.pop();
    until("there is room", || {
        let mut peer = lab.peer();
        peer.ask("echo.echo", json!([0]));
        peer.next()["id"] == 1
    });
}

#[test]
fn too_many_connections_are_refused_when_the_bridge_is_made() {
    let limits = Limits {
        connections: 1_000,
        in_flight: 2,
        ..Limits::default()
    };
    let bridge = idol_bridge::Bridge::new(kernel::System::new(), limits);
    let text = bridge.err().expect("it is too much").to_string();
    assert!(text.starts_with("2000 tasks are too many"), "{text}");
}
