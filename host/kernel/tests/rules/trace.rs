//! The record of a run.

use crate::echo_server;
use kernel::trace::{Call, CallResult, Event};
use kernel::{Action, CallKind, End, Restart, System, TaskId, When};
use userlib::{
    Lease, LeaseAttributes, ReplyFaultReason, hl, sys_borrow_read, sys_post,
    sys_recv_open, sys_reply, sys_reply_fault, sys_send,
};

/// A client that lends two bytes to a server that reads them and answers.
fn conversation() -> (System, TaskId, TaskId) {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let mut buffer = [0; 4];
        let message = sys_recv_open(&mut buffer, 0b1);
        sys_borrow_read(message.sender, 0, 1, &mut buffer);
        sys_reply(message.sender, 0, &[7]);
    });
    system.name_operations(server, &[(3, "read")]);
    let client = system.task("client", 2, move || {
        hl::sleep_for(5);
        let leases = [Lease::read_only(&[8, 9])];
        sys_send(server, 3, &[1, 2], &mut [0; 2], &leases);
    });
    assert_eq!(system.run(), End::Finished);
    (system, server, client)
}

#[test]
fn a_trace_holds_each_call_with_arguments_result_and_time() {
    let (system, server, client) = conversation();
    let sends = system.trace().entries().filter(|entry| {
        matches!(
            entry.event,
            Event::Call {
                call: Call::Send { .. },
                ..
            }
        )
    });
    let sends: Vec<_> = sends.collect();
    assert_eq!(sends.len(), 1);
    assert_eq!((sends[0].time, sends[0].task), (5, client));
    assert_eq!(
        sends[0].event,
        Event::Call {
            call: Call::Send {
                target: server,
                operation: 3,
                message: vec![1, 2],
                reply_capacity: 2,
                leases: vec![(LeaseAttributes::READ, 2)],
            },
            result: Some(CallResult::Replied {
                code: 0,
                reply: vec![7],
            }),
        }
    );
}

#[test]
fn a_trace_gives_the_calls_of_one_task() {
    let (system, server, client) = conversation();
    let calls: Vec<_> = system.trace().calls(server).collect();
    assert_eq!(
        calls,
        [
            (
                &Call::Recv {
                    capacity: 4,
                    mask: 0b1,
                    from: None
                },
                Some(&CallResult::Message {
                    sender: client,
                    operation: 3,
                    message: vec![1, 2]
                })
            ),
            (
                &Call::BorrowRead {
                    lender: client,
                    operation: Some(3),
                    index: 0,
                    offset: 1,
                    len: 4
                },
                Some(&CallResult::Borrowed {
                    code: 0,
                    bytes: vec![9]
                })
            ),
            (
                &Call::Reply {
                    peer: client,
                    operation: Some(3),
                    code: 0,
                    message: vec![7]
                },
                Some(&CallResult::Done)
            ),
        ]
    );
}

#[test]
fn a_trace_reads_as_text_with_the_names_of_tasks_and_operations() {
    let (system, _, _) = conversation();
    let expected = "
     0 ms  server        RECV room for 4 or bits 0x1, waits -> read from client at 5 ms
     0 ms  client        GET_TIMER -> 0 ms, off
     0 ms  client        SET_TIMER 5 ms bits 0x80000000
     0 ms  client        RECV room for 0 from kernel or bits 0x80000000 -> bits 0x80000000 at 5 ms
     5 ms  client        GET_TIMER -> 5 ms, off
     5 ms  client        SET_TIMER off
     5 ms  client        SEND server.read [01, 02], room for 2, lends &[2 bytes] -> ok [07]
     5 ms  server        BORROW_READ client lease 0[1..5] -> [09]
     5 ms  server        REPLY client read
     5 ms  server        finished
     5 ms  client        finished
";
    assert_eq!(format!("\n{}", system.trace()), expected);
}

#[test]
fn a_trace_has_what_went_over_the_wire_without_any_names_of_stubs() {
    let (system, _, _) = conversation();
    let raw = system.trace().raw().to_string();
    for line in [
        "     0 ms  server        RECV room for 4 or bits 0x1 -> read [01, 02] \
         from client\n",
        "     5 ms  client        SEND server.read [01, 02], room for 2, lends \
         read 2 -> ok [07]\n",
        "     5 ms  server        BORROW_READ client lease 0 at 1, 4 bytes -> \
         ok [09]\n",
        "     5 ms  server        REPLY client read: ok [07]\n",
    ] {
        assert!(raw.contains(line), "no {line:?} in\n{raw}");
    }
}

#[test]
fn a_trace_tells_of_deaths_and_of_what_came_from_outside() {
    let mut system = System::new();
    let server = system.task("server", 1, echo_server);
    system.script(When::time(1), Action::post(server, 2));
    system.script(
        When::after(server, CallKind::Recv, 1),
        Action::kill(server, Restart::AtOnce),
    );
    system.task("client", 2, move || {
        hl::sleep_for(2);
        sys_send(server, 1, &[], &mut [], &[]);
        sys_post(server, 1);
        panic!("enough");
    });
    assert!(matches!(system.run(), End::Faulted(_)));
    let text = system.trace().to_string();
    for line in [
        "     1 ms  server        is posted 0x2\n",
        "     2 ms  server        faulted: killed\n",
        "     2 ms  server#1      restarted\n",
        "     2 ms  server#1      RECV room for 0 -> ...\n",
        "     2 ms  client        SEND server.op 1 [], room for 0 -> dead, \
         now #1\n",
        "     2 ms  client        POST server 0x1 -> dead, now #1\n",
        "     2 ms  client        faulted: panicked: enough, at ",
    ] {
        assert!(text.contains(line), "no {line:?} in\n{text}");
    }
}

#[test]
fn a_trace_tells_what_a_reply_answers_and_when_nobody_waits_for_it() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let message = sys_recv_open(&mut [], 0);
        sys_reply_fault(message.sender, ReplyFaultReason::BadLeases);
        sys_reply(message.sender, 5, &[]);
    });
    system.name_operations(server, &[(3, "read")]);
    system.task("client", 2, move || {
        sys_send(server, 3, &[], &mut [], &[]);
    });
    assert!(matches!(system.run(), End::Faulted(_)));
    let text = system.trace().to_string();
    for line in [
        "  server        REPLY_FAULT client read: BadLeases\n",
        "  client        faulted: refused by server: BadLeases\n",
        "  server        REPLY client (does not wait): code 5 []\n",
    ] {
        assert!(text.contains(line), "no {line:?} in\n{text}");
    }
}

#[test]
#[cfg_attr(miri, ignore = "100,100 switches take hours there")]
fn a_long_trace_keeps_its_latest_part() {
    let mut system = System::new();
    let task = system.task("task", 1, || {
        for _ in 0..100_100 {
            sys_post(TaskId(0), 0);
        }
    });
    assert_eq!(system.run(), End::Finished);
    assert_eq!(system.trace().entries().count(), 100_000);
    assert_eq!(system.trace().calls(task).count(), 99_999);
    let text = system.trace().to_string();
    assert!(text.starts_with("(101 earlier entries left out)\n"));
    assert!(text.ends_with("finished\n"));
}
