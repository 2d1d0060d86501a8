//! REPLY and REPLY_FAULT.

use crate::{Journal, fault_after_run, fault_of, run_to_idle, usage};
use kernel::{Action, CallKind, End, Restart, System, TaskId, When};
use userlib::{
    FaultInfo, ReplyFaultReason, UsageError, hl, sys_post,
    sys_recv_notification, sys_recv_open, sys_reply, sys_reply_fault, sys_send,
};

/// A system with a server that does `serve` with its first message and then
/// waits for more, and a client that sends one, with room for `CAPACITY`
/// bytes.
fn one_request(
    serve: impl Fn(userlib::RecvMessage) + Send + 'static,
    check: impl Fn((u32, usize), [u8; 4]) + Send + 'static,
) -> (System, TaskId, TaskId) {
    let mut system = System::new();
    let server = system.task("server", 1, move || {
        serve(sys_recv_open(&mut [], 0));
        sys_recv_open(&mut [], 0);
    });
    let client = system.task("client", 2, move || {
        let mut reply = [0; 4];
        let answer = sys_send(server, 1, &[], &mut reply, &[]);
        check(answer, reply);
    });
    (system, server, client)
}

#[test]
fn a_reply_as_long_as_the_clients_buffer_arrives_whole() {
    let (mut system, _, client) = one_request(
        |message| sys_reply(message.sender, 0, &[1, 2, 3, 4]),
        |answer, reply| {
            assert_eq!((answer, reply), ((0, 4), [1, 2, 3, 4]));
        },
    );
    run_to_idle(&mut system);
    assert_eq!(system.fault(client), None);
}

#[test]
fn a_reply_longer_than_the_clients_buffer_faults_the_server() {
    let (mut system, server, _) = one_request(
        |message| sys_reply(message.sender, 0, &[0; 5]),
        |_, _| unreachable!("there was no reply"),
    );
    assert!(matches!(system.run(), End::Deadlock(_)));
    assert_eq!(
        system.fault(server).unwrap().info,
        usage(UsageError::ReplyTooBig)
    );
}

#[test]
fn the_client_of_a_server_that_replied_too_much_learns_of_its_restart() {
    let (mut system, server, client) = one_request(
        |message| sys_reply(message.sender, 0, &[0; 5]),
        |answer, _| assert_eq!(answer, (crate::dead(1), 0)),
    );
    system.supervise(server, Restart::AtOnce);
    run_to_idle(&mut system);
    assert_eq!(system.fault(client), None);
}

#[test]
fn a_reply_to_a_task_that_does_not_wait_for_us_is_ignored() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let message = sys_recv_open(&mut [], 0);
        sys_reply(message.sender, 1, &[]);
        sys_reply(message.sender, 2, &[]);
        sys_reply(TaskId(0), 3, &[]);
    });
    system.task("client", 2, move || {
        assert_eq!(sys_send(server, 1, &[], &mut [], &[]), (1, 0));
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_reply_to_a_client_of_another_server_is_ignored() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let message = sys_recv_open(&mut [], 0);
        hl::sleep_for(5);
        sys_reply(message.sender, 1, &[]);
    });
    let client = system.task("client", 3, move || {
        assert_eq!(sys_send(server, 1, &[], &mut [], &[]), (1, 0));
    });
    system.task("impostor", 2, move || {
        hl::sleep_for(1);
        sys_reply(client, 666, &[]);
        sys_reply_fault(client, ReplyFaultReason::AccessViolation);
    });
    assert_eq!(system.run(), End::Finished);
    assert_eq!(system.fault(client), None);
}

#[test]
fn a_reply_to_a_stale_generation_is_ignored() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let first = sys_recv_open(&mut [], 0);
        // The client is killed now, and its next incarnation sends again.
        sys_recv_notification(1);
        let second = sys_recv_open(&mut [], 0);
        sys_reply(first.sender, 1, &[]);
        sys_reply_fault(first.sender, ReplyFaultReason::BadLeases);
        sys_reply(second.sender, 2, &[]);
    });
    let client = system.task("client", 2, move || {
        notes.note(sys_send(server, 1, &[], &mut [], &[]).0);
    });
    system.script(
        When::after(server, CallKind::Recv, 1),
        Action::kill(client, Restart::AtOnce),
    );
    system.script(When::time(1), Action::post(server, 1));
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "2");
}

#[test]
fn replies_never_reschedule() {
    let journal = Journal::default();
    let mut system = System::new();
    let notes = journal.clone();
    let server = system.task("server", 9, move || {
        let first = sys_recv_open(&mut [], 0);
        sys_reply(first.sender, 0, &[]);
        notes.note("after-reply");
        let second = sys_recv_open(&mut [], 0);
        sys_reply_fault(second.sender, ReplyFaultReason::BadLeases);
        notes.note("after-fault");
    });
    let notes = journal.clone();
    system.task("client", 1, move || {
        sys_send(server, 1, &[], &mut [], &[]);
        notes.note("client");
        sys_send(server, 1, &[], &mut [], &[]);
    });
    let _ = system.run();
    assert_eq!(journal.read(), "after-reply client after-fault");
}

#[test]
fn a_reply_fault_faults_the_client_with_the_server_and_the_reason() {
    for reason in [
        ReplyFaultReason::UndefinedOperation,
        ReplyFaultReason::BadMessageSize,
        ReplyFaultReason::BadMessageContents,
        ReplyFaultReason::BadLeases,
        ReplyFaultReason::ReplyBufferTooSmall,
        ReplyFaultReason::AccessViolation,
    ] {
        let (mut system, server, client) = one_request(
            move |message| sys_reply_fault(message.sender, reason),
            |_, _| unreachable!("the send must not return"),
        );
        assert_eq!(
            fault_after_run(&mut system, client),
            FaultInfo::FromServer(server, reason)
        );
        assert_eq!(system.fault(server), None);
    }
}

#[test]
fn a_reply_to_a_task_that_does_not_exist_faults_the_server() {
    assert_eq!(
        fault_of(|| sys_reply(TaskId(5), 0, &[])),
        usage(UsageError::TaskOutOfRange)
    );
    assert_eq!(
        fault_of(|| {
            sys_reply_fault(TaskId(5), ReplyFaultReason::BadLeases);
        }),
        usage(UsageError::TaskOutOfRange)
    );
}

#[test]
fn a_reply_to_the_kernel_faults_the_server() {
    assert_eq!(
        fault_of(|| {
            sys_post(TaskId(0), 1);
            let message = sys_recv_open(&mut [], 1);
            sys_reply(message.sender, 0, &[]);
        }),
        usage(UsageError::TaskOutOfRange)
    );
}

#[test]
fn a_server_may_answer_later_and_in_another_order() {
    let journal = Journal::default();
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let first = sys_recv_open(&mut [], 0);
        let second = sys_recv_open(&mut [], 0);
        sys_reply(second.sender, 0, &[]);
        hl::sleep_for(1);
        sys_reply(first.sender, 0, &[]);
    });
    for name in ["first", "second"] {
        let notes = journal.clone();
        system.task(name, 2, move || {
            sys_send(server, 1, &[], &mut [], &[]);
            notes.note(name);
        });
    }
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "second first");
}
