//! The generator and the command `idol` cost as much for each operation of a
//! large interface as for each of a small one.
//!
//! `valgrind` counts the instructions of whole runs over 1,000 and over 16,000
//! operations, built for release. That takes minutes, so `IDOL_TESTS=all` asks
//! for it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

use trials::{Failed, Trial};

use crate::costs::rustc;

const SMALL: u64 = 1_000;
const LARGE: u64 = 16_000;

/// What an operation of the large interface may cost, in percent of what one
/// of the small costs.
const LIMIT: u64 = 130;

/// An interface of so many parts.
type Text = fn(u64) -> String;

/// A run: what it is called, the program and its arguments, and the files
/// that they are followed by.
type Run = (&'static str, &'static [&'static str], &'static [Text]);

const RUNS: &[Run] = &[
    ("a_client", &["both_stubs", "client"], &[lines]),
    ("a_server", &["both_stubs", "server"], &[lines]),
    (
        "a_server_of_arguments",
        &["both_stubs", "server"],
        &[arguments],
    ),
    ("check", &["idol", "check", "--format", "json"], &[lines]),
    (
        "check_of_one_line",
        &["idol", "check", "--format", "json"],
        &[one_line],
    ),
    (
        "check_of_arguments",
        &["idol", "check", "--format", "json"],
        &[arguments],
    ),
    (
        "check_of_names_used_twice",
        &["idol", "check", "--format", "json"],
        &[twice],
    ),
    ("diff_of_renamed", &["idol", "diff"], &[lines, renamed]),
    ("diff_of_named", &["idol", "diff"], &[lines, named]),
    ("diff_of_inserted", &["idol", "diff"], &[lines, inserted]),
    ("diff_of_others", &["idol", "diff"], &[lines, others]),
    ("diff_of_reserved", &["idol", "diff"], &[lines, reserved]),
    (
        "diff_of_arguments",
        &["idol", "diff"],
        &[arguments, arguments],
    ),
    (
        "diff_of_renamed_arguments",
        &["idol", "diff"],
        &[arguments, renamed_arguments],
    ),
    ("doc", &["idol", "doc", "--out", "pages"], &[lines]),
    ("dump", &["idol", "dump"], &[lines]),
    ("fmt_check", &["idol", "fmt", "--check"], &[lines]),
];

pub(crate) fn trials() -> Vec<Trial> {
    let missing = rustc::missing();
    let trials = RUNS.iter().map(|run| {
        let name = format!("growth::{}_grows_as_its_input", run.0);
        let test = || grows_as_its_input(run);
        match trials::all() {
            true => trials::needing(name, missing, test),
            false => trials::long(name, "builds for release", "idol", test),
        }
    });
    trials.collect()
}

fn grows_as_its_input(run: &Run) -> Result<(), Failed> {
    let small = count(run, SMALL)? / SMALL;
    let large = count(run, LARGE)? / LARGE;
    println!("{}: {small} instructions, {large} of {LARGE}", run.0);
    if large * 100 > small * LIMIT {
        return Err(format!(
            "each of {SMALL} costs {small} instructions, each of {LARGE} \
             {large}"
        )
        .into());
    }
    Ok(())
}

/// The instructions of a run over interfaces of so many parts.
fn count(run: &Run, parts: u64) -> Result<u64, Failed> {
    let (name, words, texts) = *run;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("growth");
    fs::create_dir_all(&folder)?;
    let mut files = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let file = folder.join(format!("{name}_{parts}_{index}.idol"));
        fs::write(&file, text(parts))?;
        files.push(file);
    }
    let (program, words) = words.split_first().ok_or("no program")?;
    let programs = programs().as_ref().map_err(String::as_str)?;
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg("--cachegrind-out-file=/dev/null")
        .arg(programs.join(program))
        .current_dir(&folder);
    // What generates stubs is told the side behind the file.
    match *program {
        "both_stubs" => valgrind.args(&files).args(words),
        _ => valgrind.args(words).args(&files),
    };
    let output = valgrind.output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    // 1 is said of files with which something is the matter.
    if !matches!(output.status.code(), Some(0 | 1)) {
        return Err(format!("it fails:\n{report}").into());
    }
    let counted = report
        .lines()
        .find_map(|line| line.split_once("refs:"))
        .and_then(|(_, count)| count.trim().replace(',', "").parse().ok());
    Ok(counted.ok_or_else(|| format!("nothing was counted:\n{report}"))?)
}

/// Where the programs are, once they are built.
fn programs() -> &'static Result<PathBuf, String> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
        let output = Command::new(env!("CARGO"))
            .args(["build", "--locked", "--quiet", "--release"])
            .args(["-p", "both_stubs", "-p", "idol-cli", "--target-dir"])
            .arg(&target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))?;
        match output.status.success() {
            true => Ok(target.join("release")),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    })
}

/// An interface with the operations that `one` writes.
fn interface(parts: u64, between: &str, one: fn(u64) -> String) -> String {
    let operations: Vec<_> = (0..parts).map(one).collect();
    let operations = operations.join(between);
    format!("Interface(name: \"Big\", ops: {{{between}{operations}}})\n")
}

/// An operation with something to say about it: what it takes is as wide as
/// the machine's words. Each fails in its own way.
fn operation(name: &str, index: u64, more: &str) -> String {
    format!(
        "\"{name}_{index}\": (args: {{\"a\": \"usize\"}}, {more}\
         reply: Result(ok: \"()\", err: CLike(\"Error{index}\"))),"
    )
}

fn lines(parts: u64) -> String {
    interface(parts, "\n", |i| operation("op", i, ""))
}

/// A comment that silences a warning in each.
fn one_line(parts: u64) -> String {
    interface(parts, " ", |i| {
        let operation = operation("op", i, "doc: \"\", ");
        format!("/* idol: allow(W0205) */ {operation}")
    })
}

fn renamed(parts: u64) -> String {
    interface(parts, "\n", |i| operation("other", i, ""))
}

/// Each says what it was.
fn named(parts: u64) -> String {
    interface(parts, "\n", |i| {
        operation("other", i, &format!("was: \"op_{i}\", "))
    })
}

/// One stands before the others, and moves them all.
fn inserted(parts: u64) -> String {
    interface(parts, "\n", |i| match i.checked_sub(1) {
        None => operation("other", i, ""),
        Some(i) => operation("op", i, ""),
    })
}

/// None of the others' names and numbers.
fn others(parts: u64) -> String {
    interface(parts, "\n", |i| {
        operation("other", i, &format!("number: {}, ", LARGE + 1 + i))
    })
}

/// No operation, and none of the others' numbers free.
fn reserved(parts: u64) -> String {
    let numbers: Vec<_> =
        (0..parts).map(|i| (LARGE + 1 + i).to_string()).collect();
    let numbers = numbers.join(", ");
    format!("Interface(name: \"Big\", reserved: [{numbers}], ops: {{}})\n")
}

/// One operation with as many arguments.
fn arguments(parts: u64) -> String {
    arguments_of("a", parts)
}

fn renamed_arguments(parts: u64) -> String {
    arguments_of("b", parts)
}

fn arguments_of(name: &str, parts: u64) -> String {
    let arguments: Vec<_> = (0..parts)
        .map(|i| format!("\"{name}{i}\": \"u32\""))
        .collect();
    let arguments = arguments.join(",\n");
    format!(
        "Interface(name: \"Big\", ops: {{\"op\": (args: {{{arguments}}}, \
         reply: Simple(\"()\"))}})\n"
    )
}

/// Each name twice.
fn twice(parts: u64) -> String {
    interface(parts, "\n", |i| operation("op", i / 2, ""))
}
