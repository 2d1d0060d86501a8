//! What debuggers find in the files of optimised tasks, and that it costs
//! nothing.
//!
//! The tasks are built for the host, where its files are ELF, and for bare
//! metal, where that target is installed. What is missing shows as an ignored
//! test, or fails under `IDOL_REQUIRE=all`.

mod calls;
mod described;
mod examples;
#[path = "../oracle/mod.rs"]
mod oracle;
mod random;
mod released;
mod schemas;
#[path = "../released/mod.rs"]
mod strict;
mod tasks;
mod vectors;

use std::sync::LazyLock;

use idol::syntax::{Interface, RecvStrategy};
use idol_debug::{Task, disagreements};
use trials::{Failed, Trial};

use crate::debug::described::{Described, loaded};
use crate::debug::tasks::{SERVERS, Stubs, TASKS, Target, Tasks};

static FILES: LazyLock<Result<Tasks, String>> = LazyLock::new(Tasks::build);

type Test = fn(&Tasks, Target);

pub(crate) fn trials() -> Vec<Trial> {
    let tests: [(&str, Test); 16] = [
        (
            "each_operation_has_its_structs_under_their_names",
            each_operation_has_its_structs,
        ),
        (
            "arguments_replies_and_errors_are_enums_with_their_variants",
            enums_have_their_variants,
        ),
        (
            "forced_types_and_fingerprints_cost_no_loaded_byte",
            nothing_is_loaded,
        ),
        (
            "without_forced_types_there_is_no_debug_information",
            types_are_there_because_they_are_forced,
        ),
        (
            "clients_and_servers_are_compared_by_fingerprints",
            fingerprints_are_compared,
        ),
        ("a_task_holds_one_server_at_most", one_server_at_most),
        (
            "a_task_tells_the_codes_of_its_errors",
            calls::codes_of_errors,
        ),
        (
            "calls_by_name_are_those_that_the_server_understands",
            calls::calls_reach_the_server,
        ),
        (
            "calls_that_fit_no_operation_are_errors",
            calls::wrong_calls_are_errors,
        ),
        (
            "released_debuggers_show_what_the_server_means_or_nothing",
            released::calls_show_what_the_server_means,
        ),
        (
            "released_debuggers_refuse_what_they_cannot_build",
            released::refused_arguments,
        ),
        (
            "replies_without_padding_need_no_room_for_it",
            released::room_is_that_of_what_travels,
        ),
        (
            "a_schema_alone_encodes_calls_and_decodes_replies",
            schemas::calls_by_a_schema_alone,
        ),
        (
            "a_program_with_several_servers_has_a_schema_for_each",
            schemas::several_servers,
        ),
        (
            "vectors_are_the_bytes_that_debug_information_leads_to",
            vectors::bytes_by_debug_information,
        ),
        ("broken_files_are_errors", calls::broken_files_are_errors),
    ];
    let mut trials = vec![examples::trial()];
    for target in [Target::Host, Target::BareMetal] {
        let missing = target.missing();
        for (name, test) in tests {
            let run = move || match &*FILES {
                Err(error) => Err(Failed::from(error)),
                Ok(tasks) => {
                    test(tasks, target);
                    Ok(())
                }
            };
            let name = format!("{target:?}::{name}");
            trials.push(match missing.clone() {
                None => trials::long(name, "builds all tasks", "debug", run),
                missing => trials::needing(name, missing, run),
            });
        }
    }
    trials
}

/// The interface in the section `.idolatry`, as old readers read it.
fn section(file: &[u8]) -> Interface {
    let task = Task::read(file).expect("it can be read");
    let text = task.section().expect("it serves");
    text.parse().unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// The name of an argument's field, by the rule that debuggers follow.
fn field(name: &str, ty: &idol::syntax::AttributedTy) -> String {
    match ty.recv {
        RecvStrategy::FromBytes if ty.ty != "bool" => name.to_owned(),
        _ => format!("raw_{name}"),
    }
}

/// A name of the section as the compiler writes it.
fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

fn each_operation_has_its_structs(tasks: &Tasks, target: Target) {
    let mut operations = 0;
    for server in SERVERS.into_iter().chain(["relay"]) {
        let file = tasks.get(target, Stubs::Typed, server);
        let interface = section(file);
        let described = Described::read(file);
        for (name, op) in &interface.ops {
            let name = plain(name);
            let iface = &interface.name;
            let arguments = described.fields(&format!("{iface}_{name}_ARGS"));
            let found: Vec<_> = arguments.iter().map(|(f, _)| f).collect();
            let expected: Vec<_> = op
                .args
                .iter()
                .map(|(name, ty)| field(plain(name), ty))
                .collect();
            assert_eq!(found, expected.iter().collect::<Vec<_>>(), "{name}");
            let reply = described.fields(&format!("{iface}_{name}_REPLY"));
            let names: Vec<_> = reply.iter().map(|(f, _)| f).collect();
            assert_eq!(names, ["value"], "{name}");
            operations += 1;
        }
        let task = Task::read(file).expect("it can be read");
        let called: Vec<_> = task.called().iter().map(|c| &*c.0).collect();
        let clients: &[&str] = if server == "relay" { &["Bench"] } else { &[] };
        assert_eq!(called, clients, "{server}");
    }
    // Bench has twelve numbers, of which three are placeholders; Relic has two
    // servers.
    assert_eq!(operations, 12 + 5 + 6 + 6 + 15);

    // The types of some fields.
    let bench = Described::read(tasks.get(target, Stubs::Typed, "bench"));
    let pair = |name: &str, ty: &str| (name.to_owned(), ty.to_owned());
    assert_eq!(
        *bench.fields("Bench_mix_ARGS"),
        [
            pair("small", "u8"),
            pair("below", "i32"),
            pair("raw_sure", "u8"),
            pair("row", "[u16]"),
            pair("ratio", "f32"),
            pair("type", "u64"),
        ]
    );
    assert_eq!(
        *bench.fields("Bench_convert_ARGS"),
        [
            pair("raw_mode", "u8"),
            pair("raw_level", "u16"),
            pair("raw_limit", "u16"),
        ]
    );
    for (reply, ty) in [
        ("Bench_ping_REPLY", "()"),
        ("Bench_mix_REPLY", "i64"),
        ("Bench_convert_REPLY", "Mode"),
        ("Bench_place_REPLY", "Area"),
        // What travels: a flag and a byte, or a number of its own.
        ("Bench_choose_REPLY", "Flagged<1>"),
        (
            "Bench_count_REPLY",
            "Option<core::num::nonzero::NonZero<u16>>",
        ),
        ("Bench_ready_REPLY", "bool"),
        ("Bench___reserved_7_REPLY", "()"),
    ] {
        assert_eq!(*bench.fields(reply), [pair("value", ty)], "{reply}");
    }
    let store = Described::read(tasks.get(target, Stubs::Typed, "store"));
    assert_eq!(
        *store.fields("Store_put_ARGS"),
        [
            pair("parcel", "Parcel"),
            pair("raw_urgent", "u8"),
            pair("shelf", "Option<u8>"),
        ]
    );
    for (reply, ty) in [
        ("Store_put_REPLY", "Shelf"),
        ("Store_pairs_REPLY", "(i16, debug::types::Wanted)"),
        ("Store_is_open_REPLY", "bool"),
    ] {
        assert_eq!(*store.fields(reply), [pair("value", ty)], "{reply}");
    }
    let relic = Described::read(tasks.get(target, Stubs::Typed, "relic"));
    assert_eq!(
        *relic.fields("Relic_turn_ARGS"),
        [
            pair("by", "Turn"),
            pair("mark", "char"),
            pair("raw_sure", "u8"),
            pair("again", "Option<bool>"),
        ]
    );
}

fn enums_have_their_variants(tasks: &Tasks, target: Target) {
    for (server, name, variants) in [
        // Of an argument that is converted, and of a reply.
        ("bench", "Mode", &["Idle", "Slow", "Fast"][..]),
        // Errors of all kinds.
        ("bench", "BenchError", &["Burning", "Occupied", "Gone"]),
        ("store", "Refusal", &["Full", "TooHeavy", "Gone"]),
        ("store", "StoreError", &["NoSuch", "Gone"]),
        ("relic", "RelicError", &["Stuck", "Gone"]),
        // Arguments and replies of serde encodings.
        ("store", "Wanted", &["Any", "Number", "Weight", "Near"]),
        ("store", "ParcelKind", &["Letter", "Box", "Crate"]),
        ("relic", "Turn", &["By", "Around"]),
        // Beside a client of another interface.
        ("relay", "Turn", &["By", "Around"]),
        ("relay", "RelicError", &["Stuck", "Gone"]),
    ] {
        let file = tasks.get(target, Stubs::Typed, server);
        let described = Described::read(file);
        assert_eq!(described.variants(name), variants, "{name}");
    }
    let bench = Described::read(tasks.get(target, Stubs::Typed, "bench"));
    let jam: Vec<_> = bench.fields("Jam").iter().map(|f| &f.0).collect();
    assert_eq!(jam, ["at", "amount"]);
}

fn nothing_is_loaded(tasks: &Tasks, target: Target) {
    for task in TASKS {
        let typed = loaded(tasks.get(target, Stubs::Typed, task));
        let untyped = loaded(tasks.get(target, Stubs::Untyped, task));
        let names = |sections: &std::collections::BTreeMap<String, _>| {
            sections.keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(names(&typed), names(&untyped), "{task}");
        assert!(!typed[".text"].is_empty(), "{task}");
        for (name, bytes) in &typed {
            assert!(
                *bytes == untyped[name],
                "{task}: {name} of {} bytes is another without forced types, \
                 of {}",
                bytes.len(),
                untyped[name].len()
            );
        }
    }
}

fn types_are_there_because_they_are_forced(tasks: &Tasks, target: Target) {
    let bench = Described::read(tasks.get(target, Stubs::Untyped, "bench"));
    for reply in ["Bench_ping_REPLY", "Bench_place_REPLY"] {
        assert!(!bench.structs.contains_key(reply), "{reply}");
    }
    let file = tasks.get(target, Stubs::Untyped, "bench");
    let task = Task::read(file).expect("it can be read");
    let bench = task.interface().expect("it is right").expect("it serves");
    let error = task.operation(&bench, "mix").err().expect("no types");
    assert_eq!(
        error.to_string(),
        "the debug information has no `__IDOL_BENCH_2_TYPES`"
    );
    let file = tasks.get(target, Stubs::Untyped, "caller");
    assert!(Task::read(file).expect("it is ELF").called().is_empty());
}

fn fingerprints_are_compared(tasks: &Tasks, target: Target) {
    let task = |name| (name, tasks.get(target, Stubs::Typed, name));
    let names = ["bench", "store", "relic", "riddle", "relay", "caller"];
    let right = disagreements(&names.map(task)).expect("they can be read");
    assert_eq!(right, []);

    let wrong = disagreements(&TASKS.map(task)).expect("they can be read");
    let [wrong] = wrong.as_slice() else {
        panic!("one client is stale, not {wrong:?}");
    };
    assert_eq!(wrong.interface, "Bench");
    assert_eq!((&*wrong.client, &*wrong.server), ("stale_caller", "bench"));
    assert_ne!(wrong.client_fingerprint, wrong.server_fingerprint);
    assert!(
        wrong
            .to_string()
            .starts_with("task `stale_caller` has a client of `Bench` with")
    );

    // What a server states is what its interface, read back, has.
    for server in SERVERS {
        let (_, file) = task(server);
        let task = Task::read(file).expect("it can be read");
        let read = task.interface().expect("it is right").expect("it serves");
        let read = idol::fingerprint::Fingerprint::of(&read);
        let stated = task.served().expect("it is right").expect("it serves");
        assert_eq!(stated.1, read, "{server}");
    }

    let broken = disagreements(&[("text", b"no task")]);
    let error = broken.expect_err("that is no task").to_string();
    assert!(error.starts_with("`text`: the file cannot"), "{error}");
}

fn one_server_at_most(_: &Tasks, target: Target) {
    // The library that is linked beside the first holds a third.
    for (task, lto, servers) in [
        ("two_in_one_crate", true, 3),
        ("two_in_two_crates", true, 2),
        ("two_in_two_crates", false, 2),
    ] {
        let linked = tasks::link_two_servers(target, task, lto)
            .expect("there is a compiler");
        match (target, linked) {
            (Target::BareMetal, Err(said)) => assert!(
                said.contains("a task can hold only one Idol server"),
                "{task}: {said}"
            ),
            (Target::BareMetal, Ok(_)) => panic!("{task} links"),
            (Target::Host, Err(said)) => panic!("{task}: {said}"),
            (Target::Host, Ok(file)) => {
                let task = Task::read(&file).expect("it can be read");
                let text = task.section().expect("it serves");
                assert_eq!(text.matches("Interface(").count(), servers);
                let several = task.interface().expect_err("there are several");
                assert!(several.to_string().contains("several"), "{several}");
            }
        }
    }
}
