//! Requests that the server cannot accept, at both entrances, also while other
//! requests wait for their answers, and in every encoding: the client gets the
//! right fault, nothing was called, no lease was touched, and the next client is
//! served. So is whoever has waited.

use kernel::System;
use kernel::trace::Call;
use userlib::{FaultInfo, ReplyFaultReason};

use crate::desk::{Desk, Entrance, FAIL, FAIL_SILENTLY, JUDGED};
use crate::log::Log;
use crate::requests::{Request, Rights};
use crate::values::{Color, Refusal, Report};

use ReplyFaultReason::{
    AccessViolation, BadLeases, BadMessageContents, BadMessageSize,
    ReplyBufferTooSmall, UndefinedOperation,
};

/// Who sends.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum Caller {
    /// May call everything.
    Allowed,
    /// May not call `guard`.
    Stranger,
}

/// What became of a request.
#[derive(Debug)]
struct Answered {
    /// The return code and the reply, or the client's fault.
    answer: Result<(u32, Vec<u8>), ReplyFaultReason>,
    /// What the server was called for.
    called: Vec<String>,
    /// The leases that the server looked at, in order.
    looked_at: Vec<usize>,
}

/// Sends a request, and a good one after it, which must be answered.
fn exchange(
    desk: &Desk,
    entrance: Entrance,
    caller: Caller,
    request: &Request,
) -> Answered {
    let mut system = System::new();
    let (called, answers) = (Log::default(), Log::default());
    let (serve, lines) = (desk.serve, called.clone());
    let server =
        system.task("server", 1, move || serve(lines.clone(), entrance));
    let client = [Caller::Allowed, Caller::Stranger].map(|task| {
        let sent = (task == caller).then(|| request.clone());
        let answers = answers.clone();
        system.task("client", 3, move || {
            if let Some(request) = &sent {
                answers.push(request.send(server));
            }
        })
    })[caller as usize];
    let good = desk.request("ping");
    let next = system.task("next client", 4, move || {
        assert_eq!(good.send(server), (0, vec![]));
    });
    let good = desk.request("simple_unit");
    let waiting = system.task("waiting client", 2, move || {
        assert_eq!(good.send(server), (0, vec![]));
    });
    let end = system.run();
    assert_eq!(system.fault(server), None, "the server lives: {end}");
    assert_eq!(system.fault(next), None, "the next one is served: {end}");
    assert_eq!(system.fault(waiting), None, "so is who waits: {end}");

    let answer = match system.fault(client).map(|fault| fault.info) {
        None => Ok(answers.take().remove(0)),
        Some(FaultInfo::FromServer(by, reason)) => {
            assert_eq!(by, server);
            Err(reason)
        }
        Some(other) => panic!("{other:?}"),
    };
    let mut looked_at = Vec::new();
    for (call, _) in system.trace().calls(server) {
        match call {
            Call::BorrowInfo { index, .. } => looked_at.push(*index),
            Call::BorrowRead { .. } | Call::BorrowWrite { .. } => {
                assert!(answer.is_ok(), "nothing is read or written");
            }
            _ => {}
        }
    }
    let mut called = called.take();
    assert_eq!(called.remove(0), "simple_unit");
    assert_eq!(called.pop().as_deref(), Some("ping"));
    Answered {
        answer,
        called,
        looked_at,
    }
}

/// Checks that a request is refused however it is taken, and nothing called.
#[track_caller]
fn refused(desk: &Desk, request: &Request, reason: ReplyFaultReason) {
    refused_to(desk, Caller::Allowed, request, reason);
}

#[track_caller]
fn refused_to(
    desk: &Desk,
    caller: Caller,
    request: &Request,
    reason: ReplyFaultReason,
) {
    for entrance in Entrance::ALL {
        let found = exchange(desk, entrance, caller, request);
        let what = (desk.encoding, entrance, request);
        assert_eq!(found.answer, Err(reason), "{what:?}");
        assert_eq!(found.called, [""; 0], "{what:?}");
    }
}

/// Checks that a request is accepted however it is taken, and what is called.
#[track_caller]
fn accepted(desk: &Desk, request: &Request, called: &str) {
    for entrance in Entrance::ALL {
        let found = exchange(desk, entrance, Caller::Allowed, request);
        let what = (desk.encoding, entrance, request);
        let code = found.answer.as_ref().map(|(code, _)| *code);
        assert_eq!(code, Ok(0), "{what:?}");
        assert_eq!(found.called, [called], "{what:?}");
    }
}

/// What is wrong with a message of a wrong length.
fn wrong_length(desk: &Desk) -> ReplyFaultReason {
    match desk.is_zerocopy() {
        true => BadMessageSize,
        false => BadMessageContents,
    }
}

#[test]
fn a_good_request_for_every_operation_is_accepted() {
    for desk in Desk::ALL {
        for request in (desk.requests)() {
            let called = match request.name {
                "judge" => "judge Blue Green true Some(Red) 0x1234",
                "guard" => "guard Green",
                name => name,
            };
            accepted(&desk, &request, called);
        }
    }
}

#[test]
fn operations_of_no_such_number_are_undefined() {
    for desk in Desk::ALL {
        let last = (desk.requests)().iter().map(|r| r.operation).max().unwrap();
        for operation in [0, last + 1, 0x100 + 1, 0x8000, u16::MAX] {
            let mut request = desk.request("simple");
            request.operation = operation;
            refused(&desk, &request, UndefinedOperation);
        }
    }
}

#[test]
fn reserved_numbers_are_those_of_undefined_operations() {
    // The build script reserves the numbers of the operations that Ssmarshal
    // cannot have.
    let hubpack = Desk::ALL.into_iter().find(|d| d.encoding == "hubpack");
    for name in ["complex_once", "complex_again", "complex_unit"] {
        let request = hubpack.as_ref().unwrap().request(name);
        let ssmarshal = &Desk::ALL[1];
        assert_eq!(ssmarshal.encoding, "ssmarshal");
        refused(ssmarshal, &request, UndefinedOperation);
    }
}

#[test]
fn messages_that_are_too_short_are_refused() {
    for desk in Desk::ALL {
        for request in (desk.requests)() {
            for len in 0..request.message.len() {
                let mut request = request.clone();
                request.message.truncate(len);
                refused(&desk, &request, wrong_length(&desk));
            }
        }
    }
}

#[test]
fn trailing_bytes_are_refused() {
    for desk in Desk::ALL {
        for request in (desk.requests)() {
            let all = desk.incoming_size - request.message.len();
            // One byte, and a word, and as many as the server has room for.
            for more in [1, 4, all].into_iter().filter(|more| *more <= all) {
                let mut request = request.clone();
                request.message.resize(request.message.len() + more, 0);
                refused(&desk, &request, wrong_length(&desk));
            }
        }
    }
}

#[test]
fn messages_that_the_kernel_cuts_are_refused() {
    for desk in Desk::ALL {
        for request in (desk.requests)() {
            for len in [desk.incoming_size + 1, 256, 4096] {
                let mut request = request.clone();
                request.message.resize(len, 7);
                refused(&desk, &request, wrong_length(&desk));
            }
        }
    }
}

#[test]
fn the_incoming_size_is_the_longest_message_and_one_byte() {
    for desk in Desk::ALL {
        assert_eq!(desk.incoming_size, desk.request("wide").message.len() + 1);
    }
}

#[test]
fn contents_that_do_not_decode_are_refused() {
    for desk in Desk::ALL {
        let judge = desk.request("judge");
        for (position, byte) in [
            // A color by its number, one by its bytes, the flag of an
            // `Option`, and a color behind such a flag.
            (0, 3),
            (0, 255),
            (1, 3),
            (1, 255),
            (3, 2),
            (3, 255),
            (4, 3),
            (4, 255),
        ] {
            let mut judge = judge.clone();
            judge.message[position] = byte;
            refused(&desk, &judge, BadMessageContents);
        }
        let mut guard = desk.request("guard");
        guard.message = vec![3];
        refused(&desk, &guard, BadMessageContents);
    }
}

#[test]
fn any_bool_but_0_is_true_in_every_encoding() {
    for desk in Desk::ALL {
        for (byte, bool) in [(0, false), (1, true), (2, true), (255, true)] {
            let mut judge = desk.request("judge");
            assert_eq!(judge.message, JUDGED);
            judge.message[2] = byte;
            let called = format!("judge Blue Green {bool} Some(Red) 0x1234");
            accepted(&desk, &judge, &called);
        }
    }
}

#[test]
fn a_wrong_number_of_leases_is_refused() {
    for desk in Desk::ALL {
        for request in (desk.requests)() {
            let right = request.leases.len();
            let fewer = right.checked_sub(1);
            for count in fewer.into_iter().chain([right + 1, 255]) {
                let mut request = request.clone();
                request.leases.resize(count, (Rights::ReadWrite, 4));
                refused(&desk, &request, BadLeases);
            }
        }
    }
}

#[test]
fn leases_of_wrong_rights_or_length_are_refused() {
    use Rights::{Read, ReadWrite, Write};
    for desk in Desk::ALL {
        let lend = desk.request("lend");
        for (index, lease) in [
            // A slice of `u16`, to be read, of at most 4.
            (0, (Write, 8)),
            (0, (Read, 10)),
            (0, (Read, 9)),
            (0, (Read, 7)),
            (0, (Read, 1)),
            // Four bytes, to be read and written.
            (1, (Read, 4)),
            (1, (Write, 4)),
            (1, (ReadWrite, 3)),
            (1, (ReadWrite, 5)),
            (1, (ReadWrite, 0)),
            // Any number of bytes, to be written.
            (2, (Read, 3)),
        ] {
            let mut lend = lend.clone();
            lend.leases[index] = lease;
            refused(&desk, &lend, BadLeases);
        }
    }
}

#[test]
fn leases_of_more_rights_and_any_legal_length_are_accepted() {
    use Rights::{Read, ReadWrite, Write};
    for desk in Desk::ALL {
        let lend = desk.request("lend");
        for (index, lease) in [
            (0, (ReadWrite, 8)),
            (0, (Read, 2)),
            (0, (Read, 0)),
            (2, (ReadWrite, 3)),
            (2, (Write, 0)),
            (2, (Write, 99)),
        ] {
            let mut lend = lend.clone();
            lend.leases[index] = lease;
            accepted(&desk, &lend, "lend");
        }
    }
}

#[test]
fn a_reply_buffer_that_is_too_small_is_refused() {
    // With ssmarshal what is sent is known only when it is encoded.
    for desk in Desk::ALL.iter().filter(|d| d.encoding != "ssmarshal") {
        for request in (desk.requests)() {
            for capacity in 0..request.capacity {
                let mut request = request.clone();
                request.capacity = capacity;
                refused(desk, &request, ReplyBufferTooSmall);
            }
        }
    }
}

#[test]
fn an_ssmarshal_reply_that_fits_is_sent_whatever_it_takes_in_memory() {
    let [_, desk, _] = &Desk::ALL;
    assert_eq!(desk.encoding, "ssmarshal");
    for request in (desk.requests)() {
        for entrance in Entrance::ALL {
            let ask = |capacity| {
                let mut request = request.clone();
                request.capacity = capacity;
                exchange(desk, entrance, Caller::Allowed, &request).answer
            };
            let whole = ask(request.capacity);
            let (_, body) = whole.clone().expect("it is answered");
            for capacity in 0..request.capacity {
                let expected = if capacity < body.len() {
                    Err(ReplyBufferTooSmall)
                } else {
                    whole.clone()
                };
                assert_eq!(ask(capacity), expected, "{capacity}");
            }
        }
    }
}

#[test]
fn a_reply_buffer_needs_room_for_a_complex_error_too() {
    for desk in Desk::ALL.iter().filter(|d| d.encoding != "ssmarshal") {
        // Longer than a note, which is 4 bytes.
        let mut request = desk.request("complex_once");
        assert_eq!(request.capacity, Report::BYTES.len());
        request.capacity -= 1;
        refused(desk, &request, ReplyBufferTooSmall);
    }
}

#[test]
fn an_ssmarshal_reply_longer_than_its_value_in_memory_needs_its_own_room() {
    let [_, desk, _] = &Desk::ALL;
    assert_eq!(desk.encoding, "ssmarshal");
    let mut choose = desk.request("choose");
    // What debuggers have room for; enough for `None`.
    assert_eq!(choose.capacity, size_of::<Option<Color>>());
    accepted(desk, &choose, "choose");
    // Not for the flag and the color. Known only when the server has chosen.
    choose.message = vec![1, 2, 0];
    for entrance in Entrance::ALL {
        let found = exchange(desk, entrance, Caller::Allowed, &choose);
        assert_eq!(found.answer, Err(ReplyBufferTooSmall));
        assert_eq!(found.called, ["choose"]);
    }
    choose.capacity = 2;
    accepted(desk, &choose, "choose");
}

#[test]
fn a_larger_reply_buffer_is_accepted() {
    for desk in Desk::ALL {
        let mut request = desk.request("simple");
        request.capacity = 256;
        accepted(&desk, &request, "simple");
    }
}

#[test]
fn a_forbidden_caller_is_refused_that_operation_alone() {
    for desk in Desk::ALL {
        let guard = desk.request("guard");
        refused_to(&desk, Caller::Stranger, &guard, AccessViolation);
        let other = desk.request("ping");
        for entrance in Entrance::ALL {
            let found = exchange(&desk, entrance, Caller::Stranger, &other);
            assert_eq!(found.answer, Ok((0, vec![])));
        }
    }
}

#[test]
fn of_several_things_wrong_the_first_check_decides() {
    use Rights::{Read, ReadWrite, Write};
    for desk in Desk::ALL {
        let good = desk.request("guard");
        let mut request = Request {
            operation: 0,
            message: vec![3; 99],
            capacity: 0,
            leases: vec![(Write, 99)],
            ..good.clone()
        };
        let stranger = Caller::Stranger;
        refused_to(&desk, stranger, &request, UndefinedOperation);
        request.operation = good.operation;
        refused_to(&desk, stranger, &request, ReplyBufferTooSmall);
        request.capacity = good.capacity;
        refused_to(&desk, stranger, &request, BadLeases);
        request.leases = vec![(Write, 99), (Write, 99)];
        refused_to(&desk, stranger, &request, AccessViolation);
        refused(&desk, &request, wrong_length(&desk));
        request.message = vec![3];
        refused(&desk, &request, BadMessageContents);
        request.message = good.message.clone();
        refused(&desk, &request, BadLeases);
        request.leases = vec![(Read, 4), (Write, 99)];
        refused(&desk, &request, BadLeases);
        request.leases = vec![(Read, 4), (ReadWrite, 4)];
        accepted(&desk, &request, "guard Green");
    }
}

#[test]
fn arguments_are_decoded_and_converted_before_leases_are_looked_at() {
    for desk in Desk::ALL {
        for message in [vec![], vec![3]] {
            let mut guard = desk.request("guard");
            guard.message = message;
            for entrance in Entrance::ALL {
                let found = exchange(&desk, entrance, Caller::Allowed, &guard);
                assert!(found.answer.is_err());
                assert_eq!(found.looked_at, []);
            }
        }
    }
}

#[test]
fn leases_are_checked_in_order() {
    for desk in Desk::ALL {
        for wrong in 0..3 {
            let mut lend = desk.request("lend");
            for lease in &mut lend.leases[wrong..] {
                *lease = (Rights::Read, 1);
            }
            for entrance in Entrance::ALL {
                let found = exchange(&desk, entrance, Caller::Allowed, &lend);
                assert_eq!(found.answer, Err(BadLeases));
                let expected: Vec<_> = (0..=wrong).collect();
                assert_eq!(found.looked_at, expected, "{}", desk.encoding);
            }
        }
    }
}

#[test]
fn an_error_whose_code_is_0_is_answered_with_a_fault() {
    for desk in Desk::ALL {
        for name in ["clike_once", "clike_again", "clike_unit", "clike_array"] {
            let mut request = desk.request(name);
            request.message = FAIL_SILENTLY.to_le_bytes().to_vec();
            for entrance in Entrance::ALL {
                let caller = Caller::Allowed;
                let found = exchange(&desk, entrance, caller, &request);
                assert_eq!(found.answer, Err(BadMessageContents));
                assert_eq!(found.called, [name], "it was asked and failed");
            }
        }
    }
}

#[test]
fn an_error_is_answered_with_its_code_and_its_bytes() {
    for desk in Desk::ALL {
        for mut request in (desk.requests)() {
            let expected = match request.name {
                name if name.starts_with("clike") => (Refusal::CODE, vec![]),
                name if name.starts_with("complex") => {
                    (1, Report::BYTES.to_vec())
                }
                _ => continue,
            };
            request.message = FAIL.to_le_bytes().to_vec();
            for entrance in Entrance::ALL {
                let caller = Caller::Allowed;
                let found = exchange(&desk, entrance, caller, &request);
                let what = (desk.encoding, request.name);
                assert_eq!(found.answer, Ok(expected.clone()), "{what:?}");
            }
        }
    }
}
