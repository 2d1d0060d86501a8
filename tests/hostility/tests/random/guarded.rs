//! Memory to lend, with bytes around it that nobody may touch.

use std::sync::Arc;

use crate::ledger::Ledger;

/// What surrounds the memory.
const GUARD: [u8; 16] = *b"do not touch me!";

/// Memory between guards. They are looked at when it is dropped, also by a
/// task that is killed while it waits for the server.
#[repr(C)]
pub(crate) struct Guarded<T> {
    before: [u8; 16],
    pub(crate) memory: T,
    after: [u8; 16],
    ledger: Arc<Ledger>,
}

impl<T> Guarded<T> {
    pub(crate) fn new(memory: T, ledger: &Arc<Ledger>) -> Self {
        Self {
            before: GUARD,
            memory,
            after: GUARD,
            ledger: Arc::clone(ledger),
        }
    }
}

impl<T> Drop for Guarded<T> {
    fn drop(&mut self) {
        // The servers write behind the compiler's back.
        let [before, after] = std::hint::black_box([self.before, self.after]);
        self.ledger
            .expect(before == GUARD, "bytes before a lease changed");
        self.ledger
            .expect(after == GUARD, "bytes after a lease changed");
    }
}

/// Memory of `CAPACITY` bytes of which a part is lent; the rest is a guard.
pub(crate) struct Part<const CAPACITY: usize> {
    guarded: Guarded<[u8; CAPACITY]>,
    start: usize,
    end: usize,
    /// What the part may hold, beside what it held at first.
    writable: bool,
}

/// What a part holds before anybody writes to it; no `mark`.
pub(crate) const EMPTY: u8 = 0x5A;

impl<const CAPACITY: usize> Part<CAPACITY> {
    /// The bytes `start..end` will be lent, to be written if `writable`.
    pub(crate) fn new(
        start: usize,
        end: usize,
        writable: bool,
        ledger: &Arc<Ledger>,
    ) -> Self {
        Self {
            guarded: Guarded::new([EMPTY; CAPACITY], ledger),
            start,
            end,
            writable,
        }
    }

    /// What is lent.
    pub(crate) fn lent(&mut self) -> &mut [u8] {
        &mut self.guarded.memory[self.start..self.end]
    }
}

impl<const CAPACITY: usize> Drop for Part<CAPACITY> {
    fn drop(&mut self) {
        let memory = std::hint::black_box(self.guarded.memory);
        let untouched = memory.iter().enumerate().all(|(i, &byte)| {
            byte == EMPTY
                || self.writable && (self.start..self.end).contains(&i)
        });
        self.guarded.ledger.expect(
            untouched,
            "bytes changed beside those that were lent for writing",
        );
    }
}
