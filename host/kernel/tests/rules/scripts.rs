//! What scripts do, and exactly when.

use crate::{Journal, dead, echo_server, run_to_idle};
use kernel::{Action, CallKind, End, Restart, System, TaskId, When};
use userlib::{
    Lease, hl, sys_borrow_write, sys_get_timer, sys_post, sys_recv_open,
    sys_reply, sys_send,
};

/// A server that counts its calls aloud, a client that sends twice, and a
/// script that kills the server and restarts it at once.
fn killed_server(when: impl Fn(TaskId) -> When) -> String {
    let journal = Journal::default();
    let mut system = System::new();
    let notes = journal.clone();
    let server = system.task("server", 1, move || {
        notes.note("start");
        loop {
            let message = sys_recv_open(&mut [], 0);
            notes.note("got");
            sys_reply(message.sender, 0, &[]);
            notes.note("replied");
        }
    });
    let notes = journal.clone();
    system.task("client", 2, move || {
        let mut id = server;
        for _ in 0..2 {
            let (code, _) = sys_send(id, 1, &[], &mut [], &[]);
            if code != 0 {
                id = id.next_generation();
            }
            notes.note(if code == 0 { "ok" } else { "dead" });
        }
    });
    system.script(when(server), Action::kill(server, Restart::AtOnce));
    run_to_idle(&mut system);
    journal.read()
}

#[test]
fn killed_before_it_receives_the_server_never_sees_the_message() {
    assert_eq!(
        killed_server(|server| When::before(server, CallKind::Recv, 2)),
        "start got replied start ok dead"
    );
}

#[test]
fn killed_after_it_received_the_server_has_taken_the_message() {
    assert_eq!(
        killed_server(|server| When::after(server, CallKind::Recv, 1)),
        "start start dead got replied ok"
    );
}

#[test]
fn killed_before_its_reply_the_server_has_not_replied() {
    assert_eq!(
        killed_server(|server| When::before(server, CallKind::Reply, 1)),
        "start got start dead got replied ok"
    );
}

#[test]
fn killed_after_its_reply_the_server_has_replied() {
    assert_eq!(
        killed_server(|server| When::after(server, CallKind::Reply, 1)),
        "start got start ok dead"
    );
}

#[test]
fn calls_of_any_kind_can_be_counted() {
    // The third call is the second receive.
    assert_eq!(
        killed_server(|server| When::before(server, CallKind::Any, 3)),
        killed_server(|server| When::before(server, CallKind::Recv, 2)),
    );
}

#[test]
fn calls_are_counted_over_all_incarnations() {
    // The first receive ends the first life, the second one the second.
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    let kill = Action::kill(server, Restart::AtOnce);
    system.script(When::after(server, CallKind::Recv, 1), kill);
    system.script(When::after(server, CallKind::Recv, 2), kill);
    system.task("client", 2, move || {
        let mut id = server;
        for expected in [dead(1), dead(2), 0] {
            let (code, _) = sys_send(id, 1, &[], &mut [], &[]);
            assert_eq!(code, expected);
            id = id.next_generation();
        }
    });
    // The third send goes to the generation that lives.
    run_to_idle(&mut system);
}

#[test]
fn killed_before_its_send_a_client_has_not_sent() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let server = system.task("server", 1, move || {
        loop {
            let message = sys_recv_open(&mut [], 0);
            notes.note(message.operation);
            sys_reply(message.sender, 0, &[]);
        }
    });
    let client = system.task("client", 2, move || {
        sys_send(server, 1, &[], &mut [], &[]);
        sys_send(server, 2, &[], &mut [], &[]);
    });
    system.script(
        When::before(client, CallKind::Send, 2),
        Action::kill(client, Restart::Never),
    );
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(journal.read(), "1");
}

#[test]
fn killed_after_its_send_a_client_was_answered_but_does_not_know() {
    let journal = Journal::default();
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    let notes = journal.clone();
    let client = system.task("client", 2, move || {
        sys_send(server, 1, &[], &mut [], &[]);
        notes.note("answered");
    });
    system.script(
        When::after(client, CallKind::Send, 1),
        Action::kill(client, Restart::Never),
    );
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(journal.read(), "");
    let replies = system
        .trace()
        .calls(server)
        .filter(|(call, _)| matches!(call, kernel::trace::Call::Reply { .. }));
    assert_eq!(replies.count(), 1);
}

#[test]
fn killed_after_a_borrow_the_bytes_have_moved() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let message = sys_recv_open(&mut [], 0);
        sys_borrow_write(message.sender, 0, 0, &[1]);
        sys_borrow_write(message.sender, 0, 1, &[2]);
        sys_reply(message.sender, 0, &[]);
    });
    system.script(
        When::after(server, CallKind::Borrow, 1),
        Action::kill(server, Restart::AtOnce),
    );
    let client = system.task("client", 2, move || {
        let mut memory = [0; 2];
        let leases = [Lease::write_only(&mut memory)];
        let answer = sys_send(server, 1, &[], &mut [], &leases);
        assert_eq!(answer, (dead(1), 0));
        assert_eq!(memory, [1, 0]);
    });
    run_to_idle(&mut system);
    assert_eq!(system.fault(client), None);
}

#[test]
fn a_script_may_post_and_restart_later() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let server = system.task("server", 1, move || {
        notes.note(sys_get_timer().now);
        loop {
            notes.note(sys_recv_open(&mut [], !0).operation);
        }
    });
    system.script(When::time(3), Action::post(server, 16));
    system.script(When::time(5), Action::kill(server, Restart::After(20)));
    run_to_idle(&mut system);
    assert_eq!(journal.read(), "0 16 25");
}

#[test]
fn each_script_happens_once() {
    let mut system = System::new();
    let task = system.task("task", 1, || {
        for _ in 0..3 {
            sys_post(TaskId(0), 0);
        }
        hl::sleep_for(1);
    });
    system.script(
        When::before(task, CallKind::Post, 1),
        Action::kill(task, Restart::AtOnce),
    );
    // The second life posts to the first one's id, which is harmless.
    assert_eq!(system.run(), End::Finished);
    assert_eq!(system.current_id(task), task.next_generation());
}

#[test]
fn a_task_can_be_killed_when_another_one_acts() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let message = sys_recv_open(&mut [], 0);
        let (code, _) = sys_borrow_write(message.sender, 0, 0, &[1]);
        assert_eq!(code, dead(1));
        echo_server();
    });
    let client = system.task("client", 2, move || {
        let mut memory = [0];
        let leases = [Lease::write_only(&mut memory)];
        sys_send(server, 1, &[], &mut [], &leases);
    });
    system.script(
        When::before(server, CallKind::Borrow, 1),
        Action::kill(client, Restart::AtOnce),
    );
    run_to_idle(&mut system);
    assert_eq!(system.fault(server), None);
}

#[test]
fn a_task_that_has_not_run_yet_can_be_killed() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let task = system.task("task", 1, move || {
        notes.note(sys_get_timer().now);
    });
    system.script(When::time(0), Action::kill(task, Restart::After(4)));
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "4");
}
