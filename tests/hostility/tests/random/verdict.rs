//! Whether a run was as it must be.

use std::sync::atomic::Ordering;

use kernel::trace::{Call, CallResult, Event};
use kernel::{System, TaskId, TaskState};
use userlib::{FaultInfo, extract_new_generation};

use crate::ledger::Ledger;
use crate::{CALLS, Cast};

/// How often the runs met what they are about.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Servers that were killed.
    servers_killed: u32,
    /// Clients that were killed while they waited for an answer.
    clients_killed: u32,
    /// Calls that reported the server's death.
    deaths_reported: u32,
    /// Requests that were sent again.
    repeated: u32,
    /// Requests of the stranger that faulted it.
    refused: u32,
    /// Requests of the stranger that were answered.
    accepted: u32,
}

impl Seen {
    pub(crate) fn add(&mut self, other: Self) {
        self.servers_killed += other.servers_killed;
        self.clients_killed += other.clients_killed;
        self.deaths_reported += other.deaths_reported;
        self.repeated += other.repeated;
        self.refused += other.refused;
        self.accepted += other.accepted;
    }

    /// Has all of it happened?
    pub(crate) fn everything(&self) -> bool {
        let Self {
            servers_killed,
            clients_killed,
            deaths_reported,
            repeated,
            refused,
            accepted,
        } = *self;
        ![
            servers_killed,
            clients_killed,
            deaths_reported,
            repeated,
            refused,
            accepted,
        ]
        .contains(&0)
    }
}

/// Looks at what a run has left behind.
pub(crate) fn check(system: &System, cast: &Cast, ledger: &Ledger) -> Seen {
    let mut seen = Seen::default();
    assert_eq!(ledger.complaints(), Vec::<String>::new());
    only_the_killed_faulted(system, cast, &mut seen);
    for server in [cast.thermostat, cast.journal] {
        assert!(matches!(system.state(server), TaskState::Healthy(_)));
        requests_are_answered_once(system, server);
    }
    for (number, client) in cast.clients.into_iter().enumerate() {
        calls_are_answered_once(
            system, cast, ledger, number, client, &mut seen,
        );
    }
    for (call, result) in system.trace().calls(cast.stranger) {
        if let (Call::Send { .. }, Some(CallResult::Replied { code, .. })) =
            (call, result)
        {
            let is_dead = extract_new_generation(*code).is_some();
            seen.accepted += u32::from(!is_dead);
        }
    }
    seen
}

/// The stranger alone may be faulted by a server, and by nothing else.
fn only_the_killed_faulted(system: &System, cast: &Cast, seen: &mut Seen) {
    for entry in system.trace().entries() {
        let Event::Faulted(fault) = &entry.event else {
            continue;
        };
        let is_stranger = entry.task.index() == cast.stranger.index();
        match fault.info {
            FaultInfo::Injected(TaskId::KERNEL) => {
                let index = entry.task.index();
                let is_server = [cast.thermostat, cast.journal]
                    .iter()
                    .any(|server| server.index() == index);
                seen.servers_killed += u32::from(is_server);
            }
            FaultInfo::FromServer(..) if is_stranger => seen.refused += 1,
            _ => panic!("task {}: {fault}", entry.task.index()),
        }
    }
}

/// A server answers whom it heard, and at most once.
fn requests_are_answered_once(system: &System, server: TaskId) {
    let mut owed = None;
    for (call, result) in system.trace().calls(server) {
        match (call, result) {
            (Call::Recv { .. }, Some(CallResult::Message { sender, .. })) => {
                owed = Some(*sender);
            }
            (Call::Recv { .. }, _) => owed = None,
            (Call::Reply { peer, .. } | Call::ReplyFault { peer, .. }, _) => {
                assert_eq!(owed.take(), Some(*peer), "an answer too many");
            }
            _ => {}
        }
    }
}

fn calls_are_answered_once(
    system: &System,
    cast: &Cast,
    ledger: &Ledger,
    number: usize,
    client: TaskId,
    seen: &mut Seen,
) {
    // Requests that are not repeated: all of them, and those that found the
    // server dead. Of those that are repeated, those that were answered.
    let [mut once, mut dead, mut answered] = [0, 0, 0];
    for (call, result) in system.trace().calls(client) {
        let Call::Send {
            target, operation, ..
        } = call
        else {
            continue;
        };
        let is_dead = match result {
            Some(CallResult::Replied { code, .. }) => {
                extract_new_generation(*code).is_some()
            }
            // Killed meanwhile.
            _ => {
                seen.clients_killed += 1;
                true
            }
        };
        if is_repeated(cast, *target, *operation) {
            answered += u32::from(!is_dead);
            seen.repeated += u32::from(is_dead);
        } else {
            once += 1;
            dead += u32::from(is_dead);
        }
    }
    let tally = ledger.client(number);
    let count = |counter: &std::sync::atomic::AtomicU32| {
        counter.load(Ordering::Relaxed)
    };
    let begun = count(&tally.begun);
    seen.deaths_reported += count(&tally.deaths);
    assert_eq!(count(&tally.finished), 1);
    assert_eq!(begun, CALLS);
    let was_killed = system.fault(client).is_some();
    if was_killed {
        assert!(once + answered <= begun, "a request too many");
        assert!(count(&tally.deaths) <= dead, "a death too many");
    } else {
        assert_eq!(count(&tally.answered), CALLS);
        assert_eq!(once + answered, CALLS, "calls and their requests");
        assert_eq!(count(&tally.deaths), dead, "deaths and their reports");
    }
}

/// Is this operation sent again when the server has died?
fn is_repeated(cast: &Cast, target: TaskId, operation: u16) -> bool {
    match target.index() == cast.thermostat.index() {
        true => matches!(operation, 1 | 4 | 5 | 6 | 9),
        false => matches!(operation, 2 | 5),
    }
}
