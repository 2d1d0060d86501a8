//! What the default settings make of every legal combination.

use std::collections::BTreeSet;

use kernel::{Action, CallKind, Restart, TaskId, When};

use crate::client_side::Scenario;
use crate::combination::{Combination, Kind, Retry};
use crate::log::{Log, Runs, Wish};
use crate::part::{Part, tests};
use crate::setting::Setting;
use crate::suite::{Entrance, Style};

tests! {
    every_legal_combination_runs_with_dispatch,
    every_legal_combination_runs_with_dispatch_n,
    every_legal_combination_runs_with_reply_handles_and_dispatch,
    every_legal_combination_runs_with_reply_handles_and_dispatch_n,
    every_client_survives_a_server_killed_with_the_message_in_hand,
    every_client_survives_a_server_killed_before_it_uses_a_lease,
    every_client_survives_a_server_killed_before_it_replies,
}

/// Runs all, and compares with the list of what is legal.
fn every_combination_runs(part: Part, style: Style, entrance: Entrance) {
    let log = Log::default();
    for suite in part.with(Setting::Defaults) {
        suite.run(&log, style, entrance, Scenario::Full);
    }
    log.expect_nothing_wrong();

    let (served, called) = (log.all_served(), log.all_called());
    let combinations = part.combinations(Setting::Defaults);
    assert!(!combinations.is_empty(), "there are some");
    for combination in &combinations {
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
    let legal = combinations.iter().map(Combination::to_string);
    let ran = served.keys().map(|(name, _)| (*name).to_owned());
    assert_eq!(ran.collect::<BTreeSet<_>>(), legal.collect());
}

fn every_legal_combination_runs_with_dispatch(part: Part) {
    every_combination_runs(part, Style::InOrder, Entrance::Dispatch);
}

fn every_legal_combination_runs_with_dispatch_n(part: Part) {
    every_combination_runs(part, Style::InOrder, Entrance::DispatchN);
}

fn every_legal_combination_runs_with_reply_handles_and_dispatch(part: Part) {
    every_combination_runs(part, Style::Pipelined, Entrance::Dispatch);
}

fn every_legal_combination_runs_with_reply_handles_and_dispatch_n(part: Part) {
    every_combination_runs(part, Style::Pipelined, Entrance::DispatchN);
}

/// Kills each operation's server once, at a moment of the first request, by
/// when it has `served` the request so often. Only those operations whose
/// servers come to that moment.
fn every_combination_survives_a_kill(
    part: Part,
    moment: impl Fn(TaskId) -> When,
    served: u32,
    comes_to_it: impl Fn(&Combination) -> bool,
) {
    let affected: BTreeSet<_> = part
        .combinations(Setting::Defaults)
        .into_iter()
        .filter(comes_to_it)
        .map(|combination| combination.to_string())
        .collect();
    for suite in part.with(Setting::Defaults) {
        let calls = suite.calls.iter().enumerate();
        for (style, (i, call)) in calls.flat_map(|c| Style::ALL.map(|s| (s, c)))
        {
            if !affected.contains(call.name) {
                continue;
            }
            let log = Log::default();
            let (mut system, server) =
                suite.system(&log, style, Entrance::Dispatch);
            let kill = Action::kill(server, Restart::AtOnce);
            system.script(moment(server), kill);
            let scenario = Scenario::Killed;
            suite.client(&mut system, server, i..i + 1, &log, scenario);
            log.expect_success(system.run());
            let next = system.current_id(server);
            assert_eq!(next, server.next_generation(), "{}", call.name);

            let again = match call.retry {
                Retry::Once => 0,
                Retry::Idempotent => 1,
            };
            let key = (call.name, Wish::Succeed);
            let times = |runs: &Runs| runs.get(&key).copied().unwrap_or(0);
            let all = times(&log.all_served());
            assert_eq!(all, served + again, "{}", call.name);
            assert_eq!(times(&log.all_called()), 1, "{}", call.name);
            log.expect_nothing_wrong();
        }
    }
}

fn every_client_survives_a_server_killed_with_the_message_in_hand(part: Part) {
    every_combination_survives_a_kill(
        part,
        |server| When::after(server, CallKind::Recv, 1),
        0,
        |_| true,
    );
}

fn every_client_survives_a_server_killed_before_it_uses_a_lease(part: Part) {
    every_combination_survives_a_kill(
        part,
        // The first only asks how long it is.
        |server| When::before(server, CallKind::Borrow, 2),
        0,
        |combination| combination.lease.is_some(),
    );
}

fn every_client_survives_a_server_killed_before_it_replies(part: Part) {
    every_combination_survives_a_kill(
        part,
        |server| When::before(server, CallKind::Reply, 1),
        1,
        |_| true,
    );
}
