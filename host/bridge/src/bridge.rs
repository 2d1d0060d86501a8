//! A system that other processes can call.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use idol_debug::schema::Schema;
use kernel::{System, TaskId};
use mio::{Interest, Poll, Token, Waker};

use crate::access::Access;
use crate::clock::{Clock, Time};
use crate::engine::{self, Engine};
use crate::handle::{Handle, Order};
use crate::lanes::Lanes;
use crate::limits::Limits;
use crate::listener::Listener;
use crate::methods::RESERVED;
use crate::servers::{Server, Servers};

/// Tasks that a system may have.
const MOST_TASKS: usize = 1_022;

/// A system that other processes can call; see the [crate's page](crate).
pub struct Bridge {
    system: System,
    lanes: Lanes,
    limits: Limits,
    servers: Vec<Server>,
    listeners: Vec<Listener>,
    time: Time,
    poll: Poll,
    waker: Arc<Waker>,
    orders: Receiver<Order>,
    sender: Sender<Order>,
}

/// Why a bridge is as it was.
#[derive(Debug)]
pub enum Error {
    /// With so many connections and requests in flight the system would have
    /// more tasks than the 1,022 that a kernel knows.
    TooManyTasks(usize),
    /// No server can have this name: another has it, or it is one of the
    /// bridge's own, or it is empty or has letters that are none of a name's.
    Name(String),
    /// The schema contradicts itself.
    Schema(idol_debug::Error),
    /// The machine does not let us.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::TooManyTasks(tasks) => write!(
                f,
                "{tasks} tasks are too many: a system has at most \
                 {MOST_TASKS}. Allow fewer connections, or fewer requests in \
                 flight"
            ),
            Error::Name(name) => write!(
                f,
                "no server can be called `{name}`: a name is free, is none \
                 of `{}`, and has letters, digits, `_` and `-` in it",
                RESERVED.join("`, `")
            ),
            Error::Schema(error) => write!(f, "the schema is wrong: {error}"),
            Error::Io(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Schema(error) => Some(error),
            Error::Io(error) => Some(error),
            Error::TooManyTasks(_) | Error::Name(_) => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Io(error)
    }
}

/// How the run of a bridge ended.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Ended {
    /// [`Handle::stop`] has asked for it.
    Stopped,
    /// This task has asked the kernel for a reset, with
    /// `userlib::kipc::reset`.
    Reset(TaskId),
}

impl Bridge {
    /// Takes a system that has all its tasks, and adds those that send what
    /// peers ask for: as many as `limits` has connections, times the requests
    /// that each may have in flight. They are less important than all others.
    ///
    /// # Errors
    ///
    /// If there are too many, or the machine has no way left to wait for
    /// sockets.
    pub fn new(mut system: System, limits: Limits) -> Result<Self, Error> {
        let tasks = limits
            .connections
            .saturating_mul(limits.in_flight)
            .saturating_add(system.tasks().count());
        if tasks > MOST_TASKS {
            return Err(Error::TooManyTasks(tasks));
        }
        // Peers may kill a server as often as they like while the clock stands
        // still: the world has its turn in between, so nothing runs for ever.
        system.death_limit(u32::MAX);
        let lanes =
            Lanes::add(&mut system, limits.connections, limits.in_flight);
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), engine::WAKER)?);
        let (sender, orders) = channel();
        Ok(Self {
            system,
            lanes,
            limits,
            servers: Vec::new(),
            listeners: Vec::new(),
            time: Time::default(),
            poll,
            waker,
            orders,
            sender,
        })
    }

    /// Lets peers call a task by a name, as its schema says. Calls are
    /// `name.operation`.
    ///
    /// # Errors
    ///
    /// If there cannot be a server of this name, or the schema contradicts
    /// itself.
    pub fn serve(
        &mut self,
        name: &str,
        task: TaskId,
        schema: Schema,
    ) -> Result<&mut Self, Error> {
        let is_taken = self.servers.iter().any(|known| known.name == name);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
        let is_name = !name.is_empty() && name.chars().all(is_plain);
        if is_taken || !is_name || RESERVED.contains(&name) {
            return Err(Error::Name(name.to_owned()));
        }
        let server = Server {
            name: name.to_owned(),
            task,
            schema,
        };
        // For what is wrong with it alone.
        Servers::resolve(std::slice::from_ref(&server))
            .map_err(Error::Schema)?;
        let operations = server.schema.operations.iter();
        let names: Vec<(u16, &str)> =
            operations.map(|op| (op.number, op.name.as_str())).collect();
        self.system.name_operations(task, &names);
        self.servers.push(server);
        Ok(self)
    }

    /// Opens a Unix socket. A file of this name that was the socket of a
    /// program that is gone is replaced.
    ///
    /// # Errors
    ///
    /// If there is another file, or the socket of a program that listens, or
    /// the machine does not let us.
    pub fn listen(
        &mut self,
        path: impl AsRef<Path>,
        access: Access,
    ) -> Result<&mut Self, Error> {
        let mut listener = Listener::bind(path.as_ref(), access)?;
        let token = Token(engine::FIRST_LISTENER + self.listeners.len());
        self.poll.registry().register(
            &mut listener.socket,
            token,
            Interest::READABLE,
        )?;
        self.listeners.push(listener);
        Ok(self)
    }

    /// Says what makes time pass; by default waiting.
    pub fn time(&mut self, time: Time) -> &mut Self {
        self.time = time;
        self
    }

    /// What is served by now, by name.
    #[cfg(feature = "dbus")]
    pub(crate) fn served(&self) -> impl Iterator<Item = (&str, &Schema)> {
        let all = self.servers.iter();
        all.map(|server| (server.name.as_str(), &server.schema))
    }

    #[cfg(feature = "dbus")]
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A way to this bridge from other threads.
    pub fn handle(&self) -> Handle {
        Handle {
            orders: self.sender.clone(),
            waker: Arc::clone(&self.waker),
        }
    }

    /// The system, while the bridge does not run.
    pub fn system(&mut self) -> &mut System {
        &mut self.system
    }

    /// Runs the system and answers its peers, on this thread, until a
    /// [`Handle`] stops it or a task asks for a reset. Connections end with
    /// it.
    ///
    /// # Errors
    ///
    /// If the machine cannot wait for sockets.
    pub fn run(&mut self) -> Result<Ended, Error> {
        let servers = Servers::resolve(&self.servers).map_err(Error::Schema)?;
        let clock = Clock::new(self.time, &self.system);
        let mut engine = Engine::new(
            &mut self.system,
            &mut self.lanes,
            servers,
            &self.limits,
            clock,
        );
        let ended =
            engine.run(&mut self.poll, &mut self.listeners, &self.orders);
        engine.close_all();
        Ok(ended?)
    }
}
