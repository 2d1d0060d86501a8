//! What other threads do to a bridge that runs.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::mpsc::{Sender, sync_channel};

use kernel::System;
use mio::Waker;

/// What a bridge is asked for from another thread.
pub(crate) enum Order {
    Stop,
    Do(Box<dyn FnOnce(&mut System) + Send>),
    Connect(UnixStream),
}

/// The bridge is over.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Over;

impl std::fmt::Display for Over {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the bridge does not run any more")
    }
}

impl std::error::Error for Over {}

/// A way to a bridge from other threads; see
/// [`Bridge::handle`](crate::Bridge::handle). Any number of copies may be made.
#[derive(Clone)]
pub struct Handle {
    pub(crate) orders: Sender<Order>,
    pub(crate) waker: Arc<Waker>,
}

impl Handle {
    fn order(&self, order: Order) -> Result<(), Over> {
        self.orders.send(order).map_err(|_| Over)?;
        // Where it cannot be woken it is about to end.
        self.waker.wake().map_err(|_| Over)
    }

    /// Ends the bridge's run. What peers have asked for until now is not
    /// waited for.
    ///
    /// # Errors
    ///
    /// If it is over already.
    pub fn stop(&self) -> Result<(), Over> {
        self.order(Order::Stop)
    }

    /// Does something with the system, between two system calls of its tasks,
    /// and gives what came of it: kills a task, raises an interrupt, looks at
    /// the trace.
    ///
    /// # Errors
    ///
    /// If the bridge is over, or ends before it comes to it.
    pub fn with<T: Send + 'static>(
        &self,
        what: impl FnOnce(&mut System) -> T + Send + 'static,
    ) -> Result<T, Over> {
        let (send, receive) = sync_channel(1);
        self.order(Order::Do(Box::new(move |system| {
            // Nobody waits any more where it fails.
            let _ = send.send(what(system));
        })))?;
        receive.recv().map_err(|_| Over)
    }

    /// A connection within this process, as if to a socket with
    /// [`Access::control`](crate::Access::control). It counts as any other.
    ///
    /// # Errors
    ///
    /// If the bridge is over, or the machine has no sockets left.
    pub fn connect(&self) -> io::Result<UnixStream> {
        let (ours, theirs) = UnixStream::pair()?;
        theirs.set_nonblocking(true)?;
        self.order(Order::Connect(theirs))
            .map_err(io::Error::other)?;
        Ok(ours)
    }
}
