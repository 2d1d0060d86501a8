//! Generates both stubs of every suite, and beside each stub the code that
//! serves and calls its operations.

#![allow(unreachable_pub, reason = "some files are the library's too")]

#[path = "../src/choice.rs"]
mod choice;
#[path = "../src/combination.rs"]
mod combination;
mod glue;
#[path = "../src/operation.rs"]
mod operation;
#[path = "../src/setting.rs"]
mod setting;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

use combination::{Combination, Encoding, Kind};
use glue::Suite;
use idol::server::ServerStyle;
use setting::Setting;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src");
    let sample = |setting| match setting {
        Setting::Defaults => choice::sample(),
        _ => BTreeSet::new(),
    };
    write("sample", sample, |_| true)?;
    if env::var_os("CARGO_FEATURE_LONG").is_some() {
        for &kind in Kind::ALL {
            write(kind.word(), choice::all, |suite| {
                suite.setting == Setting::Defaults
                    && suite.combinations.iter().all(|c| c.kind == kind)
            })?;
        }
        write("settings", choice::all, |suite| {
            suite.setting != Setting::Defaults
        })?;
    }
    Ok(())
}

/// Writes the suites of one test target, those of `choice` that are `here`.
fn write(
    target: &str,
    choice: fn(Setting) -> BTreeSet<Combination>,
    here: impl Fn(&Suite) -> bool,
) -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // Of few, an interface of more operations takes the compiler less than
    // several.
    let mut suites = suites(choice, target != "sample");
    suites.retain(here);
    for suite in &suites {
        let servers = operation::interface(&suite.name, &suite.combinations);
        let seen_by_clients: Vec<_> =
            suite.combinations.iter().map(glue::client_side).collect();
        let mut clients = operation::interface(&suite.name, &seen_by_clients);
        // The names that servers know the operations by.
        clients.ops = servers
            .ops
            .keys()
            .cloned()
            .zip(clients.ops.into_values())
            .collect();
        let client = suite.setting.client(&clients)?;
        let file =
            |side| out.join(format!("{target}_{}_{side}.rs", suite.name));
        fs::write(file("client"), client + &glue::client(suite))?;
        for (side, style) in [
            ("server", ServerStyle::InOrder),
            ("pipelined", ServerStyle::Pipelined),
        ] {
            let server = suite.setting.server(&servers, style)?;
            fs::write(file(side), server + &glue::server(suite, style))?;
        }
    }
    let text = glue::suites(target, &suites);
    fs::write(out.join(format!("{target}.rs")), text)?;
    Ok(())
}

const SETTINGS: &[Setting] = &[
    Setting::Defaults,
    Setting::Counters,
    Setting::NoCounters,
    Setting::CombinedClientErrors,
    Setting::PlainInfallible,
    Setting::RetryBound,
    Setting::RestrictedCallers,
    Setting::FailServer,
    Setting::Unsupported,
];

/// Interfaces of the combinations that are chosen for each setting; of the
/// defaults one for each kind, if they are to be `apart`.
fn suites(
    choice: fn(Setting) -> BTreeSet<Combination>,
    apart: bool,
) -> Vec<Suite> {
    let mut suites = Vec::new();
    for &setting in SETTINGS {
        let combinations = choice(setting);
        for &encoding in Encoding::ALL {
            for &kind in Kind::ALL {
                // Only the errors of one kind have one server that fails all.
                let apart = match setting {
                    Setting::Defaults => apart,
                    _ => setting == Setting::FailServer,
                };
                let together = !apart && kind == Kind::ALL[0];
                let combinations: Vec<_> = combinations
                    .iter()
                    .filter(|c| c.encoding == encoding)
                    .filter(|c| together || apart && c.kind == kind)
                    .copied()
                    .collect();
                if combinations.is_empty() {
                    continue;
                }
                let word = match apart {
                    true => format!("{kind:?}"),
                    false => "All".to_owned(),
                };
                suites.push(Suite {
                    name: format!("{setting:?}{encoding:?}{word}"),
                    setting,
                    encoding,
                    combinations,
                });
            }
        }
    }
    suites
}
