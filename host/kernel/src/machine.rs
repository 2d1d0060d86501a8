//! Tasks that are no closures: what runs their code is a [`Machine`].

use crate::report::Fault;
use crate::switch::{Answer, Ask, Entry, Exit, Strand};
use userlib::host::{Outcome, Syscall};

/// What runs the code of a task that is no closure: a processor of its own,
/// emulated, for example. See [`System::machine`](crate::System::machine).
///
/// # Safety
///
/// The memory that a [system call](Stop::Call) names must be valid, as
/// `userlib::host::Kernel::call` says, until the machine goes on or is
/// dropped.
pub unsafe trait Machine {
    /// Goes on up to the next system call, or whatever else stops it. Begins
    /// anew with [`Go::Start`], whatever it did before.
    fn go(&mut self, on: Go) -> Stop;
}

/// What a dump of a machine is made of; see
/// [`System::dumped`](crate::System::dumped).
pub trait Dump {
    /// The registers as they are: r0 to r12, stack pointer, link register,
    /// program counter.
    fn registers(&self) -> [u32; 16];

    /// The memory that the task may write: first addresses and sizes in bytes.
    fn regions(&self) -> Vec<(u32, u32)>;

    /// Copies bytes of memory that the task may read, from this address on;
    /// `None` if they are not all of that kind.
    fn read(&self, address: u32, bytes: &mut [u8]) -> Option<()>;
}

/// What a machine goes on with.
pub enum Go {
    /// From the start, with fresh registers and a fresh stack.
    Start,
    /// With the result of its system call.
    Outcome(Outcome),
    /// With the index behind the slot that it asked for, or why there is
    /// none.
    Slot(Result<u16, String>),
}

/// Why a machine stopped.
pub enum Stop {
    /// It makes a system call.
    Call(Syscall),
    /// It wants to know the task behind the slot of this name. This is no
    /// system call and is not in the trace.
    Slot(String),
    /// It cannot go on.
    Faulted(Fault),
}

/// What a task is when it does not run.
pub(crate) enum Body {
    /// Its entry function.
    Closure(Entry),
    /// What runs it.
    Machine(Box<dyn Machine>),
}

/// A task between its start and its end.
pub(crate) enum Running {
    /// A closure, on its stack.
    Strand(Strand),
    /// A machine; there until it ends.
    Machine(Option<Box<dyn Machine>>),
}

impl Running {
    /// A task that starts when it is first resumed.
    pub(crate) fn new(body: Body, stack_size: usize, name: &str) -> Self {
        match body {
            Body::Closure(entry) => {
                Running::Strand(Strand::new(entry, stack_size, name))
            }
            Body::Machine(machine) => Running::Machine(Some(machine)),
        }
    }

    /// Lets the task go on until it asks for something. After
    /// [`Ask::Ended`] or [`Ask::StoppedForGood`] there is nothing to resume.
    pub(crate) fn resume(&mut self, answer: Answer) -> Ask {
        match self {
            Running::Strand(strand) => strand.resume(answer),
            Running::Machine(machine) => resume(machine, answer),
        }
    }
}

fn resume(place: &mut Option<Box<dyn Machine>>, answer: Answer) -> Ask {
    let Some(mut machine) = place.take() else {
        // It has panicked, which is no fault of the task's.
        return Ask::StoppedForGood;
    };
    let on = match answer {
        Answer::Start => Go::Start,
        Answer::Outcome(outcome) => Go::Outcome(outcome),
        Answer::Slot(index) => Go::Slot(index),
        Answer::Noted => unreachable!("a machine does not say what it serves"),
        // There is nothing to unwind: it starts anew, or never.
        Answer::Unwind => {
            return Ask::Ended(Exit::Killed, Body::Machine(machine));
        }
    };
    let ask = match machine.go(on) {
        Stop::Call(call) => Ask::Call(call),
        Stop::Slot(name) => Ask::Slot(name),
        Stop::Faulted(fault) => {
            let exit = Exit::Faulted(Box::new(fault));
            return Ask::Ended(exit, Body::Machine(machine));
        }
    };
    *place = Some(machine);
    ask
}
