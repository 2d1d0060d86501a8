//! Servers that hear one client alone, while others wait for answers.

use kernel::{Action, Restart, When};

use crate::ferry::{Log, arrive, system};
use crate::passenger::{Errand, passenger};

const CAPTAIN: fn(&crate::client::Ferry) -> String =
    |ferry| format!("{:?}", ferry.captain());
const HORN: Errand = (10, |ferry| format!("{:?}", ferry.horn()));
const CROSS: Errand = (1, |ferry| format!("{:?}", ferry.cross(0)));

#[test]
fn who_waits_is_answered_while_one_client_alone_is_heard() {
    let log = Log::default();
    let (mut system, ferry) = system(&log, &[(20, arrive(0))]);
    passenger(&mut system, ferry, "a", &log, &[&[CROSS]]);
    passenger(
        &mut system,
        ferry,
        "b",
        &log,
        &[&[(5, CAPTAIN), (30, CAPTAIN)]],
    );
    // Not heard before the captain lets go.
    passenger(&mut system, ferry, "c", &log, &[&[HORN]]);
    system.run().expect_success();
    assert_eq!(
        log.read(),
        ["b: Ok(true)", "a: Ok(100)", "b: Ok(false)", "c: ()"]
    );
}

#[test]
fn who_waits_survives_the_death_of_the_client_that_was_heard_alone() {
    let log = Log::default();
    let (mut system, ferry) = system(&log, &[(40, arrive(0))]);
    passenger(&mut system, ferry, "a", &log, &[&[CROSS]]);
    let captain = passenger(
        &mut system,
        ferry,
        "b",
        &log,
        &[&[(5, CAPTAIN), (50, CAPTAIN)]],
    );
    passenger(&mut system, ferry, "c", &log, &[&[HORN]]);
    system.script(When::time(30), Action::kill(captain, Restart::AtOnce));
    system.run().expect_success();
    assert_eq!(
        log.read(),
        ["b: Ok(true)", "the captain is dead", "c: ()", "a: Ok(100)"]
    );
}
