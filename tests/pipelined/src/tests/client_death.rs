//! Clients that die while they wait.

use kernel::trace::Call;
use kernel::{Action, Restart, System, TaskId, When};

use crate::client::Ferry;
use crate::ferry::{INSPECT, Log, arrive, system};
use crate::passenger::{Errand, passenger};

const CROSS_0: Errand = (1, |ferry| format!("{:?}", ferry.cross(0)));
const CROSS_1: Errand = (2, |ferry| format!("{:?}", ferry.cross(1)));

fn load(ferry: &Ferry) -> String {
    let mut cargo = [0; 3];
    let result = ferry.load(0, &mut cargo, &mut [1, 2, 3, 4], &[0x1234]);
    format!("{result:?} {cargo:?}")
}

/// Whether the server's answers to a client reached anybody.
fn answers_to(system: &System, server: TaskId, client: TaskId) -> Vec<bool> {
    let calls = system.trace().calls(server);
    calls
        .filter_map(|(call, _)| match call {
            Call::Reply {
                peer, operation, ..
            }
            | Call::ReplyFault {
                peer, operation, ..
            } => (*peer == client).then_some(operation.is_some()),
            _ => None,
        })
        .collect()
}

#[test]
fn the_answer_to_a_client_that_was_restarted_goes_nowhere() {
    let log = Log::default();
    let timetable = [
        (5, INSPECT),
        (15, INSPECT),
        (20, arrive(0)),
        (30, arrive(1)),
    ];
    let (mut system, ferry) = system(&log, &timetable);
    let a = passenger(&mut system, ferry, "a", &log, &[&[CROSS_0]]);
    passenger(&mut system, ferry, "b", &log, &[&[CROSS_1]]);
    system.script(When::time(10), Action::kill(a, Restart::AtOnce));
    system.run().expect_success();
    assert_eq!(
        log.read(),
        ["0 alive", "1 alive", "0 dead", "1 alive", "b: Ok(101)"]
    );
    assert_eq!(answers_to(&system, ferry, a), [false]);
    assert_eq!(system.fault(ferry), None);
}

#[test]
fn the_answer_to_a_client_that_faulted_goes_nowhere() {
    let log = Log::default();
    let timetable = [(15, INSPECT), (20, arrive(0)), (30, arrive(1))];
    let (mut system, ferry) = system(&log, &timetable);
    let a = passenger(&mut system, ferry, "a", &log, &[&[CROSS_0]]);
    passenger(&mut system, ferry, "b", &log, &[&[CROSS_1]]);
    system.script(When::time(10), Action::kill(a, Restart::After(15)));
    system.run().expect_success();
    // That it has faulted shows when it is restarted.
    assert_eq!(log.read(), ["0 alive", "1 alive", "b: Ok(101)"]);
    assert_eq!(answers_to(&system, ferry, a), [false]);
}

#[test]
fn the_new_request_of_a_restarted_client_is_not_answered_by_the_old_handle() {
    let log = Log::default();
    let timetable = [(20, arrive(0)), (30, arrive(1))];
    let (mut system, ferry) = system(&log, &timetable);
    // It waits again, for another seat.
    let a = passenger(&mut system, ferry, "a", &log, &[&[CROSS_0], &[CROSS_1]]);
    system.script(When::time(10), Action::kill(a, Restart::AtOnce));
    system.run().expect_success();
    assert_eq!(log.read(), ["a: Ok(101)"]);
    assert_eq!(answers_to(&system, ferry, a), [false]);
    let next = a.next_generation();
    assert_eq!(answers_to(&system, ferry, next), [true]);
}

#[test]
fn leases_last_until_the_answer() {
    let log = Log::default();
    let timetable = [(10, INSPECT), (20, INSPECT), (30, arrive(0))];
    let (mut system, ferry) = system(&log, &timetable);
    passenger(&mut system, ferry, "a", &log, &[&[(1, load)]]);
    system.run().expect_success();
    let there = "0 alive, cargo 3 Ok(()), label Ok([1, 2, 3, 4]), \
                 papers Ok(4660)";
    assert_eq!(log.read(), [there, there, "a: Ok(100) [0, 7, 0]"]);
}

#[test]
fn leases_of_a_client_that_was_restarted_report_it_gone() {
    let log = Log::default();
    let timetable = [(20, INSPECT), (30, arrive(0))];
    let (mut system, ferry) = system(&log, &timetable);
    // It lends the same again, for another seat.
    let again: Errand = (1, |ferry| {
        let mut cargo = [0; 3];
        let result = ferry.load(1, &mut cargo, &mut [5; 4], &[6]);
        format!("{result:?} {cargo:?}")
    });
    let a = passenger(&mut system, ferry, "a", &log, &[&[(1, load)], &[again]]);
    system.script(When::time(10), Action::kill(a, Restart::AtOnce));
    system.script(When::time(40), Action::post(ferry, arrive(1)));
    system.run().expect_success();
    assert_eq!(
        log.read(),
        [
            "0 dead, cargo 3 Err(Gone), label Err(Gone), papers Err(Gone)",
            "1 alive, cargo 3 Ok(()), label Ok([5, 5, 5, 5]), papers Ok(6)",
            "a: Ok(101) [1, 7, 0]"
        ]
    );
    assert_eq!(system.fault(ferry), None);
}

#[test]
fn leases_of_a_client_that_faulted_are_a_defect() {
    let log = Log::default();
    let (mut system, ferry) = system(&log, &[(20, INSPECT), (30, arrive(0))]);
    let a = passenger(&mut system, ferry, "a", &log, &[&[(1, load)]]);
    system.script(When::time(10), Action::kill(a, Restart::After(15)));
    system.run().expect_success();
    assert_eq!(
        log.read(),
        ["0 alive, cargo 3 Err(Defect), label Err(Defect), papers Err(Defect)"]
    );
}
