//! POST.

use crate::{Journal, dead, echo_server, fault_of, run_to_idle, usage};
use kernel::{Action, End, Restart, System, TaskId, When};
use userlib::{UsageError, hl, sys_post, sys_recv_notification, sys_recv_open};

/// A poster of priority 5 posts to a waiting task of the given priority.
/// Which of the two goes on first?
fn first_after_post(priority: u8) -> String {
    let journal = Journal::default();
    let mut system = System::new();
    let notes = journal.clone();
    let woken = system.task("woken", priority, move || {
        sys_recv_notification(1);
        notes.note("woken");
    });
    let notes = journal.clone();
    system.task("poster", 5, move || {
        hl::sleep_for(1);
        sys_post(woken, 1);
        notes.note("poster");
    });
    assert_eq!(system.run(), End::Finished);
    journal.read()
}

#[test]
fn a_post_switches_to_a_more_important_task() {
    assert_eq!(first_after_post(4), "woken poster");
}

#[test]
fn a_post_does_not_switch_to_an_equally_important_task() {
    assert_eq!(first_after_post(5), "poster woken");
}

#[test]
fn a_post_does_not_switch_to_a_less_important_task() {
    assert_eq!(first_after_post(6), "poster woken");
}

#[test]
fn posted_bits_add_up_until_they_are_received() {
    let mut system = System::new();
    let receiver = system.task("receiver", 1, || {
        hl::sleep_for(1);
        assert_eq!(sys_recv_notification(0xFF).get_raw_bits(), 0b111);
    });
    system.task("poster", 2, move || {
        sys_post(receiver, 0b001);
        sys_post(receiver, 0b100);
        sys_post(receiver, 0b110);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_post_to_a_stale_generation_returns_its_dead_code() {
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    system.script(When::time(1), Action::kill(server, Restart::AtOnce));
    system.task("poster", 2, move || {
        hl::sleep_for(2);
        assert_eq!(sys_post(server, 1), dead(1));
        assert_eq!(sys_post(server.next_generation(), 1), 0);
    });
    run_to_idle(&mut system);
}

#[test]
fn a_post_between_fault_and_restart_returns_0() {
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    system.script(When::time(1), Action::kill(server, Restart::Never));
    let poster = system.task("poster", 2, move || {
        hl::sleep_for(2);
        assert_eq!(sys_post(server, 1), 0);
    });
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(system.fault(poster), None);
}

#[test]
fn a_post_to_a_task_that_does_not_exist_faults_the_poster() {
    let wrong = usage(UsageError::TaskOutOfRange);
    let nobody = || {
        sys_post(TaskId(9), 1);
    };
    let kernel = || {
        sys_post(TaskId::KERNEL, 1);
    };
    assert_eq!(fault_of(nobody), wrong);
    assert_eq!(fault_of(kernel), wrong);
}

#[test]
fn a_post_from_outside_wakes_a_receiver_between_runs() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let server = system.task("server", 1, move || {
        loop {
            notes.note(sys_recv_open(&mut [], 0b11).operation);
        }
    });
    run_to_idle(&mut system);
    system.post(server, 0b10);
    run_to_idle(&mut system);
    system.post(server, 0b100).post(server, 0b01);
    run_to_idle(&mut system);
    assert_eq!(journal.read(), "2 1");
}
