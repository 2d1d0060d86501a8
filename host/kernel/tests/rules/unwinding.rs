//! Tasks that unwind: their destructors run, and cannot do anything.

use crate::{Journal, echo_server, run_to_idle};
use kernel::{Action, CallKind, End, Restart, System, TaskId, When};
use userlib::{
    ReplyFaultReason, hl, set_timer_relative, sys_borrow_info, sys_borrow_read,
    sys_borrow_write, sys_get_timer, sys_irq_control, sys_irq_status,
    sys_panic, sys_post, sys_recv, sys_recv_notification, sys_recv_open,
    sys_refresh_task_id, sys_reply, sys_reply_fault, sys_send, sys_set_timer,
};

/// Does something when it is dropped.
struct OnDrop<F: FnMut()>(F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        self.0();
    }
}

#[test]
fn a_killed_task_unwinds_from_its_system_call() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let task = system.task("task", 1, move || {
        let _guard = OnDrop(|| notes.note("dropped"));
        sys_recv_open(&mut [], 0);
        notes.note("went on");
    });
    system.script(When::time(1), Action::kill(task, Restart::Never));
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(journal.read(), "dropped");
}

/// What every system call gives in a destructor of a task that `die` ends.
fn calls_in_a_destructor(die: fn()) -> (String, System) {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let server = system.task("server", 2, echo_server);
    system.task("task", 1, move || {
        let notes = notes.clone();
        let _guard = OnDrop(move || {
            let mut reply = [7];
            notes.note(format!(
                "{:x?}",
                sys_send(server, 1, &[], &mut reply, &[])
            ));
            let open = sys_recv_open(&mut [], !0);
            notes.note(format!("{:?}/{}", open.sender, open.operation));
            let closed = sys_recv(&mut [], 0, Some(server));
            notes.note(format!("{:x?}", closed.err()));
            notes.note(sys_recv_notification(!0).get_raw_bits());
            sys_reply(server, 0, &[]);
            sys_reply_fault(server, ReplyFaultReason::BadLeases);
            sys_set_timer(Some(5), 1);
            notes.note(format!(
                "{:x?}",
                sys_borrow_read(server, 0, 0, &mut [0])
            ));
            notes.note(format!("{:x?}", sys_borrow_write(server, 0, 0, &[])));
            notes.note(sys_borrow_info(server, 0).is_none());
            sys_irq_control(1, true);
            notes.note(sys_irq_status(1).bits());
            notes.note(sys_get_timer().now);
            notes.note(sys_refresh_task_id(server).0);
            notes.note(format!("{:x}", sys_post(server, 1)));
            // What is built from these ends as well.
            hl::sleep_for(10);
            set_timer_relative(5, 1);
        });
        hl::sleep_for(3);
        die();
        sys_recv_open(&mut [], 0);
    });
    let _ = system.run();
    (journal.read(), system)
}

const NOTHING: &str = "(ffffff01, 0) TaskId(65535)/0 Some(ffffff01) 0 \
                       (ffffff01, 0) (ffffff01, 0) true 0 0 0 ffffff01";

#[test]
fn system_calls_do_nothing_while_a_panic_unwinds() {
    let (notes, system) = calls_in_a_destructor(|| panic!("on its own"));
    assert_eq!(notes, NOTHING);
    let fault = system.fault(TaskId(1)).unwrap();
    assert!(fault.message.as_ref().unwrap().starts_with("on its own"));
    // The server has seen nothing of it.
    assert_eq!(system.trace().calls(TaskId(0)).count(), 1);
}

#[test]
fn system_calls_do_nothing_while_a_sys_panic_unwinds() {
    let (notes, _) = calls_in_a_destructor(|| sys_panic(b"on its own"));
    assert_eq!(notes, NOTHING);
}

#[test]
fn system_calls_do_nothing_while_a_fault_unwinds() {
    let die = || sys_reply(TaskId(99), 0, &[]);
    let (notes, _) = calls_in_a_destructor(die);
    assert_eq!(notes, NOTHING);
}

#[test]
fn system_calls_work_in_destructors_of_a_task_that_lives() {
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    system.task("task", 2, move || {
        let _guard = OnDrop(|| {
            assert_eq!(sys_send(server, 1, &[], &mut [], &[]), (0, 0));
        });
    });
    run_to_idle(&mut system);
    assert_eq!(system.trace().calls(server).count(), 3);
}

#[test]
fn a_task_may_catch_its_own_panic_and_go_on() {
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    let task = system.task("task", 2, move || {
        let caught = std::panic::catch_unwind(|| panic!("caught"));
        assert!(caught.is_err());
        assert_eq!(sys_send(server, 1, &[], &mut [], &[]), (0, 0));
    });
    run_to_idle(&mut system);
    assert_eq!(system.fault(task), None);
}

#[test]
fn a_task_that_catches_its_death_unwinds_from_its_next_system_call() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let task = system.task("task", 1, move || {
        let caught = std::panic::catch_unwind(|| {
            sys_recv_open(&mut [], 0);
        });
        notes.note(caught.is_err());
        sys_recv_open(&mut [], 0);
        notes.note("went on");
    });
    system.script(When::time(1), Action::kill(task, Restart::Never));
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(journal.read(), "true");
}

#[test]
#[cfg_attr(miri, ignore = "leaves a thread behind, which Miri refuses")]
fn a_task_that_catches_its_death_for_ever_is_stopped_for_good() {
    let mut system = System::new();
    let task = system.task("task", 1, || {
        loop {
            let _ = std::panic::catch_unwind(|| {
                sys_recv_open(&mut [], 0);
            });
        }
    });
    system.script(When::time(1), Action::kill(task, Restart::AtOnce));
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(system.current_id(task), task);
}

/// A task whose destructor calls `sys_panic` while it unwinds, restarted at
/// once if that were possible; the rest of the system goes on.
fn stopped_for_good(die: fn()) {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    system.supervisor(Restart::AtOnce);
    let task = system.task("task", 1, move || {
        let _outer = OnDrop(|| notes.note("outer"));
        let _inner = OnDrop(|| {
            notes.note("inner");
            sys_panic(b"in a destructor");
        });
        die();
        sys_recv_open(&mut [], 0);
    });
    system.script(When::time(1), Action::kill(task, Restart::AtOnce));
    let server = system.task("server", 2, echo_server);
    let client = system.task("client", 3, move || {
        hl::sleep_for(5);
        assert!(!std::thread::panicking());
        assert_eq!(sys_send(server, 1, &[], &mut [], &[]), (0, 0));
    });
    assert!(matches!(system.run(), End::Faulted(_)));
    assert!(!std::thread::panicking());
    assert_eq!(journal.read(), "inner");
    assert_eq!(system.fault(client), None);
    assert_eq!(system.current_id(task), task);
    assert!(system.trace().to_string().contains("stopped for good"));
}

#[test]
#[cfg_attr(miri, ignore = "leaves a thread behind, which Miri refuses")]
fn sys_panic_in_a_destructor_of_a_killed_task_stops_it_for_good() {
    stopped_for_good(|| ());
}

#[test]
#[cfg_attr(miri, ignore = "leaves a thread behind, which Miri refuses")]
fn sys_panic_in_a_destructor_of_a_panicking_task_stops_it_for_good() {
    stopped_for_good(|| panic!("first"));
}

#[test]
#[cfg_attr(miri, ignore = "leaves a thread behind, which Miri refuses")]
fn a_destructor_that_calls_without_end_is_stopped_for_good() {
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    let task = system.task("client", 2, move || {
        // As a client's endless retry does.
        let _guard = OnDrop(|| {
            let mut id = server;
            while sys_send(id, 1, &[], &mut [], &[]).0 != 0 {
                id = id.next_generation();
            }
        });
        panic!("while it has the guard");
    });
    assert!(matches!(system.run(), End::Faulted(_)));
    assert!(!std::thread::panicking());
    assert!(system.trace().to_string().contains("stopped for good"));
    assert_eq!(system.current_id(task), task);
}

#[test]
fn dropping_a_system_unwinds_its_tasks() {
    let journal = Journal::default();
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    let notes = journal.clone();
    system.task("waiting", 2, move || {
        let _guard = OnDrop(|| {
            notes.note("dropped");
            sys_send(server, 1, &[], &mut [], &[]);
        });
        sys_recv_open(&mut [], 0);
    });
    run_to_idle(&mut system);
    assert_eq!(journal.read(), "");
    drop(system);
    assert_eq!(journal.read(), "dropped");
}

#[test]
fn dropping_a_system_in_a_panic_unwinds_its_tasks_too() {
    let journal = Journal::default();
    let notes = journal.clone();
    let outcome = std::panic::catch_unwind(move || {
        let mut system = System::new();
        system.task("waiting", 1, move || {
            let _guard = OnDrop(|| notes.note("dropped"));
            sys_recv_open(&mut [], 0);
        });
        let _ = system.run();
        std::panic::resume_unwind(Box::new("the test's own panic"));
    });
    assert!(outcome.is_err());
    assert_eq!(journal.read(), "dropped");
}

#[test]
fn a_restarted_task_does_not_share_its_predecessors_stack() {
    let mut system = System::new();
    let mut lives = 0;
    let task = system.task("task", 1, move || {
        lives += 1;
        let memory = [lives; 1000];
        sys_recv_open(&mut [], 0);
        assert_eq!(memory, [lives; 1000]);
    });
    for number in 1..=5 {
        system.script(
            When::after(task, CallKind::Recv, number),
            Action::kill(task, Restart::AtOnce),
        );
        system.post(task, 1);
    }
    let _ = system.run();
    assert_eq!(system.fault(task), None);
}

#[test]
fn system_calls_do_nothing_in_destructors_of_what_tasks_captured() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    let captured = OnDrop(move || {
        let id = sys_refresh_task_id(server);
        sys_reply_fault(id, ReplyFaultReason::BadLeases);
        notes.note("dropped");
    });
    system.task("task", 2, move || {
        let _ = &captured;
        assert_eq!(sys_send(server, 1, &[], &mut [], &[]), (0, 0));
    });
    run_to_idle(&mut system);
    assert_eq!(journal.read(), "");
    drop(system);
    assert_eq!(journal.read(), "dropped");
}
