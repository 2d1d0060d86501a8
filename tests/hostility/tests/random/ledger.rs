//! What the tasks of one run write down for the verdict.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

/// What was seen. Tasks write here what they cannot panic about.
#[derive(Default)]
pub(crate) struct Ledger {
    complaints: Mutex<Vec<String>>,
    clients: [Tally; 3],
}

/// The calls of one client.
#[derive(Default)]
pub(crate) struct Tally {
    /// Begun, of any incarnation.
    pub(crate) begun: AtomicU32,
    /// Returned from, to any incarnation.
    pub(crate) answered: AtomicU32,
    /// Those of them that reported the server's death.
    pub(crate) deaths: AtomicU32,
    /// The task has come to its end.
    pub(crate) finished: AtomicU32,
}

impl Ledger {
    /// Writes down what must not be.
    pub(crate) fn complain(&self, of: impl Into<String>) {
        self.complaints.lock().expect("a ledger").push(of.into());
    }

    /// Writes it down unless it holds.
    pub(crate) fn expect(&self, holds: bool, what: &str) {
        if !holds {
            self.complain(what);
        }
    }

    pub(crate) fn complaints(&self) -> Vec<String> {
        self.complaints.lock().expect("a ledger").clone()
    }

    pub(crate) fn client(&self, number: usize) -> &Tally {
        &self.clients[number]
    }
}

/// Adds one.
pub(crate) fn count(counter: &AtomicU32) {
    counter.fetch_add(1, Ordering::Relaxed);
}
