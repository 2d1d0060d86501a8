//! Clients whose error type has no value that says that the server died.

use kernel::{Action, CallKind, Restart, System, When};
use userlib::{FaultInfo, sys_recv_open, sys_reply};

use crate::log::Log;
use crate::panics::function_and_words;

mod client {
    include!(concat!(env!("OUT_DIR"), "/mute_client.rs"));
}

type Call = fn(&client::Mute) -> Result<(), u8>;

const CALLS: [(&str, Call); 4] = [
    ("zerocopy", |mute| mute.zerocopy().map(drop)),
    ("unit", |mute| mute.unit()),
    ("hubpack", |mute| mute.hubpack().map(drop)),
    ("ssmarshal", |mute| mute.ssmarshal().map(drop)),
];

/// What a call returned, or the function that the client ended in and what it
/// said there.
fn call(call: Call, dies: bool) -> Result<Result<(), u8>, (String, String)> {
    let mut system = System::new();
    let told = Log::default();
    let server = system.task("server", 1, || {
        let message = sys_recv_open(&mut [0; 16], 0);
        sys_reply(message.sender, 7, &[]);
    });
    if dies {
        let kill = Action::kill(server, Restart::AtOnce);
        system.script(When::after(server, CallKind::Recv, 1), kill);
    }
    let told_by = told.clone();
    let client = system.task("client", 2, move || {
        told_by.push(call(&client::Mute::from(server)));
    });
    system.supervisor(Restart::Never);
    let end = system.run();
    match system.fault(client) {
        None => Ok(told.take().pop().unwrap()),
        Some(fault) => {
            assert_eq!(fault.info, FaultInfo::Panic, "{end}");
            assert!(told.take().is_empty(), "nothing is returned");
            Err(function_and_words(fault.message.as_deref().unwrap()))
        }
    }
}

#[test]
fn a_death_that_the_error_cannot_express_ends_the_client_in_a_function_named_for_it()
 {
    for (name, operation) in CALLS {
        assert_eq!(call(operation, false), Ok(Err(7)), "{name}");
        let (function, words) = call(operation, true).unwrap_err();
        assert_eq!(function, "__idol_mute_error_cannot_express_death");
        assert!(words.contains("the server died"), "{name}: {words}");
    }
}
