//! Who dies, and what the others see of it.

use kernel::{Action, CallKind, End, Restart, System, When};
use serde_json::{Value, json};

use crate::lab::{Lab, code_and_text, echo, examples, until};
use idol_bridge::{Ended, Limits, Time};

#[test]
fn a_server_that_dies_in_a_call_is_told_or_asked_again() {
    let lab = Lab::new(Limits::default(), Time::Virtual, |system| {
        let served = examples(system);
        let dies = |system: &mut System, at: usize, recv| {
            system.script(
                When::after(served[at].1, CallKind::Recv, recv),
                Action::kill(served[at].1, Restart::After(5)),
            );
        };
        dies(system, 1, 1);
        dies(system, 2, 1);
        served
    });
    let mut peer = lab.peer();
    let exchange = json!({ "chip": "Flash", "source": [0], "sink": 1 });
    let died = peer.call("spi.exchange", exchange.clone());
    let died = died.expect_err("an exchange is no idempotent operation");
    assert_eq!(
        died,
        json!({
            "code": -32000, "message": "`spi` died before it answered",
            "data": { "generation": 1 },
        })
    );
    // It knows the new generation now.
    peer.call("spi.exchange", exchange).expect("it lives");
    assert_eq!(peer.call("uart.lost", json!({})), Ok(json!(0)));
    let generation = lab.handle.with(|system| {
        let uart = system.slot("uart");
        u8::from(system.current_id(uart).generation())
    });
    assert_eq!(generation, Ok(1));
}

#[test]
fn a_server_that_died_between_two_calls_has_forgotten_what_it_was_told() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let lock = json!({ "chip": "Flash", "select": true });
    assert_eq!(peer.call("spi.lock", lock.clone()), Ok(json!(null)));
    let mut other = lab.peer();
    let killed = other.call("bridge.kill", json!({ "task": "spi" }));
    assert_eq!(killed, Ok(json!({ "generation": 1 })));
    // As a client on a board learns it.
    let (code, _) = peer.error("spi.release", json!({}));
    assert_eq!(code, -32000);
    assert_eq!(peer.call("spi.release", json!({})), Ok(json!(null)));
    // Whoever has not talked to it has nothing to learn.
    assert_eq!(other.call("spi.lock", lock), Ok(json!(null)));
}

#[test]
fn a_server_that_dies_again_and_again_is_asked_a_few_times() {
    let limits = Limits {
        retries: 3,
        ..Limits::default()
    };
    let lab = Lab::new(limits, Time::Virtual, |system| {
        let mut served = echo(system);
        let broken = system.task("broken", 1, || {
            userlib::sys_recv_open(&mut [], 0);
            panic!("it always does");
        });
        system.supervisor(Restart::AtOnce);
        let mut schema = crate::lab::echo_schema();
        for operation in &mut schema.operations {
            operation.idempotent = true;
        }
        served.push(("broken", broken, schema));
        served
    });
    let mut peer = lab.peer();
    let died = peer.call("broken.echo", json!([1])).expect_err("it dies");
    assert_eq!(died["code"], -32000);
    assert_eq!(died["data"]["generation"], 4);
}

#[test]
fn a_peer_that_goes_away_is_dead_to_a_server_that_heard_only_it() {
    let lab = Lab::examples();
    let mut owner = lab.peer();
    let lock = json!({ "chip": "Flash", "select": true });
    assert_eq!(owner.call("spi.lock", lock.clone()), Ok(json!(null)));
    let mut other = lab.peer();
    let waits = other.ask("spi.lock", lock);
    // The server hears nobody but the owner; others do. How much the uart has
    // lost depends on the time, which passes while someone waits.
    let lost = lab.peer().call("uart.lost", json!({}));
    assert!(lost.is_ok_and(|lost| lost.is_u64()));
    drop(owner);
    assert_eq!(other.answer(waits), Ok(json!(null)));
}

#[test]
fn a_peer_that_goes_away_in_a_call_leaves_room_in_a_pipelined_server() {
    let lab = Lab::new(Limits::default(), Time::Real, examples_without_wire);
    // The driver has room for two that wait.
    let mut first = lab.peer();
    let mut second = lab.peer();
    let mut third = lab.peer();
    first.ask("uart.read_line", json!({ "line": 16 }));
    let waits = second.ask("uart.read_line", json!({ "line": 16 }));
    let replies = || {
        let waiting = lab.handle.with(|system| {
            let tasks: Vec<_> = system.tasks().map(|(id, _)| id).collect();
            let waits = |id: &&kernel::TaskId| {
                use userlib::{SchedState, TaskState};
                matches!(
                    system.state(**id),
                    TaskState::Healthy(SchedState::InReply(_))
                )
            };
            tasks.iter().filter(waits).count()
        });
        waiting.expect("it runs")
    };
    until("two wait", || replies() == 2);
    let busy = third.error("uart.read_line", json!({ "line": 16 }));
    assert_eq!(busy, (1, "Busy".to_owned()));
    drop(first);
    until("one waits", || replies() == 1);
    // The driver finds out when it writes to who is gone; the line goes to the
    // one who is there.
    let killed = lab.handle.with(|system| {
        let uart = system.slot("uart");
        system.interrupt(uart, uart::driver::RECEIVED);
    });
    assert_eq!(killed, Ok(()));
    let line = second.answer(waits).expect("a line comes");
    assert_eq!(line["leases"]["line"]["base64"], "dG9vIGVhcmx5CgAAAAAAAA==");
}

/// The examples, whose serial port hears what has come by now whenever it is
/// interrupted.
fn examples_without_wire(system: &mut System) -> crate::lab::Served {
    let mut served = examples(system);
    served.retain(|(name, ..)| *name != "uart");
    let uart = system.task("port", 3, uart::driver::main);
    system.interrupts(uart, uart::driver::RECEIVED);
    system.bind_slot("uart", uart);
    served.push(("uart", uart, crate::lab::schema("Uart")));
    served
}

#[test]
fn each_connection_has_tasks_of_its_own_in_a_new_generation() {
    let lab = Lab::examples();
    let mut senders = Vec::new();
    for _ in 0..2 {
        let mut peer = lab.peer();
        assert_eq!(peer.call("uart.lost", json!({})), Ok(json!(0)));
        let sender = lab.handle.with(|system| {
            let uart = system.slot("uart");
            let mut calls = system.trace().calls(uart);
            let found = calls.rfind(|(call, _)| {
                matches!(call, kernel::trace::Call::Reply { .. })
            });
            match found {
                Some((kernel::trace::Call::Reply { peer, .. }, _)) => *peer,
                _ => panic!("the port has replied"),
            }
        });
        senders.push(sender.expect("it runs"));
        drop(peer);
        until("the task is dead", || {
            let id = senders[senders.len() - 1];
            let now = lab.handle.with(move |system| system.current_id(id));
            now.expect("it runs") != id
        });
    }
    assert_eq!(senders[0].next_generation(), senders[1]);
}

#[test]
fn a_request_that_breaks_a_rule_is_told_which() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let raw = |operation: u16, message: &str, room: usize| {
        json!({
            "server": "spi", "operation": operation, "message": message,
            "room": room,
        })
    };
    let mut reason = |params: Value| {
        let error = peer.call("bridge.send", params).expect_err("a fault");
        assert_eq!(error["code"], -32001, "{error}");
        assert_eq!(error["data"]["fault"], "refused by the server");
        error["data"]["reason"].as_str().expect("a word").to_owned()
    };
    assert_eq!(reason(raw(99, "", 0)), "UndefinedOperation");
    assert_eq!(reason(raw(2, "AA==", 4)), "BadMessageSize");
    assert_eq!(reason(raw(2, "BQAAAAA=", 4)), "BadMessageContents");
    assert_eq!(reason(raw(2, "AAAAAAA=", 3)), "ReplyBufferTooSmall");
    assert_eq!(reason(raw(1, "AA==", 0)), "BadLeases");
    // The connection lives, in a new generation of its task.
    assert_eq!(peer.call("spi.release", json!({})), Ok(json!(null)));
}

#[test]
fn a_request_that_is_killed_is_told_so() {
    let lab = Lab::new(Limits::default(), Time::Real, echo);
    let mut peer = lab.peer();
    let id = peer.ask("echo.echo", json!([1_000_000_000]));
    let mut other = lab.peer();
    let mut killed = Value::Null;
    until("the peer's task is there", || {
        killed = other
            .call("bridge.kill", json!({ "task": "peer 0.0" }))
            .expect("it is there from the start");
        killed["generation"] != 0
    });
    let error = peer.answer(id).expect_err("it is dead");
    assert_eq!(error["code"], -32001);
    assert_eq!(error["data"]["fault"], "killed");
}

#[test]
fn a_request_can_be_taken_back() {
    let lab = Lab::new(Limits::default(), Time::Real, echo);
    let mut peer = lab.peer();
    // Four are in flight; the fifth waits for one of them.
    let ids: Vec<u64> = (0..5)
        .map(|_| peer.ask("echo.echo", json!([1_000_000_000])))
        .collect();
    for id in [ids[4], ids[0], ids[2]] {
        let cancel = peer.ask("bridge.cancel", json!({ "id": id }));
        let error = peer.answer(id).expect_err("it is cancelled");
        assert_eq!(code_and_text(&error), (-32003, "it was taken back".into()));
        assert_eq!(peer.answer(cancel), Ok(json!(true)));
    }
    let again = peer.call("bridge.cancel", json!({ "id": ids[0] }));
    assert_eq!(again, Ok(json!(false)));
    let text = peer.call("bridge.cancel", json!({ "id": "x" }));
    assert_eq!(text, Ok(json!(false)));
}

#[test]
fn a_reset_ends_the_bridge() {
    let lab = Lab::new(Limits::default(), Time::Virtual, |system| {
        let mut served = echo(system);
        let reset = system.task("reset", 1, || {
            userlib::sys_recv_open(&mut [], 0);
            userlib::kipc::reset();
        });
        served.push(("reset", reset, crate::lab::echo_schema()));
        served
    });
    let mut peer = lab.peer();
    peer.ask("reset.echo", json!([1]));
    assert_eq!(peer.try_next(), None);
    assert_eq!(lab.end(), Ended::Reset(kernel::TaskId(1)));
}

#[test]
fn the_system_is_there_before_and_after() {
    let mut system = System::new();
    let served = echo(&mut system);
    let mut bridge = idol_bridge::Bridge::new(system, Limits::default())
        .expect("it has room");
    assert_eq!(bridge.system().run(), End::Idle);
    bridge.handle().stop().expect("it is there");
    assert_eq!(bridge.run().expect("it runs"), Ended::Stopped);
    let task = served[0].1;
    assert_eq!(bridge.system().current_id(task), task);
    let handle = bridge.handle();
    drop(bridge);
    assert_eq!(handle.with(|_| ()), Err(idol_bridge::Over));
    assert_eq!(handle.stop(), Err(idol_bridge::Over));
    assert!(handle.connect().is_err());
}
