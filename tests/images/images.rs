//! The same source as closures and as ELF files: what both do is the same, and
//! as committed in `goldens`. `IDOL_BLESS=1 cargo test -p images --features long`
//! writes down what closures do.

mod archive;
mod bridged;
mod scenarios;
mod serial;
mod servers;
mod stack;
mod tasks;

use std::sync::LazyLock;

use scenarios::{Flashed, SCENARIOS};
use tasks::{Files, TARGETS, Tasks};
use trials::{Failed, Trial};

static TASKS: LazyLock<Tasks> = LazyLock::new(Tasks::default);

/// A test of the tasks of one target.
type Test = Box<dyn Fn(&Files) -> Result<(), String> + Send>;

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for scenario in SCENARIOS {
        let name = format!("closures::{}", scenario.name);
        trials.push(Trial::test(name, move || {
            scenario.check(Flashed::Nobody).map_err(Failed::from)
        }));
    }
    let no_emulator = board::unicorn::available().err();
    let no_emulator = no_emulator.map(|error| error.to_string());
    for target in TARGETS {
        let missing = trials::bare_metal::missing(target);
        let missing = missing.or_else(|| no_emulator.clone());
        let mut add = |name: &str, test: Test| {
            let name = format!("{target}::{name}");
            let run = move || {
                match &*TASKS.of(target) {
                    Ok(files) => test(files),
                    Err(error) => Err(error.clone()),
                }
                .map_err(Failed::from)
            };
            trials.push(trials::needing(name, missing.clone(), run));
        };
        for scenario in SCENARIOS {
            add(
                scenario.name,
                Box::new(move |files| {
                    scenario.check(Flashed::Clients(files))?;
                    scenario.check(Flashed::Servers(files))?;
                    scenario.check(Flashed::All(files))?;
                    scenario.check_at_random(files)
                }),
            );
        }
        add("an_image_does_the_same", Box::new(scenarios::image));
        let bridged: (_, fn(&Files)) =
            ("a_bridge_opens_it_to_other_processes", bridged::shelves);
        for (name, test) in servers::TESTS
            .iter()
            .chain(serial::TESTS)
            .chain(archive::TESTS)
            .chain(stack::TESTS)
            .chain([&bridged])
        {
            let (name, test) = (*name, *test);
            add(
                name,
                Box::new(move |files| {
                    test(files);
                    Ok(())
                }),
            );
        }
    }
    trials
}
