//! What answers cost: instructions of the server, as `valgrind` counts them, from
//! a question to its answer. Each is below a limit in a text of 10,000
//! operations, and grows no more than the text does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::{Value, json};
use trials::{Failed, Trial, corpus};

use super::client::{Client, folder, uri};

const SMALL: u64 = 1_000;
const LARGE: u64 = 10_000;

/// What an operation of the large text may cost, in percent of what one of the
/// small costs.
const LIMIT: u64 = 130;

/// What costs less than this, in millions, need not grow as the text.
const LITTLE: u64 = 5;

/// Instructions of an edit of the largest real file, up to its diagnostics, in
/// millions: a millisecond.
const REAL: u64 = 6;

/// The text of so many operations.
type Text = fn(u64) -> String;

/// What is asked, and how many millions of instructions it may cost in a text
/// of [`LARGE`] operations: 4 to 5 of them are a millisecond of a processor that
/// has other things to do too.
type Limits = &'static [(&'static str, u64)];

/// Of a text that is looked into for the first time `hover` costs that too.
const FINE: Limits = &[
    ("edit", 345),
    ("hover", 65),
    ("completion", 50),
    ("definition", 5),
    ("references", 5),
    ("documentSymbol", 240),
    ("foldingRange", 30),
    ("semanticTokens/full", 135),
    ("codeLens", 7),
    ("inlayHint", 150),
    ("codeAction", 5),
    ("formatting", 405),
    ("rangeFormatting", 405),
    ("onTypeFormatting", 5),
    ("prepareRename", 5),
    ("rename", 195),
];

const WARNED: Limits = &[
    ("edit", 450),
    ("codeAction", 45),
    ("formatting", 300),
    ("rename", 230),
];

const WRONG: Limits = &[("edit", 650), ("codeAction", 570), ("rename", 170)];

const ONE_LINE: Limits = &[
    ("edit", 470),
    ("documentSymbol", 165),
    ("semanticTokens/full", 65),
    ("foldingRange", 5),
    ("inlayHint", 5),
    ("codeAction", 460),
];

const TEXTS: &[(&str, Text, Limits)] = &[
    ("what_is_fine", fine, FINE),
    ("what_is_warned_of", warned, WARNED),
    ("what_is_wrong", wrong, WRONG),
    ("one_line", one_line, ONE_LINE),
];

pub(crate) fn trials() -> Vec<Trial> {
    let counts = |program: &str| {
        let output = Command::new(program).arg("--version").output();
        output.is_ok_and(|output| output.status.success())
    };
    let is_there = counts("valgrind");
    let missing = (!is_there).then_some("install valgrind");
    let trial = |name: String, missing, test: Box<Test>| match trials::all() {
        true => trials::needing(name, missing, test),
        false => trials::long(name, "builds for release", "idol-cli", test),
    };
    let mut all = Vec::new();
    for (name, text, limits) in TEXTS {
        let test = || grows(name, *text, limits);
        let name = format!("answers_about_{name}_cost_as_much_as_it_is_long");
        all.push(trial(name, missing, Box::new(test)));
    }
    all.push(trial(
        "an_edit_of_the_largest_real_file_is_below_its_limit".to_owned(),
        missing.or(corpus::missing()),
        Box::new(|| {
            let costs = costs("real", &largest()?, &["edit"])?;
            match costs[0] > REAL * 1_000_000 {
                true => Err(format!("{} instructions", costs[0]).into()),
                false => Ok(()),
            }
        }),
    ));
    all
}

type Test = dyn FnOnce() -> Result<(), Failed> + Send;

fn grows(name: &str, text: Text, limits: Limits) -> Result<(), Failed> {
    let asked: Vec<_> = limits.iter().map(|(what, _)| *what).collect();
    let small = costs(name, &text(SMALL), &asked)?;
    let large = costs(name, &text(LARGE), &asked)?;
    let mut wrong = String::new();
    for (((what, limit), small), large) in limits.iter().zip(small).zip(large) {
        println!("{name}, {what}: {small} instructions, {large} of {LARGE}");
        if large > limit * 1_000_000 {
            let why = format!("{what} costs {large}, not {limit} millions\n");
            wrong.push_str(&why);
        }
        let is_little = large < LITTLE * 1_000_000;
        if !is_little && large * SMALL * 100 > small * LARGE * LIMIT {
            let why = format!("{what} costs {small} and {large}\n");
            wrong.push_str(&why);
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(wrong.into()),
    }
}

fn largest() -> Result<String, Failed> {
    let files = corpus::files(&corpus::folder().unwrap_or_default());
    let texts = files
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok());
    let largest = texts.max_by_key(String::len);
    largest.ok_or_else(|| "the corpus has no file".into())
}

/// The instructions of each answer, one after the other.
fn costs(name: &str, text: &str, asked: &[&str]) -> Result<Vec<u64>, Failed> {
    let idol = idol().as_ref().map_err(String::as_str)?;
    let folder = folder(&format!("cost-{name}"), &[]);
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["-q", "--tool=callgrind", "--vgdb=yes"])
        .arg("--callgrind-out-file=/dev/null")
        .arg(idol);
    let mut client = Client::of(valgrind, &folder);
    client.initialize(&folder, false, json!({}));
    let file = uri(&folder.join("a.idol"));
    client.open(&file, text);
    client.diagnostics(&file);
    let mut counted = instructions(&client)?;
    let mut costs = Vec::new();
    let mut text = text.to_owned();
    for what in asked {
        match *what {
            "edit" => edit(&mut client, &file, &mut text),
            what => ask(&mut client, &file, &text, what),
        }
        let now = instructions(&client)?;
        costs.push(now - counted);
        counted = now;
    }
    match client.end() {
        Some(0) => Ok(costs),
        _ => Err("the server failed".into()),
    }
}

/// The instructions of all threads so far.
fn instructions(client: &Client) -> Result<u64, Failed> {
    let output = Command::new("vgdb")
        .arg(format!("--pid={}", client.id()))
        .args(["status", "internal"])
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let threads = said.lines().filter_map(|line| {
        let (thread, count) = line.strip_prefix("events-")?.split_once(": ")?;
        thread.parse::<u32>().ok()?;
        count.parse::<u64>().ok()
    });
    match threads.sum() {
        0 => Err(format!("nothing was counted: {output:?}").into()),
        sum => Ok(sum),
    }
}

/// Types into the last operation's name, and waits for what is told.
fn edit(client: &mut Client, file: &str, text: &mut String) {
    let start = text.rfind("\"op_").map_or(0, |at| at + 1);
    let before = &text[..start];
    let line = before.matches('\n').count() as u32;
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    let at = (line, column as u32);
    client.change(file, &[(Some([at, at]), "x")]);
    client.diagnostics(file);
    text.insert(start, 'x');
}

/// Asks something of the text, at the name of its last operation, or of all of
/// it.
fn ask(client: &mut Client, file: &str, text: &str, what: &str) {
    let start = text.rfind("op_").unwrap_or(0);
    let name: String = text[start..].chars().take(6).collect();
    let before = &text[..start];
    let line = before.matches('\n').count();
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    let at = json!({ "line": line, "character": column + name.len() });
    let all = json!({
        "start": { "line": 0, "character": 0 },
        "end": { "line": line + 9, "character": 0 },
    });
    let range = match what {
        "rangeFormatting" => json!({ "start": at, "end": at }),
        _ => all,
    };
    let answer = client.ask(
        &format!("textDocument/{what}"),
        json!({
            "textDocument": { "uri": file },
            "position": at,
            "range": range,
            "ch": "\n",
            "newName": "another",
            "context": { "diagnostics": [], "includeDeclaration": true },
            "options": { "tabSize": 4, "insertSpaces": true },
        }),
    );
    let is_there = match what {
        "definition" | "references" | "onTypeFormatting" => true,
        _ => answer != Value::Null,
    };
    assert!(is_there, "{what}: {answer}");
}

/// An interface as `idol fmt` lays it out.
fn fine(parts: u64) -> String {
    interface(parts, |i| {
        format!(
            "        \"op_{i}\": (\n            \
             args: {{ \"a\": \"u32\", \"b\": \"u16\" }},\n            \
             reply: Result(ok: \"u32\", err: CLike(\"Error{}\")),\n        ),",
            i % 7
        )
    })
}

/// Something to say of each operation.
fn warned(parts: u64) -> String {
    interface(parts, |i| {
        format!(
            "\"op_{i}\": (args: {{ \"a\": \"usize\" }}, reply: Simple(\"()\")),"
        )
    })
}

/// Something wrong with each.
fn wrong(parts: u64) -> String {
    interface(parts, |i| {
        format!(
            "\"op_{i}\": (argz: {{ \"a\": \"u32\" }}, reply: Simple(\"()\")),"
        )
    })
}

/// Neither fine nor in lines.
fn one_line(parts: u64) -> String {
    wrong(parts)
        .replace('\n', " ")
        .replace("argz", "args")
        .replacen("args", "argz", (parts / 2) as usize)
}

fn interface(parts: u64, one: fn(u64) -> String) -> String {
    let operations: Vec<_> = (0..parts).map(one).collect();
    let operations = operations.join("\n");
    format!(
        "Interface(\n    name: \"Big\",\n    ops: {{\n{operations}\n    }},\n)\n"
    )
}

/// The command, built for release.
fn idol() -> &'static Result<PathBuf, String> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
        let output = Command::new(env!("CARGO"))
            .args(["build", "--locked", "--quiet", "--release"])
            .args(["-p", "idol-cli", "--target-dir"])
            .arg(&target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))?;
        match output.status.success() {
            true => Ok(target.join("release/idol")),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    })
}
