//! Who may connect, and where.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;

use idol_bridge::{Access, Bridge, Limits, Time};
use kernel::System;
use serde_json::json;

use crate::lab::{Lab, echo};

#[test]
fn the_socket_has_the_permissions_that_it_is_given() {
    for mode in [0o600, 0o660, 0o666] {
        let access = Access::default().mode(mode);
        let lab = Lab::with(Limits::default(), Time::Virtual, access, echo);
        let file = fs::metadata(&lab.socket).expect("it is there");
        assert_eq!(file.permissions().mode() & 0o777, mode);
    }
}

#[test]
fn only_the_users_who_are_named_may_connect() {
    let own = rustix::process::getuid().as_raw();
    let users = |users: Vec<u32>| {
        let access = Access::default().users(users);
        Lab::with(Limits::default(), Time::Virtual, access, echo)
    };
    let lab = users(vec![own + 1, own]);
    assert_eq!(lab.peer().call("echo.echo", json!([0])), Ok(json!(0)));
    for others in [vec![], vec![own + 1]] {
        let lab = users(others);
        let mut peer = lab.peer();
        let answer = peer.next();
        assert_eq!(answer["error"]["code"], -32004);
        assert_eq!(peer.try_next(), None);
    }
}

fn bridge() -> Bridge {
    Bridge::new(System::new(), Limits::default()).expect("it has room")
}

#[test]
fn a_socket_that_is_left_over_is_replaced_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path().join("s");
    drop(UnixListener::bind(&at).expect("a free place"));
    assert!(at.exists(), "its file stays");
    let mut first = bridge();
    first
        .listen(&at, Access::default())
        .expect("nobody listens there");
    let mut second = bridge();
    let mut refused = |at: &Path| {
        let refused = second.listen(at, Access::default());
        let text = refused.err().expect("it is taken").to_string();
        let place = format!("cannot listen at `{}`: ", at.display());
        text.strip_prefix(&place).expect(&text).to_owned()
    };
    assert_eq!(refused(&at), "somebody listens there already");
    drop(first);
    assert!(!at.exists(), "it goes with the bridge");

    fs::write(&at, "mine").expect("it is written");
    assert_eq!(refused(&at), "there is a file that is no socket");
    assert_eq!(fs::read_to_string(&at).expect("it is there"), "mine");
    let nowhere = refused(&folder.path().join("no/s"));
    assert_eq!(nowhere, "No such file or directory (os error 2)");
    // Nothing of what it tried is left.
    let left = fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 1);
}

#[test]
fn another_file_of_that_name_stays_when_the_bridge_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path().join("s");
    let mut first = bridge();
    first.listen(&at, Access::default()).expect("a free place");
    fs::remove_file(&at).expect("it is there");
    let mut second = bridge();
    second.listen(&at, Access::default()).expect("a free place");
    drop(first);
    assert!(UnixStream::connect(&at).is_ok());
}

#[test]
fn one_bridge_may_have_several_sockets() {
    let folder = tempfile::tempdir().expect("a folder");
    let (calls, control) =
        (folder.path().join("calls"), folder.path().join("control"));
    let places = (calls.clone(), control.clone());
    let lab = std::thread::spawn(move || {
        let mut system = System::new();
        system.task("idler", 1, || ());
        let mut bridge =
            Bridge::new(system, Limits::default()).expect("it has room");
        bridge
            .listen(places.0, Access::default())
            .and_then(|b| b.listen(places.1, Access::default().control()))
            .expect("free places");
        bridge.run().expect("it runs")
    });
    let connect = |at: &std::path::Path| {
        let mut stream = UnixStream::connect(at);
        while stream.is_err() {
            std::thread::yield_now();
            stream = UnixStream::connect(at);
        }
        crate::lab::Peer::new(stream.expect("it listens"))
    };
    let kill = json!({ "task": "idler" });
    let (mut calls, mut control) = (connect(&calls), connect(&control));
    assert_eq!(calls.error("bridge.kill", kill.clone()).0, -32004);
    // It has finished, so it stays as it is.
    let killed = control.call("bridge.kill", kill);
    assert_eq!(killed, Ok(json!({ "generation": 0 })));
    // Nothing but the end of this process ends it.
    drop(lab);
}
