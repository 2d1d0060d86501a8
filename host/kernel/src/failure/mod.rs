//! One run that failed, as a small text file that brings it back.
//!
//! The page `docs/src/guide/schedules.md` says how such a file looks.

mod folder;
mod read;
mod text;

use crate::fuzz::Event;
use crate::script::{CallKind, Restart};
pub(crate) use folder::{keep, of_test};

/// What brings a failure back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Failure {
    /// The test that failed, by its path in Rust.
    pub(crate) test: String,
    /// How it was found; for people.
    pub(crate) found: String,
    /// What was wrong; for people.
    pub(crate) why: String,
    pub(crate) order: Order,
    pub(crate) scripts: Vec<Script>,
    /// What `fuzz_server` did.
    pub(crate) events: Vec<Event>,
}

/// In which order tasks ran.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Order {
    /// As the real kernel has it.
    Priority,
    /// At random.
    Seed(u64),
    /// Where several could run, these did, by name; then what was usual.
    Chosen(Vec<String>),
}

/// What happened from outside, with tasks by name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Script {
    pub(crate) when: Moment,
    pub(crate) deed: Deed,
    /// The name of the task that it happened to.
    pub(crate) to: String,
}

/// When.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Moment {
    Before(Point),
    After(Point),
    /// Milliseconds since the start.
    At(u64),
}

/// One system call of a task.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Point {
    pub(crate) kind: CallKind,
    /// Counted from 1.
    pub(crate) number: u32,
    pub(crate) task: String,
}

/// What.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Deed {
    Kill(Restart),
    Post(u32),
    Interrupt(u32),
}
