//! Generates both stubs of every suite, and beside each stub the code that
//! serves and calls its operations.

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

use combination::{Combination, Encoding, Kind, Verdict};
use glue::Suite;
use idol::server::ServerStyle;
use setting::Setting;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed=src");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let suites = suites();
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
        let file = |side| out.join(format!("{}_{side}.rs", suite.name));
        fs::write(file("client"), client + &glue::client(suite))?;
        for (side, style) in [
            ("server", ServerStyle::InOrder),
            ("pipelined", ServerStyle::Pipelined),
        ] {
            let server = suite.setting.server(&servers, style)?;
            fs::write(file(side), server + &glue::server(suite, style))?;
        }
    }
    fs::write(out.join("suites.rs"), glue::suites(&suites))?;
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

/// With the default settings, every combination that is legal for a server;
/// with the others, every encoding × kind × retry.
fn suites() -> Vec<Suite> {
    let mut suites = Vec::new();
    for &setting in SETTINGS {
        let combinations: BTreeSet<_> = match setting {
            Setting::Defaults => Combination::all()
                .into_iter()
                .filter(|c| c.verdict() != Verdict::Illegal)
                .collect(),
            _ => Combination::plain()
                .filter(|c| c.verdict() == Verdict::Legal && setting.fits(c))
                .collect(),
        };
        for &encoding in Encoding::ALL {
            for &kind in Kind::ALL {
                // Only the errors of one kind have one server for all.
                let apart =
                    matches!(setting, Setting::Defaults | Setting::FailServer);
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
