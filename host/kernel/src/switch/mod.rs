//! Stacks of tasks, and going from one to another.
//!
//! A [`Strand`] is one task's stack. The kernel [resumes](Strand::resume) it
//! with an [`Answer`] and gets back what the task [asks](Ask) for next. One
//! strand runs at a time, and the kernel runs only while none does.
//!
//! There are two forms of it, and nothing outside of this module shows which
//! is used: stackful coroutines, and threads that pass a baton. One exchange
//! there and back, measured with `cargo bench -p kernel --bench switch` on
//! two shared cores: 4 ns by coroutine, 33,000 ns by threads. So it is
//! coroutines, except under Miri and on processors that `corosensei` does not
//! know, where threads give the same order of events.

#[cfg(all(
    not(miri),
    not(feature = "threads"),
    any(target_arch = "x86_64", all(target_arch = "aarch64", not(windows)))
))]
#[path = "coroutine.rs"]
mod form;
#[cfg(not(all(
    not(miri),
    not(feature = "threads"),
    any(target_arch = "x86_64", all(target_arch = "aarch64", not(windows)))
)))]
#[path = "thread.rs"]
mod form;

#[cfg(all(
    unix,
    not(miri),
    not(feature = "threads"),
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod overflow;

use crate::machine::Body;
use crate::panics;
use crate::report::Fault;
pub(crate) use form::Strand;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use userlib::TaskId;
use userlib::host::{Interface, Outcome, Syscall};

/// A task's entry function, called anew at each restart.
pub(crate) type Entry = Box<dyn FnMut() + Send>;

/// What the kernel gives a task to go on with.
pub(crate) enum Answer {
    /// To begin.
    Start,
    /// The result of its system call.
    Outcome(Outcome),
    /// The index behind its slot, or why there is none.
    Slot(Result<u16, String>),
    /// It is noted what it serves, or asks.
    Noted,
    /// The task is to unwind.
    Unwind,
}

/// Why a task gave control back.
pub(crate) enum Ask {
    /// It made a system call.
    Call(Syscall),
    /// It wants to know the task behind a slot.
    Slot(String),
    /// It says what it serves.
    Serves(Interface),
    /// It says what a server is to its clients.
    Asks(TaskId, Interface),
    /// It ended, and this is what starts the next time.
    Ended(Exit, Body),
    /// It can neither go on nor unwind; its strand is lost.
    StoppedForGood,
}

/// What the kernel has been told by a task, which says it again and again.
#[derive(Default)]
struct Told {
    /// What was served last.
    serves: Cell<Option<Interface>>,
    /// What servers are to it, by index.
    asks: RefCell<Vec<(usize, Interface)>>,
}

impl Told {
    /// Whether that is new.
    fn serves(&self, interface: Interface) -> bool {
        self.serves.replace(Some(interface)) != Some(interface)
    }

    /// Whether that is new.
    fn asks(&self, server: usize, interface: Interface) -> bool {
        let mut asks = self.asks.borrow_mut();
        let is_new = !asks.contains(&(server, interface));
        if is_new {
            asks.push((server, interface));
        }
        is_new
    }
}

/// How a task ended.
pub(crate) enum Exit {
    /// The entry function returned.
    Finished,
    /// It faulted.
    Faulted(Box<Fault>),
    /// The kernel had it unwound.
    Killed,
}

/// What a killed task unwinds with.
struct Killed;

/// Runs an entry function to its end, on the task's own stack.
fn run_to_end(entry: &mut Entry) -> Exit {
    // A panic ends this incarnation of the task; what its entry function
    // keeps for the next one is the task's own affair, as in the real thing.
    match catch_unwind(AssertUnwindSafe(entry)) {
        Ok(()) => Exit::Finished,
        Err(payload) if payload.is::<Killed>() => Exit::Killed,
        Err(payload) => Exit::Faulted(Box::new(panics::fault(&*payload))),
    }
}

/// The answer to a system call, or the way out of a task that is to die.
fn outcome_or_unwind(answer: Answer) -> Outcome {
    match answer {
        Answer::Outcome(outcome) => outcome,
        Answer::Unwind => resume_unwind(Box::new(Killed)),
        Answer::Start | Answer::Slot(_) | Answer::Noted => {
            unreachable!("a system call is answered with its outcome")
        }
    }
}

/// Goes on, or the way out of a task that is to die.
fn on_or_unwind(answer: Answer) {
    if matches!(answer, Answer::Unwind) {
        resume_unwind(Box::new(Killed));
    }
}

/// The answer to a slot, or the way out of a task that is to die.
fn slot_or_unwind(answer: Answer) -> Result<u16, String> {
    match answer {
        Answer::Slot(index) => index,
        Answer::Unwind => resume_unwind(Box::new(Killed)),
        Answer::Start | Answer::Outcome(_) | Answer::Noted => {
            unreachable!("a slot is answered with an index")
        }
    }
}
