//! Conformance vectors, which both stubs agree on, against what the debug
//! information of a task's file leads to.

use idol_debug::{Operation, Outcome, Task, json};
use kit::vectors::{Serde, Vectors};
use serde_json::Value as Json;

use super::tasks::{Stubs, Target, Tasks};

mod bench {
    use debug::types::{Area, BenchError, Jam, Level, Mode, Point, limited};
    include!(concat!(env!("OUT_DIR"), "/bench_fake.rs"));
}

mod store {
    use debug::types::{Parcel, Refusal, Shelf, StoreError, Wanted};
    include!(concat!(env!("OUT_DIR"), "/store_fake.rs"));
}

mod relic {
    use debug::types::{RelicError, Turn, Wear};
    include!(concat!(env!("OUT_DIR"), "/relic_fake.rs"));
}

pub(crate) fn bytes_by_debug_information(tasks: &Tasks, target: Target) {
    let all: [(&str, fn() -> Vectors); 3] = [
        ("bench", bench::Bench_VECTORS::of::<Serde>),
        ("store", store::Store_VECTORS::of::<Serde>),
        ("relic", relic::Relic_VECTORS::of::<Serde>),
    ];
    for (server, vectors) in all {
        let vectors = vectors();
        assert!(vectors.wrong().is_empty(), "{:?}", vectors.wrong());
        let document: Json = serde_json::from_str(&vectors.to_string())
            .expect("the vectors are JSON");
        let file = tasks.get(target, Stubs::Typed, server);
        let task = Task::read(file).expect("it can be read");
        let interface =
            task.interface().expect("it is right").expect("it serves");
        for op in list(&document["operations"]) {
            let name = op["name"].as_str().expect("it has a name");
            // A machine word of bare metal is another one.
            if name == "ready" && target == Target::BareMetal {
                continue;
            }
            let operation =
                task.operation(&interface, name).expect("it is there");
            assert_eq!(op["number"], operation.number());
            for request in list(&op["requests"]) {
                is_encoded(&operation, request);
            }
            for reply in list(&op["replies"]) {
                is_decoded(&operation, reply);
            }
        }
    }
}

fn list(json: &Json) -> &[Json] {
    json.as_array().expect("it is a list")
}

fn is_encoded(operation: &Operation<'_>, request: &Json) {
    let arguments = request["args"].as_object().expect("they have names");
    let values: Vec<_> = arguments
        .iter()
        .map(|(name, value)| {
            let ty = operation.argument(name).expect("it is there");
            let value = json::read(ty, &value.to_string());
            (name.as_str(), value.expect("it is a value of its type"))
        })
        .collect();
    let message = operation.encode(&values).expect("they fit");
    assert_eq!(bytes(&request["message"]), message, "{request}");
}

fn is_decoded(operation: &Operation<'_>, reply: &Json) {
    let code = reply["code"].as_u64().expect("it is a number");
    let code = u32::try_from(code).expect("it is a return code");
    let outcome = operation
        .decode(code, &bytes(&reply["body"]))
        .unwrap_or_else(|error| panic!("{reply}: {error}"));
    let expected = if let Some(value) = reply.get("ok") {
        let value = json::read(operation.reply(), &value.to_string());
        Outcome::Ok(value.expect("it is a value of its type"))
    } else if let Some(error) = reply.get("err") {
        let error = json::read(operation.error(), &error.to_string());
        Outcome::Err(error.expect("it is an error of its type"))
    } else {
        Outcome::ServerDied { generation: 1 }
    };
    assert_eq!(outcome, expected, "{reply}");
}

fn bytes(hex: &Json) -> Vec<u8> {
    let hex = hex.as_str().expect("it is a string");
    (0..hex.len())
        .step_by(2)
        .map(|at| {
            u8::from_str_radix(&hex[at..at + 2], 16).expect("it is a byte")
        })
        .collect()
}
