//! Servers that answer what the interface does not say: the client ends in a
//! named function, and returns nothing.

use kernel::{Restart, System, TaskId};
use userlib::{FaultInfo, sys_recv_open, sys_reply};

use crate::desk::{Desk, SUCCEED};
use crate::log::Log;
use crate::methods::{Kind, Method};
use crate::panics::function_and_words;
use crate::values::{Outcome, Refusal, Report};

/// How a call ended.
#[derive(Debug, Eq, PartialEq)]
enum Ended {
    Returned(Outcome),
    /// The client ended in this function, which says this, and returned
    /// nothing.
    Panicked(String, String),
    /// There was less room than for this reply, so it could not be sent.
    NoRoom,
}

fn broke_protocol() -> Ended {
    Ended::Panicked(
        "__idol_desk_server_broke_protocol".to_owned(),
        "Desk: the server broke the protocol".to_owned(),
    )
}

/// Calls a method of a server that answers so.
fn answered(method: &'static Method, code: u32, body: &[u8]) -> Ended {
    answered_with(method, code, bytes(body))
}

/// The same of a server that makes the body when it knows how many bytes there
/// is room for; `None` if there is too little.
fn answered_with(
    method: &'static Method,
    code: u32,
    body: impl Fn(usize) -> Option<Vec<u8>> + Send + 'static,
) -> Ended {
    let call = |server, tell: &mut dyn FnMut(Outcome)| {
        (method.calls)(server, &[SUCCEED], tell);
    };
    run(call, code, body)
}

/// These bytes, if there is room for them.
fn bytes(body: &[u8]) -> impl Fn(usize) -> Option<Vec<u8>> + Send + 'static {
    let body = body.to_vec();
    move |capacity| (body.len() <= capacity).then(|| body.clone())
}

fn run(
    call: impl Fn(TaskId, &mut dyn FnMut(Outcome)) + Send + 'static,
    code: u32,
    body: impl Fn(usize) -> Option<Vec<u8>> + Send + 'static,
) -> Ended {
    let mut system = System::new();
    let (told, no_room) = (Log::default(), Log::default());
    let full = no_room.clone();
    let server = system.task("server", 1, move || {
        loop {
            let message = sys_recv_open(&mut [0; 16], 0);
            match body(message.response_capacity) {
                Some(body) => sys_reply(message.sender, code, &body),
                None => {
                    full.push(());
                    return;
                }
            }
        }
    });
    let outcomes = told.clone();
    let client = system.task("client", 2, move || {
        call(server, &mut |outcome| outcomes.push(outcome));
    });
    system.supervisor(Restart::Never);
    let end = system.run();
    assert_eq!(system.fault(server), None, "{end}");
    if !no_room.take().is_empty() {
        return Ended::NoRoom;
    }
    let told = told.take();
    match system.fault(client) {
        None => {
            assert_eq!(told.len(), 1, "{end}");
            Ended::Returned(told[0])
        }
        Some(fault) => {
            assert_eq!(fault.info, FaultInfo::Panic);
            assert_eq!(told, [], "nothing half-filled is returned");
            let message = fault.message.as_deref().unwrap();
            let (function, words) = function_and_words(message);
            Ended::Panicked(function, words)
        }
    }
}

/// Runs a check of every method that it is meant for.
fn every_method(
    meant_for: impl Fn(&Method) -> bool,
    check: impl Fn(&Desk, &'static Method, &str),
) {
    for desk in Desk::ALL {
        let mut any = false;
        for method in desk.methods.iter().filter(|m| meant_for(m)) {
            any = true;
            let what = format!("{} {}", desk.encoding, method.name);
            check(&desk, method, &what);
        }
        assert!(any || desk.encoding == "ssmarshal");
    }
}

#[test]
fn a_good_reply_is_returned() {
    every_method(
        |_| true,
        |_, method, what| {
            let ended = answered(method, 0, method.good);
            assert_eq!(ended, Ended::Returned(Outcome::Value), "{what}");
        },
    );
}

#[test]
fn a_short_reply_of_success_ends_the_client() {
    every_method(
        |method| !method.is_unit(),
        |_, method, what| {
            for len in 0..method.good.len() {
                let ended = answered(method, 0, &method.good[..len]);
                assert_eq!(ended, broke_protocol(), "{what}: {len} bytes");
            }
        },
    );
}

#[test]
fn a_long_reply_of_success_ends_the_client() {
    every_method(
        |method| !method.is_unit(),
        |_, method, what| {
            for more in 1..=4 {
                let mut body = method.good.to_vec();
                body.resize(body.len() + more, 0);
                let ended = answered(method, 0, &body);
                // Elsewhere the kernel would fault the server.
                let room = method.kind == Kind::Complex;
                match ended == Ended::NoRoom {
                    true => assert!(!room, "{what}"),
                    false => assert_eq!(ended, broke_protocol(), "{what}"),
                }
            }
        },
    );
}

#[test]
fn a_reply_that_does_not_decode_ends_the_client() {
    let mut count = 0;
    for desk in Desk::ALL {
        for method in desk.methods {
            let Some(undecodable) = method.undecodable else {
                continue;
            };
            let ended = answered(method, 0, undecodable);
            let what = (desk.encoding, method.name);
            if what == ("zerocopy", "simple_bool") {
                // One byte, and any but 0 is true.
                assert_eq!(ended, Ended::Returned(Outcome::Value));
            } else {
                assert_eq!(ended, broke_protocol(), "{what:?}");
            }
            count += 1;
        }
    }
    assert_eq!(count, 8 + 6 + 8);
}

#[test]
fn an_option_that_does_not_decode_ends_the_client() {
    for desk in Desk::ALL {
        let choose = |body: &[u8], second| {
            let choose = desk.choose;
            let call = move |server, tell: &mut dyn FnMut(Outcome)| {
                choose(server, second);
                tell(Outcome::Value);
            };
            run(call, 0, bytes(body))
        };
        let what = desk.encoding;
        let good = Ended::Returned(Outcome::Value);
        assert_eq!(choose(&[1, 2], true), good, "{what}");
        // A flag that is none, a color that is none, nothing behind the flag,
        // and nothing at all.
        for body in [&[2, 2][..], &[255, 0], &[2], &[1, 3], &[1], &[]] {
            let ended = choose(body, true);
            assert_eq!(ended, broke_protocol(), "{what}: {body:?}");
        }
        // More than it takes to say that there is none.
        let ended = choose(&[0, 2], false);
        match desk.is_zerocopy() {
            // There the place of the color is always there.
            true => assert_eq!(ended, good),
            false => assert_eq!(ended, broke_protocol(), "{what}"),
        }
    }
}

#[test]
fn a_code_that_the_error_type_does_not_know_ends_the_client() {
    every_method(
        |method| matches!(method.kind, Kind::CLike | Kind::ServerDeath),
        |_, method, what| {
            for code in [1, 2, 700, 0x1_0000, 0xFFFF_FE00, 0xFFFF_FEFF] {
                for body in [&[], method.good] {
                    let ended = answered(method, code, body);
                    assert_eq!(ended, broke_protocol(), "{what}: {code:#x}");
                }
            }
        },
    );
}

#[test]
fn a_code_that_the_error_type_knows_is_returned_whatever_the_body() {
    every_method(
        |method| method.kind == Kind::CLike,
        |_, method, what| {
            for body in [&[], method.good] {
                let ended = answered(method, Refusal::CODE, body);
                assert_eq!(ended, Ended::Returned(Outcome::Refused), "{what}");
            }
        },
    );
}

#[test]
fn a_complex_error_that_is_short_or_does_not_decode_ends_the_client() {
    every_method(
        |method| method.kind == Kind::Complex,
        |_, method, what| {
            for code in [1, 2, u32::from(u16::MAX)] {
                for len in 0..Report::BYTES.len() {
                    let ended = answered(method, code, &Report::BYTES[..len]);
                    assert_eq!(ended, broke_protocol(), "{what}: {len} bytes");
                }
                let ended = answered(method, code, b"\x03refused");
                assert_eq!(ended, broke_protocol(), "{what}");
                // Any code but 0 says that the body is an error.
                let ended = answered(method, code, Report::BYTES);
                assert_eq!(ended, Ended::Returned(Outcome::Refused), "{what}");
            }
        },
    );
}

#[test]
fn simple_operations_do_not_look_at_the_code() {
    every_method(
        |method| method.kind == Kind::Simple,
        |_, method, what| {
            for code in [1, 700, 0xFFFF_FE00, 0xFFFF_FEFF] {
                let ended = answered(method, code, method.good);
                assert_eq!(ended, Ended::Returned(Outcome::Value), "{what}");
            }
        },
    );
}

#[test]
fn a_short_reply_with_any_code_ends_the_client_of_a_simple_operation() {
    every_method(
        |method| method.kind == Kind::Simple && !method.is_unit(),
        |_, method, what| {
            for code in [1, 700] {
                let ended = answered(method, code, &[]);
                assert_eq!(ended, broke_protocol(), "{what}");
            }
        },
    );
}

/// All that there is room for.
fn full(capacity: usize) -> Option<Vec<u8>> {
    Some(vec![0xFF; capacity])
}

#[test]
fn a_unit_is_neither_decoded_nor_measured() {
    every_method(Method::is_unit, |_, method, what| {
        let ended = answered_with(method, 0, full);
        assert_eq!(ended, Ended::Returned(Outcome::Value), "{what}");
    });
}

#[test]
fn a_simple_reply_of_a_unit_is_returned_whatever_the_code() {
    every_method(
        |method| method.kind == Kind::Simple && method.is_unit(),
        |_, method, what| {
            for code in [1, 700, 0xFFFF_FE00, 0xFFFF_FEFF] {
                let ended = answered_with(method, code, full);
                assert_eq!(ended, Ended::Returned(Outcome::Value), "{what}");
            }
        },
    );
}
