//! What each setting makes of every encoding × kind of reply × retry.

use std::collections::BTreeSet;

use idol::server::ServerStyle;
use kernel::{End, System, TaskId};
use userlib::{FaultInfo, ReplyFaultReason, sys_refresh_task_id, sys_send};

use crate::client_side::Scenario;
use crate::combination::{Combination, Encoding, Kind, Retry, Verdict};
use crate::counts::Counts;
use crate::log::{Call, Log, Wish};
use crate::operation::interface;
use crate::part::{Part, tests};
use crate::setting::{ALLOWED_CALLER, RETRY_BOUND, Setting};
use crate::suite::{Entrance, Style, Suite};

tests! {
    both_sides_count_what_happened,
    errors_of_clients_can_be_counted_together,
    without_counters_nothing_names_them,
    infallible_functions_may_return_plain_values,
    a_retried_request_is_sent_as_often_as_the_bound_allows,
    a_restricted_server_answers_only_those_who_may_call,
    a_server_may_fail_everything,
    unsupported_operations_fault_the_client,
}

/// The suites of a setting, which must hold all that is legal with it.
fn suites(part: Part, setting: Setting) -> Vec<&'static Suite> {
    let suites: Vec<_> = part.with(setting).collect();
    let there: BTreeSet<_> = suites
        .iter()
        .flat_map(|suite| suite.calls.iter().map(|call| call.name.to_owned()))
        .collect();
    let legal = part.combinations(setting);
    let legal: BTreeSet<_> = legal.iter().map(Combination::to_string).collect();
    assert!(!legal.is_empty(), "there are some");
    assert_eq!(there, legal, "{setting:?}");
    suites
}

/// The same, with a server of each style.
fn suites_of_both_styles(
    part: Part,
    setting: Setting,
) -> impl Iterator<Item = (Style, &'static Suite)> {
    let suites = suites(part, setting).into_iter();
    suites.flat_map(|suite| Style::ALL.map(|style| (style, suite)))
}

/// Runs each suite of a setting through success, failure and death.
fn everything_works(part: Part, setting: Setting) {
    for (style, suite) in suites_of_both_styles(part, setting) {
        let log = Log::default();
        suite.run(&log, style, Entrance::Dispatch, Scenario::Full);
        for call in suite.calls {
            for &wish in Scenario::Full.wishes(call.kind) {
                let called = log.all_called().contains_key(&(call.name, wish));
                assert!(called, "{}: {wish:?} with {setting:?}", call.name);
            }
        }
        log.expect_nothing_wrong();
    }
}

/// Adds a task per operation that sends it an empty message.
fn send_nothing(
    system: &mut System,
    server: TaskId,
    suite: &Suite,
) -> Vec<TaskId> {
    (1..=suite.calls.len())
        .map(|operation| {
            system.task("stranger", 3, move || {
                let server = sys_refresh_task_id(server);
                let number = operation.try_into().unwrap();
                sys_send(server, number, &[], &mut [0; 64], &[]);
            })
        })
        .collect()
}

/// Runs a system in which exactly these tasks are refused for this reason.
#[track_caller]
fn expect_refused(
    system: &mut System,
    server: TaskId,
    refused: &[TaskId],
    reason: ReplyFaultReason,
) {
    for &task in refused {
        system.expect_fault(task);
    }
    let end = system.run();
    let End::Faulted(faulted) = end else {
        panic!("nobody was refused: {end}");
    };
    let tasks: Vec<_> = faulted.iter().map(|(task, _)| *task).collect();
    assert_eq!(tasks, refused);
    let server = system.current_id(server);
    for (_, fault) in faulted {
        assert_eq!(fault.info, FaultInfo::FromServer(server, reason));
    }
}

/// Handles that a server in the full scenario drops while it dies. Elsewhere a
/// task that dies does not unwind; on a host they are counted.
fn dropped(style: Style) -> u32 {
    match style {
        Style::InOrder => 0,
        Style::Pipelined => 1,
    }
}

/// Runs each suite of a setting that counts, with a broken request to every
/// operation, and compares the counters. `server_counted` says what the server
/// should have counted of an operation, and `combined` how many errors of
/// clients it should have counted together.
fn counted(
    part: Part,
    setting: Setting,
    server_counted: impl Fn(Style, &Call) -> Counts,
    combined: impl Fn(Style, &Suite) -> Option<Counts>,
) {
    for (style, suite) in suites_of_both_styles(part, setting) {
        let log = Log::default();
        let (mut system, server) =
            suite.system(&log, style, Entrance::DispatchN);
        let all = 0..suite.calls.len();
        suite.client(&mut system, server, all, &log, Scenario::Full);
        let strangers = send_nothing(&mut system, server, suite);
        let reason = match suite.encoding {
            Encoding::Zerocopy => ReplyFaultReason::BadMessageSize,
            Encoding::Ssmarshal | Encoding::Hubpack => {
                ReplyFaultReason::BadMessageContents
            }
        };
        expect_refused(&mut system, server, &strangers, reason);

        let on_server = (suite.server(style).counts)();
        let on_client = (suite.client_counts)();
        // The client has gone through it with a server of each style so far.
        let runs = 1 + style as u32;
        assert_eq!(on_client.len(), suite.calls.len());
        for (i, call) in suite.calls.iter().enumerate() {
            let name = call.name;
            let expected = server_counted(style, call);
            assert_eq!(on_server[i], expected, "{name}, on the server");
            let died = u32::from(call.retry == Retry::Once);
            let expected = Counts {
                ok: runs * expected.ok,
                error: runs * (own_errors(call) + died),
                refused: 0,
            };
            assert_eq!(on_client[i], expected, "{name}, on the client");
        }
        let together = on_server.get(suite.calls.len()).copied();
        assert_eq!(together, combined(style, suite));
        log.expect_nothing_wrong();
    }
}

/// Errors of its own that an operation answers in the full scenario.
fn own_errors(call: &Call) -> u32 {
    let fails = |wish| u32::from(wish == Wish::Fail);
    let wishes = Scenario::Full.wishes(call.kind);
    wishes.iter().map(|&wish| fails(wish)).sum()
}

/// Successes of an operation in the full scenario.
fn successes(call: &Call) -> u32 {
    2 + u32::from(call.retry == Retry::Idempotent)
}

fn both_sides_count_what_happened(part: Part) {
    counted(
        part,
        Setting::Counters,
        |style, call| Counts {
            ok: successes(call),
            error: own_errors(call),
            // Of those that cannot fail, only the calls are counted.
            refused: match call.kind {
                Kind::Simple => 0,
                _ => 1 + dropped(style),
            },
        },
        |_, _| None,
    );
}

fn errors_of_clients_can_be_counted_together(part: Part) {
    counted(
        part,
        Setting::CombinedClientErrors,
        |_, call| Counts {
            ok: successes(call),
            error: own_errors(call),
            refused: 0,
        },
        |style, suite| {
            let calls: u32 = suite.calls.len().try_into().unwrap();
            Some(Counts {
                refused: calls * (1 + dropped(style)),
                ..Counts::default()
            })
        },
    );
}

fn without_counters_nothing_names_them(part: Part) {
    everything_works(part, Setting::NoCounters);
    for combination in Combination::plain() {
        if combination.verdict() == Verdict::Legal {
            let interface = interface("Combined", [&combination]);
            let client = Setting::NoCounters.client(&interface).unwrap();
            assert!(!client.contains("counters"), "{combination}");
            for style in [ServerStyle::InOrder, ServerStyle::Pipelined] {
                let server = Setting::NoCounters.server(&interface, style);
                assert!(!server.unwrap().contains("counters"), "{combination}");
            }
        }
    }
}

fn infallible_functions_may_return_plain_values(part: Part) {
    everything_works(part, Setting::PlainInfallible);
}

fn a_retried_request_is_sent_as_often_as_the_bound_allows(part: Part) {
    everything_works(part, Setting::RetryBound);
    for (style, suite) in suites_of_both_styles(part, Setting::RetryBound) {
        let log = Log::default();
        suite.run(&log, style, Entrance::Dispatch, Scenario::AlwaysDying);
        for call in suite.calls {
            let sends = match call.retry {
                Retry::Once => 1,
                Retry::Idempotent => RETRY_BOUND,
            };
            let served = log.all_served();
            let served = served.get(&(call.name, Wish::DieAlways));
            assert_eq!(served, Some(&sends), "{}", call.name);
        }
        log.expect_nothing_wrong();
    }
}

fn a_restricted_server_answers_only_those_who_may_call(part: Part) {
    for (style, suite) in
        suites_of_both_styles(part, Setting::RestrictedCallers)
    {
        let log = Log::default();
        let (mut system, server) =
            suite.system(&log, style, Entrance::Dispatch);
        let all = 0..suite.calls.len();
        let client =
            suite.client(&mut system, server, all, &log, Scenario::Full);
        assert_eq!(client.index(), ALLOWED_CALLER);
        let strangers = send_nothing(&mut system, server, suite);
        let reason = ReplyFaultReason::AccessViolation;
        expect_refused(&mut system, server, &strangers, reason);
        for call in suite.calls {
            let called =
                log.all_called().contains_key(&(call.name, Wish::Succeed));
            assert!(called, "{}", call.name);
        }
        log.expect_nothing_wrong();
    }
}

fn a_server_may_fail_everything(part: Part) {
    for (style, suite) in suites_of_both_styles(part, Setting::FailServer) {
        let log = Log::default();
        suite.run(&log, style, Entrance::Dispatch, Scenario::AlwaysRefused);
        for call in suite.calls {
            let called = log.all_called();
            let called = called.get(&(call.name, Wish::Succeed));
            assert_eq!(called, Some(&1), "{}", call.name);
        }
        log.expect_nothing_wrong();
    }
}

fn unsupported_operations_fault_the_client(part: Part) {
    let log = Log::default();
    for (style, suite) in suites_of_both_styles(part, Setting::Unsupported) {
        let (mut system, server) =
            suite.system(&log, style, Entrance::Dispatch);
        let scenario = Scenario::AlwaysRefused;
        let clients: Vec<_> = (0..suite.calls.len())
            .map(|i| {
                suite.client(&mut system, server, i..i + 1, &log, scenario)
            })
            .collect();
        let reason = ReplyFaultReason::UndefinedOperation;
        expect_refused(&mut system, server, &clients, reason);
    }
    assert!(log.all_called().is_empty());
}
