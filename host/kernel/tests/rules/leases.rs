//! BORROW_READ, BORROW_WRITE and BORROW_INFO.

use crate::{dead, fault_of, run_to_idle, usage};
use kernel::{Action, CallKind, End, Restart, System, TaskId, When};
use userlib::{
    DEFECT, Lease, LeaseAttributes, RecvMessage, UsageError, hl,
    sys_borrow_info, sys_borrow_read, sys_borrow_write, sys_recv_notification,
    sys_recv_open, sys_reply, sys_send,
};

/// A client lends bytes 1 to 4 read-only, 5 and 6 write-only, 7 and 8
/// read-write, and nothing at all. The server does `borrow` and replies; then
/// `check` sees the three pieces of memory.
fn lend(
    borrow: impl Fn(&RecvMessage) + Send + 'static,
    check: impl Fn([u8; 4], [u8; 2], [u8; 2]) + Send + 'static,
) -> (System, TaskId, TaskId) {
    let mut system = System::new();
    let server = system.task("server", 1, move || {
        let message = sys_recv_open(&mut [], 0);
        borrow(&message);
        sys_reply(message.sender, 0, &[]);
    });
    let client = system.task("client", 2, move || {
        let read = [1, 2, 3, 4];
        let mut write = [5, 6];
        let mut both = [7, 8];
        sys_send(
            server,
            1,
            &[],
            &mut [],
            &[
                Lease::read_only(&read),
                Lease::write_only(&mut write),
                Lease::read_write(&mut both),
                Lease::read_only(&[]),
            ],
        );
        check(read, write, both);
    });
    (system, server, client)
}

/// Lends as above and expects both sides to end well.
#[track_caller]
fn lend_well(
    borrow: impl Fn(&RecvMessage) + Send + 'static,
    check: impl Fn([u8; 4], [u8; 2], [u8; 2]) + Send + 'static,
) {
    let (mut system, _, _) = lend(borrow, check);
    assert_eq!(system.run(), End::Finished);
}

/// Lends as above; the server's borrow is a mistake.
fn lend_to_an_offender(
    borrow: impl Fn(&RecvMessage) + Send + 'static,
) -> userlib::FaultInfo {
    let (mut system, server, client) = lend(borrow, |_, _, _| ());
    let fault = crate::fault_after_run(&mut system, server);
    assert_eq!(system.fault(client), None);
    fault
}

fn unchanged(read: [u8; 4], write: [u8; 2], both: [u8; 2]) {
    assert_eq!((read, write, both), ([1, 2, 3, 4], [5, 6], [7, 8]));
}

#[test]
fn a_lease_is_read_from_an_offset() {
    lend_well(
        |message| {
            let mut bytes = [0; 2];
            let answer = sys_borrow_read(message.sender, 0, 1, &mut bytes);
            assert_eq!((answer, bytes), ((0, 2), [2, 3]));
        },
        unchanged,
    );
}

#[test]
fn a_lease_is_written_from_an_offset() {
    lend_well(
        |message| {
            let answer = sys_borrow_write(message.sender, 1, 1, &[0xAA]);
            assert_eq!(answer, (0, 1));
        },
        |_, write, _| assert_eq!(write, [5, 0xAA]),
    );
}

#[test]
fn a_read_write_lease_is_both() {
    lend_well(
        |message| {
            let mut bytes = [0; 2];
            sys_borrow_write(message.sender, 2, 0, &[9]);
            sys_borrow_read(message.sender, 2, 0, &mut bytes);
            assert_eq!(bytes, [9, 8]);
        },
        |_, _, both| assert_eq!(both, [9, 8]),
    );
}

#[test]
fn copies_stop_at_the_shorter_side() {
    lend_well(
        |message| {
            let client = message.sender;
            let mut long = [0xFF; 6];
            assert_eq!(sys_borrow_read(client, 0, 2, &mut long), (0, 2));
            assert_eq!(long, [3, 4, 0xFF, 0xFF, 0xFF, 0xFF]);
            let mut short = [0];
            assert_eq!(sys_borrow_read(client, 0, 2, &mut short), (0, 1));
            assert_eq!(sys_borrow_write(client, 1, 0, &[1; 9]), (0, 2));
        },
        |_, write, both| assert_eq!((write, both), ([1, 1], [7, 8])),
    );
}

#[test]
fn an_offset_equal_to_the_length_is_legal_and_moves_nothing() {
    lend_well(
        |message| {
            let client = message.sender;
            let mut bytes = [0xFF; 2];
            assert_eq!(sys_borrow_read(client, 0, 4, &mut bytes), (0, 0));
            assert_eq!(bytes, [0xFF; 2]);
            assert_eq!(sys_borrow_write(client, 1, 2, &[9]), (0, 0));
        },
        unchanged,
    );
}

#[test]
fn an_empty_lease_can_be_borrowed_and_moves_nothing() {
    lend_well(
        |message| {
            let info = sys_borrow_info(message.sender, 3).unwrap();
            assert_eq!((info.attributes, info.len), (LeaseAttributes::READ, 0));
            let mut bytes = [0xFF; 2];
            let answer = sys_borrow_read(message.sender, 3, 0, &mut bytes);
            assert_eq!((answer, bytes), ((0, 0), [0xFF; 2]));
        },
        unchanged,
    );
}

#[test]
fn an_offset_past_the_length_faults_the_borrower() {
    let wrong = usage(UsageError::OffsetOutOfRange);
    let read = |message: &RecvMessage| {
        sys_borrow_read(message.sender, 0, 5, &mut []);
    };
    let write = |message: &RecvMessage| {
        sys_borrow_write(message.sender, 1, 3, &[]);
    };
    let far = |message: &RecvMessage| {
        sys_borrow_read(message.sender, 0, usize::MAX, &mut []);
    };
    assert_eq!(lend_to_an_offender(read), wrong);
    assert_eq!(lend_to_an_offender(write), wrong);
    assert_eq!(lend_to_an_offender(far), wrong);
}

#[test]
fn an_index_past_the_leases_faults_the_borrower() {
    let wrong = usage(UsageError::LeaseOutOfRange);
    let read = |message: &RecvMessage| {
        sys_borrow_read(message.sender, 4, 0, &mut []);
    };
    let write = |message: &RecvMessage| {
        sys_borrow_write(message.sender, 4, 0, &[]);
    };
    let info = |message: &RecvMessage| {
        sys_borrow_info(message.sender, 4);
    };
    assert_eq!(lend_to_an_offender(read), wrong);
    assert_eq!(lend_to_an_offender(write), wrong);
    assert_eq!(lend_to_an_offender(info), wrong);
}

#[test]
fn reading_without_the_right_gives_defect_and_moves_nothing() {
    lend_well(
        |message| {
            let mut bytes = [0xFF; 2];
            let answer = sys_borrow_read(message.sender, 1, 0, &mut bytes);
            assert_eq!((answer, bytes), ((DEFECT, 0), [0xFF; 2]));
        },
        unchanged,
    );
}

#[test]
fn writing_without_the_right_gives_defect_and_moves_nothing() {
    lend_well(
        |message| {
            let answer = sys_borrow_write(message.sender, 0, 0, &[9]);
            assert_eq!(answer, (DEFECT, 0));
        },
        unchanged,
    );
}

#[test]
fn information_about_a_lease_is_its_rights_and_length() {
    lend_well(
        |message| {
            let info = |index| {
                let info = sys_borrow_info(message.sender, index).unwrap();
                (info.attributes.bits(), info.len)
            };
            assert_eq!([info(0), info(1), info(2)], [(1, 4), (2, 2), (3, 2)]);
        },
        unchanged,
    );
}

#[test]
fn two_read_leases_may_share_memory() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let message = sys_recv_open(&mut [], 0);
        let (mut whole, mut part) = ([0; 4], [0; 2]);
        sys_borrow_read(message.sender, 0, 0, &mut whole);
        sys_borrow_read(message.sender, 1, 0, &mut part);
        assert_eq!((whole, part), ([1, 2, 3, 4], [2, 3]));
        sys_reply(message.sender, 0, &[]);
    });
    system.task("client", 2, move || {
        let memory = [1, 2, 3, 4];
        let leases =
            [Lease::read_only(&memory), Lease::read_only(&memory[1..3])];
        // The message itself overlaps too.
        sys_send(server, 1, &memory, &mut [], &leases);
        assert_eq!(memory, [1, 2, 3, 4]);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn a_lease_may_be_lent_on() {
    let mut system = System::new();
    let inner = system.task("inner", 1, || {
        let message = sys_recv_open(&mut [], 0);
        sys_borrow_write(message.sender, 0, 0, &[7, 7]);
        sys_reply(message.sender, 0, &[]);
    });
    let outer = system.task("outer", 2, move || {
        let message = sys_recv_open(&mut [], 0);
        let mut copy = [0; 2];
        sys_send(inner, 1, &[], &mut [], &[Lease::from(&mut copy[..])]);
        sys_borrow_write(message.sender, 0, 0, &copy);
        sys_reply(message.sender, 0, &[]);
    });
    system.task("client", 3, move || {
        let mut memory = [0; 2];
        sys_send(outer, 1, &[], &mut [], &[Lease::from(&mut memory[..])]);
        assert_eq!(memory, [7, 7]);
    });
    assert_eq!(system.run(), End::Finished);
}

/// A server that keeps its client's id beyond the reply and borrows then.
fn borrow_after(
    make_unready: impl Fn(&RecvMessage) + Send + 'static,
    expected: u32,
) -> System {
    let mut system = System::new();
    let server = system.task("server", 1, move || {
        let message = sys_recv_open(&mut [], 0);
        let client = message.sender;
        make_unready(&message);
        let mut bytes = [0xFF];
        let read = sys_borrow_read(client, 0, 0, &mut bytes);
        assert_eq!((read, bytes), ((expected, 0), [0xFF]));
        assert_eq!(sys_borrow_write(client, 0, 0, &[1]), (expected, 0));
        assert!(sys_borrow_info(client, 0).is_none());
    });
    system.task("client", 2, move || {
        let mut memory = [0];
        let leases = [Lease::read_write(&mut memory)];
        sys_send(server, 1, &[], &mut [], &leases);
        sys_recv_notification(1);
    });
    system
}

#[test]
fn leases_end_with_the_reply() {
    let mut system =
        borrow_after(|message| sys_reply(message.sender, 0, &[]), DEFECT);
    run_to_idle(&mut system);
    assert_eq!(system.fault(TaskId(0)), None);
}

#[test]
fn borrowing_from_a_task_that_faulted_gives_defect() {
    let mut system = borrow_after(|_| (), DEFECT);
    let (server, client) = (TaskId(0), TaskId(1));
    system.script(
        When::after(server, CallKind::Recv, 1),
        Action::kill(client, Restart::Never),
    );
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(system.fault(server), None);
}

#[test]
fn borrowing_from_a_task_that_restarted_gives_its_dead_code() {
    let mut system = borrow_after(|_| (), dead(1));
    let (server, client) = (TaskId(0), TaskId(1));
    system.script(
        When::after(server, CallKind::Recv, 1),
        Action::kill(client, Restart::AtOnce),
    );
    let _ = system.run();
    assert_eq!(system.fault(server), None);
}

#[test]
fn a_lender_may_vanish_between_two_borrows() {
    let (mut system, server, client) = lend(
        |message| {
            let mut bytes = [0; 4];
            let client = message.sender;
            assert_eq!(sys_borrow_read(client, 0, 0, &mut bytes), (0, 4));
            assert_eq!(sys_borrow_read(client, 0, 0, &mut bytes), (dead(1), 0));
        },
        |_, _, _| (),
    );
    system.script(
        When::before(server, CallKind::Borrow, 2),
        Action::kill(client, Restart::AtOnce),
    );
    let _ = system.run();
    assert_eq!(system.fault(server), None);
}

#[test]
fn borrowing_from_a_task_that_waits_for_another_gives_defect() {
    let (mut system, _, client) = lend(|_| hl::sleep_for(5), unchanged);
    let thief = system.task("thief", 1, move || {
        hl::sleep_for(1);
        assert_eq!(sys_borrow_read(client, 0, 0, &mut [0]), (DEFECT, 0));
        assert_eq!(sys_borrow_write(client, 1, 0, &[0]), (DEFECT, 0));
        assert!(sys_borrow_info(client, 0).is_none());
    });
    assert_eq!(system.run(), End::Finished);
    assert_eq!(system.fault(thief), None);
}

#[test]
fn borrowing_before_the_message_is_received_gives_defect() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        hl::sleep_for(1);
        // The client has sent by now.
        assert_eq!(sys_borrow_read(TaskId(1), 0, 0, &mut [0]), (DEFECT, 0));
        let message = sys_recv_open(&mut [], 0);
        assert_eq!(sys_borrow_read(message.sender, 0, 0, &mut [0]), (0, 1));
        sys_reply(message.sender, 0, &[]);
    });
    system.task("client", 2, move || {
        sys_send(server, 1, &[], &mut [], &[Lease::read_only(&[1])]);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn borrowing_from_a_task_that_does_not_exist_faults_the_borrower() {
    let wrong = usage(UsageError::TaskOutOfRange);
    let nobody = TaskId(3);
    let read = move || {
        sys_borrow_read(nobody, 0, 0, &mut []);
    };
    let write = move || {
        sys_borrow_write(nobody, 0, 0, &[]);
    };
    let info = move || {
        sys_borrow_info(nobody, 0);
    };
    assert_eq!(fault_of(read), wrong);
    assert_eq!(fault_of(write), wrong);
    assert_eq!(fault_of(info), wrong);
}

#[test]
fn a_message_may_lend_255_leases() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let message = sys_recv_open(&mut [], 0);
        assert_eq!(message.lease_count, 255);
        let mut bytes = [0];
        sys_borrow_read(message.sender, 254, 0, &mut bytes);
        assert_eq!(bytes, [254]);
        sys_reply(message.sender, 0, &[]);
    });
    system.task("client", 2, move || {
        let memory: Vec<u8> = (0..255).collect();
        let leases: Vec<Lease<'_>> =
            memory.chunks(1).map(Lease::read_only).collect();
        sys_send(server, 1, &[], &mut [], &leases);
    });
    assert_eq!(system.run(), End::Finished);
}
