//! What answers cost: instructions of whole sessions, as `valgrind` counts
//! them. They grow as the text does, and those of an edit are below a limit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::{Value, json};
use trials::{Failed, Trial, corpus};

use super::client::{Client, find, folder, uri};

const SMALL: u64 = 1_000;
const LARGE: u64 = 10_000;

/// What an operation of the large text may cost, in percent of what one of the
/// small costs.
const LIMIT: u64 = 130;

/// Instructions of an edit, up to its diagnostics, in a text of [`LARGE`]
/// operations: 75 ms of a processor that has other things to do too.
const EDIT: u64 = 400_000_000;

/// The same in the largest real file: a millisecond.
const REAL: u64 = 6_000_000;

/// A session over a text of so many operations, so many times.
type Session = fn(&mut Client, &str, &str, u64);

/// The text of so many operations.
type Text = fn(u64) -> String;

const SESSIONS: &[(&str, Text, Session)] = &[
    ("edits", fine, edits),
    ("edits_of_what_is_warned_of", warned, edits),
    ("edits_of_what_is_wrong", wrong, edits),
    ("answers", fine, answers),
];

pub(crate) fn trials() -> Vec<Trial> {
    let valgrind = Command::new("valgrind").arg("--version").output();
    let missing = match valgrind {
        Ok(output) if output.status.success() => None,
        _ => Some("install valgrind"),
    };
    let trial = |name: String, missing, test: Box<Test>| match trials::all() {
        true => trials::needing(name, missing, test),
        false => trials::long(name, "builds for release", "idol-cli", test),
    };
    let mut all = Vec::new();
    for (name, text, session) in SESSIONS {
        let test = || grows(name, *text, *session);
        let name = format!("{name}_grow_as_the_text");
        all.push(trial(name, missing, Box::new(test)));
    }
    all.push(trial(
        "an_edit_of_a_large_text_is_below_its_limit".to_owned(),
        missing,
        Box::new(|| is_below("large", &fine(LARGE), EDIT)),
    ));
    all.push(trial(
        "an_edit_of_the_largest_real_file_is_below_its_limit".to_owned(),
        missing.or(corpus::missing()),
        Box::new(|| is_below("real", &largest()?, REAL)),
    ));
    all
}

type Test = dyn FnOnce() -> Result<(), Failed> + Send;

fn grows(
    name: &str,
    text: fn(u64) -> String,
    session: Session,
) -> Result<(), Failed> {
    let cost = |parts| count(name, &text(parts), session, 2);
    let (small, large) = (cost(SMALL)? / SMALL, cost(LARGE)? / LARGE);
    println!("{name}: {small} instructions, {large} of {LARGE}");
    if large * 100 > small * LIMIT {
        return Err(format!(
            "each of {SMALL} costs {small} instructions, each of {LARGE} \
             {large}"
        )
        .into());
    }
    Ok(())
}

/// What an edit costs is what a session with more of them costs more.
fn is_below(name: &str, text: &str, limit: u64) -> Result<(), Failed> {
    const MORE: u64 = 4;
    let one = count(name, text, edits, 1)?;
    let edit = (count(name, text, edits, 1 + MORE)? - one) / MORE;
    println!("{name}: {edit} instructions of an edit");
    if edit > limit {
        return Err(format!("an edit costs {edit}, and not {limit}").into());
    }
    Ok(())
}

fn largest() -> Result<String, Failed> {
    let files = corpus::files(&corpus::folder().unwrap_or_default());
    let texts = files
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok());
    let largest = texts.max_by_key(String::len);
    largest.ok_or_else(|| "the corpus has no file".into())
}

/// The instructions of a session.
fn count(
    name: &str,
    text: &str,
    session: Session,
    times: u64,
) -> Result<u64, Failed> {
    let idol = idol().as_ref().map_err(String::as_str)?;
    let folder = folder(&format!("cost-{name}"), &[]);
    let report = folder.join("count.txt");
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg("--cachegrind-out-file=/dev/null")
        .arg(format!("--log-file={}", report.display()))
        .arg(idol);
    let mut client = Client::of(valgrind, &folder);
    client.initialize(&folder, false, json!({}));
    let file = uri(&folder.join("a.idol"));
    client.open(&file, text);
    client.diagnostics(&file);
    session(&mut client, &file, text, times);
    if client.end() != Some(0) {
        return Err("the server failed".into());
    }
    let report = fs::read_to_string(report)?;
    let counted = report
        .lines()
        .find_map(|line| line.split_once("refs:"))
        .and_then(|(_, count)| count.trim().replace(',', "").parse().ok());
    Ok(counted.ok_or_else(|| format!("nothing was counted:\n{report}"))?)
}

/// Types before the operations, and waits for what is told.
fn edits(client: &mut Client, file: &str, text: &str, times: u64) {
    let (line, column) = find(text, "ops: {");
    let at = (line, column);
    for _ in 0..times {
        client.change(file, &[(Some([at, at]), " ")]);
        client.diagnostics(file);
    }
}

/// Asks everything of the text, at its end.
fn answers(client: &mut Client, file: &str, text: &str, times: u64) {
    let lines = text.lines().count() as u64;
    let document = json!({ "uri": file });
    // The last operation's name.
    let at = json!({ "line": lines - 6, "character": 10 });
    let range = json!({ "start": at, "end": at });
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let mut ask = |what: &str, mut params: Value| {
        params["textDocument"] = document.clone();
        client.ask(&format!("textDocument/{what}"), params)
    };
    for _ in 0..times {
        for what in ["hover", "completion", "definition", "references"] {
            ask(what, json!({ "position": at }));
        }
        for what in [
            "documentSymbol",
            "foldingRange",
            "semanticTokens/full",
            "codeLens",
        ] {
            assert_ne!(ask(what, json!({})), Value::Null, "{what}");
        }
        for what in ["inlayHint", "codeAction"] {
            let context = json!({ "diagnostics": [] });
            ask(what, json!({ "range": range, "context": context }));
        }
        for what in ["formatting", "rangeFormatting"] {
            let params = json!({ "range": range, "options": options });
            assert_eq!(ask(what, params), json!([]), "{what}");
        }
        let params = json!({ "position": at, "newName": "another" });
        assert!(ask("rename", params)["documentChanges"].is_array());
    }
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
