//! Connects to one server, again and again.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;

use super::{Error, Settings, Status};
use crate::hub::Event;

/// How long an attempt may take.
const ATTEMPT: Duration = Duration::from_secs(5);

/// The thread that connects to a server.
pub(super) struct Dial {
    /// `host:port`.
    pub(super) server: String,
    /// Which of the servers it is.
    pub(super) index: usize,
    pub(super) events: SyncSender<Event>,
    pub(super) status: Arc<Status>,
    pub(super) settings: Settings,
    /// Disconnected when the client ends.
    pub(super) ends: Receiver<()>,
    /// A message for each connection that is over: whether it was established.
    pub(super) ended: Receiver<bool>,
}

impl Dial {
    pub(super) fn run(self) {
        let mut pause = self.settings.pause;
        loop {
            match self.attempt() {
                Ok(stream) => {
                    let connected = Event::Connected(stream, self.index);
                    if self.events.send(connected).is_err() {
                        return;
                    }
                    match self.ended.recv() {
                        Ok(true) => pause = self.settings.pause,
                        Ok(false) => {}
                        Err(_) => return,
                    }
                }
                Err(error) => {
                    let why = format!("{}: {error}", self.server);
                    let failed = Err(Error::NotEstablished(why));
                    self.status.set(self.index, failed);
                }
            }
            if !self.rest(pause) {
                return;
            }
            pause = (pause * 2).min(self.settings.longest_pause);
        }
    }

    fn attempt(&self) -> io::Result<TcpStream> {
        let mut last = io::Error::other("the name has no address");
        for address in self.server.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, ATTEMPT) {
                Ok(stream) => return Ok(stream),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Waits, give or take a fifth; says whether the client is still there.
    fn rest(&self, pause: Duration) -> bool {
        let random = RandomState::new().hash_one(self.index) % 400;
        let pause = pause * (800 + u32::try_from(random).unwrap_or(0)) / 1_000;
        matches!(
            self.ends.recv_timeout(pause),
            Err(RecvTimeoutError::Timeout)
        )
    }
}
