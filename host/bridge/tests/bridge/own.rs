//! The methods of the bridge itself, and how it is made.

use idol_bridge::{Access, Bridge, Limits, Time, schemas};
use kernel::System;
use serde_json::json;

use crate::lab::{Lab, echo, echo_schema, examples};

#[test]
fn the_bridge_tells_what_tasks_do() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let tasks = peer.call("bridge.tasks", json!({})).expect("they are told");
    let tasks = tasks.as_array().expect("a list");
    assert_eq!(tasks.len(), 3 + 4);
    assert_eq!(
        tasks[1],
        json!({
            "name": "spi", "generation": 0, "state": "healthy",
            "doing": "InRecv(None)", "fault": null,
        })
    );
    peer.call("bridge.kill", json!({ "task": "spi", "restart": "never" }))
        .expect("it may");
    let tasks = peer.call("bridge.tasks", json!({})).expect("they are told");
    assert_eq!(tasks[1]["state"], "faulted");
    assert_eq!(tasks[1]["fault"], "killed");
}

#[test]
fn who_is_outside_kills_posts_and_interrupts() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let after = json!({ "task": "sensor", "restart": { "after": 7 } });
    let killed = peer.call("bridge.kill", after);
    assert_eq!(killed, Ok(json!({ "generation": 0 })));
    peer.call("bridge.sleep", json!({ "milliseconds": 8 }))
        .expect("time passes");
    let killed = peer.call("bridge.kill", json!({ "task": "sensor" }));
    assert_eq!(killed, Ok(json!({ "generation": 2 })));
    for method in ["bridge.post", "bridge.interrupt"] {
        let bits = json!({ "task": "uart", "bits": 1 });
        assert_eq!(peer.call(method, bits), Ok(json!({ "generation": 0 })));
        for wrong in [
            json!({ "task": "uart" }),
            json!({ "task": "uart", "bits": 1, "restart": "never" }),
            json!({ "task": "nobody", "bits": 1 }),
            json!({ "task": "uart", "bits": -1 }),
            json!({}),
        ] {
            assert_eq!(peer.error(method, wrong).0, -32602);
        }
    }
    for wrong in [
        json!({ "task": "uart", "bits": 1 }),
        json!({ "restart": 1 }),
    ] {
        assert_eq!(peer.error("bridge.kill", wrong).0, -32602);
    }
}

#[test]
fn a_socket_without_control_lets_nobody_kill() {
    let lab = Lab::with(
        Limits::default(),
        Time::Virtual,
        Access::default(),
        examples,
    );
    let mut peer = lab.peer();
    for method in ["bridge.kill", "bridge.post", "bridge.interrupt"] {
        let (code, text) = peer.error(method, json!({ "task": "uart" }));
        assert_eq!(code, -32004);
        assert_eq!(text, format!("this socket does not allow `{method}`"));
    }
    assert_eq!(peer.call("uart.lost", json!({})), Ok(json!(0)));
    // Whoever holds the bridge may.
    let stream = lab.handle.connect().expect("it runs");
    let mut inside = crate::lab::Peer::new(stream);
    let killed = inside.call("bridge.kill", json!({ "task": "uart" }));
    assert_eq!(killed, Ok(json!({ "generation": 1 })));
}

#[test]
fn servers_have_names_of_their_own() {
    let mut system = System::new();
    let (_, task, _) = echo(&mut system).remove(0);
    let mut bridge =
        Bridge::new(system, Limits::default()).expect("it has room");
    bridge
        .serve("echo", task, echo_schema())
        .expect("a good name");
    bridge
        .serve("echo-2", task, echo_schema())
        .expect("a good name");
    for name in ["echo", "rpc", "bridge", "trace", "", "a.b", "a b"] {
        let refused = bridge.serve(name, task, echo_schema());
        let text = refused.err().expect("no good name").to_string();
        assert!(text.starts_with("no server can be called"), "{text}");
    }
    let mut broken = echo_schema();
    broken.types.clear();
    let refused = bridge.serve("broken", task, broken);
    let text = refused.err().expect("no good schema").to_string();
    assert!(text.starts_with("the schema is wrong: "), "{text}");
}

#[test]
fn schemas_come_from_files_of_both_kinds() {
    let folder = tempfile::tempdir().expect("a folder");
    let json = folder.path().join("echo.json");
    std::fs::write(&json, echo_schema().to_json()).expect("it is written");
    let read = schemas::of_file(&json).expect("it is a schema");
    assert_eq!(read, [echo_schema()]);
    let program = std::env::current_exe().expect("this program");
    let read = schemas::of_file(program).expect("it has servers");
    let spi = schemas::named(&read, "Spi").expect("among them");
    assert_eq!(spi, crate::lab::schema("Spi"));
    let none = schemas::named(&read, "Lamp").expect_err("there is none");
    assert_eq!(none.to_string(), "no server of `Lamp` is in it");
    std::fs::write(&json, "{}").expect("it is written");
    assert!(schemas::of_file(&json).is_err());
    std::fs::write(&json, b"\x7fELF and no more").expect("it is written");
    assert!(schemas::of_file(&json).is_err());
    assert!(schemas::of_file(folder.path().join("none")).is_err());
}
