//! What the stubs cost on Cortex-M, compared with what is committed in
//! `goldens` and shown in the README of the firmware.
//!
//! `IDOL_BLESS=1 cargo test -p flash` writes what it measures now. Without the
//! corpus, the targets, the emulator or the compiler of the goldens a test is
//! ignored, or fails under `IDOL_REQUIRE=all`.

mod convention;
mod golden;
mod report;
mod tasks;

use std::sync::LazyLock;
use std::{env, fs};

use libtest_mimic::{Arguments, Failed, Trial};
use measure::emulator::Emulator;

use crate::tasks::{TARGETS, Target, Tasks, Variant};

static TASKS: LazyLock<Result<Tasks, String>> = LazyLock::new(Tasks::build);

/// A test of one target.
type Test = fn(&Tasks, Target) -> Result<(), String>;

fn main() {
    let arguments = Arguments::from_args();
    let no_emulator = Emulator::available().err().map(|e| e.to_string());
    let mut trials = Vec::new();
    for target in TARGETS {
        let missing = missing(target);
        let mut tests: Vec<(&str, Test, Option<&String>)> = vec![
            ("sizes_are_as_committed", sizes, None),
            (
                "instructions_of_a_call_are_as_committed",
                instructions,
                no_emulator.as_ref(),
            ),
            (
                "each_system_call_follows_the_convention",
                convention::check,
                no_emulator.as_ref(),
            ),
            ("no_server_can_panic", no_server_can_panic, None),
            ("each_end_of_a_client_has_a_name", ends_have_names, None),
        ];
        if target.name == report::SHOWN {
            tests.extend([
                ("the_five_interfaces_are_small", are_small as Test, None),
                ("calls_are_fast", are_fast, no_emulator.as_ref()),
            ]);
        }
        for (name, test, also_missing) in tests {
            let missing = missing.as_ref().or(also_missing).cloned();
            trials.push(trial(name, target, test, missing));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// A test that is ignored where something is missing, or fails where nothing
/// may be.
fn trial(
    name: &str,
    target: Target,
    test: Test,
    missing: Option<String>,
) -> Trial {
    let required = env::var("IDOL_REQUIRE").is_ok_and(|v| v == "all");
    let ignored = missing.is_some() && !required;
    let run = move || match (&missing, &*TASKS) {
        (Some(missing), _) => Err(Failed::from(missing)),
        (None, Err(error)) => Err(Failed::from(error)),
        (None, Ok(tasks)) => test(tasks, target).map_err(Failed::from),
    };
    Trial::test(format!("{}::{name}", target.name), run)
        .with_ignored_flag(ignored)
}

/// What a test of `target` lacks, if anything.
fn missing(target: Target) -> Option<String> {
    if env::var_os("IDOL_CORPUS").is_none() {
        return Some("set IDOL_CORPUS to the folder of the corpus".to_owned());
    }
    if !target.is_installed() {
        return Some(format!("rustup target add {}", target.name));
    }
    let file = golden::file(&format!("{}.txt", target.name));
    let golden = fs::read_to_string(file).unwrap_or_default();
    let measured_with = golden.lines().next().unwrap_or_default();
    (!golden::blessing() && measured_with != tasks::compiler())
        .then(|| format!("the goldens are of {measured_with}"))
}

fn sizes(tasks: &Tasks, target: Target) -> Result<(), String> {
    let sizes = report::Sizes::measure(tasks, target);
    golden::compare(&format!("{}.txt", target.name), &sizes.text())?;
    if target.name == report::SHOWN {
        golden::compare_table("sizes", &sizes.table())?;
        golden::compare_table("pipelined", &sizes.table_of_styles())?;
    }
    Ok(())
}

fn instructions(tasks: &Tasks, target: Target) -> Result<(), String> {
    let calls = report::calls(tasks, target)?;
    let file = format!("{}.calls.txt", target.name);
    golden::compare(&file, &report::calls_text(&calls))?;
    if target.name == report::SHOWN {
        golden::compare_table("calls", &report::calls_table(&calls))?;
    }
    Ok(())
}

/// What must not be exceeded whatever is blessed: of the baseline, in percent,
/// the clients with `pm` and without, and the servers.
const LIMITS: [[usize; 2]; 2] = [[35, 70], [45, 65]];

fn are_small(tasks: &Tasks, target: Target) -> Result<(), String> {
    let (sums, sites) = report::Sizes::measure(tasks, target).sums();
    if sites > 0 {
        return Err(format!("{sites} places in servers can panic"));
    }
    let sums = sums.iter().flatten();
    for ([now, was], limit) in sums.zip(LIMITS.iter().flatten()) {
        if now * 100 > was * limit {
            return Err(format!("{now} bytes, of {was} only {limit} % fit"));
        }
    }
    Ok(())
}

/// No call takes more instructions than the baseline's: of a client, where
/// it is generated for speed.
fn are_fast(tasks: &Tasks, target: Target) -> Result<(), String> {
    for call in report::calls(tasks, target)? {
        for (now, was) in [call.fast, call.now[1]].iter().zip(&call.was) {
            if now > was {
                let name = call.name;
                return Err(format!("{name}: {now} instructions, was {was}"));
            }
        }
    }
    Ok(())
}

/// The servers are linked where a panic does not link.
fn no_server_can_panic(tasks: &Tasks, target: Target) -> Result<(), String> {
    let can: Vec<_> = tasks::names()
        .into_iter()
        .filter(|name| name.ends_with("_server"))
        .filter(|name| tasks.find(target, Variant::NoPanic, name).is_none())
        .collect();
    if can.is_empty() {
        Ok(())
    } else {
        Err(format!("can panic: {}", can.join(", ")))
    }
}

/// A client that ends its task does so in a function that says why, though the
/// optimiser merges functions that do the same.
fn ends_have_names(tasks: &Tasks, target: Target) -> Result<(), String> {
    for (task, ends) in [
        (
            "spi_client",
            &["spi_lease_too_long", "spi_server_broke_protocol"][..],
        ),
        ("sensor_client", &["sensor_server_broke_protocol"]),
    ] {
        let image = tasks.get(target, Variant::Nopm, task);
        for end in ends {
            if !image.functions().any(|f| f.name.ends_with(end)) {
                return Err(format!("{task} has no function {end}"));
            }
        }
    }
    Ok(())
}
