//! Conformance vectors, which both stubs agree on, against what the debug
//! information of a task's file leads to.

use std::collections::BTreeMap;

use idol_debug::{Kind, Operation, Outcome, Task, json};
use kit::vectors::{Serde, Vectors};
use serde::Deserialize;
use serde_json::value::RawValue;

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

/// JSON by the names of an object's members, as it is written: numbers of 128
/// bits keep all of them.
type Members = BTreeMap<String, Box<RawValue>>;

#[derive(Deserialize)]
struct Document {
    operations: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    name: String,
    number: u16,
    requests: Vec<Request>,
    replies: Vec<Members>,
}

#[derive(Deserialize)]
struct Request {
    args: Members,
    message: String,
}

pub(crate) fn bytes_by_debug_information(tasks: &Tasks, target: Target) {
    type Made = fn() -> Vectors;
    let all: [(&str, Made); 3] = [
        ("bench", bench::Bench_VECTORS::of::<Serde>),
        ("store", store::Store_VECTORS::of::<Serde>),
        ("relic", relic::Relic_VECTORS::of::<Serde>),
    ];
    for (server, vectors) in all {
        let vectors = vectors();
        assert!(vectors.wrong().is_empty(), "{:?}", vectors.wrong());
        let file = tasks.get(target, Stubs::Typed, server);
        // A machine word of bare metal is another one.
        let is_wide = |name: &str| name != "ready";
        lead_to(file, &vectors.to_string(), |name| {
            target == Target::Host || is_wide(name)
        });
    }
}

/// How many vectors of these operations there are, all of which are what the
/// debug information of a file leads to.
pub(crate) fn lead_to(
    file: &[u8],
    vectors: &str,
    of: impl Fn(&str) -> bool,
) -> usize {
    let document: Document =
        serde_json::from_str(vectors).expect("the vectors are JSON");
    let task = Task::read(file).expect("it can be read");
    let interface = task.interface().expect("it is right").expect("it serves");
    let mut count = 0;
    for op in document.operations {
        if !of(&op.name) {
            continue;
        }
        let operation =
            task.operation(&interface, &op.name).expect("it is there");
        assert_eq!(op.number, operation.number());
        count += op.requests.len() + op.replies.len();
        for request in op.requests {
            is_encoded(&operation, &request);
        }
        for reply in op.replies {
            is_decoded(&operation, &reply);
        }
    }
    count
}

fn is_encoded(operation: &Operation<'_>, request: &Request) {
    let values: Vec<_> = request
        .args
        .iter()
        .map(|(name, value)| {
            let ty = operation.argument(name).expect("it is there");
            let value = json::read(ty, value.get());
            (name.as_str(), value.expect("it is a value of its type"))
        })
        .collect();
    let message = operation.encode(&values).expect("they fit");
    assert_eq!(bytes(&request.message), message, "{:?}", request.args);
}

fn is_decoded(operation: &Operation<'_>, reply: &Members) {
    let code = reply["code"].get().parse().expect("it is a return code");
    // Of an enum with a single variant the debug information has no code.
    if reply.contains_key("err")
        && matches!(
            &operation.error().kind,
            Kind::Enum { variants, .. }
                if variants.iter().all(|it| it.discriminant.is_none())
        )
    {
        return;
    }
    let outcome = operation
        .decode(code, &bytes(reply["body"].get().trim_matches('"')))
        .unwrap_or_else(|error| panic!("{reply:?}: {error}"));
    let expected = if let Some(value) = reply.get("ok") {
        let value = json::read(operation.reply(), value.get());
        Outcome::Ok(value.expect("it is a value of its type"))
    } else if let Some(error) = reply.get("err") {
        let error = json::read(operation.error(), error.get());
        Outcome::Err(error.expect("it is an error of its type"))
    } else {
        Outcome::ServerDied { generation: 1 }
    };
    assert_eq!(outcome, expected, "{reply:?}");
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| {
            u8::from_str_radix(&hex[at..at + 2], 16).expect("it is a byte")
        })
        .collect()
}
