//! What goes over the wire, byte by byte.

use kernel::trace::{Call, CallResult};
use kernel::{System, TaskId};

use crate::desk::{Desk, Entrance, JUDGED, SUCCEED};
use crate::log::Log;

/// Runs a client; gives what it sends and what it gets.
fn conversation(
    desk: &Desk,
    ask: impl Fn(TaskId) + Send + 'static,
) -> Vec<(Call, CallResult)> {
    let mut system = System::new();
    let serve = desk.serve;
    let server = system.task("server", 1, move || {
        serve(Log::default(), Entrance::Dispatch);
    });
    let client = system.task("client", 2, move || ask(server));
    system.run().expect_success();
    let calls = system.trace().calls(client);
    calls
        .map(|(call, result)| (call.clone(), result.unwrap().clone()))
        .collect()
}

/// The one message that is sent.
fn message(desk: &Desk, ask: fn(TaskId)) -> Vec<u8> {
    match &conversation(desk, ask)[..] {
        [(Call::Send { message, .. }, _)] => message.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn arguments_are_sent_in_order_without_padding() {
    for desk in Desk::ALL {
        assert_eq!(message(&desk, desk.judge), JUDGED, "{}", desk.encoding);
    }
}

#[test]
fn an_option_of_an_enum_is_a_flag_and_the_value() {
    for desk in Desk::ALL {
        let message = message(&desk, desk.judge_none);
        let expected: &[u8] = match desk.is_zerocopy() {
            true => &[2, 1, 0, 0, 0, 0x34, 0x12],
            // The serde encodings leave out what is not there.
            false => &[2, 1, 0, 0, 0x34, 0x12],
        };
        assert_eq!(message, expected, "{}", desk.encoding);
    }
}

#[test]
fn an_option_of_an_enum_comes_back_as_a_flag_and_the_value() {
    for desk in Desk::ALL {
        let choose = desk.choose;
        for second in [false, true] {
            let calls = conversation(&desk, move |task| choose(task, second));
            let expected: &[u8] = match (second, desk.is_zerocopy()) {
                (true, _) => &[1, 2],
                (false, true) => &[0, 0],
                (false, false) => &[0],
            };
            let CallResult::Replied { code: 0, reply } = &calls[0].1 else {
                panic!("{:?}", calls[0]);
            };
            assert_eq!(reply, expected, "{}", desk.encoding);
        }
    }
}

#[test]
fn a_reply_is_the_bytes_of_the_value_with_code_0() {
    for desk in Desk::ALL {
        for method in desk.methods {
            let calls = conversation(&desk, |server| {
                (method.calls)(server, &[SUCCEED], &mut |_| {});
            });
            let expected = CallResult::Replied {
                code: 0,
                reply: method.good.to_vec(),
            };
            let what = (desk.encoding, method.name);
            assert_eq!(calls[0].1, expected, "{what:?}");
        }
    }
}

#[test]
fn an_operations_number_is_on_the_wire() {
    for desk in Desk::ALL {
        for method in desk.methods {
            let calls = conversation(&desk, |server| {
                (method.calls)(server, &[SUCCEED], &mut |_| {});
            });
            let Call::Send { operation, .. } = calls[0].0 else {
                panic!("{:?}", calls[0]);
            };
            assert_eq!(operation, desk.request(method.name).operation);
        }
        assert_eq!(desk.request("simple").operation, 1);
        assert_eq!(desk.request("simple_unit").operation, 2);
        assert_eq!(desk.request("ping").operation, 17);
    }
}

#[test]
fn clients_have_room_for_all_that_servers_demand() {
    for desk in Desk::ALL {
        for method in desk.methods {
            let calls = conversation(&desk, |server| {
                (method.calls)(server, &[SUCCEED], &mut |_| {});
            });
            let Call::Send { reply_capacity, .. } = calls[0].0 else {
                panic!("{:?}", calls[0]);
            };
            assert!(reply_capacity >= desk.request(method.name).capacity);
        }
    }
}

#[test]
fn servers_demand_room_for_the_value_or_the_longer_error() {
    for desk in Desk::ALL {
        for method in desk.methods {
            let demanded = desk.request(method.name).capacity;
            let expected = match method.name.starts_with("complex") {
                true => 8,
                false => method.good.len(),
            };
            assert_eq!(demanded, expected, "{} {}", desk.encoding, method.name);
        }
    }
}

#[test]
fn a_lease_of_exactly_max_len_is_sent() {
    for desk in Desk::ALL {
        let lend = desk.lend;
        let calls = conversation(&desk, move |server| lend(server, 4));
        assert!(matches!(calls[..], [(Call::Send { .. }, _)]));
    }
}

#[test]
fn a_lease_longer_than_max_len_ends_the_client_before_it_sends() {
    for desk in Desk::ALL {
        let mut system = System::new();
        let (serve, lend) = (desk.serve, desk.lend);
        let log = Log::default();
        let called = log.clone();
        let server = system.task("server", 1, move || {
            serve(log.clone(), Entrance::Dispatch);
        });
        let client = system.task("client", 2, move || lend(server, 5));
        assert!(!system.run().is_success());
        let fault = system.fault(client).unwrap().message.clone().unwrap();
        // Which lease it is, and whose call.
        let (words, place) = fault.split_once(", at ").unwrap();
        let expected = "Desk: lease `table` of `lend` is longer than allowed";
        assert_eq!(words, expected);
        assert!(place.starts_with("tests/behaviour/src/desk.rs:"), "{place}");
        assert_eq!(system.trace().calls(client).count(), 0);
        assert_eq!(called.take(), [""; 0]);
    }
}
