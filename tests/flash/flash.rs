//! What the stubs cost on Cortex-M, compared with what is committed in
//! `goldens` and shown in the README of the firmware.
//!
//! The quick set is two interfaces on one target; `IDOL_TESTS=all` measures
//! everything, and with `IDOL_BLESS=1` writes it down. Without the corpus, the
//! targets, the emulator or the compiler of the goldens a test is ignored, or
//! fails under `IDOL_REQUIRE=all`.

mod baseline;
mod calls;
mod convention;
mod driver;
mod golden;
mod report;
mod tables;
mod tasks;

use std::fs;
use std::sync::LazyLock;

use measure::emulator::Emulator;
use trials::Failed;

use crate::tables::{Counted, Sums};
use crate::tasks::{TARGETS, Target, Tasks, Variant};

static TASKS: LazyLock<Tasks> = LazyLock::new(Tasks::default);

/// A test of one target.
type Test = fn(&Tasks, Target) -> Result<(), String>;

/// The tests: whether each is of the quick set, and needs the emulator.
const TESTS: &[(&str, bool, bool, Test)] = &[
    ("sizes_are_as_committed", true, false, sizes),
    ("calls_are_as_committed", true, true, instructions),
    (
        "each_system_call_follows_the_convention",
        true,
        true,
        convention::check,
    ),
    (
        "a_line_is_as_small_as_what_it_stands_for",
        false,
        false,
        lines,
    ),
    ("other_builds_are_as_committed", false, false, variants),
    ("no_task_can_panic", false, false, no_task_can_panic),
    (
        "each_end_of_a_client_has_a_name",
        false,
        false,
        ends_have_names,
    ),
    ("a_register_driver_is_as_committed", false, true, drivers),
    ("all_interfaces_are_small", false, false, are_small),
    (
        "all_interfaces_are_small_with_counters",
        false,
        false,
        are_small_with_counters,
    ),
    ("all_calls_are_short", false, true, are_short),
];

fn main() {
    let no_emulator = Emulator::available().err().map(|e| e.to_string());
    let mut trials = trials::each([(
        "what_lowers_the_stack_pointer_is_decoded",
        decoded as _,
    )]);
    for target in TARGETS {
        let missing = missing(target);
        for (name, quick, emulated, test) in TESTS {
            if name.starts_with("all_") && target.name != baseline::SHOWN {
                continue;
            }
            let quick = *quick && target.name == baseline::SHOWN;
            let missing = missing
                .clone()
                .or_else(|| no_emulator.clone().filter(|_| *emulated));
            let name = format!("{}::{name}", target.name);
            let run = move || test(&TASKS, target).map_err(Failed::from);
            trials.push(match quick || missing.is_some() {
                true => trials::needing(name, missing, run),
                false => trials::long(name, "builds all tasks", "flash", run),
            });
        }
    }
    trials::run(trials);
}

/// What a test of `target` lacks, if anything.
fn missing(target: Target) -> Option<String> {
    if let Some(missing) = trials::corpus::missing() {
        return Some(missing.to_owned());
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

/// Whether the README shows what is measured here.
fn is_shown(target: Target) -> bool {
    target.name == baseline::SHOWN && trials::all()
}

fn sizes(tasks: &Tasks, target: Target) -> Result<(), String> {
    let sizes = report::Sizes::measure(tasks, target);
    golden::compare(&format!("{}.txt", target.name), &sizes.text())?;
    if is_shown(target) {
        golden::compare_table("sizes", &tables::of_sizes(&sizes))?;
        golden::compare_table("some", &tables::of_some(&sizes))?;
        golden::compare_table("pipelined", &tables::of_styles(&sizes))?;
    }
    Ok(())
}

/// What Idol has a line for costs hardly more than what it takes by hand.
fn lines(tasks: &Tasks, target: Target) -> Result<(), String> {
    let flash = |task: &str| tasks.get(target, Variant::Nopm, task).flash();
    let mut larger = String::new();
    for (pair, more) in tasks::PAIRS {
        let (line, by_hand) = (flash(pair), flash(&format!("{pair}_by_hand")));
        if line > by_hand + more {
            larger += &format!("{pair}: {line} bytes, by hand {by_hand}\n");
        }
    }
    match larger.is_empty() {
        true => Ok(()),
        false => Err(larger),
    }
}

fn variants(tasks: &Tasks, target: Target) -> Result<(), String> {
    let text = report::variants(tasks, target);
    golden::compare(&format!("{}.variants.txt", target.name), &text)?;
    if is_shown(target) {
        let counted = Counted::measure(tasks, target);
        golden::compare_table("counters", &counted.table())?;
    }
    Ok(())
}

fn instructions(tasks: &Tasks, target: Target) -> Result<(), String> {
    let names = tasks::names();
    let built = |task: &str| names.contains(&format!("{task}_client"));
    let rows = calls::count(tasks, target, built)?;
    let text = calls::text(target, &rows);
    golden::compare(&format!("{}.calls.txt", target.name), &text)?;
    if is_shown(target) {
        golden::compare_table("calls", &calls::table(&rows))?;
    }
    Ok(())
}

fn drivers(tasks: &Tasks, target: Target) -> Result<(), String> {
    let driver = driver::Driver::measure(tasks, target)?;
    golden::compare(&format!("{}.driver.txt", target.name), &driver.text())?;
    driver.is_small()
}

/// What must not be exceeded whatever is blessed: of the existing generator's
/// bytes, in percent, all clients and all servers.
const LIMITS: [usize; 2] = [70, 62];

/// The same with counters; besides, none may be larger.
const LIMITS_WITH_COUNTERS: [usize; 2] = [70, 67];

fn are_small(tasks: &Tasks, target: Target) -> Result<(), String> {
    let sizes = report::Sizes::measure(tasks, target);
    Sums::of_sizes(&sizes).keep_within(LIMITS)
}

fn are_small_with_counters(
    tasks: &Tasks,
    target: Target,
) -> Result<(), String> {
    let counted = Counted::measure(tasks, target);
    let larger = counted.larger();
    if !larger.is_empty() {
        return Err(larger.join("\n"));
    }
    Sums::of_counted(&counted).keep_within(LIMITS_WITH_COUNTERS)
}

fn are_short(tasks: &Tasks, target: Target) -> Result<(), String> {
    calls::are_short(&calls::count(tasks, target, |_| true)?)
}

/// Clients and servers are linked where a panic does not link.
fn no_task_can_panic(tasks: &Tasks, target: Target) -> Result<(), String> {
    let can: Vec<_> = tasks::names()
        .into_iter()
        .filter(|name| report::is_measured(name))
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

fn decoded() {
    use measure::frame::wide;
    // push.w {r4-r11, lr}
    assert_eq!(wide(0xE92D, 0x4FF0), 36);
    // str r11, [sp, #-4]!
    assert_eq!(wide(0xF84D, 0xBD04), 4);
    // vpush {d8, d9}
    assert_eq!(wide(0xED2D, 0x8B04), 16);
    // sub.w sp, sp, #512
    assert_eq!(wide(0xF5AD, 0x7D00), 512);
    // subw sp, sp, #514
    assert_eq!(wide(0xF2AD, 0x2D02), 514);
    // ldr.w r0, [sp, #4]
    assert_eq!(wide(0xF8DD, 0x0004), 0);
}
