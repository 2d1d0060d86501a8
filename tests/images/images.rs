//! The same source as closures and as ELF files: what both do is the same, and
//! as committed in `goldens`.
//!
//! As closures the scenarios always run. The files are built with
//! `IDOL_TESTS=all`. `IDOL_BLESS=1` writes down what closures do.

mod scenarios;
mod tasks;

use std::sync::LazyLock;

use scenarios::{SCENARIOS, Scenario};
use tasks::{TARGETS, Tasks};
use trials::Failed;

static TASKS: LazyLock<Tasks> = LazyLock::new(Tasks::default);

fn main() {
    let mut trials = Vec::new();
    for scenario in SCENARIOS {
        let name = format!("closures::{}", scenario.name);
        trials.push(trials::Trial::test(name, move || {
            scenario.check(None).map_err(Failed::from)
        }));
    }
    let no_emulator = board::unicorn::available().err();
    let no_emulator = no_emulator.map(|error| error.to_string());
    for target in TARGETS {
        let missing = trials::bare_metal::missing(target);
        let missing = missing.or_else(|| no_emulator.clone());
        for scenario in SCENARIOS {
            let name = format!("{target}::{}", scenario.name);
            let run = move || flashed(target, scenario).map_err(Failed::from);
            trials.push(match missing.is_some() {
                true => trials::needing(name, missing.clone(), run),
                false => trials::long(name, "builds all tasks", "images", run),
            });
        }
    }
    trials::run(trials);
}

fn flashed(
    target: &'static str,
    scenario: &'static Scenario,
) -> Result<(), String> {
    match &*TASKS.of(target) {
        Ok(files) => scenario.check(Some(files)),
        Err(error) => Err(error.clone()),
    }
}
