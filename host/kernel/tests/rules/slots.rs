//! `task_slot!`.

use crate::{fault_of, usage};
use kernel::{Action, End, Restart, System, TaskId, When};
use userlib::task_slot::TaskSlot;
use userlib::{UsageError, hl, task_slot};

task_slot!(SERVER, some_server);
task_slot!(pub MISSING, nobody);

fn waiting() {
    userlib::sys_recv_open(&mut [], 0);
}

#[test]
fn a_slot_is_the_task_of_its_name() {
    let mut system = System::new();
    system.task("task", 2, || {
        assert_eq!(SERVER.get_task_index(), 1);
        assert_eq!(SERVER.get_task_id(), TaskId(1));
    });
    let server = system.task("some_server", 1, waiting);
    assert_eq!(system.run(), End::Idle);
    assert_eq!(system.slot("some_server"), server);
}

#[test]
fn a_slot_gives_the_current_generation() {
    let mut system = System::new();
    let server = system.task("some_server", 1, waiting);
    system.script(When::time(1), Action::kill(server, Restart::AtOnce));
    system.task("task", 2, move || {
        assert_eq!(SERVER.get_task_id(), server);
        hl::sleep_for(2);
        assert_eq!(SERVER.get_task_id(), server.next_generation());
    });
    assert_eq!(system.run(), End::Idle);
}

#[test]
fn a_slot_can_be_bound_to_a_task_of_another_name() {
    let mut system = System::new();
    let server = system.task("another", 1, waiting);
    system.bind_slot("some_server", server);
    system.task("task", 2, move || {
        assert_eq!(SERVER.get_task_id(), server);
    });
    assert_eq!(system.run(), End::Idle);
}

#[test]
fn a_slot_without_a_task_panics_and_lists_the_tasks() {
    let mut system = System::new();
    let task = system.task("task", 1, || {
        MISSING.get_task_id();
    });
    assert!(matches!(system.run(), End::Faulted(_)));
    let message = system.fault(task).unwrap().message.clone().unwrap();
    assert!(message.contains("no task is called `nobody`"), "{message}");
    assert!(message.contains("this system has `task`"), "{message}");
}

#[test]
fn an_unbound_slot_faults_the_task() {
    let fault = fault_of(|| {
        TaskSlot::UNBOUND.get_task_id();
    });
    assert_eq!(fault, usage(UsageError::TaskOutOfRange));
}
