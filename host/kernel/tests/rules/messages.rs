//! SEND, and what arrives.

use crate::{Journal, dead, echo_server, fault_of, run_to_idle, usage};
use kernel::{Action, End, Restart, System, TaskId, When};
use userlib::{
    Lease, SchedState, TaskState, UsageError, hl, sys_recv_closed,
    sys_recv_notification, sys_recv_open, sys_reply, sys_send,
};

#[test]
fn a_message_and_its_reply_carry_bytes_both_ways() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let mut buffer = [0; 8];
        let message = sys_recv_open(&mut buffer, 0);
        assert_eq!(message.operation, 7);
        assert_eq!(message.message_len, 3);
        assert_eq!(message.response_capacity, 5);
        assert_eq!(message.lease_count, 0);
        assert_eq!(buffer, [1, 2, 3, 0, 0, 0, 0, 0]);
        sys_reply(message.sender, 9, &[4, 5]);
    });
    system.task("client", 2, move || {
        let mut reply = [0xFF; 5];
        let answer = sys_send(server, 7, &[1, 2, 3], &mut reply, &[]);
        assert_eq!(answer, (9, 2));
        assert_eq!(reply, [4, 5, 0xFF, 0xFF, 0xFF]);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_receiver_learns_who_sent_and_how_many_leases_came() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let message = sys_recv_open(&mut [], 0);
        assert_eq!(message.sender, TaskId(1));
        assert_eq!(message.lease_count, 2);
        sys_reply(message.sender, 0, &[]);
    });
    system.task("client", 2, move || {
        let leases = [Lease::read_only(&[1]), Lease::read_only(&[])];
        assert_eq!(sys_send(server, 1, &[], &mut [], &leases), (0, 0));
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_message_longer_than_the_buffer_is_cut_and_the_copied_length_reported() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let mut buffer = [0; 2];
        let message = sys_recv_open(&mut buffer, 0);
        assert_eq!(message.message_len, 2);
        assert_eq!(buffer, [1, 2]);
        sys_reply(message.sender, 0, &[]);
    });
    system.task("client", 2, move || {
        assert_eq!(sys_send(server, 1, &[1, 2, 3], &mut [], &[]), (0, 0));
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_send_blocks_until_the_reply() {
    let journal = Journal::default();
    let mut system = System::new();
    let (server_notes, client_notes) = (journal.clone(), journal.clone());
    let server = system.task("server", 2, move || {
        let message = sys_recv_open(&mut [], 0);
        server_notes.note("received");
        hl::sleep_for(10);
        server_notes.note("replies");
        sys_reply(message.sender, 0, &[]);
    });
    system.task("client", 1, move || {
        client_notes.note("sends");
        sys_send(server, 1, &[], &mut [], &[]);
        client_notes.note("goes-on");
    });
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "sends received replies goes-on");
}

#[test]
fn a_waiting_receiver_runs_at_once_whatever_the_priorities() {
    let journal = Journal::default();
    let mut system = System::new();
    let notes = journal.clone();
    let server = system.task("less important server", 9, move || {
        loop {
            let message = sys_recv_open(&mut [], 0);
            notes.note("server");
            sys_reply(message.sender, 0, &[]);
        }
    });
    let notes = journal.clone();
    system.task("client", 1, move || {
        hl::sleep_for(1);
        sys_send(server, 1, &[], &mut [], &[]);
        notes.note("client");
    });
    let notes = journal.clone();
    system.task("bystander", 5, move || {
        hl::sleep_for(1);
        notes.note("bystander");
    });
    run_to_idle(&mut system);
    // The reply does not reschedule, so the server runs on to its next
    // receive; then the client is the most important.
    assert_eq!(journal.read(), "server client bystander");
}

#[test]
fn a_closed_receiver_that_names_the_sender_runs_at_once() {
    let journal = Journal::default();
    let mut system = System::new();
    let notes = journal.clone();
    let server = system.task("server", 9, move || {
        let message = sys_recv_closed(&mut [], 0, TaskId(1)).unwrap();
        notes.note("server");
        sys_reply(message.sender, 0, &[]);
    });
    let notes = journal.clone();
    system.task("client", 1, move || {
        hl::sleep_for(1);
        sys_send(server, 1, &[], &mut [], &[]);
        notes.note("client");
    });
    let notes = journal.clone();
    system.task("bystander", 5, move || {
        hl::sleep_for(1);
        notes.note("bystander");
    });
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "server client bystander");
}

#[test]
fn a_closed_receiver_that_names_another_leaves_the_sender_waiting() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let first = sys_recv_closed(&mut [], 0, TaskId(2)).unwrap();
        assert_eq!(first.sender, TaskId(2));
        sys_reply(first.sender, 0, &[]);
        let second = sys_recv_open(&mut [], 0);
        assert_eq!(second.sender, TaskId(1));
        sys_reply(second.sender, 0, &[]);
    });
    for (name, priority) in [("unwanted", 2), ("wanted", 3)] {
        system.task(name, priority, move || {
            assert_eq!(sys_send(server, 1, &[], &mut [], &[]), (0, 0));
        });
    }
    assert_eq!(system.run(), End::Finished);
}

/// A server that lets clients queue up for a millisecond, then serves them
/// all and notes their order.
fn order_of_service(priorities: &[u8], server_after: usize) -> String {
    let journal = Journal::default();
    let mut system = System::new();
    let server = TaskId(server_after as u16);
    for (index, priority) in priorities.iter().enumerate() {
        if index == server_after {
            add_slow_server(&mut system, &journal);
        }
        system.task(&format!("client {index}"), *priority, move || {
            sys_send(server, 1, &[], &mut [], &[]);
        });
    }
    if server_after >= priorities.len() {
        add_slow_server(&mut system, &journal);
    }
    run_to_idle(&mut system);
    journal.read()
}

fn add_slow_server(system: &mut System, journal: &Journal) {
    let notes = journal.clone();
    system.task("server", 0, move || {
        hl::sleep_for(1);
        loop {
            let message = sys_recv_open(&mut [], 0);
            notes.note(message.sender.index());
            sys_reply(message.sender, 0, &[]);
        }
    });
}

#[test]
fn of_several_waiting_senders_the_most_important_comes_first() {
    // The server is task 0, the clients are 1 to 3.
    assert_eq!(order_of_service(&[7, 3, 5], 0), "2 3 1");
}

#[test]
fn equally_important_senders_come_in_order_after_the_receiver_wrapping() {
    // The server is task 2, the clients are 0, 1, 3 and 4.
    assert_eq!(order_of_service(&[5, 5, 5, 5], 2), "3 4 0 1");
}

#[test]
fn a_send_to_a_stale_generation_returns_its_dead_code_at_once() {
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    system.script(When::time(1), Action::kill(server, Restart::AtOnce));
    system.task("client", 2, move || {
        hl::sleep_for(2);
        assert_eq!(sys_send(server, 1, &[], &mut [], &[]), (dead(1), 0));
    });
    run_to_idle(&mut system);
}

#[test]
fn a_send_to_a_task_that_does_not_exist_faults_the_sender() {
    let fault = fault_of(|| {
        sys_send(TaskId(1), 1, &[], &mut [], &[]);
    });
    assert_eq!(fault, usage(UsageError::TaskOutOfRange));
}

#[test]
fn a_send_to_nobody_faults_the_sender() {
    let fault = fault_of(|| {
        sys_send(TaskId::UNBOUND, 1, &[], &mut [], &[]);
    });
    assert_eq!(fault, usage(UsageError::TaskOutOfRange));
}

#[test]
fn the_states_of_both_sides_can_be_seen() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        sys_recv_open(&mut [], 0);
        sys_recv_notification(1);
    });
    let first = system.task("first", 2, move || {
        sys_send(server, 1, &[], &mut [], &[]);
    });
    let second = system.task("second", 3, move || {
        sys_send(server, 1, &[], &mut [], &[]);
    });
    assert!(matches!(system.run(), End::Deadlock(_)));
    let healthy = TaskState::Healthy;
    assert_eq!(
        system.state(server),
        healthy(SchedState::InRecv(Some(TaskId::KERNEL)))
    );
    assert_eq!(system.state(first), healthy(SchedState::InReply(server)));
    assert_eq!(system.state(second), healthy(SchedState::InSend(server)));
}
