//! Calls as debuggers make them that were released before: from the section
//! and the names in the debug information alone.

use std::collections::BTreeSet;

use idol_debug::{Error, Outcome, Problem, Released, Task, Value};
use userlib::{FaultInfo, ReplyFaultReason};

use crate::debug::calls::expected::{Call, all_calls};
use crate::debug::calls::{Request, answers, outcomes};
use crate::debug::tasks::{SERVERS, Stubs, Target, Tasks};

/// Operations that they do not find: one is named by a keyword, or has such an
/// argument.
const UNRESOLVED: [(&str, &str); 2] = [("bench", "mix"), ("riddle", "match")];

/// Operations with an argument that they do not build.
const REFUSED: [(&str, &str); 10] = [
    // Enums that nothing converts.
    ("bench", "choose"),
    ("riddle", "mode"),
    ("store", "find"),
    ("store", "pairs"),
    ("relic", "turn"),
    // Inside of a struct.
    ("relic", "wear"),
    ("store", "put"),
    // A `bool` inside of a struct.
    ("riddle", "lamp"),
    // An `Option`, by whatever name.
    ("riddle", "maybe"),
    ("riddle", "renamed_maybe"),
];

/// Operations whose replies are shown as they travel: a flag and bytes.
const FLAGGED: [(&str, &str); 7] = [
    ("bench", "choose"),
    ("riddle", "word"),
    ("riddle", "byte"),
    ("riddle", "flag"),
    ("riddle", "path"),
    ("riddle", "place"),
    ("riddle", "renamed"),
];

/// Operations whose errors are no enums.
const UNSHOWN: [(&str, &str); 2] = [("bench", "place"), ("bench", "cut")];

/// The strict reader of the section: all of it or nothing.
fn interface(section: &str) -> idol::syntax::Interface {
    crate::debug::strict::read(section)
        .expect("released debuggers read all of it")
}

/// A call's message, as the task's own interface has it.
fn message(task: &Task<'_>, call: &Call) -> (u16, Vec<u8>) {
    let interface = task.interface().expect("it is right").expect("it serves");
    let operation = task
        .operation(&interface, call.operation)
        .unwrap_or_else(|e| panic!("{}: {e}", call.operation));
    let message = operation.encode(&call.arguments);
    let message = message.unwrap_or_else(|e| panic!("{}: {e}", call.operation));
    (operation.number(), message)
}

/// The message that a released debugger makes. It is given numbers where a
/// wrapping means nothing to it.
fn built(released: &Released<'_, '_>, call: &Call) -> Result<Vec<u8>, Error> {
    let plain = |value: &Value| match value {
        Value::Tuple(one) if one.len() == 1 => one[0].clone(),
        value => value.clone(),
    };
    let arguments: Vec<_> = call
        .arguments
        .iter()
        .map(|(name, value)| (*name, plain(value)))
        .collect();
    released.operation(call.operation)?.encode(&arguments)
}

fn each_server(
    tasks: &Tasks,
    target: Target,
    mut test: impl FnMut(&'static str, &Task<'_>, &Released<'_, '_>, &[Call]),
) {
    for server in SERVERS {
        let file = tasks.get(target, Stubs::Typed, server);
        let task = Task::read(file).expect("it can be read");
        let released = task.released().expect("it is right");
        let released = released.expect("it serves");
        let section = task.section().expect("it serves");
        assert_eq!(interface(section), *released.interface(), "{server}");
        let mut calls = all_calls();
        calls.retain(|call| call.server == server);
        test(server, &task, &released, &calls);
    }
}

pub(crate) fn refused_arguments(tasks: &Tasks, target: Target) {
    let mut unresolved = BTreeSet::new();
    let mut refused = BTreeSet::new();
    let mut made = 0;
    each_server(tasks, target, |server, task, released, calls| {
        for call in calls {
            let at = (server, call.operation);
            if let Err(error) = released.operation(call.operation) {
                assert!(
                    matches!(
                        error.problem,
                        Problem::NoType(_) | Problem::NoOperation(_)
                    ),
                    "{at:?}: {error}"
                );
                unresolved.insert(at);
                continue;
            }
            match built(released, call) {
                Ok(message) => {
                    let right = self::message(task, call).1;
                    assert_eq!(message, right, "{at:?}");
                    made += 1;
                }
                Err(_) => {
                    refused.insert(at);
                }
            }
        }
    });
    assert_eq!(unresolved, BTreeSet::from(UNRESOLVED));
    assert_eq!(refused, BTreeSet::from(REFUSED));
    assert!(made > 30, "{made} messages are not all");
}

pub(crate) fn calls_show_what_the_server_means(tasks: &Tasks, target: Target) {
    let mut shown = 0;
    each_server(tasks, target, |server, task, released, calls| {
        let calls: Vec<_> = calls
            .iter()
            .filter(|call| !UNRESOLVED.contains(&(server, call.operation)))
            .collect();
        let requests = calls.iter().map(|call| {
            let operation = released.operation(call.operation);
            let operation = operation.expect("it is resolved");
            let (number, message) = message(task, call);
            assert_eq!(operation.number(), number, "{}", call.operation);
            let lends = call.operation == "cut";
            Request {
                number,
                message,
                // That error is larger than the value, as a warning says.
                room: if lends { 64 } else { operation.room() },
                lends,
            }
        });
        let answers = answers(server, requests.collect());
        assert_eq!(answers.len(), calls.len());
        for (call, (code, body)) in calls.iter().zip(answers) {
            let at = (server, call.operation);
            let operation = released.operation(call.operation);
            let operation = operation.expect("it is resolved");
            let decoded = operation.decode(code, &body);
            if code != 0 && UNSHOWN.contains(&at) {
                let error = decoded.expect_err("nothing is shown");
                assert_eq!(error.problem, Problem::Code(code), "{at:?}");
                continue;
            }
            let decoded = decoded.unwrap_or_else(|e| panic!("{at:?}: {e}"));
            let expected = match &call.outcome {
                Outcome::Ok(value) if FLAGGED.contains(&at) => {
                    let there = matches!(
                        value,
                        Value::Variant(name, _) if name == "Some"
                    );
                    let (flag, bytes) = body.split_first().expect("a flag");
                    assert_eq!(*flag, u8::from(there), "{at:?}");
                    let bytes = bytes.iter().map(|b| Value::from(*b)).collect();
                    Outcome::Ok(Value::record([
                        ("flag", (*flag).into()),
                        ("value", Value::Array(bytes)),
                    ]))
                }
                outcome => outcome.clone(),
            };
            let decoded = match decoded {
                Outcome::Ok(value) => Outcome::Ok(inside(value)),
                other => other,
            };
            assert_eq!(decoded, expected, "{at:?}");
            shown += 1;
        }
    });
    assert!(shown > 40, "{shown} calls are not all");
}

/// What is in the struct of a reply.
fn inside(value: Value) -> Value {
    match value {
        Value::Struct(mut fields)
            if fields.len() == 1 && fields[0].0 == "value" =>
        {
            fields.remove(0).1
        }
        value => value,
    }
}

pub(crate) fn room_is_that_of_what_travels(tasks: &Tasks, target: Target) {
    let file = tasks.get(target, Stubs::Typed, "relic");
    let task = Task::read(file).expect("it can be read");
    let released = task.released().expect("it is right").expect("it serves");
    let room =
        |name: &str| released.operation(name).expect("it is resolved").room();
    // In memory they are of 12 and 8 bytes.
    assert_eq!((room("wear"), room("pair")), (8, 5));
    let mut calls = all_calls();
    calls.retain(|call| call.server == "relic");
    for server in ["relic", "patient"] {
        for call in &calls {
            let (number, message) = message(&task, call);
            let request = |room| Request {
                number,
                message: message.clone(),
                room,
                lends: false,
            };
            let whole = answers(server, vec![request(64)]);
            let [(code, body)] = whole.as_slice() else {
                panic!("{server}: one request, one answer");
            };
            if *code != 0 {
                continue;
            }
            let fits = answers(server, vec![request(body.len())]);
            assert_eq!(fits, whole, "{server}: {}", call.operation);
            let Some(less) = body.len().checked_sub(1) else {
                continue;
            };
            let (none, fault) = outcomes(server, vec![request(less)]);
            assert_eq!(none, [], "{server}: {}", call.operation);
            assert!(
                matches!(
                    fault,
                    Some(FaultInfo::FromServer(
                        _,
                        ReplyFaultReason::ReplyBufferTooSmall
                    ))
                ),
                "{server}: {}: {fault:?}",
                call.operation
            );
        }
    }
}
