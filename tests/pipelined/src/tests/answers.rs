//! In which order answers come, and what comes between.

use kernel::End;

use crate::ferry::{Log, SINK, arrive, system};
use crate::passenger::passenger;

#[test]
fn requests_are_answered_in_any_order() {
    let log = Log::default();
    let timetable = [(10, arrive(2)), (20, arrive(0)), (30, arrive(1))];
    let (mut system, ferry) = system(&log, &timetable);
    passenger(
        &mut system,
        ferry,
        "a",
        &log,
        &[&[(1, |ferry| format!("{:?}", ferry.cross(0)))]],
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
            let result = ferry.load(2, &mut cargo, &mut [0; 4], &[]);
            format!("{result:?} {cargo:?}")
        })]],
    );
    system.run().expect_success();
    assert_eq!(
        log.read(),
        ["c: Ok(102) [2, 0, 0]", "a: Ok(100)", "b: Ok(101)"]
    );
}

#[test]
fn requests_and_notifications_are_taken_while_others_wait() {
    let log = Log::default();
    // Seat 1 arrives with nobody in it, before anybody has asked for it.
    let timetable =
        [(5, arrive(1)), (20, arrive(1)), (30, arrive(0) | arrive(2))];
    let (mut system, ferry) = system(&log, &timetable);
    passenger(
        &mut system,
        ferry,
        "a",
        &log,
        &[&[(1, |ferry| format!("{:?}", ferry.cross(0)))]],
    );
    passenger(
        &mut system,
        ferry,
        "b",
        &log,
        &[&[
            (10, |ferry| format!("{:?}", ferry.cross(1))),
            (21, |ferry| format!("{:?}", ferry.cross(2))),
        ]],
    );
    passenger(
        &mut system,
        ferry,
        "c",
        &log,
        &[&[
            (15, |ferry| format!("{:?}", ferry.horn())),
            (25, |ferry| format!("{:?}", ferry.horn())),
        ]],
    );
    system.run().expect_success();
    assert_eq!(
        log.read(),
        ["c: ()", "b: Ok(101)", "c: ()", "a: Ok(100)", "b: Ok(102)"]
    );
}

#[test]
fn all_who_wait_can_be_told_of_an_error() {
    let log = Log::default();
    let (mut system, ferry) = system(&log, &[(10, SINK)]);
    passenger(
        &mut system,
        ferry,
        "a",
        &log,
        &[&[(1, |ferry| format!("{:?}", ferry.cross(0)))]],
    );
    passenger(
        &mut system,
        ferry,
        "b",
        &log,
        &[&[(2, |ferry| format!("{:?}", ferry.wait(1)))]],
    );
    assert_eq!(system.run(), End::Idle);
    assert_eq!(log.read(), ["a: Err(Sunk)", "b: Err(Sunk)"]);
}
