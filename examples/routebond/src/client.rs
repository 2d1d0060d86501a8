//! A client: it holds connections to servers, announces its routes to all of
//! them, and tells a handler of theirs, each once.

mod dial;
mod tasks;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::sync::mpsc::{self, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::hub::{self, Connections, Event, Hub, News};
use crate::peer::{WISHES, Wishes};
use crate::route::{Record, Route, Update};
use crate::session::Role;
use tasks::{COMMAND, Commands, Order};

/// Hears of routes, on a thread of its own.
pub trait RouteHandler: Send {
    /// A route is there: the first server has told it.
    fn add_route(&mut self, route: &Route);
    /// It is gone: the last server that had it has withdrawn it, or is gone.
    fn remove_route(&mut self, route: &Route);
}

/// What can be chosen of a client.
#[derive(Copy, Clone, Debug)]
pub struct Settings {
    /// Seconds between two signs of life; the smaller of both sides' counts.
    pub keepalive: u32,
    /// The pause before it connects again, more or less a fifth of it; twice as
    /// long each time until it succeeds.
    pub pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// How long a command may take.
    pub timeout: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            keepalive: 5,
            pause: Duration::from_secs(5),
            longest_pause: Duration::from_secs(60),
            timeout: Duration::from_secs(5),
        }
    }
}

/// What failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Error {
    /// No server is established; with what is known of one.
    NotEstablished(String),
    /// It took longer than it may.
    Timeout,
    /// The route has been announced.
    AlreadyAnnounced,
    /// The route has not been announced, or the network not subscribed to.
    NotFound,
    /// A server broke the rules of the protocol, and which.
    Protocol(String),
    /// The client has ended.
    Closed,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEstablished(why) => write!(f, "not established: {why}"),
            Self::Timeout => f.write_str("timeout"),
            Self::AlreadyAnnounced => f.write_str("already announced"),
            Self::NotFound => f.write_str("not found"),
            Self::Protocol(what) => write!(f, "protocol: {what}"),
            Self::Closed => f.write_str("closed"),
        }
    }
}

impl std::error::Error for Error {}

/// What is known of the servers.
#[derive(Debug)]
struct Status {
    servers: Mutex<Vec<Result<(), Error>>>,
    changed: Condvar,
}

impl Status {
    /// Says whether the server was established before.
    fn set(&self, server: usize, state: Result<(), Error>) -> bool {
        let mut was = false;
        if let Ok(mut servers) = self.servers.lock()
            && let Some(place) = servers.get_mut(server)
        {
            was = place.is_ok();
            *place = state;
        }
        self.changed.notify_all();
        was
    }

    fn get(&self) -> Vec<Result<(), Error>> {
        let servers = self.servers.lock();
        servers.map(|servers| servers.clone()).unwrap_or_default()
    }
}

/// A client that runs until it is dropped. Its methods can be called from
/// several threads.
#[derive(Debug)]
pub struct Client {
    events: SyncSender<Event>,
    commands: Commands,
    wishes: Wishes,
    status: Arc<Status>,
    timeout: Duration,
    threads: Vec<JoinHandle<()>>,
    /// Dropped, it ends the threads that connect.
    lives: Option<Vec<SyncSender<()>>>,
}

impl Client {
    /// Starts one that connects to servers, given as `host:port`, and connects
    /// again for as long as it is there.
    ///
    /// # Errors
    ///
    /// If there can be no more threads.
    pub fn connect<S: AsRef<str>>(
        servers: &[S],
        handler: impl RouteHandler + 'static,
        settings: Settings,
    ) -> io::Result<Self> {
        let servers: Vec<_> = servers
            .iter()
            .map(|name| name.as_ref().to_owned())
            .collect();
        let (events, receiver) = hub::channel();
        let new = Error::NotEstablished("it has not connected yet".to_owned());
        let status = Arc::new(Status {
            servers: Mutex::new(vec![Err(new); servers.len()]),
            changed: Condvar::new(),
        });
        let commands = Commands::default();
        let mut threads = Vec::new();
        let thread =
            |name: &str| std::thread::Builder::new().name(name.to_owned());

        let (batches, told) = sync_channel(tasks::BATCHES);
        let tells = events.clone();
        threads.push(thread("handler").spawn(move || {
            tasks::handle(handler, &told, || {
                let _ = tells.send(Event::Post(tasks::LISTENER, tasks::ROOM));
            });
        })?);

        let mut dials = Vec::new();
        let mut lives = Vec::new();
        for (index, server) in servers.iter().enumerate() {
            let (life, ends) = sync_channel(0);
            let (over, ended) = mpsc::channel();
            let dial = dial::Dial {
                server: server.clone(),
                index,
                events: events.clone(),
                status: Arc::clone(&status),
                settings,
                ends,
                ended,
            };
            threads.push(
                thread(&format!("to {server}")).spawn(move || dial.run())?,
            );
            dials.push(over);
            lives.push(life);
        }

        let (state, orders) = (Arc::clone(&status), commands.clone());
        let channel = (events.clone(), receiver);
        let most = servers.len().clamp(1, 500);
        let wishes = Wishes::default();
        let wished = Arc::clone(&wishes);
        threads.push(thread("system").spawn(move || {
            let system = tasks::system(orders, batches);
            let connections = Connections {
                role: Role::Connects,
                interval: settings.keepalive,
                most,
                learned: tasks::LEARNED,
                told: tasks::LOCAL,
                wishes: wished,
            };
            let tell = move |server: usize, news: News<'_>| match news {
                News::Established => {
                    state.set(server, Ok(()));
                }
                News::Ended(why) => {
                    let was = state.set(server, Err(reason(why)));
                    if let Some(dial) = dials.get(server) {
                        let _ = dial.send(was);
                    }
                }
            };
            let tell = Box::new(tell);
            Hub::new(system, channel, &connections, tell).run();
        })?);
        Ok(Self {
            events,
            commands,
            wishes,
            status,
            timeout: settings.timeout,
            threads,
            lives: Some(lives),
        })
    }

    /// Waits until a server is established.
    ///
    /// # Errors
    ///
    /// What is known of the first server, if none is by then.
    pub fn wait_established(&self, timeout: Duration) -> Result<(), Error> {
        self.wait(timeout, |servers| servers.iter().any(Result::is_ok))
    }

    /// Waits until all servers are established.
    ///
    /// # Errors
    ///
    /// What is known of the first that is not.
    pub fn wait_all_established(&self, timeout: Duration) -> Result<(), Error> {
        self.wait(timeout, |servers| servers.iter().all(Result::is_ok))
    }

    fn wait(
        &self,
        timeout: Duration,
        is_enough: impl Fn(&[Result<(), Error>]) -> bool,
    ) -> Result<(), Error> {
        let end = Instant::now() + timeout;
        let mut servers =
            self.status.servers.lock().map_err(|_| Error::Closed)?;
        while !is_enough(&servers) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let failed = servers.iter().find_map(|s| s.clone().err());
                return Err(failed.unwrap_or(Error::Timeout));
            }
            let waited = self.status.changed.wait_timeout(servers, left);
            servers = waited.map_err(|_| Error::Closed)?.0;
        }
        Ok(())
    }

    /// What is known of each server, in the order in which they were given:
    /// that it is established, or why it is not.
    pub fn servers(&self) -> Vec<Result<(), Error>> {
        self.status.get()
    }

    /// Wants to be told of a virtual network.
    ///
    /// # Errors
    ///
    /// [`Error::NotEstablished`] if no server is.
    pub fn subscribe(&self, vni: u32) -> Result<(), Error> {
        self.wish(|wishes| {
            wishes.insert(vni);
            Ok(())
        })
    }

    /// Does not want it any more; the handler hears that its routes are gone.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if it was not wanted, [`Error::NotEstablished`] if
    /// no server is.
    pub fn unsubscribe(&self, vni: u32) -> Result<(), Error> {
        self.wish(|wishes| {
            wishes.remove(&vni).then_some(()).ok_or(Error::NotFound)
        })
    }

    /// Announces a route: to every server, and again whenever it connects.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyAnnounced`], or [`Error::NotEstablished`] if no server
    /// is.
    pub fn announce(&self, route: Route) -> Result<(), Error> {
        self.order(Order::Announce(route)).map(drop)
    }

    /// Announces many routes, which takes much less time than one after the
    /// other. Says how many of them had not been announced before.
    ///
    /// # Errors
    ///
    /// [`Error::NotEstablished`] if no server is. [`Error::Timeout`] if it
    /// takes longer than a command may; they may still be announced then.
    pub fn announce_all(
        &self,
        routes: impl IntoIterator<Item = Route>,
    ) -> Result<u32, Error> {
        let updates = routes.into_iter().map(|route| Update {
            record: Record::from(&route),
            there: 1,
        });
        self.order(Order::AnnounceAll(updates.collect()))
    }

    /// Withdraws a route.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if it was not announced, [`Error::NotEstablished`]
    /// if no server is.
    pub fn withdraw(&self, route: Route) -> Result<(), Error> {
        self.order(Order::Withdraw(route)).map(drop)
    }

    /// Changes what is wanted, and has all connections told.
    fn wish(
        &self,
        change: impl FnOnce(&mut BTreeSet<u32>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.check_established()?;
        change(&mut *self.wishes.lock().map_err(|_| Error::Closed)?)?;
        let everyone = Event::Everyone(WISHES);
        self.events.send(everyone).map_err(|_| Error::Closed)
    }

    fn check_established(&self) -> Result<(), Error> {
        let servers = self.status.get();
        if servers.iter().any(Result::is_ok) {
            return Ok(());
        }
        let first = servers.into_iter().find_map(Result::err);
        Err(Error::NotEstablished(match first {
            None => "there are no servers".to_owned(),
            Some(Error::NotEstablished(why)) => why,
            Some(why) => why.to_string(),
        }))
    }

    fn order(&self, order: Order) -> Result<u32, Error> {
        self.check_established()?;
        let (answers, answer) = sync_channel(1);
        match self.commands.lock() {
            Ok(mut commands) => commands.push_back((order, answers)),
            Err(_) => return Err(Error::Closed),
        }
        let post = Event::Post(tasks::USER, COMMAND);
        self.events.send(post).map_err(|_| Error::Closed)?;
        match answer.recv_timeout(self.timeout) {
            Ok(result) => result,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(Error::Timeout),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(Error::Closed),
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.lives.take());
        let _ = self.events.send(Event::Stop);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// What the end of a connection is to users.
fn reason(why: &str) -> Error {
    match (why.strip_prefix("protocol: "), why) {
        (Some(what), _) => Error::Protocol(what.to_owned()),
        (None, why) if why.starts_with("no sign of life") => Error::Timeout,
        (None, why) => Error::NotEstablished(why.to_owned()),
    }
}
