//! Counters of both sides, read as a debugger does.

use std::sync::atomic::{AtomicU32, Ordering};

use counters::{Count, ResultCounters};
use idol_runtime::error::{ClientErrorCounts, RequestErrorCounts};

use crate::values::CodeCounts;

/// How often an operation ended how.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    pub ok: u32,
    /// With its own error, or the server's death.
    pub error: u32,
    /// With the client's fault.
    pub refused: u32,
}

/// Something that counts.
pub trait Counted {
    fn counts(&self) -> Counts;
}

impl Counted for AtomicU32 {
    fn counts(&self) -> Counts {
        Counts {
            ok: self.load(Ordering::Relaxed),
            ..Counts::default()
        }
    }
}

impl<E: Count<Counters: Errors>> Counted for ResultCounters<(), E> {
    fn counts(&self) -> Counts {
        Counts {
            ok: self.Ok.load(Ordering::Relaxed),
            error: self.Err.own(),
            refused: self.Err.refused(),
        }
    }
}

/// The clients' errors of all operations, in one place.
impl Counted for ClientErrorCounts {
    fn counts(&self) -> Counts {
        Counts {
            refused: total(self),
            ..Counts::default()
        }
    }
}

/// Something that counts errors.
pub trait Errors {
    /// The operation's own.
    fn own(&self) -> u32;

    /// Those of clients.
    fn refused(&self) -> u32 {
        0
    }
}

/// Errors that are counted without a look inside.
impl Errors for AtomicU32 {
    fn own(&self) -> u32 {
        self.load(Ordering::Relaxed)
    }
}

impl Errors for CodeCounts {
    fn own(&self) -> u32 {
        [&self.Refused, &self.Unused, &self.Died]
            .into_iter()
            .map(|counter| counter.load(Ordering::Relaxed))
            .sum()
    }
}

/// Those of `Infallible`.
impl Errors for () {
    fn own(&self) -> u32 {
        0
    }
}

impl<E: Count<Counters: Errors>> Errors for RequestErrorCounts<E> {
    fn own(&self) -> u32 {
        self.Runtime.own()
    }

    fn refused(&self) -> u32 {
        total(&self.Fail)
    }
}

fn total(counts: &ClientErrorCounts) -> u32 {
    [
        &counts.UnknownOperation,
        &counts.BadMessageSize,
        &counts.BadLease,
        &counts.WentAway,
        &counts.BadMessageContents,
        &counts.ReplyBufferTooSmall,
        &counts.AccessViolation,
    ]
    .into_iter()
    .map(|counter| counter.load(Ordering::Relaxed))
    .sum()
}
