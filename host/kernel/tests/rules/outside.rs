//! A system that is driven by the world around it.

use crate::{Journal, dead, echo_server};
use kernel::{Now, Restart, System, When};
use userlib::hl::sleep_for;
use userlib::{FaultInfo, TaskId, sys_get_timer, sys_recv_open, sys_send};

#[test]
fn the_clock_stands_still_until_it_is_moved_on() {
    let journal = Journal::default();
    let mut system = System::new();
    let notes = journal.clone();
    system.task("sleeper", 1, move || {
        for _ in 0..3 {
            notes.note(sys_get_timer().now);
            sleep_for(10);
        }
    });
    assert_eq!(system.run_now(100), Now::Still);
    assert_eq!((system.now(), system.next_event()), (0, Some(10)));
    // Before the next event nothing happens.
    system.advance(4);
    assert_eq!(system.run_now(100), Now::Still);
    assert_eq!((system.now(), system.next_event()), (4, Some(10)));
    // It stops at each event, and does not go back.
    system.advance(1_000).advance(1_000).advance(3);
    assert_eq!(system.now(), 10);
    assert_eq!(system.run_now(100), Now::Still);
    system.advance(1_000);
    assert_eq!(system.run_now(100), Now::Still);
    assert_eq!(journal.read(), "0 10 20");
    system.advance(1_000);
    assert_eq!(system.run_now(100), Now::Still);
    // Where there is no event, it goes as far as it is moved.
    system.advance(1_000);
    assert_eq!((system.now(), system.next_event()), (1_000, None));
}

#[test]
fn a_run_stops_after_as_many_calls_as_are_allowed() {
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    system.task("client", 2, move || {
        loop {
            sys_send(server, 1, &[], &mut [], &[]);
        }
    });
    assert_eq!(system.run_now(0), Now::Busy);
    let calls = |system: &System| system.trace().entries().count();
    assert_eq!(calls(&system), 0);
    assert_eq!(system.run_now(100), Now::Busy);
    assert_eq!(calls(&system), 100);
    assert_eq!(system.run_now(1), Now::Busy);
    assert_eq!(calls(&system), 101);
}

#[test]
fn tasks_that_wait_in_vain_are_no_end() {
    let mut system = System::new();
    let mute = system.task("mute", 1, || sleep_for(u64::MAX));
    let client = system.task("client", 2, move || {
        sys_send(mute, 1, &[], &mut [], &[]);
    });
    assert_eq!(system.run_now(100), Now::Still);
    system.kill(client, Restart::Never);
    assert_eq!(system.run_now(100), Now::Still);
    let fault = system.stopped_by(client).expect("it was killed");
    assert_eq!(fault.info, FaultInfo::Injected(TaskId::KERNEL));
}

#[test]
fn whoever_is_killed_from_outside_is_dead_to_others() {
    let journal = Journal::default();
    let mut system = System::new();
    let server = system.task("server", 1, || {
        sys_recv_open(&mut [], 0);
        sleep_for(100);
    });
    let notes = journal.clone();
    system.task("client", 2, move || {
        let (code, _) = sys_send(server, 1, &[], &mut [], &[]);
        notes.note(code == dead(1));
    });
    assert_eq!(system.run_now(100), Now::Still);
    system.kill(server, Restart::AtOnce);
    assert_eq!(system.run_now(100), Now::Still);
    assert_eq!(journal.read(), "true");
    assert_eq!(system.current_id(server), server.next_generation());
    assert!(system.fault(server).is_some());
    assert!(system.stopped_by(server).is_none());
    // Of whichever generation it is.
    system.kill(server, Restart::After(5));
    assert_eq!(system.next_event(), Some(5));
    let names: Vec<_> = system.tasks().collect();
    assert_eq!(
        names,
        [(server.next_generation(), "server"), (TaskId(1), "client")]
    );
}

#[test]
fn scripts_and_resets_happen_in_such_runs() {
    let mut system = System::new();
    let task = system.task("task", 1, || {
        sleep_for(20);
        userlib::kipc::reset();
    });
    system.script(When::time(10), kernel::Action::post(task, 1));
    assert_eq!(system.run_now(100), Now::Still);
    assert_eq!(system.next_event(), Some(10));
    system.advance(20);
    assert_eq!(system.run_now(100), Now::Still);
    system.advance(20);
    assert_eq!(system.run_now(100), Now::Reset(task));
}

#[test]
fn a_trace_keeps_as_many_entries_as_it_is_told() {
    let mut system = System::new();
    system.keep_trace(10);
    let server = system.task("server", 1, echo_server);
    system.task("client", 2, move || {
        loop {
            sys_send(server, 1, &[], &mut [], &[]);
        }
    });
    assert_eq!(system.run_now(101), Now::Busy);
    let trace = system.trace();
    assert_eq!(trace.numbers(), 91..101);
    assert_eq!(trace.entries().count(), 10);
    assert_eq!(trace.entry(90), None);
    assert_eq!(trace.entry(91), trace.entries().next());
    assert_eq!(trace.entry(100), trace.entries().next_back());
    assert_eq!(trace.entry(101), None);
    system.keep_trace(3);
    assert_eq!(system.trace().numbers(), 98..101);
}
