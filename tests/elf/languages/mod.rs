//! Vectors, values beside their bytes, and what holds clients in other
//! languages to them. Shared by tests of several packages.

#![allow(dead_code, reason = "not every test has all languages")]

pub(crate) mod c;
pub(crate) mod python;
#[path = "../../debug/random.rs"]
mod random;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use idol_debug::schema::{Call, Errors, Schema};
use idol_debug::{Outcome, Task, json};
use indexmap::IndexMap;
use random::Random;
use serde::Deserialize;
use serde_json::value::RawValue;
use trials::Failed;

/// A call: its arguments as JSON, its message, and answers to it.
pub(crate) struct Vector {
    /// The positions of the interface and of the operation in it.
    pub(crate) schema: usize,
    pub(crate) operation: usize,
    /// The arguments in their order.
    pub(crate) args: Vec<String>,
    pub(crate) message: Vec<u8>,
    pub(crate) answers: Vec<Answer>,
    /// Return codes and bodies that are no answer.
    pub(crate) refused: Vec<(u32, Vec<u8>)>,
}

/// An answer, and what it means.
pub(crate) struct Answer {
    pub(crate) code: u32,
    pub(crate) body: Vec<u8>,
    pub(crate) outcome: Outcome,
}

impl Vector {
    pub(crate) fn call<'s>(&self, schemas: &'s [Schema]) -> Call<'s> {
        let schema = &schemas[self.schema];
        let name = &schema.operations[self.operation].name;
        schema.call(name).expect("it is there")
    }
}

/// The schemas of all interfaces that a program serves, each once.
pub(crate) fn schemas(program: &Path) -> Vec<Schema> {
    let file = fs::read(program).expect("it is there");
    let task = Task::read(&file).expect("it can be read");
    let mut schemas = Vec::<Schema>::new();
    for interface in task.interfaces().expect("they are right") {
        let schema = task.schema(&interface).expect("all is described");
        if !schemas.iter().any(|it| it.interface == schema.interface) {
            schemas.push(schema);
        }
    }
    schemas
}

/// So many random calls of all operations, with their answers.
pub(crate) fn by_chance(schemas: &[Schema], tries: usize) -> Vec<Vector> {
    let mut random = Random::default();
    let mut vectors = Vec::new();
    for (index, schema) in schemas.iter().enumerate() {
        for (number, operation) in schema.operations.iter().enumerate() {
            let call = schema.call(&operation.name).expect("it is there");
            for _ in 0..tries {
                let (args, message) = request(&mut random, &call);
                let (answers, refused) = answered(&mut random, &call);
                vectors.push(Vector {
                    schema: index,
                    operation: number,
                    args,
                    message,
                    answers,
                    refused,
                });
            }
        }
    }
    vectors
}

fn request(random: &mut Random, call: &Call<'_>) -> (Vec<String>, Vec<u8>) {
    let mut arguments = Vec::new();
    let mut shown = Vec::new();
    for (argument, ty) in call.operation.arguments.iter().zip(&call.arguments) {
        let value = random.value(ty);
        shown.push(json::text(ty, &value).expect("it is of the type"));
        arguments.push((argument.name.as_str(), value));
    }
    (shown, call.encode(&arguments).expect("they fit"))
}

type Answers = (Vec<Answer>, Vec<(u32, Vec<u8>)>);

fn answered(random: &mut Random, call: &Call<'_>) -> Answers {
    let mut outcomes = vec![
        Outcome::Ok(random.value(&call.reply)),
        Outcome::ServerDied { generation: 9 },
    ];
    if let Some(error) = &call.error {
        outcomes.push(Outcome::Err(match &call.operation.errors {
            Errors::Code { codes: None, .. } => 77u32.into(),
            _ => random.value(error),
        }));
    }
    let (mut answers, mut refused) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        let (code, body) = call.answer(&outcome).expect("it answers so");
        // What Rust refuses is refused.
        let longer = [&*body, &[random.byte()]].concat();
        let shorter = body.split_last().map(|(_, rest)| rest.to_vec());
        for body in [longer, shorter.unwrap_or_default()] {
            if call.decode(code, &body).is_err() {
                refused.push((code, body));
            }
        }
        answers.push(Answer {
            code,
            body,
            outcome,
        });
    }
    (answers, refused)
}

#[derive(Deserialize)]
struct File {
    interface: String,
    operations: Vec<Operation>,
}

#[derive(Deserialize)]
struct Operation {
    name: String,
    requests: Vec<Request>,
    replies: Vec<Reply>,
}

#[derive(Deserialize)]
struct Request {
    args: IndexMap<String, Box<RawValue>>,
    message: String,
}

#[derive(Deserialize)]
struct Reply {
    code: u32,
    body: String,
    /// There may be a null.
    #[serde(default, deserialize_with = "there")]
    ok: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "there")]
    err: Option<Box<RawValue>>,
}

fn there<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(from).map(Some)
}

/// The vectors of a file as `kit` writes it, which is of one of the
/// interfaces.
pub(crate) fn of_file(text: &str, schemas: &[Schema]) -> Vec<Vector> {
    let file: File = serde_json::from_str(text).expect("it is a file of them");
    let mut known = schemas.iter();
    let schema = known
        .position(|schema| schema.interface == file.interface)
        .unwrap_or_else(|| panic!("{} is known", file.interface));
    let mut vectors = Vec::new();
    for operation in file.operations {
        let mut known = schemas[schema].operations.iter();
        let index = known
            .position(|known| known.name == operation.name)
            .expect("the interface has it");
        let call = schemas[schema].call(&operation.name).expect("it is there");
        let mut answers: Vec<_> = operation
            .replies
            .iter()
            .map(|reply| answer(&call, reply))
            .collect();
        for request in operation.requests {
            let args = request.args.values();
            vectors.push(Vector {
                schema,
                operation: index,
                args: args.map(|value| value.get().to_owned()).collect(),
                message: bytes(&request.message),
                // Once is enough.
                answers: std::mem::take(&mut answers),
                refused: Vec::new(),
            });
        }
    }
    vectors
}

fn answer(call: &Call<'_>, reply: &Reply) -> Answer {
    let value = |ty: &idol_debug::Type, text: &RawValue| {
        json::read(ty, text.get()).expect("it is of the type")
    };
    let by_code =
        matches!(call.operation.errors, Errors::Code { codes: None, .. });
    let outcome = match (&reply.ok, &reply.err, &call.error) {
        (Some(ok), ..) => Outcome::Ok(value(&call.reply, ok)),
        // It is known by its code alone, unless there is no other.
        (None, Some(_), Some(_)) if by_code => {
            call.decode(reply.code, &[]).expect("it is a code")
        }
        (None, Some(err), Some(ty)) => Outcome::Err(value(ty, err)),
        _ => Outcome::ServerDied {
            generation: reply.code.to_le_bytes()[0],
        },
    };
    Answer {
        code: reply.code,
        body: bytes(&reply.body),
        outcome,
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| {
            let pair = std::str::from_utf8(pair).expect("it is ASCII");
            u8::from_str_radix(pair, 16).expect("it is hexadecimal")
        })
        .collect()
}

/// The vectors of all examples, whose interfaces are these.
pub(crate) fn of_examples(schemas: &[Schema]) -> Vec<Vector> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let folders = fs::read_dir(examples).expect("it is there");
    let mut paths: Vec<_> = folders
        .map(|entry| entry.expect("it is read").path().join("vectors.json"))
        .filter(|path| path.exists())
        .collect();
    paths.sort();
    assert!(paths.len() >= 4, "{paths:?}");
    let texts = paths.iter().map(fs::read_to_string);
    texts
        .flat_map(|text| of_file(&text.expect("it is UTF-8"), schemas))
        .collect()
}

/// An empty folder of a test.
pub(crate) fn folder(parent: &str, name: &str) -> PathBuf {
    let folder = Path::new(parent).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder can be removed");
    }
    fs::create_dir_all(&folder).expect("there is room");
    folder
}

pub(crate) fn run(command: &mut Command) -> Result<String, Failed> {
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.success() {
        true => Ok(said),
        false => {
            let errors = String::from_utf8_lossy(&output.stderr);
            Err(format!("{command:?}\n{said}{errors}").into())
        }
    }
}
