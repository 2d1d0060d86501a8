//! Clients in Python: the same bytes as those of Rust, both ways, and a package
//! as Python's tools want it.
//!
//! What needs a tool shows as ignored without it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};

use idol_debug::schema::{Call, Errors};
use idol_debug::{Outcome, Task, json};
use trials::{Failed, Trial};

#[path = "../../debug/random.rs"]
mod random;

use random::Random;

/// How many random values each operation is tried with.
const TRIES: usize = 60;

static PACKAGE: LazyLock<PathBuf> = LazyLock::new(package);

/// The package of all interfaces, in a folder of its own.
fn package() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder can be removed");
    }
    let written = Command::new(env!("CARGO_BIN_EXE_command"))
        .args(["bind", "python", env!("CARGO_BIN_EXE_both"), "-o"])
        .arg(&folder)
        .output()
        .expect("it starts");
    assert!(written.status.success(), "{written:?}");
    folder
}

fn python(arguments: &[&str]) -> Command {
    let python = env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    command.args(arguments).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// What is missing of Python's modules, if anything.
fn missing(modules: &str) -> Option<String> {
    let new = "import sys; assert sys.version_info >= (3, 10)";
    let found = python(&["-c", &format!("{new}\nimport {modules}")])
        .output()
        .is_ok_and(|output| output.status.success());
    let what = match modules {
        "json" => "install Python 3.10 or newer".to_owned(),
        modules => format!("pip install {}", modules.replace(',', "")),
    };
    (!found).then_some(what)
}

fn run(command: &mut Command) -> Result<String, Failed> {
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

/// A source of ours, beside the package.
fn ours(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("python")
        .join(name)
}

fn the_bytes_are_those_of_rust() -> Result<(), Failed> {
    let (vectors, count) = vectors();
    let file = PACKAGE.join("vectors.jsonl");
    fs::write(&file, vectors)?;
    let said = run(python(&[])
        .arg(ours("check.py"))
        .args(["idol_clients".as_ref(), file.as_os_str()])
        .env("PYTHONPATH", &*PACKAGE))?;
    assert_eq!(said.trim(), count.to_string());
    Ok(())
}

/// Random calls of all operations with their answers, a line of JSON for each.
fn vectors() -> (String, usize) {
    let file = fs::read(env!("CARGO_BIN_EXE_both")).expect("it is there");
    let both = Task::read(&file).expect("it can be read");
    let mut random = Random::default();
    let mut text = String::new();
    let mut count = 0;
    for interface in both.interfaces().expect("they are right") {
        let schema = both.schema(&interface).expect("all is described");
        let module = schema.interface.to_lowercase();
        for operation in &schema.operations {
            let call = schema.call(&operation.name).expect("it is there");
            for _ in 0..TRIES {
                let vector = vector(&mut random, &module, &call);
                writeln!(text, "{vector}").expect("there is room");
                count += 1;
            }
        }
    }
    (text, count)
}

fn vector(random: &mut Random, module: &str, call: &Call<'_>) -> String {
    let operation = call.operation;
    let mut arguments = Vec::new();
    let mut shown = Vec::new();
    for (argument, ty) in operation.arguments.iter().zip(&call.arguments) {
        let value = random.value(ty);
        let text = json::text(ty, &value).expect("it is of the type");
        shown.push(format!("{:?}:{text}", argument.name));
        arguments.push((argument.name.as_str(), value));
    }
    let message = call.encode(&arguments).expect("they fit");
    let leases: Vec<_> = operation
        .leases
        .iter()
        .zip(&call.leases)
        .map(|(lease, ty)| {
            let elements =
                vec!["7"; if lease.slice { 2 * ty.size } else { ty.size }];
            format!("{:?}:[{}]", lease.name, elements.join(","))
        })
        .collect();
    let mut outcomes = vec![
        Outcome::Ok(random.value(&call.reply)),
        Outcome::ServerDied { generation: 9 },
    ];
    if let Some(error) = &call.error {
        outcomes.push(Outcome::Err(match &operation.errors {
            Errors::Code { codes: None, .. } => 77u32.into(),
            _ => random.value(error),
        }));
    }
    let mut answers = Vec::new();
    let mut refused = Vec::new();
    for outcome in &outcomes {
        let (code, body) = call.answer(outcome).expect("it answers so");
        let json = json::outcome(call, outcome).expect("it is one");
        answers.push(format!(
            "{{\"code\":{code},\"body\":\"{}\",\"outcome\":{json}}}",
            hex(&body)
        ));
        // What Rust refuses is refused.
        for body in [longer(&body, random.byte()), shorter(&body)] {
            if call.decode(code, &body).is_err() {
                refused.push(format!(
                    "{{\"code\":{code},\"body\":\"{}\"}}",
                    hex(&body)
                ));
            }
        }
    }
    format!(
        "{{\"module\":{module:?},\"number\":{},\"room\":{},\"args\":{{{}}},\
         \"leases\":{{{}}},\"message\":\"{}\",\"answers\":[{}],\
         \"refused\":[{}]}}",
        operation.number,
        operation.room,
        shown.join(","),
        leases.join(","),
        hex(&message),
        answers.join(","),
        refused.join(",")
    )
}

fn longer(body: &[u8], more: u8) -> Vec<u8> {
    [body, &[more]].concat()
}

fn shorter(body: &[u8]) -> Vec<u8> {
    body.split_last()
        .map_or(Vec::new(), |(_, rest)| rest.to_vec())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn types_are_right() -> Result<(), Failed> {
    let tests = [ours("test_clients.py"), ours("test_bridge.py")];
    run(
        python(&["-m", "mypy", "--strict", "--python-version", "3.10"])
            .args(["--cache-dir", ".mypy", "idol_clients"])
            .args(tests)
            .current_dir(&*PACKAGE),
    )
    .map(drop)
}

fn clients_do_what_they_promise() -> Result<(), Failed> {
    run(python(&["-m", "pytest", "-q", "-p", "no:cacheprovider"])
        .args([ours("test_clients.py"), ours("test_bridge.py")])
        .env("BRIDGED", env!("CARGO_BIN_EXE_bridged"))
        .current_dir(&*PACKAGE)
        .env("PYTHONPATH", &*PACKAGE))
    .map(drop)
}

fn a_wheel_has_the_types() -> Result<(), Failed> {
    let wheels = PACKAGE.join("wheels");
    run(python(&["-m", "pip", "wheel", "--quiet", "--no-deps"])
        .args(["--no-build-isolation", "--wheel-dir"])
        .arg(&wheels)
        .arg(".")
        .current_dir(&*PACKAGE))?;
    let list = "import sys, zipfile, pathlib\n\
                for p in pathlib.Path(sys.argv[1]).glob('*.whl'):\n    \
                print(*zipfile.ZipFile(p).namelist(), sep='\\n')";
    let files = run(python(&["-c", list]).arg(&wheels))?;
    for file in ["py.typed", "desk.py", "lamp.py", "_runtime.py"] {
        let file = format!("idol_clients/{file}");
        assert!(files.contains(&file), "{file}: {files}");
    }
    Ok(())
}

fn a_document_conforms_to_the_json_schema() -> Result<(), Failed> {
    let check = "import json, sys, subprocess\nfrom jsonschema import *\n\
                 say = lambda *a: json.loads(subprocess.check_output(a))\n\
                 rules = say(sys.argv[1], 'schema', '--print-json-schema')\n\
                 Draft202012Validator.check_schema(rules)\n\
                 for name in ('Desk', 'Lamp'):\n    \
                 document = say(sys.argv[1], 'schema', sys.argv[2], \
                 '--interface', name)\n    validate(document, rules)\n    \
                 document['operations'][0]['number'] = 0\n    \
                 assert not Draft202012Validator(rules).is_valid(document)";
    let command = env!("CARGO_BIN_EXE_command");
    let both = env!("CARGO_BIN_EXE_both");
    run(&mut python(&["-c", check, command, both])).map(drop)
}

type Test = fn() -> Result<(), Failed>;

fn main() {
    let tests: [(&str, &str, Test); 5] = [
        (
            "the_bytes_of_python_are_those_of_rust",
            "json",
            the_bytes_are_those_of_rust,
        ),
        (
            "the_types_of_a_package_are_right",
            "mypy, pytest",
            types_are_right,
        ),
        (
            "clients_in_python_do_what_they_promise",
            "pytest",
            clients_do_what_they_promise,
        ),
        (
            "a_wheel_has_all_modules_and_their_types",
            "setuptools, wheel, pip",
            a_wheel_has_the_types,
        ),
        (
            "a_document_conforms_to_the_json_schema",
            "jsonschema",
            a_document_conforms_to_the_json_schema,
        ),
    ];
    let trial = |(name, needs, test): (&str, &str, Test)| -> Trial {
        let missing = match cfg!(target_os = "linux") {
            true => missing(needs),
            false => Some("the host's files are not ELF".to_owned()),
        };
        trials::needing(name, missing, test)
    };
    trials::run(tests.into_iter().map(trial).collect())
}
