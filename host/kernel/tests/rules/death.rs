//! Faults, restarts and generations.

use crate::{Journal, dead, echo_server, fault_of, run_to_idle, usage};
use kernel::{Action, CallKind, End, Restart, System, TaskId, TaskState, When};
use userlib::{
    FaultInfo, Generation, SchedState, UsageError, hl, sys_get_timer,
    sys_panic, sys_post, sys_recv_notification, sys_recv_open,
    sys_refresh_task_id, sys_reply, sys_send,
};

#[test]
fn a_panic_is_the_tasks_fault_with_its_message_and_place() {
    let mut system = System::new();
    let task = system.task("task", 1, || panic!("out of {}", "luck"));
    let bystander = system.task("bystander", 2, || ());
    assert!(matches!(system.run(), End::Faulted(_)));
    let fault = system.fault(task).unwrap();
    assert_eq!(fault.info, FaultInfo::Panic);
    let message = fault.message.as_deref().unwrap();
    assert!(message.starts_with("out of luck, at "), "{message}");
    assert!(message.contains("death.rs"), "{message}");
    assert_eq!(system.fault(bystander), None);
}

#[test]
fn sys_panic_faults_the_task_with_its_message() {
    let mut system = System::new();
    let task = system.task("task", 1, || sys_panic(b"bad \xFF luck"));
    assert!(matches!(system.run(), End::Faulted(_)));
    let fault = system.fault(task).unwrap();
    assert_eq!(fault.info, FaultInfo::Panic);
    assert_eq!(fault.message.as_deref(), Some("bad \u{FFFD} luck"));
}

#[test]
fn of_a_panic_message_128_bytes_are_kept() {
    let mut system = System::new();
    let task = system.task("task", 1, || sys_panic(&[b'x'; 200]));
    let _ = system.run();
    let fault = system.fault(task).unwrap();
    assert_eq!(fault.message.as_ref().unwrap().len(), 128);
}

#[test]
fn a_faulted_task_stays_stopped_until_it_is_restarted() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let task = system.task("task", 1, move || {
        notes.note(sys_get_timer().now);
        if sys_get_timer().now < 30 {
            sys_panic(b"early");
        }
    });
    system.supervisor(Restart::After(30));
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "0 30");
    assert_eq!(system.current_id(task), task.next_generation());
}

#[test]
fn the_state_of_a_faulted_task_tells_what_it_was_doing() {
    let mut system = System::new();
    let task = system.task("task", 1, || {
        sys_recv_open(&mut [], 0);
    });
    system.script(When::time(1), Action::kill(task, Restart::Never));
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(
        system.state(task),
        TaskState::Faulted {
            fault: FaultInfo::Injected(TaskId::KERNEL),
            original_state: SchedState::InRecv(None),
        }
    );
}

#[test]
fn only_a_restart_begins_a_new_generation() {
    let mut system = System::new();
    let task = system.task("task", 1, echo_server);
    system.script(When::time(1), Action::kill(task, Restart::After(1)));
    let observer = system.task("observer", 2, move || {
        let generation = || sys_refresh_task_id(task).generation();
        assert_eq!(generation(), Generation::from(0));
        hl::sleep_until(1);
        assert_eq!(generation(), Generation::from(0));
        hl::sleep_until(3);
        assert_eq!(generation(), Generation::from(1));
    });
    run_to_idle(&mut system);
    assert_eq!(system.fault(observer), None);
}

#[test]
fn refreshing_an_id_ignores_the_generation_given() {
    let mut system = System::new();
    system.task("task", 1, || {
        let given = TaskId::for_index_and_gen(0, Generation::from(33));
        assert_eq!(sys_refresh_task_id(given), TaskId(0));
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn refreshing_the_id_of_a_task_that_does_not_exist_faults_the_caller() {
    let fault = fault_of(|| {
        sys_refresh_task_id(TaskId(1));
    });
    assert_eq!(fault, usage(UsageError::TaskOutOfRange));
}

#[test]
fn a_restart_clears_notifications() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let task = system.task("task", 1, move || {
        hl::sleep_for(10);
        sys_post(sys_refresh_task_id(TaskId(0)), 0b10);
        notes.note(sys_recv_notification(0b11).get_raw_bits());
    });
    system.script(When::time(1), Action::post(task, 0b01));
    system.script(When::time(2), Action::kill(task, Restart::AtOnce));
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "2");
}

#[test]
fn the_entry_function_is_called_anew_and_keeps_what_it_owns() {
    let mut system = System::new();
    let mut lives = 0;
    let task = system.task("task", 1, move || {
        lives += 1;
        assert!(lives >= 3, "life {lives}");
    });
    system.supervisor(Restart::AtOnce);
    assert_eq!(system.run(), End::Finished);
    assert_eq!(system.current_id(task).generation(), Generation::from(2));
}

#[test]
fn generations_start_again_from_0_after_63() {
    let mut system = System::new();
    let mut lives = 0;
    let task = system.task("task", 1, move || {
        lives += 1;
        if lives <= 64 {
            sys_panic(b"again");
        }
    });
    system.supervisor(Restart::AtOnce);
    assert_eq!(system.run(), End::Finished);
    assert_eq!(system.current_id(task), task);
}

#[test]
fn senders_stay_blocked_between_fault_and_restart() {
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    system.script(When::time(1), Action::kill(server, Restart::After(9)));
    let client = system.task("client", 2, move || {
        hl::sleep_for(5);
        let answer = sys_send(server, 1, &[], &mut [], &[]);
        assert_eq!(answer, (dead(1), 0));
        assert_eq!(sys_get_timer().now, 10);
    });
    run_to_idle(&mut system);
    assert_eq!(system.fault(client), None);
}

#[test]
fn a_restart_wakes_those_whose_message_was_not_received() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        hl::sleep_for(5);
        echo_server();
    });
    system.script(When::time(1), Action::kill(server, Restart::AtOnce));
    let client = system.task("client", 2, move || {
        let mut reply = [7];
        let answer = sys_send(server, 1, &[], &mut reply, &[]);
        assert_eq!((answer, reply), ((dead(1), 0), [7]));
    });
    run_to_idle(&mut system);
    assert_eq!(system.fault(client), None);
}

#[test]
fn a_restart_wakes_those_who_wait_for_the_reply() {
    let mut system = System::new();
    let mut lives = 0;
    let server = system.task("server", 1, move || {
        lives += 1;
        let _request = sys_recv_open(&mut [], 0);
        assert!(lives > 1, "dies with the request in its hands");
    });
    system.supervise(server, Restart::AtOnce);
    let client = system.task("client", 2, move || {
        let answer = sys_send(server, 1, &[], &mut [], &[]);
        assert_eq!(answer, (dead(1), 0));
    });
    run_to_idle(&mut system);
    assert_eq!(system.fault(client), None);
}

#[test]
fn a_restart_leaves_faulted_waiters_alone() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        sys_recv_open(&mut [], 0);
        sys_recv_notification(1);
    });
    let client = system.task("client", 2, move || {
        sys_send(server, 1, &[], &mut [], &[]);
        unreachable!("it is faulted while it waits");
    });
    system.script(When::time(1), Action::kill(client, Restart::Never));
    system.script(When::time(2), Action::kill(server, Restart::AtOnce));
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(
        system.state(client),
        TaskState::Faulted {
            fault: FaultInfo::Injected(TaskId::KERNEL),
            original_state: SchedState::InReply(server),
        }
    );
}

#[test]
fn a_finished_task_never_runs_again() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let task = system.task("task", 1, move || notes.note("ran"));
    system.supervisor(Restart::AtOnce);
    system.script(When::time(5), Action::kill(task, Restart::AtOnce));
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "ran");
    assert_eq!(system.state(task), TaskState::Healthy(SchedState::Stopped));
}

#[test]
fn a_policy_for_one_task_goes_before_the_systems() {
    let mut system = System::new();
    let fragile = system.task("fragile", 1, || sys_panic(b"once"));
    let mut lives = 0;
    let other = system.task("other", 1, move || {
        lives += 1;
        assert_eq!(lives, 2);
    });
    system.supervisor(Restart::AtOnce);
    system.supervise(fragile, Restart::Never);
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(system.current_id(fragile), fragile);
    assert_eq!(system.current_id(other), other.next_generation());
}

#[test]
fn a_client_killed_while_it_waits_is_gone_for_the_server() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let message = sys_recv_open(&mut [], 0);
        sys_reply(message.sender, 0, &[]);
    });
    let client = system.task("client", 2, move || {
        sys_send(server, 1, &[], &mut [], &[]);
        unreachable!("the reply must not arrive");
    });
    system.script(
        When::before(server, CallKind::Reply, 1),
        Action::kill(client, Restart::Never),
    );
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(system.fault(server), None);
}
