//! A server that dies while others wait for its answers.

use kernel::trace::{Call, Event};
use kernel::{Action, Restart, When};

use crate::ferry::{Log, arrive, system};
use crate::passenger::passenger;

#[test]
fn idempotent_clients_ask_again_and_the_others_see_the_death() {
    let log = Log::default();
    let timetable = [(20, arrive(0) | arrive(1)), (30, arrive(2))];
    let (mut system, ferry) = system(&log, &timetable);
    passenger(
        &mut system,
        ferry,
        "a",
        &log,
        &[&[
            (1, |ferry| format!("{:?}", ferry.cross(0))),
            (15, |ferry| format!("{:?}", ferry.cross(2))),
        ]],
    );
    passenger(
        &mut system,
        ferry,
        "b",
        &log,
        &[&[(2, |ferry| format!("{:?}", ferry.wait(1)))]],
    );
    passenger(
        &mut system,
        ferry,
        "c",
        &log,
        &[&[(3, |ferry| {
            let mut cargo = [0; 3];
            let result = ferry.load(0, &mut cargo, &mut [0; 4], &[]);
            format!("{result:?} {cargo:?}")
        })]],
    );
    system.script(When::time(10), Action::kill(ferry, Restart::AtOnce));
    system.run().expect_success();
    assert_eq!(
        log.read(),
        [
            "a: Err(Restarted)",
            "c: Err(Restarted) [0, 0, 0]",
            "b: Ok(101)",
            "a: Ok(102)"
        ]
    );
}

#[test]
fn a_killed_server_answers_nobody_while_it_unwinds() {
    let log = Log::default();
    let (mut system, ferry) = system(&log, &[]);
    for name in ["a", "b", "c"] {
        passenger(
            &mut system,
            ferry,
            name,
            &log,
            &[&[(1, |ferry| format!("{:?}", ferry.cross(0)))]],
        );
    }
    system.script(When::time(10), Action::kill(ferry, Restart::After(10)));
    system.run().expect_success();
    assert_eq!(system.current_id(ferry), ferry.next_generation());
    // Nobody was faulted by a handle that was dropped.
    assert_eq!(
        log.read(),
        [
            "a: Err(Restarted)",
            "b: Err(Restarted)",
            "c: Err(Restarted)"
        ]
    );
    for entry in system.trace().entries() {
        if let Event::Call {
            call: Call::Reply { .. } | Call::ReplyFault { .. },
            ..
        } = &entry.event
        {
            panic!("{}", system.trace().line(entry));
        }
    }
}
