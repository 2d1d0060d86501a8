//! Random interfaces: both stubs, in both styles, carry random values
//! unchanged, the stand-ins of the same interface see the same, and clients in
//! other languages make the same bytes of the same values.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use fakes::harness::Log;
use idol_cli::bind::{Language, written};
use idol_debug::schema::Schema;
use kernel::trace::Trace;
use kernel::{End, System};
use kit::vectors::Vectors;
use serde_json::Value;
use trials::{Failed, Trial};
use userlib::TaskId;

#[path = "../../../elf/languages/mod.rs"]
mod languages;

use languages::Vector;

/// An interface, what serves it in each style and what calls it.
pub(crate) struct Case {
    name: &'static str,
    in_order: fn(Log),
    pipelined: fn(Log),
    call: fn(TaskId, &Log),
    /// How many calls are in a trace.
    recorded: fn(&Trace, TaskId) -> usize,
    vectors: fn() -> Vectors,
}

#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    reason = "names and types are by chance"
)]
mod generated {
    use super::Case;
    include!(concat!(env!("OUT_DIR"), "/random.rs"));
}

/// Calls of each operation.
const ROUNDS: usize = 40;

fn run(case: &Case, serve: fn(Log), seed: u64) {
    let log = Log::new(seed);
    let mut system = System::new();
    let (served, calling) = (log.clone(), log.clone());
    let server = system.task("server", 1, move || serve(served.clone()));
    let call = case.call;
    let client = system.task("client", 2, move || {
        for _ in 0..ROUNDS {
            call(server, &calling);
        }
    });
    assert_eq!(system.run(), End::Idle, "{}", case.name);
    assert_eq!(system.fault(client), None, "{}", case.name);
    assert!(log.calls() >= ROUNDS, "{}", case.name);
    let recorded = (case.recorded)(system.trace(), server);
    assert_eq!(recorded, log.calls(), "{}", case.name);
}

/// This program once more, with what it serves in its debug information, which
/// none of the other tests reads.
fn described() -> Result<PathBuf, Failed> {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["test", "--locked", "--quiet", "--no-run"])
        .args(["--package", "fakes", "--features", "long"])
        .args(["--test", "random"])
        .args(["--config", "profile.dev.package.fakes.debug=\"full\""])
        .arg("--message-format=json")
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    for line in String::from_utf8(output.stdout)?.lines() {
        let message: Value = serde_json::from_str(line)?;
        if let Some(program) = message["executable"].as_str() {
            return Ok(program.into());
        }
    }
    Err("cargo names no program".into())
}

/// What holds clients in a folder to vectors.
type Hold = fn(&Path, &[Schema], &[Vector]) -> Result<(), Failed>;

/// Holds clients in a language to what both stubs in Rust have said.
fn say_the_same(language: Language, hold: Hold) -> Result<(), Failed> {
    let known = languages::schemas(&described()?);
    let mut vectors = Vec::new();
    for case in generated::CASES {
        let text = (case.vectors)().to_string();
        vectors.extend(languages::of_file(&text, &known));
    }
    assert!(vectors.len() > generated::CASES.len());
    vectors.extend(languages::by_chance(&known, 4));
    let name = format!("random_{language:?}");
    let folder = languages::folder(env!("CARGO_TARGET_TMPDIR"), &name);
    let files = written(language, "idol_clients", &known);
    for (name, text) in files.expect("the language has words for them") {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().expect("it is in a folder"))?;
        fs::write(file, text)?;
    }
    hold(&folder, &known, &vectors)
}

/// The tests of other languages.
fn others() -> [Trial; 2] {
    use languages::{c, python};
    let folder = languages::folder(env!("CARGO_TARGET_TMPDIR"), "random_c");
    let elsewhere = || match cfg!(target_os = "linux") {
        true => None,
        false => Some("the host's files are not ELF".to_owned()),
    };
    let of_c = elsewhere().or_else(|| c::missing(&folder));
    let of_python = elsewhere().or_else(|| python::missing("json"));
    [
        trials::needing("clients_in_c_say_the_same", of_c, || {
            say_the_same(Language::C, c::hold)
        }),
        trials::needing("clients_in_python_say_the_same", of_python, || {
            say_the_same(Language::Python, python::hold)
        }),
    ]
}

/// All of them.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::from(others());
    for (seed, case) in (0..).zip(generated::CASES) {
        let named = |what: &str| format!("{}_{what}", case.name);
        for (style, serve) in
            [("in_order", case.in_order), ("pipelined", case.pipelined)]
        {
            trials.push(Trial::test(named(style), move || {
                run(case, serve, seed);
                Ok(())
            }));
        }
        trials.push(Trial::test(named("vectors"), move || {
            let wrong = (case.vectors)().wrong();
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
            Ok(())
        }));
    }
    trials
}
