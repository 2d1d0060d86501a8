//! The server of the tests.

use std::sync::{Arc, Mutex};

use idol_runtime::{ClientError, NotificationHandler, Queue, ReplyHandle};
use kernel::{Action, System, When};
use userlib::{NotificationBits, RecvMessage, TaskId};

use crate::FerryError;
use crate::server::{
    self, Ferry_captain_PENDING, Ferry_cross_PENDING, Ferry_horn_PENDING,
    Ferry_load_PENDING, Ferry_names_PENDING, Ferry_wait_PENDING,
};

/// What tasks write down, in the order in which they do.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(crate) fn note(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }

    pub(crate) fn read(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// Notifications below this arrive at the seat of their number.
const SEATS: u32 = 8;

/// The passenger of the seat arrives.
pub(crate) const fn arrive(seat: u8) -> u32 {
    1 << seat
}
/// All passengers are told that the ferry has sunk.
pub(crate) const SINK: u32 = 1 << 8;
/// All passengers are forgotten.
pub(crate) const FORGET: u32 = 1 << 9;
/// All passengers are refused as if they had gone away.
pub(crate) const GIVE_UP: u32 = 1 << 10;
/// Somebody looks at all passengers, and at what they have lent.
pub(crate) const INSPECT: u32 = 1 << 11;

/// Room for passengers.
pub(crate) const ROOM: usize = 3;

/// Somebody who waits.
pub(crate) enum Passenger {
    Crosses(u8, Ferry_cross_PENDING),
    Waits(u8, Ferry_wait_PENDING),
    Loads(u8, Ferry_load_PENDING),
}

impl ReplyHandle for Passenger {
    fn client(&self) -> TaskId {
        match self {
            Self::Crosses(_, reply) => reply.client(),
            Self::Waits(_, reply) => reply.client(),
            Self::Loads(_, reply) => reply.client(),
        }
    }
}

impl Passenger {
    fn seat(&self) -> u8 {
        match self {
            Self::Crosses(seat, _)
            | Self::Waits(seat, _)
            | Self::Loads(seat, _) => *seat,
        }
    }

    /// Answers with a number that tells the request.
    fn arrive(self) {
        let fare = 100 + u32::from(self.seat());
        match self {
            Self::Crosses(_, reply) => reply.ok(fare),
            Self::Waits(_, reply) => reply.ok(fare),
            Self::Loads(seat, reply) => {
                // Who is gone is answered all the same.
                let _ = reply.cargo().write_at(0, seat);
                reply.ok(fare);
            }
        }
    }

    fn err(self, error: FerryError) {
        match self {
            Self::Crosses(_, reply) => reply.err(error),
            Self::Waits(_, reply) => reply.err(error),
            Self::Loads(_, reply) => reply.err(error),
        }
    }

    fn fail(self, error: ClientError) {
        match self {
            Self::Crosses(_, reply) => reply.fail(error),
            Self::Waits(_, reply) => reply.fail(error),
            Self::Loads(_, reply) => reply.fail(error),
        }
    }

    /// Whether the client is there, and what of its memory can be reached.
    fn inspect(&self) -> String {
        let seat = self.seat();
        // The handles' own answer; the queue asks them by the trait.
        let alive = match self {
            Self::Crosses(_, reply) => reply.is_client_alive(),
            Self::Waits(_, reply) => reply.is_client_alive(),
            Self::Loads(_, reply) => reply.is_client_alive(),
        };
        let alive = match alive {
            true => "alive",
            false => "dead",
        };
        match self {
            Self::Crosses(..) | Self::Waits(..) => format!("{seat} {alive}"),
            Self::Loads(_, reply) => format!(
                "{seat} {alive}, cargo {} {:?}, label {:?}, papers {:?}",
                reply.cargo().len(),
                reply.cargo().try_write_at(1, 7),
                reply.label().try_read(),
                reply.papers().try_read_at(0),
            ),
        }
    }
}

pub(crate) struct Ferry {
    waiting: Queue<Passenger, ROOM>,
    captain: Option<TaskId>,
    log: Log,
}

impl Ferry {
    pub(crate) fn new(log: Log) -> Self {
        Self {
            waiting: Queue::new(),
            captain: None,
            log,
        }
    }

    fn enter(&mut self, passenger: Passenger) {
        if let Err(passenger) = self.waiting.push(passenger) {
            passenger.err(FerryError::Full);
        }
    }
}

impl NotificationHandler for Ferry {
    fn current_notification_mask(&self) -> u32 {
        !0
    }

    fn handle_notification(&mut self, bits: NotificationBits) {
        for seat in (0..).take(SEATS as usize) {
            if bits.check_notification_mask(arrive(seat)) {
                let passenger = self.waiting.take(|p| p.seat() == seat);
                passenger.into_iter().for_each(Passenger::arrive);
            }
        }
        if bits.check_notification_mask(INSPECT) {
            for passenger in self.waiting.iter() {
                self.log.note(passenger.inspect());
            }
        }
        if bits.check_notification_mask(FORGET) {
            self.waiting = Queue::new();
        }
        while let Some(passenger) = bits
            .check_notification_mask(SINK | GIVE_UP)
            .then(|| self.waiting.pop())
            .flatten()
        {
            match bits.check_notification_mask(SINK) {
                true => passenger.err(FerryError::Sunk),
                false => passenger.fail(ClientError::WentAway),
            }
        }
    }
}

impl server::FerryReplies for Ferry {
    fn recv_source(&self) -> Option<TaskId> {
        self.captain
    }

    fn closed_recv_fail(&mut self) {
        self.log.note("the captain is dead");
        self.captain = None;
    }

    fn cross(&mut self, _: &RecvMessage, seat: u8, reply: Ferry_cross_PENDING) {
        self.enter(Passenger::Crosses(seat, reply));
    }

    fn wait(&mut self, _: &RecvMessage, seat: u8, reply: Ferry_wait_PENDING) {
        self.enter(Passenger::Waits(seat, reply));
    }

    fn load(&mut self, _: &RecvMessage, seat: u8, reply: Ferry_load_PENDING) {
        self.enter(Passenger::Loads(seat, reply));
    }

    fn horn(&mut self, _: &RecvMessage, reply: Ferry_horn_PENDING) {
        reply.ok(());
    }

    fn captain(&mut self, msg: &RecvMessage, reply: Ferry_captain_PENDING) {
        self.captain = match self.captain {
            None => Some(msg.sender),
            Some(_) => None,
        };
        reply.ok(self.captain.is_some());
    }

    fn names(
        &mut self,
        _: &RecvMessage,
        msg: u8,
        reply: u8,
        value: u8,
        reply_: Ferry_names_PENDING,
    ) {
        let written = [
            reply_.ok__().write_at(0, msg),
            reply_.ok_().write(reply),
            reply_.client_().write_at(0, value),
            reply_.r#type().write_at(0, 4),
            reply_.unanswered().write_at(0, 5),
        ];
        assert_eq!(written, [Ok(()); 5]);
        reply_.ok(());
    }
}

/// A system with the ferry, task 0, in which at these moments these
/// notifications come.
pub(crate) fn system(log: &Log, timetable: &[(u64, u32)]) -> (System, TaskId) {
    let mut system = System::new();
    let log = log.clone();
    let ferry = system.task("ferry", 1, move || {
        idol_runtime::serve!(server, Ferry::new(log.clone()))
    });
    system.name_operations(
        ferry,
        &[
            (1, "cross"),
            (2, "wait"),
            (3, "load"),
            (4, "horn"),
            (5, "captain"),
            (6, "names"),
        ],
    );
    for (time, bits) in timetable {
        system.script(When::time(*time), Action::post(ferry, *bits));
    }
    (system, ferry)
}
