//! A server: it takes connections and distributes what they announce.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread::JoinHandle;

use kernel::{Restart, System};

use crate::hub::{self, Connections, Event, Hub, News};
use crate::peer::Wishes;
use crate::session::Role;
use crate::table;

/// What can be chosen of a server.
#[derive(Copy, Clone, Debug)]
pub struct ServerSettings {
    /// Seconds between two signs of life; the smaller of both sides' counts.
    pub keepalive: u32,
    /// Connections at a time, at most 500; whoever comes later is sent away.
    pub most_connections: usize,
    /// Routes that one connection may announce; whoever announces more is sent
    /// away.
    pub most_routes: usize,
    /// Whether to print who comes and goes, to standard error.
    pub is_loud: bool,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            keepalive: 5,
            most_connections: 256,
            most_routes: 1_000_000,
            is_loud: false,
        }
    }
}

/// A server that runs until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    events: SyncSender<Event>,
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Server {
    /// Starts one that listens at an address such as `[::]:4711`; with port 0,
    /// at one that is [free](Self::address).
    ///
    /// # Errors
    ///
    /// If it cannot listen there.
    pub fn start(
        listen: impl ToSocketAddrs,
        settings: ServerSettings,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(listen)?;
        let address = listener.local_addr()?;
        let (events, receiver) = hub::channel();
        let is_over = Arc::new(AtomicBool::new(false));
        let channel = (events.clone(), receiver);
        let system = std::thread::Builder::new()
            .name("system".to_owned())
            .spawn(move || hub(channel, settings).run())?;
        let (tells, over) = (events.clone(), Arc::clone(&is_over));
        let listens = std::thread::Builder::new()
            .name("listener".to_owned())
            .spawn(move || listen_for(&listener, &tells, &over))?;
        Ok(Self {
            address,
            events,
            is_over,
            threads: vec![system, listens],
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Release);
        let _ = self.events.send(Event::Stop);
        // Wakes the listener.
        let _ = TcpStream::connect(self.address);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn listen_for(
    listener: &TcpListener,
    events: &SyncSender<Event>,
    is_over: &AtomicBool,
) {
    for stream in listener.incoming() {
        if is_over.load(Ordering::Acquire) {
            return;
        }
        match stream {
            Ok(stream) => {
                if events.send(Event::Connected(stream, 0)).is_err() {
                    return;
                }
            }
            // No descriptors are left, say: those who are here may go.
            Err(_) => {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
        }
    }
}

fn hub(
    channel: (SyncSender<Event>, std::sync::mpsc::Receiver<Event>),
    settings: ServerSettings,
) -> Hub {
    let mut system = System::new();
    let most = settings.most_routes;
    let table = system.task("table", 1, move || table::serve(most));
    system.supervise(table, Restart::AtOnce);
    let connections = Connections {
        role: Role::Accepts,
        interval: settings.keepalive,
        most: settings.most_connections.clamp(1, 500),
        learned: table,
        told: table,
        wishes: Wishes::default(),
    };
    let is_loud = settings.is_loud;
    let tell = move |_: usize, news: News<'_>| {
        if is_loud {
            match news {
                News::Established => eprintln!("a peer is established"),
                News::Ended(why) => eprintln!("a peer is gone: {why}"),
            }
        }
    };
    Hub::new(system, channel, &connections, Box::new(tell))
}
