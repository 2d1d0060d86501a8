//! Whatever a file, a document or a request holds, it ends in a result.

use std::fs;

use idol_debug::json::Request;
use idol_debug::schema::Schema;
use idol_debug::{Problem, Task};
use serde_json::json;

use super::task;

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let limit = u64::try_from(limit).expect("it is small");
        usize::try_from(self.0 % limit).expect("it is small")
    }
}

/// All that the command asks of a file.
fn ask(file: &[u8]) {
    let Ok(task) = Task::read(file) else {
        return;
    };
    let _ = task.clients();
    for interface in task.interfaces().unwrap_or_default() {
        if let Ok(schema) = task.schema(&interface) {
            let json = schema.to_json();
            assert_eq!(Schema::from_json(&json), Ok(schema));
        }
    }
}

#[test]
fn broken_tasks_end_in_a_result() {
    let desk = fs::read(task("desk")).expect("it is there");
    let visitor = fs::read(task("visitor")).expect("it is there");
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for file in [&desk, &visitor] {
        ask(file);
        for part in 0..4 {
            ask(&file[..file.len() / 4 * part]);
        }
        for _ in 0..6 {
            let mut changed = file.clone();
            for _ in 0..40 {
                let at = random.below(changed.len());
                changed[at] = u8::try_from(random.below(256)).expect("a byte");
            }
            // Its head too, which leads to all else.
            changed[random.below(64)] ^= 1;
            ask(&changed);
        }
    }
}

/// A document of which a piece is another one.
#[test]
fn broken_schemas_end_in_a_result() {
    let desk = fs::read(task("desk")).expect("it is there");
    let desk = Task::read(&desk).expect("it can be read");
    let interface = desk.interface().expect("it is right").expect("it serves");
    let schema = desk.schema(&interface).expect("all is described");
    let document: serde_json::Value =
        serde_json::from_str(&schema.to_json()).expect("JSON");
    let mut leaves = 0;
    nth(&mut document.clone(), &mut |_| leaves += 1);
    let pieces = [
        json!(0),
        json!(1),
        json!(-1),
        json!(u64::MAX),
        json!("u8"),
        json!("Wanted"),
        json!("[u8; 4]"),
        json!(null),
        json!([]),
        json!("zerocopy"),
        json!("ssmarshal"),
        json!("flagged"),
        json!(true),
    ];
    let mut random = Random(7);
    let mut read = 0;
    let tries = if trials::all() { 600 } else { 150 };
    for _ in 0..tries {
        let mut changed = document.clone();
        let wanted = random.below(leaves);
        let piece = &pieces[random.below(pieces.len())];
        let mut at = 0;
        nth(&mut changed, &mut |leaf| {
            if at == wanted {
                leaf.clone_from(piece);
            }
            at += 1;
        });
        let Ok(schema) = Schema::from_json(&changed.to_string()) else {
            continue;
        };
        read += 1;
        for operation in &schema.operations {
            let Ok(call) = schema.call(&operation.name) else {
                continue;
            };
            for request in [
                "{}",
                r#"{"mode": "Open", "hurry": true, "guest": 7}"#,
                r#"{"kind": 1, "size": 1, "paper": [1, 2]}"#,
                r#"{"what": "Any", "mark": [1, 2, 3, 4]}"#,
            ] {
                if let Ok(request) = Request::read(&call, request) {
                    let _ = request.message(&call);
                }
            }
            for length in 0..12 {
                let _ = call.decode(0, &[1; 12][..length]);
                let _ = call.decode(1, &[1; 12][..length]);
                let _ = call.arguments(&[1; 12][..length]);
            }
        }
    }
    assert!(read > tries / 6, "{read}");
}

/// Each value of a document that holds no others.
fn nth(
    value: &mut serde_json::Value,
    visit: &mut impl FnMut(&mut serde_json::Value),
) {
    match value {
        serde_json::Value::Object(members) => {
            members.values_mut().for_each(|value| nth(value, visit));
        }
        serde_json::Value::Array(values) => {
            values.iter_mut().for_each(|value| nth(value, visit));
        }
        leaf => visit(leaf),
    }
}

#[test]
fn schemas_that_contradict_themselves_are_refused() {
    let desk = fs::read(task("desk")).expect("it is there");
    let desk = Task::read(&desk).expect("it can be read");
    let interface = desk.interface().expect("it is right").expect("it serves");
    let schema = desk.schema(&interface).expect("all is described");
    let json = schema.to_json();
    for version in ["0", "2", "null", "\"1\""] {
        let other =
            json.replace("\"schema\": 1", &format!("\"schema\": {version}"));
        let error = Schema::from_json(&other).expect_err("another version");
        assert!(matches!(error.problem, Problem::BadSchema(_)), "{error}");
    }
    // A type of itself.
    let mut own = schema.clone();
    let idol_debug::schema::Kind::Newtype { of, .. } = &mut own
        .types
        .entry("Own".to_owned())
        .or_insert(idol_debug::schema::Type {
            size: 1,
            kind: idol_debug::schema::Kind::Newtype {
                offset: 0,
                of: "Own".to_owned(),
            },
        })
        .kind
    else {
        panic!("it is one");
    };
    assert_eq!(of, "Own");
    let error = own.resolve("Own").expect_err("it has no end");
    assert!(matches!(error.problem, Problem::TypeTooLarge(_)), "{error}");
    // Types that double at each step.
    for step in 0..60 {
        let inner = match step {
            0 => "u8".to_owned(),
            step => format!("T{}", step - 1),
        };
        let field = |offset| idol_debug::schema::Field {
            name: None,
            offset,
            ty: inner.clone(),
        };
        own.types.insert(
            format!("T{step}"),
            idol_debug::schema::Type {
                size: 1,
                kind: idol_debug::schema::Kind::Tuple {
                    fields: vec![field(0), field(0)],
                },
            },
        );
    }
    let error = own.resolve("T59").expect_err("it is too large");
    assert!(matches!(error.problem, Problem::TypeTooLarge(_)), "{error}");
    let error = own.resolve("none").expect_err("there is none");
    assert!(matches!(error.problem, Problem::BadSchema(_)), "{error}");
}
