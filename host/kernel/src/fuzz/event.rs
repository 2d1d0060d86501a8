//! What happens to a server that is fuzzed, one thing after the other.

/// Clients of the server, counted from 0.
pub(crate) const MOST_CLIENTS: usize = 3;

/// The longest message, lease, or room for a reply, in bytes.
pub(crate) const MOST_BYTES: usize = 4096;

/// One thing that happens. What follows from it has ended before the next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Event {
    /// A client sends a message.
    Send(Send),
    /// A task is killed, and restarted at once.
    Kill {
        victim: Victim,
        /// Before which of the server's system calls from now on, counted
        /// from 1; 0 is now.
        calls: u32,
    },
    /// Notifications for the server; where it has interrupts, those.
    Notify(u32),
    /// So many milliseconds pass.
    Wait(u64),
}

/// A message, and what comes with it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Send {
    pub(crate) client: usize,
    pub(crate) operation: u16,
    pub(crate) message: Vec<u8>,
    /// Bytes of room for the reply.
    pub(crate) room: usize,
    pub(crate) leases: Vec<Lent>,
}

/// A lease.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Lent {
    pub(crate) rights: Rights,
    /// Bytes.
    pub(crate) len: usize,
    /// What it holds: each byte is this more than the one before.
    pub(crate) fill: u8,
}

/// What a server may do with a lease.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Rights {
    Read,
    Write,
    ReadWrite,
}

/// Who is killed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Victim {
    Server,
    Client(usize),
}
