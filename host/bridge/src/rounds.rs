//! The loop that a bridge runs: peers, tasks, peers, and a wait.

use std::io;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

use kernel::Now;
use mio::net::UnixStream;
use mio::{Events, Interest, Poll, Token};
use serde_json::value::RawValue;

use crate::answer;
use crate::bridge::Ended;
use crate::client::Client;
use crate::clock::Next;
use crate::connection::Connection;
use crate::engine::{Engine, FIRST_LISTENER, WAKER};
use crate::handle::Order;
use crate::listener::Listener;
use crate::mistake::{Error, Kind};

/// System calls of tasks between two looks at the sockets.
const CALLS_IN_TURN: u64 = 1_000;

/// Events that are taken at once.
const EVENTS: usize = 256;

/// Peers that are let in at once.
const PEERS_IN_TURN: usize = 64;

/// How long a listener rests that could not let a peer in: this process has
/// no file left for it.
const REST: Duration = Duration::from_millis(50);

impl Engine<'_> {
    /// # Errors
    ///
    /// If the machine cannot wait for sockets.
    pub(crate) fn run(
        &mut self,
        poll: &mut Poll,
        listeners: &mut [Listener],
        orders: &Receiver<Order>,
    ) -> io::Result<Ended> {
        let mut events = Events::with_capacity(EVENTS);
        let first_client = FIRST_LISTENER + listeners.len();
        let mut rests = false;
        loop {
            let now = self.system.run_now(CALLS_IN_TURN);
            let answered = self.collect();
            self.tell();
            let parted = self.flush();
            let next = match now {
                Now::Reset(task) => return Ok(Ended::Reset(task)),
                Now::Busy => Next::Now,
                Now::Still if answered || parted || self.has_more() => {
                    Next::Now
                }
                Now::Still => {
                    let awaited = self.is_awaited();
                    self.clock.advance(self.system, awaited)
                }
            };
            let may_accept = listeners.iter().any(|listener| listener.ready);
            let wait = match next {
                _ if may_accept && !rests => Some(Duration::ZERO),
                Next::Now => Some(Duration::ZERO),
                Next::After(time) if rests => Some(time.min(REST)),
                Next::After(time) => Some(time),
                Next::Never if rests => Some(REST),
                Next::Never => None,
            };
            match poll.poll(&mut events, wait) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                    return Err(error);
                }
                _ => {}
            }
            for event in &events {
                self.note(event, first_client, listeners);
            }
            if self.obey(poll, first_client, orders) {
                return Ok(Ended::Stopped);
            }
            rests = self.accept(poll, first_client, listeners);
            self.hear();
        }
    }

    /// Does what other threads want, and says whether that is to stop.
    fn obey(
        &mut self,
        poll: &Poll,
        first_client: usize,
        orders: &Receiver<Order>,
    ) -> bool {
        loop {
            match orders.try_recv() {
                Ok(Order::Stop) => return true,
                Ok(Order::Do(what)) => what(self.system),
                Ok(Order::Connect(stream)) => {
                    let stream = UnixStream::from_std(stream);
                    self.admit(poll, first_client, stream, true);
                }
                // The bridge has a sender itself, so they never go.
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => {
                    return false;
                }
            }
        }
    }

    /// Lets peers in, and says whether that failed.
    fn accept(
        &mut self,
        poll: &Poll,
        first_client: usize,
        listeners: &mut [Listener],
    ) -> bool {
        for listener in listeners {
            for _ in 0..PEERS_IN_TURN {
                if !listener.ready {
                    break;
                }
                match listener.accept() {
                    Ok(None) => {}
                    Err(_) => return true,
                    Ok(Some(peer)) => match listener.access.admits(&peer) {
                        Ok(true) => {
                            let control = listener.access.control;
                            self.admit(poll, first_client, peer, control);
                        }
                        _ => refuse(
                            peer,
                            Kind::Forbidden,
                            "this user may not connect here",
                        ),
                    },
                }
            }
        }
        false
    }

    /// Makes a peer a client, if there is room for one.
    fn admit(
        &mut self,
        poll: &Poll,
        first_client: usize,
        mut stream: UnixStream,
        control: bool,
    ) {
        let Some(number) = self.clients.iter().position(Option::is_none) else {
            let why = format!(
                "this bridge has {} connections already, and no room for more",
                self.limits.connections
            );
            refuse(stream, Kind::NoRoom, &why);
            return;
        };
        let both = Interest::READABLE | Interest::WRITABLE;
        let token = Token(first_client + number);
        if poll.registry().register(&mut stream, token, both).is_err() {
            return;
        }
        let connection = Connection::new(stream);
        if let Some(place) = self.clients.get_mut(number) {
            *place = Some(Client::new(connection, control, self.limits));
        }
    }

    /// Notes who is ready.
    fn note(
        &mut self,
        event: &mio::event::Event,
        first_client: usize,
        listeners: &mut [Listener],
    ) {
        let Token(token) = event.token();
        if event.token() == WAKER {
            return;
        }
        let Some(number) = token.checked_sub(first_client) else {
            if let Some(listener) = listeners.get_mut(token - FIRST_LISTENER) {
                listener.ready = true;
            }
            return;
        };
        if let Some(Some(client)) = self.clients.get_mut(number) {
            let connection = &mut client.connection;
            connection.readable |=
                event.is_readable() || event.is_read_closed();
            connection.writable |= event.is_writable();
            // It does not even read any more.
            connection.dead |= event.is_write_closed() || event.is_error();
        }
    }

    /// Whether a client may have asked for more that can be looked at now.
    fn has_more(&self) -> bool {
        self.clients.iter().flatten().any(|client| {
            client.connection.dead
                || client.connection.readable
                    && !client.connection.ended
                    && client.is_heard(self.limits)
        })
    }

    /// Whether a client waits for a task.
    fn is_awaited(&self) -> bool {
        let mut clients = self.clients.iter().flatten();
        clients.any(|client| !client.flights.is_empty())
    }
}

/// Tells a peer that it is not let in.
fn refuse(mut peer: UnixStream, kind: Kind, why: &str) {
    let mut text = Vec::new();
    let id = RawValue::NULL.to_owned();
    answer::write(&mut text, &id, &Err(Error::new(kind, why)));
    text.push(b'\n');
    // A new socket has room for a line; a peer that is gone needs none.
    let _ = io::Write::write(&mut peer, &text);
}
