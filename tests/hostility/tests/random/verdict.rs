//! Whether a run was as it must be.

use std::sync::atomic::Ordering;

use kernel::trace::{Call, CallResult, Event};
use kernel::{System, TaskId, TaskState};
use userlib::{FaultInfo, extract_new_generation};

use crate::ledger::Ledger;
use crate::{CALLS, Cast, Style};

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
    /// Requests that were answered before an older one was.
    overtaking: u32,
    /// Requests of clients that died before they were answered.
    orphaned: u32,
}

impl Seen {
    pub(crate) fn add(&mut self, other: Self) {
        self.servers_killed += other.servers_killed;
        self.clients_killed += other.clients_killed;
        self.deaths_reported += other.deaths_reported;
        self.repeated += other.repeated;
        self.refused += other.refused;
        self.accepted += other.accepted;
        self.overtaking += other.overtaking;
        self.orphaned += other.orphaned;
    }

    /// Has all of it happened, as far as it can?
    pub(crate) fn everything(&self, style: Style) -> bool {
        let Self {
            servers_killed,
            clients_killed,
            deaths_reported,
            repeated,
            refused,
            accepted,
            overtaking,
            orphaned,
        } = *self;
        let pipelined = style == Style::Pipelined;
        ![
            servers_killed,
            clients_killed,
            deaths_reported,
            repeated,
            refused,
            accepted,
        ]
        .contains(&0)
            && pipelined == (overtaking > 0)
            && (!pipelined || orphaned > 0)
    }
}

/// Looks at what a run has left behind.
pub(crate) fn check(
    system: &System,
    cast: &Cast,
    ledger: &Ledger,
    style: Style,
) -> Seen {
    let mut seen = Seen::default();
    assert_eq!(ledger.complaints(), Vec::<String>::new());
    only_the_killed_faulted(system, cast, &mut seen);
    for server in [cast.thermostat, cast.journal] {
        assert!(matches!(system.state(server), TaskState::Healthy(_)));
        requests_are_answered_once(system, server, style, &mut seen);
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

/// A server answers whom it heard, and at most once; in order, at once, else
/// some time. What it owes somebody in the end is owed to the dead.
fn requests_are_answered_once(
    system: &System,
    server: TaskId,
    style: Style,
    seen: &mut Seen,
) {
    // Those who wait, in the order in which they were heard.
    let mut owed: Vec<TaskId> = Vec::new();
    let mut dead = Vec::new();
    for entry in system.trace().entries() {
        let is_servers = entry.task.index() == server.index();
        match &entry.event {
            Event::Faulted(_) => dead.push(entry.task),
            // It knows nothing of what its predecessor owed.
            Event::Restarted if is_servers => owed.clear(),
            Event::Call { call, result } if is_servers => {
                match (call, result) {
                    (
                        Call::Recv { .. },
                        Some(CallResult::Message { sender, .. }),
                    ) => {
                        if style == Style::InOrder {
                            owed.clear();
                        }
                        assert!(!owed.contains(sender), "forgotten");
                        owed.push(*sender);
                    }
                    (
                        Call::Reply {
                            peer, operation, ..
                        }
                        | Call::ReplyFault {
                            peer, operation, ..
                        },
                        _,
                    ) => {
                        let Some(at) = owed.iter().position(|o| o == peer)
                        else {
                            panic!("an answer too many");
                        };
                        owed.remove(at);
                        seen.overtaking += u32::from(at > 0);
                        assert!(
                            operation.is_some() || dead.contains(peer),
                            "an answer to somebody who does not wait"
                        );
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    if style == Style::Pipelined {
        assert!(owed.iter().all(|client| dead.contains(client)), "forgotten");
        seen.orphaned += owed.len() as u32;
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
