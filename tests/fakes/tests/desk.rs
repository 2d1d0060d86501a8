//! What a fake does, and what a person reads when a test fails.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

use fakes::types::{self, Code, Kelvin, Mode, Pair, Remark, Report};
use idol_runtime::{ClientError, ServerDeath};
use kernel::{Action, End, System, When};
use kit::{Outcome, any, fill, that};
use userlib::{
    FaultInfo, LeaseAttributes, ReplyFaultReason, TaskId, sys_get_timer,
};

/// Without `Debug` and `PartialEq`.
#[derive(serde::Serialize, serde::Deserialize, hubpack::SerializedSize)]
pub struct Opaque(pub u8);

mod fake {
    use super::Opaque;
    use fakes::types;
    include!(concat!(env!("OUT_DIR"), "/desk.rs"));
}

mod client {
    use super::Opaque;
    use fakes::types;
    include!(concat!(env!("OUT_DIR"), "/desk_client.rs"));
}

mod sensor {
    use fakes::types;
    include!(concat!(env!("OUT_DIR"), "/sensor_client.rs"));
}

/// Built as if there were no runtime.
mod lean {
    use fakes::types;
    include!(concat!(env!("OUT_DIR"), "/bell_client.rs"));

    pub(crate) mod sensor {
        use fakes::types;
        include!(concat!(env!("OUT_DIR"), "/lean_sensor_client.rs"));
    }
}

use client::Desk;
use fake::{FakeDesk, RawDesk};

const MARK: Pair = Pair {
    first: 1,
    second: 2,
};

/// A system with a fake and a client, which has run.
fn run(
    expect: impl FnOnce(&FakeDesk),
    mut client: impl FnMut(Desk) + Send + 'static,
) -> (End, FakeDesk, System) {
    let mut system = System::new();
    let desk = FakeDesk::task(&mut system, "desk", 1);
    expect(&desk);
    let id = desk.id();
    let task = system.task("client", 2, move || client(Desk::from(id)));
    system.expect_fault(task);
    (system.run(), desk, system)
}

fn file(desk: &Desk, note: &[u8]) -> (Result<u32, Code>, [u16; 2], Pair) {
    let (mut copy, mut stamp) = ([0; 2], MARK);
    let kelvin = Kelvin::from(2_700);
    let result =
        desk.file(Mode::Fast, kelvin, true, note, &mut copy, &mut stamp);
    (result, copy, stamp)
}

#[test]
fn leases_are_looked_at_and_filled() {
    let stamped = Pair {
        first: 3,
        second: -4,
    };
    let (end, desk, _) = run(
        |desk| {
            desk.expect()
                .file(
                    Mode::Fast,
                    any(),
                    that(|urgent: &bool| *urgent),
                    *b"to do",
                    fill([7, 8]),
                    fill(stamped).over(MARK),
                )
                .ok(12);
        },
        move |desk| {
            assert_eq!(file(&desk, b"to do"), (Ok(12), [7, 8], stamped));
        },
    );
    assert_eq!(end, End::Idle);
    let told = desk.calls(|calls| calls[0].to_string());
    assert_eq!(
        told,
        "file(mode: Fast, kelvin: Kelvin(2700), urgent: true, \
         note: [74 6f 20 64 6f], copy: 4 bytes, stamp: [01 00 02 00]) \
         -> Ok(12)"
    );
    desk.verify();
}

#[test]
fn the_order_is_kept_or_does_not_matter() {
    let (end, desk, _) = run(
        |desk| {
            desk.expect_whenever().clear(any()).ok(());
            desk.always().count().ok(1);
            desk.expect().count().ok(2);
            desk.expect().count().ok(3);
        },
        |desk| {
            assert_eq!([desk.count(), desk.count()], [2, 3]);
            assert_eq!(desk.clear(Opaque(1)), Ok(()));
            assert_eq!([desk.count(), desk.count()], [1, 1]);
        },
    );
    assert_eq!(end, End::Idle);
    desk.verify();
}

#[test]
fn errors_faults_and_deaths_are_the_interfaces_own() {
    let full = Report {
        mode: Mode::Slow,
        counts: [1, 2, 3],
    };
    let (end, desk, system) = run(
        |desk| {
            let find = || desk.expect().find(Remark::Hours(1));
            find().err(full);
            find().die();
            desk.expect().clear(any()).die();
            desk.expect().count().die();
            desk.expect().count().ok(5);
            find().fault(ClientError::AccessViolation);
        },
        move |desk| {
            let find = || desk.find(Remark::Hours(1)).map(|it| it.0);
            assert_eq!(find(), Err(full));
            assert_eq!(find(), Err(Report::from(ServerDeath)));
            assert_eq!(desk.clear(Opaque(0)), Err(ServerDeath));
            assert_eq!(desk.count(), 5);
            let _ = find();
        },
    );
    assert!(matches!(end, End::Faulted(_)), "{end}");
    let reason = ReplyFaultReason::AccessViolation;
    assert_eq!(
        system.fault(TaskId(1)).map(|it| it.info),
        Some(FaultInfo::FromServer(system.current_id(desk.id()), reason))
    );
    assert_eq!(u8::from(system.current_id(desk.id()).generation()), 3);
    // Where the test says so, not where it is done.
    let trace = system.trace().to_string();
    let died = "faulted: panicked: as the test has it, at tests/fakes/tests/";
    assert_eq!(trace.matches(died).count(), 3, "{trace}");
    desk.verify();
}

#[test]
fn an_answer_comes_after_time_or_a_notification_or_never() {
    let (times, told) = mpsc::channel();
    let mut system = System::new();
    let desk = FakeDesk::task(&mut system, "desk", 1);
    desk.expect().count().after(20).ok(1);
    desk.expect().count().on(0b10).ok(2);
    desk.expect().count().never();
    system.script(When::time(50), Action::post(desk.id(), 0b11));
    let id = desk.id();
    system.task("client", 2, move || {
        let desk = Desk::from(id);
        for _ in 0..3 {
            let count = desk.count();
            let _ = times.send((sys_get_timer().now, count));
        }
    });
    let end = system.run();
    assert!(matches!(end, End::Deadlock(_)), "{end}");
    let told: Vec<_> = told.try_iter().collect();
    assert_eq!(told, [(20, 1), (50, 2)]);
    desk.verify();
}

#[test]
fn an_answer_is_made_of_the_call() {
    let (end, desk, _) = run(
        |desk| {
            desk.always()
                .file(any(), any(), any(), any(), any(), any())
                .with(|call| {
                    let note = call.lease("note").map_or(0, |it| it.len);
                    Ok(note as u32)
                });
        },
        |desk| {
            assert_eq!(file(&desk, b"abc").0, Ok(3));
            assert_eq!(file(&desk, b"").0, Ok(0));
        },
    );
    assert_eq!(end, End::Idle);
    desk.verify();
}

/// What dropping a fake fails the test with.
fn complaint(desk: FakeDesk) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| drop(desk)))
        .expect_err("it was not as expected");
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn a_difference_is_told_part_by_part() {
    let (end, desk, _) = run(
        |desk| {
            desk.expect().count().ok(0);
            desk.expect()
                .file(
                    Mode::Slow,
                    any(),
                    true,
                    *b"a note",
                    fill([1, 2, 3]),
                    any(),
                )
                .err(Code::Busy);
        },
        |desk| {
            desk.count();
            let _ = file(&desk, b"a rose");
            unreachable!("the client waits for ever");
        },
    );
    assert_eq!(
        end.to_string(),
        "deadlock:\n  client waits for desk to reply, but desk has finished"
    );
    let told = complaint(desk);
    let mut lines: Vec<_> = told.lines().collect();
    let expected = lines.remove(2);
    assert_eq!(
        lines,
        [
            "desk (Desk): unexpected call",
            "       got file(mode: Fast, kelvin: Kelvin(2700), urgent: true, \
             note: [61 20 72 6f 73 65], copy: 4 bytes, stamp: [01 00 02 00]), \
             from the task of index 1",
            "           argument `mode` is Fast, not Slow",
            "           lease `note` is [61 20 72 6f 73 65], \
             not [61 20 6e 6f 74 65]",
            "           lease `copy` has 4 bytes, too few for the 6 to fill \
             it with",
            "    before count() -> Ok(0)",
        ]
    );
    assert!(
        expected.starts_with(
            "  expected file(mode: Slow, kelvin: _, urgent: true, note: \
             [61 20 6e 6f 74 65], copy: fill([01 00 02 00 03 00]), stamp: _), \
             at "
        ),
        "{expected}"
    );
    assert!(expected.contains("tests/desk.rs:"), "{expected}");
}

#[test]
fn what_did_not_come_is_told() {
    let (_, desk, _) = run(
        |desk| {
            desk.expect().count().ok(0);
            desk.expect().find(that(|_: &Remark| true)).ok(Opaque(1));
            desk.expect_whenever().clear(any()).ok(());
        },
        |desk| {
            desk.count();
        },
    );
    let told = complaint(desk);
    let lines: Vec<_> = told
        .lines()
        .map(|line| line.split(", at ").next().unwrap_or(line))
        .collect();
    assert_eq!(
        lines,
        [
            "desk (Desk): 2 expected calls did not come",
            "  expected find(remark: that(..))",
            "  expected clear(opaque: _)",
            "    before count() -> Ok(0)",
        ]
    );
}

#[test]
fn what_nobody_expects_is_told() {
    let (_, desk, _) = run(
        |_| {},
        |desk| {
            let _ = desk.clear(Opaque(1));
        },
    );
    assert_eq!(
        complaint(desk),
        "desk (Desk): unexpected call\n       \
         got clear(opaque: Opaque(..)), from the task of index 1\n  \
         expected no call at all\n    before nothing"
    );
}

#[test]
fn a_panic_of_what_the_test_has_said_is_not_lost() {
    for by_answer in [true, false] {
        let (end, desk, _) = run(
            |desk| {
                let calls = desk.always();
                match by_answer {
                    true => calls.clear(any()).with(|_| panic!("by answer")),
                    false => calls
                        .clear(that(|it: &Opaque| panic!("with {}", it.0)))
                        .ok(()),
                }
            },
            |desk| {
                let _ = desk.clear(Opaque(7));
                unreachable!("the client waits for ever");
            },
        );
        assert!(matches!(end, End::Deadlock(_)), "{end}");
        let why = if by_answer { "by answer" } else { "with 7" };
        assert_eq!(
            complaint(desk),
            format!(
                "desk (Desk): a condition or an answer of the test has \
                 panicked: {why}"
            )
        );
    }
}

/// What a fake does to a client that sends this.
fn sent(message: kit::Message) -> Option<FaultInfo> {
    let mut system = System::new();
    let desk = FakeDesk::task(&mut system, "desk", 1);
    desk.always()
        .file(any(), any(), any(), any(), any(), any())
        .ok(1);
    let id = desk.id();
    let client = system.task("client", 2, move || {
        let answered = message.send(id);
        assert_eq!(answered.outcome.ok(), Some(&1_u32));
    });
    system.expect_fault(client);
    let _ = system.run();
    system.fault(client).map(|it| it.info)
}

#[test]
fn a_message_is_spoilt_in_every_way() {
    let message = || {
        let (mut copy, mut stamp) = ([0; 2], MARK);
        let kelvin = Kelvin::from(1);
        RawDesk::file(Mode::Off, kelvin, true, b"abc", &mut copy, &mut stamp)
    };
    let refused = |message: kit::Message| match sent(message) {
        Some(FaultInfo::FromServer(_, reason)) => Some(reason),
        _ => None,
    };
    assert_eq!(message().bytes, [7, 1, 0, 1]);
    assert_eq!(sent(message()), None);
    use ReplyFaultReason::*;
    for (message, reason) in [
        (message().with_operation(77), UndefinedOperation),
        (message().shorter(), BadMessageSize),
        (message().longer(), BadMessageSize),
        (message().with_len(100), BadMessageSize),
        (message().with_byte(0, 9), BadMessageContents),
        (message().with_capacity(3), ReplyBufferTooSmall),
        (message().without_lease("note"), BadLeases),
        (
            message().with_lease(LeaseAttributes::READ, *b"x"),
            BadLeases,
        ),
        (message().with_lease_len("note", 17), BadLeases),
        (message().with_lease_len("stamp", 3), BadLeases),
        (
            message().with_access("copy", LeaseAttributes::READ),
            BadLeases,
        ),
    ] {
        let shown = format!("{message:?}");
        assert_eq!(refused(message), Some(reason), "{shown}");
    }
}

#[test]
#[should_panic(expected = "no lease `nota`; there are note, copy, stamp")]
fn a_lease_that_there_is_not_is_told() {
    let (mut copy, mut stamp) = ([0; 2], MARK);
    let kelvin = Kelvin::from(1);
    let _ =
        RawDesk::file(Mode::Off, kelvin, true, b"abc", &mut copy, &mut stamp)
            .with_lease_len("nota", 1);
}

#[test]
fn a_trace_has_the_calls_with_what_was_done_to_leases() {
    let (_, desk, system) = run(
        |desk| {
            desk.expect()
                .file(any(), any(), any(), *b"ab", fill([9]), any())
                .ok(1);
            desk.expect().count().die();
            desk.expect().count().ok(2);
            desk.expect().clear(any()).die();
            desk.expect().find(any()).fault(ClientError::BadLease);
        },
        |desk| {
            let _ = file(&desk, b"ab");
            desk.count();
            let _ = desk.clear(Opaque(3));
            let _ = desk.find(Remark::Nothing);
        },
    );
    let calls = FakeDesk::recorded(system.trace(), desk.id());
    let told: Vec<_> = calls.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "file(mode: Fast, kelvin: Kelvin(2700), urgent: true, \
             note: [61 62], copy: 4 bytes, stamp: [01 00 02 00]) -> Ok(1)",
            "count() -> the server died, asked again",
            "count() -> Ok(2)",
            "clear(opaque: Opaque(..)) -> the server died: ServerDeath",
            "find(remark: Nothing) -> refused: BadLeases",
        ]
    );
    let copy = calls[0].lease("copy").expect("it is lent");
    assert_eq!(copy.written, [(0, vec![9, 0])]);
    assert_eq!(calls[0].get("mode"), Some(&Mode::Fast));
    assert!(matches!(calls[3].outcome, Outcome::Died(_)));
    let _: Option<&types::Remark> = calls[4].get("remark");
    desk.verify();
}

#[test]
fn the_smallest_example_has_its_bytes_committed() {
    mod adder {
        include!(concat!(env!("OUT_DIR"), "/adder.rs"));
    }
    adder::Adder_VECTORS::of::<kit::vectors::Serde>()
        .check("../../examples/hello/vectors.json");
}

/// What the trace says that the client of a server by hand does, which answers
/// everything with these.
fn by_hand(
    code: u32,
    reply: &'static [u8],
    mut client: impl FnMut(TaskId) + Send + 'static,
) -> System {
    let mut system = System::new();
    let desk = system.task("desk", 1, move || {
        loop {
            let message = userlib::sys_recv_open(&mut [0; 32], 0);
            let room = message.response_capacity.min(reply.len());
            userlib::sys_reply(message.sender, code, &reply[..room]);
        }
    });
    system.task("client", 2, move || client(desk));
    assert_eq!(system.run(), End::Idle);
    system
}

/// A server without a stub tells nothing of itself, but its clients do.
#[test]
fn a_server_by_hand_is_told_of_by_its_clients_stub() {
    let system = by_hand(0, &[7, 0, 0, 0], |desk| {
        assert_eq!(file(&Desk::from(desk), b"note").0, Ok(7));
    });
    let trace = system.trace().to_string();
    for line in [
        "desk.file(mode: Fast, kelvin: 2700, urgent: true, note: &[4 bytes], \
         copy: &mut [4 bytes], stamp: &mut [4 bytes]) -> Ok(7)",
        "RECV room for 32, waits -> file from client",
    ] {
        assert!(trace.contains(line), "{line} is not in\n{trace}");
    }
    let system = by_hand(1, &[], |desk| {
        assert_eq!(file(&Desk::from(desk), &[]).0, Err(Code::Busy));
    });
    let trace = system.trace().to_string();
    assert!(trace.contains(") -> Err(Busy)"), "{trace}");
}

/// This package has the runtime, so its clients use it, whatever their errors.
#[test]
fn a_client_of_a_package_with_the_runtime_tells_values() {
    let told = |code, reply, line: &str, call: fn(sensor::Sensor)| {
        let system = by_hand(code, reply, move |server| call(server.into()));
        let trace = system.trace().to_string();
        assert!(trace.contains(line), "{line} is not in\n{trace}");
    };
    let line = "desk.get(id: 3) -> Ok(21.5)";
    told(0, &[0, 0, 0xac, 0x41], line, |sensor| {
        assert_eq!(sensor.get(3), Ok(21.5));
    });
    told(1, &[], "desk.get(id: 9) -> Err(Busy)", |sensor| {
        assert_eq!(sensor.get(9), Err(Code::Busy));
    });
    let line = "desk.all(of: Fast, since: Some(500)) -> \
                Ok(Pair { first: 1, second: 2 })";
    told(0, &[1, 0, 2, 0], line, |sensor| {
        assert_eq!(sensor.all(Mode::Fast, Some(500)), Ok(MARK));
    });
}

/// Without the runtime beside it a stub knows the names of operations.
#[test]
fn a_client_without_the_runtime_tells_names() {
    let system = by_hand(0, &[], |bell| {
        assert_eq!(lean::Bell::from(bell).ring(3), Ok(()));
    });
    let trace = system.trace().to_string();
    assert!(trace.contains("SEND desk.ring [03], room for 0"), "{trace}");
    let system = by_hand(0, &[0, 0, 0xac, 0x41], |sensor| {
        assert_eq!(lean::sensor::Sensor::from(sensor).get(3), Ok(21.5));
    });
    let trace = system.trace().to_string();
    assert!(trace.contains("SEND desk.get [03], room for 4"), "{trace}");
}

#[test]
fn clients_that_disagree_about_a_server_are_both_told() {
    let system = by_hand(0, &[7, 0], |desk| {
        assert_eq!(lean::Bell::from(desk).ring(3), Ok(()));
        assert_eq!(Desk::from(desk).count(), 7);
    });
    let trace = system.trace().to_string();
    assert!(trace.contains("desk.op 1 (file or ring) [03]"), "{trace}");
    assert!(trace.contains("desk.count() -> 7"), "{trace}");
}

/// The first operation of a desk is another.
#[test]
fn the_servers_word_comes_before_its_clients() {
    let mut system = System::new();
    let desk = FakeDesk::task(&mut system, "desk", 1);
    desk.always().count().ok(7);
    let id = desk.id();
    let client = system.task("client", 2, move || {
        assert_eq!(Desk::from(id).count(), 7);
        let _ = lean::Bell::from(id).ring(3);
    });
    system.expect_fault(client);
    assert!(matches!(system.run(), End::Faulted(_)));
    let trace = system.trace().to_string();
    assert!(trace.contains("desk.file(mode: [03]"), "{trace}");
    assert!(!trace.contains("ring"), "{trace}");
}
