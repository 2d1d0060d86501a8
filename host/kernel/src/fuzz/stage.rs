//! A server and its clients, to which things happen.

use super::event::{Event, MOST_CLIENTS, Send, Victim};
use super::memory::{Findings, Memory, report};
use super::{Make, Patience};
use crate::report::End;
use crate::script::Restart;
use crate::system::{Answered, System};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use userlib::{SchedState, TaskId, TaskState, sys_recv_notification, sys_send};

/// Tells a client that there is something to send.
const WAKE: u32 = 1;

/// System calls and restarts that one event may lead to, and how many more for
/// each millisecond that passes.
const MOST_STEPS: u64 = 20_000;
const MOST_IN_A_MILLISECOND: u64 = 20;

/// What a client is to send.
type Letters = Arc<Mutex<VecDeque<Send>>>;

fn next(letters: &Letters) -> Option<Send> {
    let mut letters = letters.lock().unwrap_or_else(PoisonError::into_inner);
    letters.pop_front()
}

/// A system with a server that things happen to.
pub(super) struct Stage {
    pub(super) system: System,
    pub(super) server: TaskId,
    patience: Patience,
    clients: Vec<(TaskId, Letters)>,
    /// The server's current id, for the clients.
    address: Arc<AtomicU16>,
    findings: Findings,
}

impl Stage {
    pub(super) fn new(make: &Make<'_>, patience: Patience) -> Self {
        let mut system = System::new();
        let server = make(&mut system);
        system.supervise(server, Restart::Never);
        system.watch_server(server, patience == Patience::None);
        let address = Arc::new(AtomicU16::new(server.0));
        let findings = Findings::default();
        let clients = (0..MOST_CLIENTS)
            .map(|number| {
                let letters = Letters::default();
                let id = system.task(
                    &format!("client {number}"),
                    u8::MAX,
                    client(&address, &letters, &findings),
                );
                system.supervise(id, Restart::AtOnce);
                (id, letters)
            })
            .collect();
        Self {
            system,
            server,
            patience,
            clients,
            address,
            findings,
        }
    }

    /// Lets this happen, and whatever follows. What is wrong then, if
    /// anything.
    pub(super) fn perform(&mut self, event: &Event) -> Option<String> {
        let mut time = 0;
        match event {
            Event::Send(send) => {
                let (client, letters) = &self.clients[send.client];
                letters
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push_back(send.clone());
                self.system.post(*client, WAKE);
            }
            Event::Kill { victim, calls } => {
                let victim = match victim {
                    Victim::Server => self.server,
                    Victim::Client(client) => self.clients[*client].0,
                };
                self.system.kill_before(victim, *calls);
            }
            Event::Notify(bits) => self.system.notify(self.server, *bits),
            Event::Wait(milliseconds) => time = *milliseconds,
        }
        self.run(time)
    }

    fn run(&mut self, milliseconds: u64) -> Option<String> {
        let meanwhile = milliseconds.saturating_mul(MOST_IN_A_MILLISECOND);
        self.system
            .step_limit_from_now(MOST_STEPS.saturating_add(meanwhile));
        let mut end = self.system.run_for(milliseconds);
        // A server that polls the clock has moved it on, and is not done.
        while end == End::TimeUp && self.is_running() {
            end = self.system.run_for(0);
        }
        let id = self.system.current_id(self.server);
        self.address.store(id.0, Ordering::Relaxed);
        self.system.amiss(&end).or_else(|| {
            let mut findings =
                self.findings.lock().unwrap_or_else(PoisonError::into_inner);
            findings.pop()
        })
    }

    fn is_running(&self) -> bool {
        let runnable = TaskState::Healthy(SchedState::Runnable);
        self.system.state(self.server) == runnable
    }

    /// Whether everybody has been answered who is to be by the end.
    pub(super) fn end(&mut self) -> Option<String> {
        let Patience::Within(milliseconds) = self.patience else {
            return None;
        };
        loop {
            let before = self.system.watched().replied;
            self.system.notify(self.server, u32::MAX);
            let amiss = self.run(milliseconds);
            if amiss.is_some() {
                return amiss;
            }
            if self.system.watched().replied == before {
                break;
            }
        }
        self.system.look_for_unanswered();
        self.run(0)
    }

    /// How the server answers a message, if it does, and how many leases it
    /// has asked about.
    pub(super) fn ask(
        &mut self,
        send: Send,
    ) -> Result<(Option<Answered>, usize), String> {
        let watched = self.system.watched();
        watched.latest = None;
        watched.asked = None;
        let client = send.client;
        let amiss = self.perform(&Event::Send(send));
        let watched = self.system.watched();
        let (answer, asked) = (watched.latest, watched.asked);
        if answer.is_none() {
            // It may wait for ever.
            self.system.kill_before(self.clients[client].0, 0);
        }
        match amiss {
            Some(amiss) => Err(amiss),
            None => Ok((answer, asked.map_or(0, |last| last + 1))),
        }
    }
}

/// A client, which sends what it is told to.
fn client(
    address: &Arc<AtomicU16>,
    letters: &Letters,
    findings: &Findings,
) -> impl FnMut() + std::marker::Send + 'static {
    let (address, letters) = (Arc::clone(address), Arc::clone(letters));
    let findings = findings.clone();
    move || {
        loop {
            let Some(send) = next(&letters) else {
                sys_recv_notification(WAKE);
                continue;
            };
            let server = TaskId(address.load(Ordering::Relaxed));
            let message = send.message.clone();
            let mut memory = Memory::new(&send, findings.clone());
            memory.lend(|room, leases| {
                sys_send(server, send.operation, &message, room, leases)
            });
            if message != send.message {
                report(&findings, "a message was changed".to_owned());
            }
        }
    }
}
