//! What the default settings make of every legal combination.

use std::collections::BTreeSet;

use crate::client_side::Scenario;
use crate::combination::{Combination, Kind, Retry, Verdict};
use crate::log::{Log, Runs, Wish};
use crate::setting::Setting;
use crate::suite::{Entrance, Suite};

/// Runs all, and compares with the list of what is legal.
fn every_combination_runs(entrance: Entrance) {
    let log = Log::default();
    for suite in Suite::with(Setting::Defaults) {
        suite.run(&log, entrance, Scenario::Full);
    }
    log.expect_nothing_wrong();

    let (served, called) = (log.all_served(), log.all_called());
    for combination in Combination::all() {
        if combination.verdict() == Verdict::Illegal {
            continue;
        }
        let name = combination.to_string();
        let fallible = matches!(combination.kind, Kind::CLike | Kind::Complex);
        let idempotent = combination.retry == Retry::Idempotent;
        let times = |runs: &Runs| {
            let times = |wish| {
                let run =
                    runs.iter().find(|((n, w), _)| *n == name && *w == wish);
                run.map_or(0, |(_, times)| *times)
            };
            [Wish::Succeed, Wish::Fail, Wish::DieOnce].map(times)
        };
        let refused = u32::from(fallible);
        assert_eq!(
            times(&called),
            [2, refused, 1],
            "{name}: what the client was answered"
        );
        assert_eq!(
            times(&served),
            [2, refused, 1 + u32::from(idempotent)],
            "{name}: what the server got"
        );
    }
    let legal = Combination::all()
        .into_iter()
        .filter(|c| c.verdict() != Verdict::Illegal)
        .map(|c| c.to_string());
    let ran = served.keys().map(|(name, _)| (*name).to_owned());
    assert_eq!(ran.collect::<BTreeSet<_>>(), legal.collect());
}

#[test]
fn every_legal_combination_runs_with_dispatch() {
    every_combination_runs(Entrance::Dispatch);
}

#[test]
fn every_legal_combination_runs_with_dispatch_n() {
    every_combination_runs(Entrance::DispatchN);
}
