//! Where the system meets the world: one thread runs all tasks, keeps their
//! clock with that on the wall, and hands them what sockets bring.

use std::net::TcpStream;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use kernel::{Now, Restart, System};
use userlib::TaskId;

use crate::link::Link;
use crate::peer::{self, Ended, PACKETS, Place, ROOM, START, Wishes};
use crate::session::Role;
use crate::table::DIED;

/// Events that wait for the system.
const EVENTS: usize = 1_024;
/// System calls after which the world has a turn: each may move hundreds of
/// routes, and signs of life wait meanwhile.
const CALLS: u64 = 200;

/// What the world brings.
pub(crate) enum Event {
    /// A connection, and whose it is.
    Connected(TcpStream, usize),
    /// Packets have come.
    Packets(u64),
    /// A task may send again.
    Room(u64),
    /// A connection is over, and why.
    Gone(u64, String),
    /// Notifications for a task.
    Post(TaskId, u32),
    /// Notifications for all that hear peers.
    Everyone(u32),
    /// The end of the system.
    Stop,
}

/// What connections have in common.
pub(crate) struct Connections {
    pub(crate) role: Role,
    /// Seconds between two signs of life.
    pub(crate) interval: u32,
    /// How many there are at most at a time.
    pub(crate) most: usize,
    pub(crate) learned: TaskId,
    pub(crate) told: TaskId,
    pub(crate) wishes: Wishes,
}

/// What becomes of a connection.
pub(crate) enum News<'a> {
    /// It is there for routes.
    Established,
    /// It is over, and why.
    Ended(&'a str),
}

pub(crate) type Tell = Box<dyn FnMut(usize, News<'_>)>;

pub(crate) struct Hub {
    system: System,
    events: Receiver<Event>,
    sender: SyncSender<Event>,
    start: Instant,
    seats: Vec<Seat>,
    tables: [TaskId; 2],
    ended: Ended,
    /// Of the next connection.
    number: u64,
    tell: Tell,
}

/// Where a connection's tasks are, in the generations of the connection.
struct Seat {
    inbound: TaskId,
    outbound: TaskId,
    place: Arc<Place>,
    /// The connection that is here, whose it is, and whether its being
    /// established has been told.
    taken: Option<(u64, usize, bool)>,
}

/// The way to a hub.
pub(crate) fn channel() -> (SyncSender<Event>, Receiver<Event>) {
    sync_channel(EVENTS)
}

impl Hub {
    /// Adds the tasks of connections to a system that has all others.
    pub(crate) fn new(
        mut system: System,
        (sender, events): (SyncSender<Event>, Receiver<Event>),
        connections: &Connections,
        tell: Tell,
    ) -> Self {
        system.keep_trace(1_000);
        let ended = Ended::default();
        let seats = (0..connections.most)
            .map(|seat| {
                Seat::new(&mut system, seat, connections, Arc::clone(&ended))
            })
            .collect();
        Self {
            system,
            events,
            sender,
            start: Instant::now(),
            seats,
            tables: [connections.learned, connections.told],
            ended,
            number: 0,
            tell,
        }
    }

    /// Runs until it is told to stop.
    pub(crate) fn run(mut self) {
        loop {
            let wait = self.turn();
            let mut event = match self.events.recv_timeout(wait) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            // What is there already, before the tasks run again.
            for _ in 0..EVENTS {
                if matches!(event, Event::Stop) {
                    return;
                }
                self.handle(event);
                event = match self.events.try_recv() {
                    Ok(event) => event,
                    Err(_) => break,
                };
            }
        }
    }

    /// Lets tasks run as far as they can, and says for how long nothing will
    /// happen by itself.
    fn turn(&mut self) -> Duration {
        let wall = self.elapsed();
        loop {
            let now = self.system.run_now(CALLS);
            self.notice();
            if let Now::Busy = now {
                return Duration::ZERO;
            }
            if self.system.now() >= wall {
                break;
            }
            self.system.advance(wall);
        }
        let next = self.system.next_event().unwrap_or(u64::MAX);
        let wait = next.saturating_sub(self.elapsed());
        Duration::from_millis(wait.min(60_000))
    }

    fn elapsed(&self) -> u64 {
        let elapsed = self.start.elapsed().as_millis();
        u64::try_from(elapsed).unwrap_or(u64::MAX)
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Connected(stream, whose) => self.seat(stream, whose),
            Event::Packets(number) => self.post(number, PACKETS),
            Event::Room(number) => self.post(number, ROOM),
            Event::Gone(number, why) => {
                // Its last packets are handled first.
                self.post(number, PACKETS);
                let _ = self.system.run_now(CALLS);
                self.notice();
                self.end(number, &why);
            }
            Event::Post(task, bits) => {
                self.system.post(task, bits);
            }
            Event::Everyone(bits) => {
                for seat in &self.seats {
                    self.system.post(seat.inbound, bits);
                }
            }
            Event::Stop => {}
        }
    }

    fn find(&self, number: u64) -> Option<usize> {
        self.seats.iter().position(|seat| {
            seat.taken.is_some_and(|(taken, ..)| taken == number)
        })
    }

    /// Posts to both tasks of a connection, if it is still there.
    fn post(&mut self, number: u64, bits: u32) {
        if let Some(seat) = self.find(number) {
            let Seat {
                inbound, outbound, ..
            } = self.seats[seat];
            self.system.post(inbound, bits);
            if bits != PACKETS {
                self.system.post(outbound, bits);
            }
        }
    }

    fn seat(&mut self, stream: TcpStream, whose: usize) {
        let number = self.number;
        self.number += 1;
        let free = self.seats.iter().position(|seat| seat.taken.is_none());
        let Some(free) = free else {
            (self.tell)(whose, News::Ended("there is no room for it"));
            return;
        };
        let link = match Link::start(stream, number, &self.sender) {
            Ok(link) => link,
            Err(error) => {
                (self.tell)(whose, News::Ended(&error.to_string()));
                return;
            }
        };
        let seat = &mut self.seats[free];
        seat.inbound = self.system.current_id(seat.inbound);
        seat.outbound = self.system.current_id(seat.outbound);
        seat.taken = Some((number, whose, false));
        if let Ok(mut place) = seat.place.link.lock() {
            *place = Some((number, Arc::new(link)));
        }
        self.system.post(seat.inbound, START);
    }

    /// Looks at what tasks have left.
    fn notice(&mut self) {
        let mut failed = Vec::new();
        for seat in &mut self.seats {
            let Some((number, whose, told)) = &mut seat.taken else {
                continue;
            };
            for task in [seat.inbound, seat.outbound] {
                if self.system.current_id(task) != task {
                    failed.push(*number);
                }
            }
            let established = seat.place.established.lock();
            let is = established.is_ok_and(|is| *is == Some(*number));
            if is && !std::mem::replace(told, true) {
                (self.tell)(*whose, News::Established);
            }
        }
        let ended = match self.ended.lock() {
            Ok(mut ended) => std::mem::take(&mut *ended),
            Err(_) => return,
        };
        for (number, why) in ended {
            self.end(number, &why);
        }
        for number in failed {
            self.end(number, "its task has failed");
        }
    }

    /// Ends a connection: its tasks die, and the tables hear of it.
    fn end(&mut self, number: u64, why: &str) {
        let Some(index) = self.find(number) else {
            return;
        };
        let seat = &mut self.seats[index];
        let Some((_, whose, _)) = seat.taken.take() else {
            return;
        };
        if let Ok(mut place) = seat.place.link.lock() {
            *place = None;
        }
        for task in [seat.inbound, seat.outbound] {
            self.system.kill(task, Restart::AtOnce);
        }
        for table in self.tables {
            self.system.post(table, DIED);
        }
        (self.tell)(whose, News::Ended(why));
    }
}

impl Seat {
    fn new(
        system: &mut System,
        seat: usize,
        connections: &Connections,
        ended: Ended,
    ) -> Self {
        let place = Arc::new(Place {
            link: Mutex::new(None),
            ended,
            established: Mutex::new(None),
            role: connections.role,
            interval: connections.interval,
            wishes: Arc::clone(&connections.wishes),
            learned: connections.learned,
            told: connections.told,
        });
        let at = Arc::clone(&place);
        let outbound = system
            .task(&format!("tells {seat}"), 3, move || peer::outbound(&at));
        let at = Arc::clone(&place);
        let inbound = system.task(&format!("hears {seat}"), 3, move || {
            peer::inbound(&at, outbound);
        });
        for task in [outbound, inbound] {
            system.supervise(task, Restart::AtOnce);
        }
        Self {
            inbound,
            outbound,
            place,
            taken: None,
        }
    }
}
