//! How a run ended, and why a task stopped.

use crate::panics;
use std::backtrace::Backtrace;
use std::fmt;
use std::sync::Arc;
use userlib::{FaultInfo, TaskId};

/// Why a task stopped.
///
/// Two are equal if reason, message and place are; the rest is for readers.
#[derive(Clone)]
pub struct Fault {
    /// The reason, as the real kernel has it.
    pub info: FaultInfo,
    /// The message, if it panicked; of a Rust panic also the place, of
    /// `sys_panic` the first 128 bytes.
    pub message: Option<String>,
    /// Where, if it is known: address, instruction, function and source line.
    pub place: Option<String>,
    /// What else is known, for readers; the kernel fills it in.
    #[doc(hidden)]
    pub about: Option<Box<About>>,
}

/// What is known of a fault beside its cause.
#[doc(hidden)]
#[derive(Clone, Default)]
pub struct About {
    /// The name of the task that stopped.
    pub(crate) task: String,
    /// The name of the task that caused it, if that was another.
    pub(crate) by: Option<String>,
    /// Where the task was, of a Rust panic.
    pub(crate) backtrace: Option<Arc<Backtrace>>,
    /// What it said when it panicked, if that is no text.
    pub(crate) said: Option<Vec<u8>>,
    /// The task died too often to be restarted once more: how often without
    /// time passing, and when.
    pub(crate) given_up: Option<(u32, u64)>,
}

impl Fault {
    /// A fault of which no more is known.
    pub fn new(info: FaultInfo) -> Self {
        Self {
            info,
            message: None,
            place: None,
            about: None,
        }
    }

    pub(crate) fn panic(message: String) -> Self {
        Self {
            message: Some(message),
            ..Self::new(FaultInfo::Panic)
        }
    }

    /// The name of the task that stopped; empty until the kernel knows.
    pub fn task(&self) -> &str {
        self.about.as_ref().map_or("", |about| &about.task)
    }

    pub(crate) fn about(&mut self) -> &mut About {
        self.about.get_or_insert_default()
    }

    /// Where the task was when it panicked, innermost first: its own part of
    /// the stack, if `RUST_BACKTRACE` was set. A panic that the report of a
    /// run tells of is shown with it.
    pub fn stack(&self) -> Option<String> {
        let about = self.about.as_ref()?;
        about.backtrace.as_deref().map(panics::own_part)
    }

    /// The task that caused it, by name if that is known.
    fn by(&self, id: TaskId) -> String {
        match self.about.as_ref().and_then(|about| about.by.as_ref()) {
            Some(name) => name.clone(),
            None => format!("the task of index {}", id.index()),
        }
    }
}

impl PartialEq for Fault {
    fn eq(&self, other: &Self) -> bool {
        let parts = |it: &Self| (it.info, it.message.clone(), it.place.clone());
        parts(self) == parts(other)
    }
}

impl Eq for Fault {}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault")
            .field("task", &self.task())
            .field("info", &self.info)
            .field("message", &self.message)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = match (&self.message, self.info) {
            (Some(message), FaultInfo::Panic) => {
                write!(f, "panicked: {message}")
            }
            (Some(message), _) => f.write_str(message),
            (None, FaultInfo::Injected(TaskId::KERNEL)) => {
                f.write_str("killed")
            }
            (None, FaultInfo::Injected(by)) => {
                write!(f, "killed by {}", self.by(by))
            }
            (None, FaultInfo::FromServer(server, reason)) => {
                write!(f, "refused by {}: {reason:?}", self.by(server))
            }
            (None, FaultInfo::SyscallUsage(usage)) => {
                write!(f, "wrong use of a system call: {usage:?}")
            }
            (None, info) => write!(f, "{info:?}"),
        };
        told?;
        if let Some(place) = &self.place {
            write!(f, ", at {place}")?;
        }
        match self.about.as_ref().and_then(|about| about.given_up) {
            Some((deaths, time)) => {
                write!(f, "; given up after {deaths} deaths at {time} ms")
            }
            None => Ok(()),
        }
    }
}

/// How a run ended.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "a run may have ended badly"]
pub enum End {
    /// Every task's entry function returned.
    Finished,
    /// Nothing is left to do: the tasks that have not finished wait for a
    /// message or notification from anybody, as servers do.
    Idle,
    /// This task has asked the kernel for a reset, with
    /// `userlib::kipc::reset`: on a board everything would start anew.
    Reset {
        /// Which.
        task: TaskId,
        /// Its name.
        name: String,
    },
    /// The time given to [`run_for`](crate::System::run_for) has passed.
    TimeUp,
    /// As [`Finished`](End::Finished) or [`Idle`](End::Idle), but these tasks
    /// faulted and nobody restarts them.
    Faulted(Vec<(TaskId, Fault)>),
    /// These tasks wait for others in vain.
    Deadlock(Vec<Wait>),
    /// The tasks made this many system calls and restarts without coming to
    /// an end; see [`step_limit`](crate::System::step_limit).
    StepLimit(u64),
}

impl End {
    /// Did the run end as it should: [`Finished`](End::Finished),
    /// [`Idle`](End::Idle), [`Reset`](End::Reset) or
    /// [`TimeUp`](End::TimeUp)?
    #[must_use]
    pub fn is_success(&self) -> bool {
        match self {
            End::Finished | End::Idle | End::Reset { .. } | End::TimeUp => true,
            End::Faulted(_) | End::Deadlock(_) | End::StepLimit(_) => false,
        }
    }

    /// # Panics
    ///
    /// If the run did not end as it should, with the reason in short: the
    /// report of the run has all of it.
    #[track_caller]
    pub fn expect_success(self) {
        assert!(self.is_success(), "{}", self.in_short());
    }

    /// The kind of end, and whose.
    pub(crate) fn in_short(&self) -> String {
        let names: Vec<&str> = match self {
            End::Deadlock(waits) => {
                waits.iter().map(|wait| wait.name.as_str()).collect()
            }
            End::Faulted(faults) => {
                faults.iter().map(|(_, fault)| fault.task()).collect()
            }
            _ => Vec::new(),
        };
        let text = self.to_string();
        let first = text.lines().next().unwrap_or_default();
        match names.as_slice() {
            [] => text,
            names => format!("{first} {}", names.join(", ")),
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Finished => f.write_str("all tasks finished"),
            End::Idle => f.write_str("idle: the remaining tasks wait"),
            End::Reset { name, .. } => write!(f, "reset by {name}"),
            End::TimeUp => f.write_str("the time is up"),
            End::StepLimit(steps) => {
                write!(f, "no end after {steps} system calls and restarts")
            }
            End::Deadlock(waits) => {
                f.write_str("deadlock:")?;
                waits.iter().try_for_each(|wait| write!(f, "\n  {wait}"))
            }
            End::Faulted(faults) => {
                f.write_str("faulted and not restarted:")?;
                faults.iter().try_for_each(|(_, fault)| {
                    write!(f, "\n  {}: {fault}", fault.task())
                })
            }
        }
    }
}

/// One task that waits for another in vain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Wait {
    /// Who waits.
    pub task: TaskId,
    /// Its name.
    pub name: String,
    /// For whom.
    pub on: TaskId,
    /// The name of that task.
    pub on_name: String,
    /// For what.
    pub kind: WaitKind,
    /// What the other task does instead.
    pub because: String,
}

/// What a task waits for.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum WaitKind {
    /// That its message is received.
    Send,
    /// The reply to its message.
    Reply,
    /// A message, in a closed receive.
    Message,
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            WaitKind::Send => "to receive its message",
            WaitKind::Reply => "to reply",
            WaitKind::Message => "to send to it",
        };
        let Self {
            name,
            on_name,
            because,
            ..
        } = self;
        write!(
            f,
            "{name} waits for {on_name} {what}, but {on_name} {because}"
        )
    }
}

/// A text, or the first letters of a long one.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}..", &text[..end]),
    }
}
