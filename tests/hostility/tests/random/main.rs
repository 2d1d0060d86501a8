//! Three clients, two servers, and one task that sends rubbish; deaths and
//! restarts of all of them at any moment, in any order of running. The servers
//! answer in order, or later and in any order.
//!
//! What must hold, whatever happens:
//!
//! - every call of a client that lives is answered once, with what the server
//!   could have answered, or with the server's death where its type says so;
//! - nobody's memory changes outside of what was lent for writing;
//! - nobody waits for ever, and no server or client faults for any reason but
//!   that it was killed.
//!
//! `IDOL_SEEDS` sets how many runs there are, and `KERNEL_SEED` repeats one.

mod client;
// Values whose bytes may be none: few messages, and each of them meant.
mod forms;
mod guarded;
mod ledger;
mod messages;
mod pipelined;
mod random;
mod server;
mod stranger;
mod verdict;

use std::sync::Arc;

use client::Client;
use goldens::{journal, thermostat};
use kernel::{Action, CallKind, Restart, Schedule, System, TaskId, When};
use ledger::Ledger;
use pipelined::Late;
use random::Random;
use server::{Journal, Thermostat};
use stranger::Stranger;
use verdict::Seen;

/// Runs without `IDOL_SEEDS`.
fn default_seeds() -> u64 {
    match (cfg!(miri), trials::all()) {
        (true, _) => 3,
        (false, true) => 2000,
        (false, false) => 100,
    }
}

/// Calls of each client in a run.
const CALLS: u32 = 12;

/// Requests of the stranger in a run.
const REQUESTS: u32 = 16;

/// The tasks of a run.
struct Cast {
    thermostat: TaskId,
    journal: TaskId,
    clients: [TaskId; 3],
    stranger: TaskId,
}

fn seeds() -> std::ops::Range<u64> {
    let count = match std::env::var("IDOL_SEEDS") {
        Err(_) => default_seeds(),
        Ok(text) => text.parse().expect("IDOL_SEEDS is a number"),
    };
    kernel::seeds(0..count)
}

/// When the servers answer.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum Style {
    InOrder,
    Pipelined,
}

#[test]
fn every_call_is_answered_once_and_nobody_is_harmed_whoever_dies() {
    runs(Style::InOrder);
}

#[test]
fn every_request_in_flight_is_answered_once_or_its_client_is_dead() {
    runs(Style::Pipelined);
}

fn runs(style: Style) {
    let seeds = seeds();
    let is_one = seeds.clone().count() == 1;
    let mut seen = Seen::default();
    for seed in seeds {
        seen.add(run(seed, style));
    }
    println!("{style:?}: {seen:?}");
    // One run alone may be a quiet one.
    assert!(is_one || seen.everything(style), "{seen:?}");
}

fn run(seed: u64, style: Style) -> Seen {
    // Prints how to repeat the run if anything below panics.
    struct Repeat(u64);
    impl Drop for Repeat {
        fn drop(&mut self) {
            if std::thread::panicking() {
                eprintln!("KERNEL_SEED={} repeats this run", self.0);
            }
        }
    }
    let _repeat = Repeat(seed);

    let ledger = Arc::new(Ledger::default());
    let mut random = Random::new(seed);
    let mut system = System::new();
    system
        .schedule(Schedule::Random(seed))
        .stack_size(256 << 10);
    let cast = cast(&mut system, &ledger, &mut random, style);
    deaths(&mut system, &cast, &mut random);
    let end = system.run();
    end.expect_success();
    verdict::check(&system, &cast, &ledger, style)
}

/// Adds the tasks.
fn cast(
    system: &mut System,
    ledger: &Arc<Ledger>,
    random: &mut Random,
    style: Style,
) -> Cast {
    let [thermostat, journal] = servers(system, ledger, random, style);
    let clients = [0, 1, 2].map(|number| {
        let mut client = Client {
            number,
            calls_left: CALLS,
            ledger: Arc::clone(ledger),
            random: random.fork(),
            thermostat,
            journal,
        };
        system.task(&format!("client {number}"), 3, move || client.run())
    });
    let mut stranger = Stranger {
        requests_left: REQUESTS,
        ledger: Arc::clone(ledger),
        random: random.fork(),
        servers: [thermostat, journal],
    };
    let stranger = system.task("stranger", 3, move || stranger.run());
    system.supervise(stranger, Restart::AtOnce);
    Cast {
        thermostat,
        journal,
        clients,
        stranger,
    }
}

/// Adds the two servers.
fn servers(
    system: &mut System,
    ledger: &Arc<Ledger>,
    random: &mut Random,
    style: Style,
) -> [TaskId; 2] {
    let journal = {
        let mut server = Journal::new(Arc::clone(ledger), random.fork());
        let mut random = random.fork();
        system.task("journal", 1, move || match style {
            Style::InOrder => idol_runtime::serve!(journal::server, server),
            Style::Pipelined => {
                let mut server = Late::new(&mut server, &mut random);
                idol_runtime::serve!(journal::pipelined, server)
            }
        })
    };
    let thermostat = {
        let mut server =
            Thermostat::new(Arc::clone(ledger), random.fork(), journal);
        let mut random = random.fork();
        system.task("thermostat", 2, move || match style {
            Style::InOrder => idol_runtime::serve!(thermostat::server, server),
            Style::Pipelined => {
                let mut server = Late::new(&mut server, &mut random);
                idol_runtime::serve!(thermostat::pipelined, server)
            }
        })
    };
    [thermostat, journal]
}

/// Kills everybody now and then.
fn deaths(system: &mut System, cast: &Cast, random: &mut Random) {
    for server in [cast.thermostat, cast.journal] {
        for _ in 0..random.below(5) {
            kill(system, server, server, random);
        }
    }
    for peer in cast.clients.into_iter().chain([cast.stranger]) {
        for _ in 0..random.below(3) {
            // While it waits, a peer dies by what the server does.
            let at = random.pick(&[peer, cast.thermostat, cast.journal]);
            kill(system, peer, at, random);
        }
    }
}

/// Kills a task when it, or another, makes one of its first system calls.
fn kill(system: &mut System, task: TaskId, at: TaskId, random: &mut Random) {
    let calls = if is_server(at) { 150 } else { 20 };
    let (kind, calls) = match random.below(8) {
        0 => (CallKind::Recv, calls / 4),
        1 => (CallKind::Reply, calls / 4),
        2 => (CallKind::Borrow, calls / 4),
        3 => (CallKind::Send, calls),
        _ => (CallKind::Any, calls),
    };
    let number = 1 + random.below(calls);
    let when = match random.coin() {
        true => When::before(at, kind, number),
        false => When::after(at, kind, number),
    };
    // Nobody waits for a client, so that it may stay away until all others
    // are done.
    let restart = match random.below(4) {
        0 if !is_server(task) => Restart::After(1000),
        0 | 1 => Restart::AtOnce,
        _ => Restart::After(u64::from(random.below(3))),
    };
    system.script(when, Action::kill(task, restart));
}

/// The two that are added first.
fn is_server(task: TaskId) -> bool {
    task.index() < 2
}
