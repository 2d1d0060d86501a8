//! The task of index 0 as supervisor, and `userlib::kipc`.

use crate::{Journal, dead, echo_server, fault_of, usage};
use kernel::{End, Restart, System, TaskId};
use userlib::{
    FaultInfo, UsageError, hl, kipc, sys_panic, sys_recv_notification,
    sys_recv_open, sys_send,
};

#[test]
fn a_supervisor_task_learns_of_faults_and_restarts() {
    let journal = Journal::default();
    let mut system = System::new();
    system.supervisor(Restart::BySupervisorTask);
    let notes = journal.clone();
    system.task("supervisor", 0, move || {
        loop {
            sys_recv_notification(1);
            let mut next = 1;
            while let Some(faulted) = kipc::find_faulted_task(next) {
                notes.note(format!("restarts-{faulted}"));
                kipc::reinit_task(faulted.get(), true);
                next = faulted.get() + 1;
            }
        }
    });
    for name in ["one", "two"] {
        let notes = journal.clone();
        let mut lives = 0;
        system.task(name, 2, move || {
            lives += 1;
            if lives == 1 {
                sys_panic(b"first life");
            }
            notes.note(name);
        });
    }
    assert_eq!(system.run(), End::Idle);
    assert_eq!(journal.read(), "restarts-1 one restarts-2 two");
}

#[test]
fn a_supervisor_task_may_fault_others() {
    let mut system = System::new();
    let supervisor = system.task("supervisor", 0, || {
        hl::sleep_for(1);
        kipc::fault_task(1);
    });
    let victim = system.task("victim", 1, echo_server);
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(
        system.fault(victim).unwrap().info,
        FaultInfo::Injected(supervisor)
    );
}

#[test]
fn a_healthy_task_can_be_reinitialised() {
    let mut system = System::new();
    system.task("supervisor", 0, || {
        hl::sleep_for(1);
        kipc::reinit_task(1, true);
    });
    let server = system.task("server", 1, || {
        sys_recv_open(&mut [], 0);
        sys_recv_notification(1);
    });
    let client = system.task("client", 2, move || {
        let answer = sys_send(server, 1, &[], &mut [], &[]);
        assert_eq!(answer, (dead(1), 0));
    });
    assert_eq!(system.run(), End::Idle);
    assert_eq!(system.fault(client), None);
}

#[test]
fn a_task_reinitialised_without_a_start_does_not_run() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    system.task("supervisor", 0, || kipc::reinit_task(1, false));
    system.task("task", 1, move || notes.note("ran"));
    assert_eq!(system.run(), End::Idle);
    assert_eq!(journal.read(), "");
}

#[test]
fn only_the_supervisor_may_send_to_the_kernel() {
    let mut system = System::new();
    system.task("supervisor", 0, || ());
    let upstart = system.task("upstart", 1, || kipc::reinit_task(0, true));
    assert_eq!(
        crate::fault_after_run(&mut system, upstart),
        usage(UsageError::NotSupervisor)
    );
}

#[test]
fn a_wrong_request_to_the_kernel_faults_the_supervisor() {
    assert_eq!(
        fault_of(|| kipc::reinit_task(1, true)),
        usage(UsageError::TaskOutOfRange)
    );
    let send = |operation, message: &'static [u8]| {
        move || {
            sys_send(TaskId::KERNEL, operation, message, &mut [], &[]);
        }
    };
    let wrong = usage(UsageError::BadKernelMessage);
    assert_eq!(fault_of(send(99, &[])), wrong);
    assert_eq!(fault_of(send(2, &[0; 4])), wrong);
    assert_eq!(fault_of(send(3, &[0; 5])), wrong);
}
