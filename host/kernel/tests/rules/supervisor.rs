//! The task of index 0 as supervisor, and `userlib::kipc`.

use crate::{Journal, dead, echo_server, fault_of, usage};
use kernel::{End, Restart, System, TaskId, TaskState};
use userlib::{
    FaultInfo, UsageError, hl, kipc, sys_irq_control, sys_panic,
    sys_recv_notification, sys_recv_open, sys_send,
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
fn only_the_supervisor_may_raise_interrupts() {
    let mut system = System::new();
    system.task("supervisor", 0, || ());
    let upstart = system.task("upstart", 1, || kipc::software_irq(0, 1));
    assert_eq!(
        crate::fault_after_run(&mut system, upstart),
        usage(UsageError::NotSupervisor)
    );

    let mut system = System::new();
    system.task("supervisor", 0, || {
        hl::sleep_for(1);
        kipc::software_irq(1, 2);
    });
    let driver = system.task("driver", 1, || {
        sys_irq_control(2, true);
        assert_eq!(sys_recv_notification(2).get_raw_bits(), 2);
    });
    system.interrupts(driver, 2);
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_task_may_restart_itself() {
    let journal = Journal::default();
    let mut system = System::new();
    let notes = journal.clone();
    let mut lives = 0;
    let phoenix = system.task("phoenix", 1, move || {
        lives += 1;
        notes.note(format!("life-{lives}"));
        if lives < 3 {
            kipc::reinit_task(0, true);
            notes.note("went on");
        }
    });
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "life-1 life-2 life-3");
    assert_eq!(u8::from(system.current_id(phoenix).generation()), 2);
}

#[test]
fn a_task_may_fault_others_but_not_itself_and_not_the_supervisor() {
    for (subject, allowed) in [(0, false), (1, false), (2, true)] {
        let mut system = System::new();
        system.task("supervisor", 0, echo_server);
        let bully = system.task("bully", 1, move || kipc::fault_task(subject));
        let victim = system.task("victim", 2, echo_server);
        assert!(matches!(system.run(), End::Faulted(_)));
        let faulted = if allowed { victim } else { bully };
        let info = match allowed {
            true => FaultInfo::Injected(bully),
            false => FaultInfo::SyscallUsage(UsageError::IllegalTask),
        };
        assert_eq!(system.fault(faulted).unwrap().info, info);
    }
}

#[test]
fn a_second_fault_replaces_the_first() {
    let mut system = System::new();
    system.task("supervisor", 0, || ());
    let victim = system.task("victim", 1, || sys_panic(b"oh"));
    let bully = system.task("bully", 2, || kipc::fault_task(1));
    assert!(matches!(system.run(), End::Faulted(_)));
    let info = FaultInfo::Injected(bully);
    assert_eq!(system.fault(victim).unwrap().info, info);
}

/// What `read_task_status` gives of the task of index 1, which does this.
fn status_of(entry: impl FnMut() + Send + 'static) -> TaskState {
    let (tell, told) = std::sync::mpsc::channel();
    let mut system = System::new();
    system.task("supervisor", 0, move || {
        hl::sleep_for(1);
        let state = kipc::read_task_status(1);
        tell.send(state).unwrap();
    });
    system.task("subject", 1, entry);
    system.task("other", 2, echo_server);
    let _ = system.run_for(1);
    assert_eq!(system.state(TaskId(1)), told.recv().unwrap());
    system.state(TaskId(1))
}

#[test]
fn each_state_of_a_task_can_be_read() {
    use userlib::{SchedState, sys_recv_closed};

    let healthy = TaskState::Healthy;
    let faulted = |fault, original_state| TaskState::Faulted {
        fault,
        original_state,
    };
    let runnable = SchedState::Runnable;
    assert_eq!(status_of(|| ()), healthy(SchedState::Stopped));
    assert_eq!(
        status_of(|| {
            sys_recv_open(&mut [], 0);
        }),
        healthy(SchedState::InRecv(None))
    );
    assert_eq!(
        status_of(|| {
            let _ = sys_recv_closed(&mut [], 0, TaskId(2));
        }),
        healthy(SchedState::InRecv(Some(TaskId(2))))
    );
    assert_eq!(
        status_of(|| {
            sys_send(TaskId(0), 1, &[], &mut [], &[]);
        }),
        healthy(SchedState::InSend(TaskId(0)))
    );
    assert_eq!(
        status_of(|| sys_panic(b"oh")),
        faulted(FaultInfo::Panic, runnable)
    );
    assert_eq!(
        status_of(|| {
            sys_send(TaskId(1_000), 1, &[], &mut [], &[]);
        }),
        faulted(usage(UsageError::TaskOutOfRange), runnable)
    );
}

#[test]
fn what_a_task_said_when_it_panicked_can_be_read() {
    let (tell, told) = std::sync::mpsc::channel();
    let mut system = System::new();
    system.task("supervisor", 0, move || {
        hl::sleep_for(1);
        let mut whole = [0; 128];
        let mut short = [0; 3];
        for (task, buffer) in
            [(1, &mut whole[..]), (1, &mut short[..]), (0, &mut [])]
        {
            let text = kipc::read_panic_message(task, buffer);
            tell.send(text.map(<[u8]>::to_vec)).unwrap();
        }
    });
    system.task("task", 1, || sys_panic(b"alas"));
    let _ = system.run_for(1);
    let not = kipc::ReadPanicMessageError::TaskNotPanicked;
    assert_eq!(told.recv().unwrap(), Ok(b"alas".to_vec()));
    assert_eq!(told.recv().unwrap(), Ok(b"ala".to_vec()));
    assert_eq!(told.recv().unwrap(), Err(not));
}

#[test]
fn what_is_no_text_is_kept_as_it_is() {
    let (tell, told) = std::sync::mpsc::channel();
    let mut system = System::new();
    system.task("supervisor", 0, move || {
        hl::sleep_for(1);
        let mut buffer = [0; 128];
        let said = kipc::read_panic_message(1, &mut buffer);
        tell.send(said.map(<[u8]>::to_vec)).unwrap();
    });
    // A word in two, since 128 bytes are kept.
    let long = [&[b'a'; 127][..], "\u{e9}".as_bytes()].concat();
    let kept = long[..128].to_vec();
    let task = system.task("task", 1, move || sys_panic(&long));
    let _ = system.run_for(1);
    assert_eq!(told.recv().unwrap(), Ok(kept));
    let fault = system.fault(task).unwrap();
    assert!(fault.to_string().ends_with("a\u{fffd}"), "{fault}");
}

#[test]
fn an_image_has_an_id_and_a_reset_ends_the_run() {
    let mut system = System::new();
    system.image_id(0x0123_4567_89AB_CDEF);
    let task = system.task("task", 1, || {
        assert_eq!(kipc::read_image_id(), 0x0123_4567_89AB_CDEF);
        kipc::reset();
    });
    let end = system.run();
    assert_eq!(end.to_string(), "reset by task");
    assert!(matches!(end, End::Reset { task: by, .. } if by == task));
}

#[test]
fn a_task_that_is_not_started_waits_for_the_supervisor() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let note = journal.clone();
    system.task("supervisor", 0, move || {
        hl::sleep_for(1);
        note.note("starts it");
        kipc::reinit_task(1, true);
    });
    let late = system.task("late", 1, move || notes.note("runs"));
    system.stopped(late);
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "starts it runs");
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
    assert_eq!(fault_of(send(2, &[0, 0, 0, 0, 2])), wrong);
    assert_eq!(fault_of(send(8, &[0; 9])), wrong);
}
