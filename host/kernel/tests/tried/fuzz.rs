//! Servers to which everything happens.

use kernel::{Fuzz, Fuzzed, System, TaskId, fuzz_server};
use std::panic::{AssertUnwindSafe, catch_unwind};
use userlib::{
    Lease, RecvMessage, ReplyFaultReason, sys_borrow_info, sys_recv_open,
    sys_reply, sys_reply_fault, sys_send,
};

/// How many messages a server is sent.
fn many() -> u64 {
    if trials::all() { 2_000 } else { 500 }
}

/// A server of one operation, 5, of three bytes and a lease of six, that goes
/// wrong in some way when it is asked for it.
fn picky(when: u8, wrong: fn(&RecvMessage)) -> impl FnMut() + Send {
    move || {
        loop {
            let mut buffer = [0; 4];
            let message = sys_recv_open(&mut buffer, 1);
            if message.sender == TaskId::KERNEL {
                continue;
            }
            let refuse = |why| sys_reply_fault(message.sender, why);
            let contents = &buffer[..message.message_len];
            if message.operation != 5 {
                refuse(ReplyFaultReason::UndefinedOperation);
            } else if message.response_capacity < 2 {
                refuse(ReplyFaultReason::ReplyBufferTooSmall);
            } else if message.lease_count != 1 {
                refuse(ReplyFaultReason::BadLeases);
            } else if contents.len() != 3 {
                refuse(ReplyFaultReason::BadMessageSize);
            } else if sys_borrow_info(message.sender, 0)
                .is_none_or(|info| info.len != 6)
            {
                refuse(ReplyFaultReason::BadLeases);
            } else if contents[0] == when {
                wrong(&message);
            } else {
                sys_reply(message.sender, 0, &contents[..2]);
            }
        }
    }
}

fn fuzz(wrong: fn(&RecvMessage)) -> Fuzz<'static> {
    fuzz_server(move |system| system.task("picky", 1, picky(3, wrong)))
}

/// What is said of a server that goes wrong.
fn found(fuzz: &Fuzz<'_>) -> String {
    let run = AssertUnwindSafe(|| fuzz.run(many()));
    let payload = catch_unwind(run).expect_err("something is wrong");
    payload.downcast_ref::<String>().expect("a text").clone()
}

#[test]
fn a_good_server_is_found_good_and_most_messages_reach_it() {
    let fuzzed = fuzz(|message| sys_reply(message.sender, 7, &[])).run(many());
    assert_eq!(fuzzed.operations, 1);
    assert!(fuzzed.messages >= many());
    assert!(fuzzed.replied > many() / 3, "{fuzzed}");
    assert!(fuzzed.refused > many() / 8, "{fuzzed}");
    assert!(fuzzed.deaths > many() / 20, "{fuzzed}");
    assert!(fuzzed.replied + fuzzed.refused <= fuzzed.messages);
}

#[test]
fn the_same_is_tried_each_time() {
    let run = || fuzz(|message| sys_reply(message.sender, 7, &[])).run(500);
    let first: Fuzzed = run();
    assert_eq!(run(), first);
}

#[test]
fn a_panic_is_found() {
    let said = found(&fuzz(|_| panic!("oh")));
    assert!(said.contains("the server faults: panicked: oh"), "{said}");
}

#[test]
fn what_is_wrong_with_the_first_messages_already_is_found() {
    let make = |system: &mut System| {
        system.task("picky", 1, picky(0, |_| panic!("oh")))
    };
    let said = found(&fuzz_server(make));
    assert!(said.contains("the server faults: panicked: oh"), "{said}");
}

#[test]
fn a_system_call_that_faults_the_server_is_found() {
    let wrong = |message: &RecvMessage| {
        sys_borrow_info(message.sender, 9);
    };
    let said = found(&fuzz(wrong));
    assert!(said.contains("LeaseOutOfRange"), "{said}");
}

#[test]
fn an_answer_that_does_not_come_is_found() {
    let said = found(&fuzz(|_| ()));
    assert!(
        said.contains("the server does not answer `client"),
        "{said}"
    );
}

#[test]
fn an_answer_too_many_is_found() {
    let said = found(&fuzz(|message| {
        sys_reply(message.sender, 0, &[]);
        sys_reply(message.sender, 0, &[]);
    }));
    assert!(said.contains("which waits for no answer"), "{said}");
}

#[test]
fn an_endless_loop_is_found() {
    let said = found(&fuzz(|_| {
        loop {
            userlib::sys_get_timer();
        }
    }));
    assert!(said.contains("no end after"), "{said}");
}

#[test]
fn a_server_that_ends_is_found() {
    let make = |system: &mut System| {
        system.task("brief", 1, || {
            let message = sys_recv_open(&mut [], 0);
            sys_reply(message.sender, 0, &[]);
        })
    };
    let said = found(&fuzz_server(make));
    assert!(said.contains("entry function has returned"), "{said}");
}

/// A server that answers when the next message comes, or a notification.
fn late() {
    let mut waiting: Option<TaskId> = None;
    loop {
        let message = sys_recv_open(&mut [0; 2], 1);
        if let Some(client) = waiting.take() {
            sys_reply(client, 0, &[]);
        }
        if message.sender != TaskId::KERNEL {
            waiting = Some(message.sender);
        }
    }
}

#[test]
fn a_server_may_answer_later_if_that_is_said() {
    let make = |system: &mut System| system.task("late", 1, late);
    let said = found(&fuzz_server(make));
    assert!(said.contains("does not answer"), "{said}");
    fuzz_server(make).answers_within(0).run(many());
    fuzz_server(make).may_wait().run(many());
}

#[test]
fn a_request_that_is_forgotten_is_found() {
    let make = |system: &mut System| {
        system.task("forgetful", 1, || {
            loop {
                let message = sys_recv_open(&mut [0; 2], 0);
                if message.message_len == 0 {
                    sys_reply(message.sender, 0, &[]);
                }
            }
        })
    };
    let said = found(&fuzz_server(make).answers_within(1_000));
    assert!(said.contains("does not answer"), "{said}");
    fuzz_server(make).may_wait().run(many());
}

#[test]
fn a_server_may_ask_others() {
    let fuzzed = fuzz_server(|system| {
        let behind = system.task("behind", 1, || {
            loop {
                let message = sys_recv_open(&mut [], 0);
                sys_reply(message.sender, 0, &[]);
            }
        });
        system.task("front", 2, move || {
            loop {
                let message = sys_recv_open(&mut [0; 8], 0);
                let leases = [Lease::read_only(&[1])];
                sys_send(behind, 1, &[], &mut [], &leases);
                sys_reply(message.sender, 0, &[]);
            }
        })
    })
    .run(many());
    assert!(fuzzed.replied > many() / 2, "{fuzzed}");
}
