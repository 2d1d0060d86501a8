//! A peer that is connected: what it has asked for and not been answered.

use std::collections::{BTreeMap, VecDeque};

use kernel::{System, TaskId};
use serde_json::value::RawValue;

use crate::answer::{self, Answer};
use crate::connection::Connection;
use crate::lanes::Lent;
use crate::limits::Limits;
use crate::mistake::{Error, Kind};
use crate::monitor::Filter;
use crate::request::Id;
use crate::servers::Method;

/// A peer that is connected.
pub(crate) struct Client {
    pub(crate) connection: Connection,
    /// Whether it may kill tasks.
    pub(crate) control: bool,
    /// What waits for a lane.
    pub(crate) waiting: VecDeque<(Ticket, Work)>,
    /// What its lanes do.
    pub(crate) flights: Vec<Flight>,
    /// What it wants to see of the trace.
    pub(crate) subscription: Option<Filter>,
    batches: BTreeMap<u64, Batch>,
    next_batch: u64,
    /// Bytes that its requests, and answers that go out together, may take.
    room: usize,
    /// The generations of servers that it knows of, by the servers' indices.
    known: BTreeMap<usize, TaskId>,
}

/// Where an answer goes.
#[derive(Debug)]
pub(crate) struct Ticket {
    /// None where none is wanted.
    pub(crate) id: Option<Id>,
    pub(crate) batch: Option<u64>,
}

/// What a lane is wanted for.
pub(crate) enum Work {
    /// A call, as the server's schema says.
    Call {
        method: Method,
        message: Vec<u8>,
        leases: Vec<Lent>,
    },
    /// A message as the peer has made it.
    Raw {
        server: TaskId,
        operation: u16,
        message: Vec<u8>,
        room: usize,
        leases: Vec<Lent>,
    },
    /// To wait, for so many milliseconds.
    Sleep(u64),
}

impl Work {
    /// About how many bytes it takes.
    fn len(&self) -> usize {
        match self {
            Work::Call {
                message, leases, ..
            }
            | Work::Raw {
                message, leases, ..
            } => {
                let lent = leases.iter().map(|lease| lease.bytes.len());
                message.len() + lent.sum::<usize>()
            }
            Work::Sleep(_) => 0,
        }
    }
}

/// A request that a lane has sent.
pub(crate) struct Flight {
    pub(crate) ticket: Ticket,
    pub(crate) lane: usize,
    /// Of a call, which.
    pub(crate) method: Option<Method>,
    /// The server, in the generation that the request was sent to.
    pub(crate) server: Option<TaskId>,
}

/// Answers that go out together.
struct Batch {
    /// Requests without an answer.
    left: usize,
    answers: Vec<u8>,
}

impl Client {
    pub(crate) fn new(
        connection: Connection,
        control: bool,
        limits: &Limits,
    ) -> Self {
        Self {
            connection,
            control,
            waiting: VecDeque::new(),
            flights: Vec::new(),
            subscription: None,
            batches: BTreeMap::new(),
            next_batch: 0,
            room: limits.output,
            known: BTreeMap::new(),
        }
    }

    /// Bytes of what waits.
    fn burden(&self) -> usize {
        self.waiting.iter().map(|(_, work)| work.len()).sum()
    }

    /// Lets something wait for a lane.
    ///
    /// # Errors
    ///
    /// If that is more than there is room for.
    pub(crate) fn wait(
        &mut self,
        ticket: Ticket,
        work: Work,
    ) -> Result<(), (Ticket, Error)> {
        if self.burden().saturating_add(work.len()) > self.room {
            let why = format!(
                "messages and leases of this connection that wait would take \
                 more than {} bytes",
                self.room
            );
            return Err((ticket, Error::new(Kind::NoRoom, why)));
        }
        self.waiting.push_back((ticket, work));
        Ok(())
    }

    /// Whether more of what it asks for is to be looked at now.
    pub(crate) fn is_heard(&self, limits: &Limits) -> bool {
        !self.connection.dead
            && self.waiting.len() < limits.waiting.max(1)
            && self.connection.unsent() < limits.output
            && self.burden() <= limits.message
    }

    /// Whether nothing more can come of it.
    pub(crate) fn is_over(&self) -> bool {
        let has_ended = self.connection.ended
            && self.waiting.is_empty()
            && self.flights.is_empty()
            && self.subscription.is_none()
            && self.connection.unsent() == 0;
        self.connection.dead || has_ended
    }

    /// A batch of so many requests.
    pub(crate) fn open_batch(&mut self, requests: usize) -> u64 {
        let number = self.next_batch;
        self.next_batch += 1;
        let batch = Batch {
            left: requests,
            answers: Vec::new(),
        };
        self.batches.insert(number, batch);
        number
    }

    /// Answers a request, if an answer is wanted.
    pub(crate) fn answer(&mut self, ticket: Ticket, answer: &Answer) {
        let output = self.connection.output();
        let Some(number) = ticket.batch else {
            if let Some(id) = &ticket.id {
                answer::write(output, id, answer);
                output.push(b'\n');
            }
            return;
        };
        let Some(batch) = self.batches.get_mut(&number) else {
            return;
        };
        let too_long = || {
            let why = format!(
                "the answers to this batch take more than {} bytes",
                self.room
            );
            Err(Error::new(Kind::NoRoom, why))
        };
        let answer = match batch.answers.len() > self.room {
            true => &too_long(),
            false => answer,
        };
        if let Some(id) = &ticket.id {
            batch.answers.push(match batch.answers.is_empty() {
                true => b'[',
                false => b',',
            });
            answer::write(&mut batch.answers, id, answer);
        }
        batch.left = batch.left.saturating_sub(1);
        if batch.left == 0 {
            if !batch.answers.is_empty() {
                output.append(&mut batch.answers);
                output.extend(b"]\n");
            }
            self.batches.remove(&number);
        }
    }

    /// Where the request of an id waits or flies: its ticket, and its lane if
    /// it has one. It is neither any more then.
    pub(crate) fn take_back(
        &mut self,
        id: &RawValue,
    ) -> Option<(Ticket, Option<usize>)> {
        let is_it = |ticket: &Ticket| {
            ticket.id.as_ref().is_some_and(|it| it.get() == id.get())
        };
        let waits = self.waiting.iter().position(|(t, _)| is_it(t));
        if let Some((ticket, _)) = waits.and_then(|at| self.waiting.remove(at))
        {
            return Some((ticket, None));
        }
        let flies = self.flights.iter().position(|f| is_it(&f.ticket))?;
        let flight = self.flights.swap_remove(flies);
        Some((flight.ticket, Some(flight.lane)))
    }

    /// The generation of a server that it sends to: the one that it knows of,
    /// or the one there is, when it sends for the first time.
    pub(crate) fn known(&mut self, system: &System, server: TaskId) -> TaskId {
        let current = || system.current_id(server);
        *self.known.entry(server.index()).or_insert_with(current)
    }

    /// It has seen a generation of a server.
    pub(crate) fn learns(&mut self, flight: &Flight, server: TaskId) {
        if flight.server.is_some_and(|before| before != server) {
            self.known.insert(server.index(), server);
        }
    }
}
