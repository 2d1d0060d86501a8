//! The code beside the stubs, as text: what serves and what calls the
//! operations, and the list of all.

mod client;
mod server;

use std::fmt::Write;

use crate::combination::{Combination, Encoding, Kind, Retry, Verdict};
use crate::setting::Setting;

pub(crate) use client::client;
pub(crate) use server::server;

/// One interface, to be generated with one setting.
pub(crate) struct Suite {
    /// The interface's name.
    pub(crate) name: String,
    pub(crate) setting: Setting,
    pub(crate) encoding: Encoding,
    /// Its operations.
    pub(crate) combinations: Vec<Combination>,
}

/// The same with a way to tell clients of the server's death, which those
/// that only servers may use lack. It is the same on the wire.
pub(crate) fn client_side(combination: &Combination) -> Combination {
    match combination.verdict() {
        Verdict::ServerOnly => Combination {
            kind: Kind::ServerDeath,
            ..*combination
        },
        Verdict::Legal | Verdict::Illegal => *combination,
    }
}

/// The function that reads the counters, in the module that they are private
/// to.
fn counts(suite: &Suite, side: &str) -> String {
    let statics = format!("__{}_{side}_COUNTERS", suite.name.to_uppercase());
    let counters: Vec<_> = match suite.setting {
        Setting::Counters | Setting::CombinedClientErrors => {
            let names = suite.combinations.iter().map(Combination::name);
            let combined = suite.setting == Setting::CombinedClientErrors
                && side == "SERVER";
            names
                .chain(combined.then(|| "ClientError".to_owned()))
                .collect()
        }
        _ => Vec::new(),
    };
    let mut read = String::new();
    for counter in counters {
        write!(
            read,
            "::combinations::counts::Counted::counts(&{statics}.{counter}),"
        )
        .unwrap();
    }
    format!(
        "
pub(crate) fn counts() -> Vec<::combinations::counts::Counts> {{
    vec![{read}]
}}
"
    )
}

/// The modules that hold the stubs, and the list of all.
pub(crate) fn suites(target: &str, suites: &[Suite]) -> String {
    let mut modules = String::new();
    let mut list = String::new();
    let mut seed = 0x1234_u16;
    for suite in suites {
        let Suite { name, setting, .. } = suite;
        let mut calls = String::new();
        for combination in &suite.combinations {
            // No two alike, and neither byte the same for long.
            seed = seed.wrapping_add(0x0123);
            calls += &call(combination, seed);
        }
        write!(
            modules,
            "
#[expect(non_upper_case_globals, reason = \"named after the interface\")]
static {name}_CALLS: &[Call] = &[{calls}];

#[expect(non_snake_case, reason = \"named after the interface\")]
mod {name}_client {{
    include!(concat!(env!(\"OUT_DIR\"), \"/{target}_{name}_client.rs\"));
}}

#[expect(non_snake_case, reason = \"named after the interface\")]
mod {name}_server {{
    include!(concat!(env!(\"OUT_DIR\"), \"/{target}_{name}_server.rs\"));
}}

#[expect(non_snake_case, reason = \"named after the interface\")]
mod {name}_pipelined {{
    include!(concat!(env!(\"OUT_DIR\"), \"/{target}_{name}_pipelined.rs\"));
}}
"
        )
        .unwrap();
        write!(
            list,
            "
    Suite {{
        setting: Setting::{setting:?},
        encoding: Encoding::{:?},
        calls: {name}_CALLS,
        in_order: Server {{
            serve: {name}_server::serve,
            counts: {name}_server::counts,
        }},
        pipelined: Server {{
            serve: {name}_pipelined::serve,
            counts: {name}_pipelined::counts,
        }},
        exercise: {name}_client::exercise,
        client_counts: {name}_client::counts,
    }},",
            suite.encoding
        )
        .unwrap();
    }
    format!("{modules}\nstatic SUITES: &[Suite] = &[{list}];\n")
}

/// What both sides know of an operation.
fn call(combination: &Combination, seed: u16) -> String {
    let kind = client_side(combination).kind;
    let retry: Retry = combination.retry;
    format!(
        "
    Call {{
        name: {:?},
        kind: ::combinations::combination::Kind::{kind:?},
        retry: ::combinations::combination::Retry::{retry:?},
        seed: {seed:#06x},
    }},",
        combination.to_string()
    )
}
