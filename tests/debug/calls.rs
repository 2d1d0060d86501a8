//! Calls made by names, as a debugger makes them, to the real servers.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use idol_debug::{Error, Outcome, Problem, Task, Value};
use kernel::System;
use userlib::{FaultInfo, Lease, TaskId};

use self::expected::{area, bench_calls, call, ok, point, unit};
use crate::debug::tasks::{SERVERS, Stubs, Target, Tasks};

#[path = "src/servers/bench.rs"]
mod bench;
pub(crate) mod expected;
mod patient;
#[path = "src/servers/relic.rs"]
mod relic;
#[path = "src/servers/riddle.rs"]
mod riddle;
#[path = "src/servers/store.rs"]
mod store;

/// A message to an operation, and the room for the reply.
pub(crate) struct Request {
    pub(crate) number: u16,
    pub(crate) message: Vec<u8>,
    pub(crate) room: usize,
    /// Whether it takes a lease, which is empty.
    pub(crate) lends: bool,
}

/// Makes a call in the host's kernel: the code and the body that come back.
fn send(server: TaskId, request: &Request) -> (u32, Vec<u8>) {
    let Request {
        number,
        ref message,
        room,
        lends,
    } = *request;
    let mut body = vec![0; room];
    let empty = [Lease::read_only(&[])];
    let leases = if lends { &empty[..] } else { &[] };
    let (code, len) =
        userlib::sys_send(server, number, message, &mut body, leases);
    (code, body[..len].to_vec())
}

/// Bytes by the layout of the target's file, the call by the host's server.
pub(crate) fn calls_reach_the_server(tasks: &Tasks, target: Target) {
    let mut calls = expected::all_calls();
    if target == Target::Host {
        // A machine word of bare metal is another one.
        for (word, is_ready) in [(77u64, true), (78, false)] {
            let word = [("word", word.into())];
            calls.push(call("bench", "ready", word, ok(is_ready)));
        }
    }
    for server in SERVERS {
        let file = tasks.get(target, Stubs::Typed, server);
        let task = Task::read(file).expect("it can be read");
        let interface =
            task.interface().expect("it is right").expect("it serves");
        let mut requests = Vec::new();
        let mut expected = Vec::new();
        for call in calls.iter().filter(|call| call.server == server) {
            let operation = task
                .operation(&interface, call.operation)
                .unwrap_or_else(|e| panic!("{}: {e}", call.operation));
            let message = operation
                .encode(&call.arguments)
                .unwrap_or_else(|e| panic!("{}: {e}", call.operation));
            requests.push(Request {
                number: operation.number(),
                message,
                room: 64,
                lends: call.operation == "cut",
            });
            expected.push((operation, call));
        }
        let answers = answers(server, requests);
        assert_eq!(answers.len(), expected.len(), "{server}");
        for ((operation, call), (code, body)) in expected.iter().zip(answers) {
            let outcome = operation
                .decode(code, &body)
                .unwrap_or_else(|e| panic!("{}: {e}", call.operation));
            assert_eq!(outcome, call.outcome, "{}", call.operation);
        }
        let tested: BTreeSet<_> =
            expected.iter().map(|(_, call)| call.operation).collect();
        let all = interface.operations.len();
        let untested = usize::from(server == "bench" && target != Target::Host);
        assert_eq!(tested.len() + untested, all, "{server}");
    }
}

/// What the real server answers to requests, in a system of its own.
pub(crate) fn answers(
    server: &str,
    requests: Vec<Request>,
) -> Vec<(u32, Vec<u8>)> {
    let (answers, fault) = outcomes(server, requests);
    assert_eq!(fault, None, "{server}");
    answers
}

/// What the server answers, and the fault that ended the requests, if any.
pub(crate) fn outcomes(
    server: &str,
    requests: Vec<Request>,
) -> (Vec<(u32, Vec<u8>)>, Option<FaultInfo>) {
    let mut system = System::new();
    let id = match server {
        "bench" => system.task("bench", 1, || {
            use bench::idl;
            idol_runtime::serve!(idl, bench::Bench)
        }),
        "store" => system.task("store", 1, || {
            use store::idl;
            idol_runtime::serve!(idl, store::Store::default())
        }),
        "riddle" => system.task("riddle", 1, || {
            use riddle::idl;
            idol_runtime::serve!(idl, riddle::Riddle)
        }),
        "patient" => system.task("patient", 1, || {
            use patient::idl;
            idol_runtime::serve!(idl, patient::Patient)
        }),
        _ => system.task("relic", 1, || {
            use relic::idl;
            idol_runtime::serve!(idl, relic::Relic)
        }),
    };
    let answers = Arc::new(Mutex::new(Vec::new()));
    let collected = answers.clone();
    let debugger = system.task("debugger", 2, move || {
        for request in &requests {
            let answer = send(id, request);
            collected.lock().expect("one at a time").push(answer);
        }
    });
    // Its fault is part of what is asked for.
    system.expect_fault(debugger);
    let end = system.run();
    let fault = system.fault(debugger).map(|fault| fault.info);
    if fault.is_none() {
        assert_eq!(end, kernel::End::Idle, "{}", system.trace());
    }
    let answers = answers.lock().expect("nobody else").clone();
    (answers, fault)
}

pub(crate) fn codes_of_errors(tasks: &Tasks, target: Target) {
    let file = tasks.get(target, Stubs::Typed, "bench");
    let task = Task::read(file).expect("it can be read");
    let bench = task.interface().expect("it is right").expect("it serves");
    let codes = task.error_codes(&bench);
    let known: Vec<_> = codes["BenchError"]
        .iter()
        .map(|(code, name)| (*code, name.as_str()))
        .collect();
    assert_eq!(known, [(1, "Burning"), (7, "Occupied"), (300, "Gone")]);
    // Complex errors have no codes.
    assert_eq!(codes.len(), 1);
}

pub(crate) fn wrong_calls_are_errors(tasks: &Tasks, target: Target) {
    let file = tasks.get(target, Stubs::Typed, "bench");
    let task = Task::read(file).expect("it can be read");
    let bench = task.interface().expect("it is right").expect("it serves");
    let refused = |name: &str, arguments: &[(&str, Value)]| -> String {
        let operation = task.operation(&bench, name).expect("it is there");
        operation
            .encode(arguments)
            .expect_err("that fits no operation")
            .to_string()
    };
    let convert = |mode: Value, level: Value| {
        let arguments =
            [("mode", mode), ("level", level), ("limit", 1u16.into())];
        refused("convert", &arguments)
    };
    let place = |to: Value| {
        let arguments = [
            ("area", area(point(1, 2), to)),
            ("points", [point(1, 2), point(3, 4)].into()),
        ];
        refused("place", &arguments)
    };
    for (said, expected) in [
        (refused("ping", &[("a", 1.into())]), "there is no `a`"),
        (refused("ready", &[]), "`word` is missing"),
        (
            refused("ready", &[("word", 1.into()), ("word", 1.into())]),
            "there is no `word`, or it is there already",
        ),
        (
            convert(unit("Hasty"), 1.into()),
            "`mode`: `Mode` has no variant `Hasty`; it has `Idle`, `Slow`, \
             `Fast`",
        ),
        (
            convert(2.into(), 1.into()),
            "`mode`: 2 is no value of `Mode`",
        ),
        (
            convert(Value::variant("Idle", [1]), 1.into()),
            "`mode.Idle`: (1) is no value of `Mode`",
        ),
        (convert(true.into(), 1.into()), "true is no value of `Mode`"),
        (
            convert(unit("Idle"), 65_536.into()),
            "`level`: 65536 is no value of `u16`",
        ),
        (
            convert(unit("Idle"), (-1).into()),
            "`level`: -1 is no value of `u16`",
        ),
        (place(14.into()), "`area.to`: 14 is no value of `Point`"),
        (
            place(Value::record([("x", 1.into())])),
            "`area.to`: `y` is missing",
        ),
        (
            place(Value::record([
                ("x", 1.into()),
                ("y", 1.into()),
                ("z", 1.into()),
            ])),
            "`area.to`: there is no `z`",
        ),
        (
            place(Value::record([("x", 32_768.into()), ("y", 1.into())])),
            "`area.to.x`: 32768 is no value of `i16`",
        ),
        (
            refused(
                "place",
                &[
                    ("area", area(point(1, 2), point(3, 4))),
                    ("points", [point(1, 2)].into()),
                ],
            ),
            "`points`: [{ x: 1, y: 2 }] is no value of `[Point; 2]`",
        ),
    ] {
        assert!(said.contains(expected), "{expected} is not in {said}");
    }

    let problem = |name: &str, code: u32, body: &[u8]| -> Problem {
        let operation = task.operation(&bench, name).expect("it is there");
        let decoded = operation.decode(code, body);
        decoded.expect_err("no server answers so").problem
    };
    let length = |expected, found| Problem::Length { expected, found };
    assert_eq!(problem("mix", 0, &[1; 7]), length(8, 7));
    assert_eq!(problem("mix", 1, &[1]), length(0, 1));
    assert_eq!(problem("mix", 2, &[]), Problem::Code(2));
    assert_eq!(problem("count", 1, &[]), Problem::Code(1));
    assert_eq!(problem("doubt", 0, &[]), length(1, 0));
    let no_mode = Problem::NoValue("Mode".to_owned());
    assert_eq!(problem("convert", 0, &[2]), no_mode);
    assert_eq!(problem("choose", 0, &[1, 2]), no_mode);
    assert!(matches!(
        problem("choose", 0, &[2, 1]),
        Problem::NoValue(option) if option.starts_with("Option<")
    ));

    let mix = task.operation(&bench, "mix").expect("it is there");
    let died = Outcome::ServerDied { generation: 5 };
    assert_eq!(mix.decode(0xFFFF_FF05, &[]), Ok(died));
    // What `Simple` operations ignore.
    let ping = task.operation(&bench, "ping").expect("it is there");
    assert_eq!(ping.decode(9, &[1, 2]), Ok(Outcome::Ok(Value::Unit)));

    let none: Result<_, Error> = task.operation(&bench, "pong").map(|_| ());
    let none = none.expect_err("there is none");
    assert_eq!(none.to_string(), "no operation `pong`");

    let file = tasks.get(target, Stubs::Typed, "store");
    let task = Task::read(file).expect("it can be read");
    let store = task.interface().expect("it is right").expect("it serves");
    let find = task.operation(&store, "find").expect("it is there");
    for (body, expected) in [
        (&[][..], Problem::Truncated),
        (&[1, 99, 44][..], Problem::Truncated),
        (&[0, 0][..], Problem::Trailing(1)),
    ] {
        let error = find.decode(0, body).expect_err("that is no reply");
        assert_eq!(error.problem, expected);
    }
    let error = find.decode(0, &[2]).expect_err("that is no reply");
    assert!(matches!(error.problem, Problem::NoValue(_)), "{error}");
}

/// Files that are cut or have wrong bytes end in a result, whatever is asked.
pub(crate) fn broken_files_are_errors(tasks: &Tasks, target: Target) {
    // Those of a host are too large to be read so often.
    let (cuts, changes) = match target {
        Target::Host => (4, 4),
        Target::BareMetal => (60, 300),
    };
    let file = tasks.get(target, Stubs::Typed, "bench");
    let whole = Task::read(file).expect("it can be read");
    let bench = whole.interface().expect("it is right").expect("it serves");
    let ask = |file: &[u8]| -> Result<(), Error> {
        let task = Task::read(file)?;
        let _ = task.interface();
        let _ = task.served();
        for operation in &bench.operations {
            let Ok(operation) = task.operation(&bench, operation.name.as_str())
            else {
                continue;
            };
            for call in bench_calls() {
                let _ = operation.encode(&call.arguments);
            }
            for len in 0..20 {
                let _ = operation.decode(0, &[1; 20][..len]);
                let _ = operation.decode(1, &[1; 20][..len]);
            }
        }
        Ok(())
    };
    ask(file).expect("the whole file is right");
    assert!(ask(&[]).is_err());
    assert!(ask(&file[..file.len() / 2]).is_err());
    for cut in 0..cuts {
        let _ = ask(&file[..file.len() / cuts * cut]);
    }
    let mut seed: u64 = 0x2545_F491_4F6C_DD1D;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap_or(0)
    };
    for _ in 0..changes {
        let mut changed = file.to_vec();
        for _ in 0..20 {
            let at = random(changed.len());
            changed[at] = u8::try_from(random(256)).unwrap_or(0);
        }
        let _ = ask(&changed);
    }
}
