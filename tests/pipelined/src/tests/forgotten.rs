//! Handles that are dropped unanswered.

use std::sync::atomic::Ordering;

use kernel::{Action, End, Restart, System, TaskId, When};
use userlib::{FaultInfo, ReplyFaultReason};

use crate::FerryError;
use crate::ferry::{FORGET, GIVE_UP, Log, arrive, system};
use crate::passenger::{Errand, passenger};

const CROSS: Errand = (1, |ferry| format!("{:?}", ferry.cross(0)));

/// Three clients, of which the first two wait when these bits are posted.
fn run(bits: u32) -> (System, TaskId, End, Vec<String>) {
    let log = Log::default();
    let (mut system, ferry) = system(&log, &[(10, bits), (30, arrive(2))]);
    passenger(&mut system, ferry, "a", &log, &[&[CROSS]]);
    passenger(
        &mut system,
        ferry,
        "b",
        &log,
        &[&[(2, |ferry| {
            let result = ferry.load(1, &mut [0; 3], &mut [0; 4], &[]);
            format!("{result:?}")
        })]],
    );
    passenger(
        &mut system,
        ferry,
        "c",
        &log,
        &[&[(20, |ferry| format!("{:?}", ferry.cross(2)))]],
    );
    let end = system.run();
    (system, ferry, end, log.read())
}

/// The two that waited were faulted with a reason that says so, and the third
/// was served.
fn forgotten(bits: u32) -> System {
    let (system, ferry, end, log) = run(bits);
    let End::Faulted(faulted) = end else {
        panic!("nobody was faulted: {end}");
    };
    assert_eq!(faulted.len(), 2);
    let reason = ReplyFaultReason::UndefinedOperation;
    for (_, fault) in faulted {
        assert_eq!(fault.info, FaultInfo::FromServer(ferry, reason));
    }
    assert_eq!(system.fault(ferry), None);
    assert_eq!(log, ["c: Ok(102)"]);
    system
}

#[test]
fn a_forgotten_client_is_faulted_and_does_not_wait_for_ever() {
    forgotten(FORGET);
}

#[test]
fn a_client_that_is_given_up_but_still_there_does_not_wait_for_ever() {
    forgotten(GIVE_UP);
}

#[test]
fn the_trace_names_the_operation_that_was_forgotten() {
    let trace = forgotten(FORGET).trace().to_string();
    for line in [
        "ferry         REPLY_FAULT a cross: UndefinedOperation",
        "ferry         REPLY_FAULT b load: UndefinedOperation",
    ] {
        assert!(trace.contains(line), "no `{line}` in\n{trace}");
    }
}

#[test]
fn a_handle_of_a_dead_client_is_dropped_without_a_word() {
    let log = Log::default();
    let (mut system, ferry) = system(&log, &[(20, FORGET)]);
    let a = passenger(&mut system, ferry, "a", &log, &[&[CROSS]]);
    system.script(When::time(10), Action::kill(a, Restart::AtOnce));
    system.run().expect_success();
    let trace = system.trace().to_string();
    assert!(!trace.contains("REPLY_FAULT"), "{trace}");
}

/// The server once more, with counters that no other test touches.
mod counted {
    include!(concat!(env!("OUT_DIR"), "/server.rs"));

    /// A server that answers with what the client asks for.
    pub(super) struct Counted;

    impl idol_runtime::NoNotifications for Counted {}

    impl FerryReplies for Counted {
        fn cross(
            &mut self,
            _: &userlib::RecvMessage,
            seat: u8,
            reply: Ferry_cross_PENDING,
        ) {
            match seat {
                0 => reply.ok(0),
                1 => reply.err(super::FerryError::Sunk),
                2 => reply.fail(idol_runtime::ClientError::AccessViolation),
                _ => drop(reply),
            }
        }

        fn wait(
            &mut self,
            msg: &userlib::RecvMessage,
            _: u8,
            reply: Ferry_wait_PENDING,
        ) {
            // Behind the back of the handle, which is not told.
            userlib::sys_reply(msg.sender, 0, &[0; 4]);
            std::mem::forget(reply);
        }

        fn load(
            &mut self,
            _: &userlib::RecvMessage,
            _: u8,
            reply: Ferry_load_PENDING,
        ) {
            reply.answer(Err(super::FerryError::Full.into()));
        }

        fn horn(
            &mut self,
            _: &userlib::RecvMessage,
            reply: Ferry_horn_PENDING,
        ) {
            drop(reply);
        }

        fn captain(
            &mut self,
            _: &userlib::RecvMessage,
            reply: Ferry_captain_PENDING,
        ) {
            reply.answer(Ok(true));
        }

        fn names(
            &mut self,
            _: &userlib::RecvMessage,
            _: u8,
            _: u8,
            _: u8,
            reply: Ferry_names_PENDING,
        ) {
            reply.answer(Err(idol_runtime::RequestError::went_away()));
        }
    }

    /// The counters of the server.
    pub(super) fn counts() -> &'static <FerryEvent as counters::Count>::Counters
    {
        &__FERRY_SERVER_COUNTERS
    }
}

#[test]
fn handles_count_what_they_answer_and_what_is_forgotten() {
    let log = Log::default();
    let mut system = System::new();
    let server = system.task("server", 1, || {
        idol_runtime::serve!(counted, counted::Counted)
    });
    let errands: [Errand; 9] = [
        (1, |ferry| format!("{:?}", ferry.cross(0))),
        (1, |ferry| format!("{:?}", ferry.cross(1))),
        (1, |ferry| format!("{:?}", ferry.cross(2))),
        (1, |ferry| format!("{:?}", ferry.cross(3))),
        (1, |ferry| format!("{:?}", ferry.wait(0))),
        (1, |ferry| {
            let result = ferry.load(0, &mut [], &mut [0; 4], &[]);
            format!("{result:?}")
        }),
        (1, |ferry| format!("{:?}", ferry.horn())),
        (1, |ferry| format!("{:?}", ferry.captain())),
        (1, |ferry| {
            let [a, b, c, d] = &mut [[0]; 4];
            format!("{:?}", ferry.names(0, 0, 0, a, &mut 0, b, c, d))
        }),
    ];
    for errand in errands {
        passenger(&mut system, server, "client", &log, &[&[errand]]);
    }
    let End::Faulted(faulted) = system.run() else {
        panic!("four are faulted");
    };
    assert_eq!(faulted.len(), 4);
    let count = |counter: &std::sync::atomic::AtomicU32| {
        counter.load(Ordering::Relaxed)
    };
    let counts = counted::counts();
    let cross = &counts.cross;
    assert_eq!(count(&cross.Ok), 1);
    assert_eq!(count(&cross.Err.Runtime.Sunk), 1);
    assert_eq!(count(&cross.Err.Fail.AccessViolation), 1);
    assert_eq!(count(&cross.Err.Fail.UnknownOperation), 1);
    // Answered with `sys_reply`.
    assert_eq!(count(&counts.wait.Ok), 0);
    assert_eq!(count(&counts.load.Err.Runtime.Full), 1);
    assert_eq!(count(&counts.captain.Ok), 1);
    assert_eq!(count(&counts.names.Err.Fail.WentAway), 1);
    // Of operations that cannot fail only successes are counted.
    assert_eq!(count(&counts.horn), 0);
}

#[test]
fn handles_may_outlive_their_task_and_its_system() {
    let log = Log::default();
    let mut system = System::new();
    // The task captures its server, which therefore lives on with the system.
    let mut server = crate::ferry::Ferry::new(log.clone());
    let ferry = system.task("ferry", 1, move || {
        idol_runtime::serve!(crate::server, server)
    });
    passenger(&mut system, ferry, "a", &log, &[&[CROSS]]);
    let end = system.run_for(10);
    assert!(matches!(end, End::Deadlock(..)), "{end}");
    drop(system);
    assert!(log.read().is_empty());
}
