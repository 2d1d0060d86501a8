//! Clients in Python: the same bytes as those of Rust, both ways, and a package
//! as Python's tools want it.
//!
//! What needs a tool shows as ignored without it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use trials::{Failed, Trial};

use crate::languages::python::{hold, missing, python};
use crate::languages::{by_chance, folder, of_examples, run, schemas};

/// How many random values each operation is tried with.
const TRIES: usize = 60;

static PACKAGE: LazyLock<PathBuf> =
    LazyLock::new(|| package("python", env!("CARGO_BIN_EXE_both")));

/// The package of a program's interfaces, in a folder of its own.
fn package(name: &str, program: &str) -> PathBuf {
    let folder = folder(env!("CARGO_TARGET_TMPDIR"), name);
    let written = Command::new(env!("CARGO_BIN_EXE_command"))
        .args(["bind", "python", program, "-o"])
        .arg(&folder)
        .output()
        .expect("it starts");
    assert!(written.status.success(), "{written:?}");
    folder
}

/// A source of ours, beside the package.
fn ours(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("python")
        .join(name)
}

fn the_bytes_are_those_of_rust() -> Result<(), Failed> {
    let known = schemas(Path::new(env!("CARGO_BIN_EXE_both")));
    hold(&PACKAGE, &known, &by_chance(&known, TRIES))
}

fn the_vectors_of_the_examples_hold() -> Result<(), Failed> {
    let board = env!("CARGO_BIN_EXE_board");
    let known = schemas(Path::new(board));
    hold(&package("board", board), &known, &of_examples(&known))
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

fn the_examples_are_driven() -> Result<(), Failed> {
    let board = env!("CARGO_BIN_EXE_board");
    let package = package("board_driven", board);
    run(
        python(&["-m", "mypy", "--strict", "--python-version", "3.10"])
            .args(["--cache-dir", ".mypy", "idol_clients"])
            .arg(ours("test_board.py"))
            .current_dir(&package),
    )?;
    run(python(&["-m", "pytest", "-q", "-p", "no:cacheprovider"])
        .arg(ours("test_board.py"))
        .env("BOARD", board)
        .current_dir(&package)
        .env("PYTHONPATH", &package))
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

/// Those that need tools of Python.
pub(crate) fn trials() -> Vec<Trial> {
    let tests: [(&str, &str, Test); 7] = [
        (
            "the_bytes_of_python_are_those_of_rust",
            "json",
            the_bytes_are_those_of_rust,
        ),
        (
            "the_vectors_of_the_examples_hold_in_python",
            "json",
            the_vectors_of_the_examples_hold,
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
            "the_examples_are_driven_from_python_while_a_script_kills",
            "mypy, pytest",
            the_examples_are_driven,
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
    tests.into_iter().map(trial).collect()
}
