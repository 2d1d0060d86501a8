//! Generating the stubs of a real file costs no more instructions than what is
//! committed in `tests/instructions.txt`, and no more than the budget. That is
//! of a debug build, as build scripts are; all files together have a budget for
//! a release build, too, which `IDOL_TESTS=all` asks for.
//!
//! `IDOL_CORPUS` names the folder with the files, `valgrind` counts. Without
//! either the tests are ignored, or fail under `IDOL_REQUIRE=all`.
//! `IDOL_BLESS=1 cargo test -p idol --test outside instructions` writes what it
//! costs now. `benches/README.md` says what is measured, and how exactly.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fmt, fs};

use idol::check::Side;
use idol::load;
use idol::source::Source;
use trials::{Failed, Trial, corpus};

use crate::costs::rustc;

/// The budget: instructions per operation, client and server together, of any
/// file, those with one operation too.
const LIMIT: u64 = 2_000_000;

/// The same of all files together: what all of it costs, by the number of their
/// operations.
const LIMIT_OF_ALL: u64 = 550_000;

/// The same of a release build.
const LIMIT_OF_RELEASE: u64 = 180_000;

/// How far a count may be above the committed one, in percent. The hash seeds
/// of a run move it by 0.04, another processor's `memcpy` by 0.05, a newer
/// compiler by 0.1; the rest is room for another `malloc`.
const TOLERANCE: u64 = 2;

/// Interfaces that no client can be generated for.
const SERVER_ONLY: [&str; 1] = ["fmc-demo.idol"];

const GOLDEN: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/instructions.txt");

const BLESS: &str =
    "IDOL_BLESS=1 cargo test -p idol --test outside instructions";

/// What the stubs of one file cost, in instructions per operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cost {
    operations: u64,
    client: Option<u64>,
    server: u64,
}

pub(crate) fn trials() -> Vec<Trial> {
    match corpus::missing().or_else(rustc::missing) {
        None => over_files(),
        missing => vec![trials::needing(
            "instructions::the_cost_of_generation_is_measured",
            missing,
            || Ok(()),
        )],
    }
}

fn over_files() -> Vec<Trial> {
    let files = corpus::files(&corpus::folder().unwrap_or_default());
    if env::var_os("IDOL_BLESS").is_some() {
        return vec![Trial::test(
            "instructions::what_it_costs_is_written",
            move || bless(&files),
        )];
    }
    let golden = golden();
    let names: Vec<_> = files.iter().map(|file| name(file)).collect();
    let listed: Vec<_> = golden.keys().cloned().collect();
    let mut trials = vec![Trial::test(
        "instructions::every_file_has_a_committed_cost",
        move || {
            if names == listed {
                return Ok(());
            }
            Err(format!(
                "the corpus has {names:?},\ninstructions.txt has {listed:?}\n\
                 {BLESS}",
            )
            .into())
        },
    )];
    trials.push(Trial::test(
        "instructions::all_files_together_are_within_the_budget",
        {
            let golden = golden.clone();
            move || all_together(&golden)
        },
    ));
    trials.push(trials::long(
        "instructions::all_files_together_are_within_the_budget_of_a_release_build",
        "builds for release",
        "idol",
        {
            let files = files.clone();
            move || all_in_release(&files)
        },
    ));
    for file in files {
        let committed = golden.get(&name(&file)).copied();
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        trials.push(Trial::test(
            format!(
                "instructions::{}_costs_what_is_committed",
                stem.replace('-', "_")
            ),
            move || compare(&file, committed),
        ));
    }
    trials
}

/// No committed figure is above the budget; each is compared with its file.
fn all_together(golden: &BTreeMap<String, Cost>) -> Result<(), Failed> {
    let of = |cost: &Cost| {
        (cost.client.unwrap_or(0) + cost.server) * cost.operations
    };
    let cost: u64 = golden.values().map(of).sum();
    let operations: u64 = golden.values().map(|cost| cost.operations).sum();
    within(cost, operations, LIMIT_OF_ALL)
}

/// The same of a release build, of which no figures are committed.
fn all_in_release(files: &[PathBuf]) -> Result<(), Failed> {
    let (mut cost, mut operations) = (0, 0);
    for file in files {
        let now = measure(file, Profile::Release)?;
        cost += (now.client.unwrap_or(0) + now.server) * now.operations;
        operations += now.operations;
    }
    within(cost, operations, LIMIT_OF_RELEASE)
}

fn within(cost: u64, operations: u64, limit: u64) -> Result<(), Failed> {
    if cost == 0 || cost > limit * operations {
        return Err(format!(
            "{operations} operations cost {cost} instructions, {} for each: \
             the budget is {limit}",
            cost / operations.max(1)
        )
        .into());
    }
    Ok(())
}

fn compare(file: &Path, committed: Option<Cost>) -> Result<(), Failed> {
    let committed = committed.ok_or("it has no committed cost")?;
    let now = measure(file, Profile::Dev)?;
    if now.operations != committed.operations {
        return Err("the file has changed".into());
    }
    let above = |now: u64, then: u64| now * 100 > then * (100 + TOLERANCE);
    let (client, then) = (now.client.unwrap_or(0), committed.client);
    if now.client.is_some() != then.is_some()
        || above(client, then.unwrap_or(0))
        || above(now.server, committed.server)
    {
        return Err(format!(
            "it costs {now},\nand {committed} is committed\nIf that is right: \
             {BLESS}",
        )
        .into());
    }
    if client + now.server > LIMIT {
        return Err(format!("it costs {now}, the budget is {LIMIT}").into());
    }
    Ok(())
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.client {
            Some(client) => write!(f, "client {client}, ")?,
            None => write!(f, "no client, ")?,
        }
        write!(f, "server {} instructions per operation", self.server)
    }
}

fn bless(files: &[PathBuf]) -> Result<(), Failed> {
    let mut text = format!(
        "# Instructions per operation to generate both stubs, debug build.\n\
         # Refreshed by: {BLESS}\n\
         #{:<27} {:>10} {:>9} {:>9} {:>9}\n",
        " file", "operations", "client", "server", "both",
    );
    for file in files {
        let cost = measure(file, Profile::Dev)?;
        text += &format!(
            "{:<28} {:>10} {:>9} {:>9} {:>9}\n",
            name(file),
            cost.operations,
            cost.client
                .map_or("-".to_owned(), |client| client.to_string()),
            cost.server,
            cost.client.unwrap_or(0) + cost.server,
        );
    }
    fs::write(GOLDEN, text)?;
    Ok(())
}

fn golden() -> BTreeMap<String, Cost> {
    let text = fs::read_to_string(GOLDEN).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            let [file, operations, client, server, _both] = words[..] else {
                panic!("instructions.txt: {line:?} has not five columns");
            };
            let number = |word: &str| {
                word.parse().unwrap_or_else(|error| {
                    panic!("instructions.txt: {word:?} in {line:?}: {error}")
                })
            };
            let cost = Cost {
                operations: number(operations),
                client: (client != "-").then(|| number(client)),
                server: number(server),
            };
            (file.to_owned(), cost)
        })
        .collect()
}

fn name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// How what is measured is built.
#[derive(Copy, Clone)]
enum Profile {
    Dev,
    Release,
}

impl Profile {
    /// As cargo calls it, and its folder.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Dev => ("dev", "debug"),
            Self::Release => ("release", "release"),
        }
    }
}

fn measure(file: &Path, profile: Profile) -> Result<Cost, Failed> {
    let interface = load::load(&Source::read(file)?, Side::Server)?.interface;
    let operations = interface.operations.len() as u64;
    let client = if SERVER_ONLY.iter().any(|only| file.ends_with(only)) {
        None
    } else {
        Some(count(file, "client", profile)? / operations)
    };
    Ok(Cost {
        operations,
        client,
        server: count(file, "server", profile)? / operations,
    })
}

/// The instructions of generating one stub, without the start of the process.
fn count(file: &Path, side: &str, profile: Profile) -> Result<u64, Failed> {
    let built = both_stubs(profile).as_ref();
    // The file is named without its folder, whose length would count.
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg("--toggle-collect=both_stubs::*_stub")
        .arg(built.map_err(|error| error.as_str())?)
        .arg(file.file_name().unwrap_or(OsStr::new(".")))
        .arg(side)
        .current_dir(file.parent().unwrap_or(Path::new(".")))
        .output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("valgrind failed:\n{report}").into());
    }
    let counted = report
        .lines()
        .find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok())
        .filter(|counted| *counted > 0);
    Ok(counted.ok_or_else(|| format!("nothing was counted:\n{report}"))?)
}

/// Builds what is measured by itself: in a build of the workspace, `syn` would
/// have the features that other packages ask for.
fn both_stubs(profile: Profile) -> &'static Result<PathBuf, String> {
    static BUILT: [OnceLock<Result<PathBuf, String>>; 2] =
        [const { OnceLock::new() }; 2];
    let (name, folder) = profile.names();
    BUILT[profile as usize].get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("both_stubs");
        // Nothing but the manifests shapes the code.
        let output = rustc::cargo()
            .args(["build", "--locked", "--quiet", "-p", "both_stubs"])
            .args(["--profile", name, "--target-dir"])
            .arg(&target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))?;
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            return Err(format!("both_stubs does not build:\n{errors}"));
        }
        Ok(target.join(folder).join("both_stubs"))
    })
}
