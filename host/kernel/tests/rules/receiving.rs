//! RECV, open and closed.

use crate::{dead, echo_server, fault_of, run_to_idle, usage};
use kernel::{Action, End, Restart, System, TaskId, When};
use userlib::{
    ClosedRecvError, Generation, UsageError, hl, sys_post, sys_recv,
    sys_recv_closed, sys_recv_notification, sys_recv_open, sys_reply, sys_send,
};

#[test]
fn pending_notifications_win_over_messages() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        hl::sleep_for(1);
        let first = sys_recv_open(&mut [], 0b1);
        assert_eq!((first.sender, first.operation), (TaskId::KERNEL, 0b1));
        let second = sys_recv_open(&mut [], 0b1);
        assert_eq!((second.sender, second.operation), (TaskId(2), 5));
        sys_reply(second.sender, 0, &[]);
    });
    system.task("poster", 2, move || {
        assert_eq!(sys_post(server, 0b1), 0);
    });
    system.task("client", 2, move || {
        sys_send(server, 5, &[], &mut [], &[]);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn pending_notifications_win_in_a_closed_receive_too() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        hl::sleep_for(1);
        let client = TaskId(1);
        let first = sys_recv_closed(&mut [], 0b1, client).unwrap();
        assert_eq!((first.sender, first.operation), (TaskId::KERNEL, 0b1));
        let second = sys_recv_closed(&mut [], 0b1, client).unwrap();
        assert_eq!(second.sender, client);
        sys_reply(client, 0, &[]);
    });
    system.task("client", 2, move || {
        sys_post(server, 0b1);
        sys_send(server, 5, &[], &mut [], &[]);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn only_notifications_within_the_mask_are_given_and_cleared() {
    let mut system = System::new();
    system.task("task", 1, || {
        sys_post(TaskId(0), 0b1110);
        assert_eq!(sys_recv_notification(0b0011).get_raw_bits(), 0b0010);
        assert_eq!(sys_recv_notification(0b1111).get_raw_bits(), 0b1100);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_notification_outside_of_the_mask_does_not_wake() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let message = sys_recv_open(&mut [], 0b01);
        assert_eq!(message.sender, TaskId(1));
        sys_reply(message.sender, 0, &[]);
    });
    system.task("client", 2, move || {
        sys_post(server, 0b10);
        sys_send(server, 1, &[], &mut [], &[]);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_message_of_notifications_is_empty() {
    let mut system = System::new();
    system.task("task", 1, || {
        sys_post(TaskId(0), 1);
        let mut buffer = [0xAA; 2];
        let message = sys_recv_open(&mut buffer, 1);
        assert_eq!(message.message_len, 0);
        assert_eq!(message.response_capacity, 0);
        assert_eq!(message.lease_count, 0);
        assert_eq!(buffer, [0xAA; 2]);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_closed_receive_from_a_stale_generation_returns_its_dead_code() {
    let mut system = System::new();
    let peer = system.task("peer", 1, echo_server);
    system.script(When::time(1), Action::kill(peer, Restart::AtOnce));
    system.task("receiver", 2, move || {
        hl::sleep_for(2);
        assert_eq!(sys_recv(&mut [], 0, Some(peer)).err(), Some(dead(1)));
        assert_eq!(
            sys_recv_closed(&mut [], 0, peer).err(),
            Some(ClosedRecvError::Dead(Generation::from(1)))
        );
    });
    run_to_idle(&mut system);
}

#[test]
fn a_closed_receive_wakes_with_a_dead_code_when_the_peer_restarts() {
    let mut system = System::new();
    let peer = system.task("peer", 1, echo_server);
    system.script(When::time(5), Action::kill(peer, Restart::After(3)));
    system.script(When::time(20), Action::post(peer, 1));
    let receiver = system.task("receiver", 2, move || {
        assert_eq!(
            sys_recv_closed(&mut [], 0, peer).err(),
            Some(ClosedRecvError::Dead(Generation::from(1)))
        );
        // At the restart, not at the fault before it.
        assert_eq!(userlib::sys_get_timer().now, 8);
    });
    run_to_idle(&mut system);
    assert_eq!(system.fault(receiver), None);
}

#[test]
fn a_closed_receive_from_the_kernel_waits_for_notifications_only() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let bits = sys_recv_notification(0b1);
        assert_eq!(bits.get_raw_bits(), 0b1);
        let message = sys_recv_open(&mut [], 0);
        sys_reply(message.sender, 0, &[]);
    });
    system.task("client", 2, move || {
        sys_send(server, 1, &[], &mut [], &[]);
    });
    system.task("poster", 3, move || {
        sys_post(server, 0b1);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_closed_receive_from_a_task_that_does_not_exist_faults_the_receiver() {
    let fault = fault_of(|| {
        let _ = sys_recv_closed(&mut [], 0, TaskId(7));
    });
    assert_eq!(fault, usage(UsageError::TaskOutOfRange));
}
