//! One task as the kernel's rules see it: no stack, only what it waits for.

use crate::core::timer::Timer;
use crate::machine::Dump;
use crate::report::Fault;
use userlib::host::{LeaseTable, Outcome};
use userlib::{Generation, SchedState, TaskId, TaskState};

/// An entry of the task table.
pub(crate) struct Task {
    pub(crate) name: String,
    /// Lower is more important.
    pub(crate) priority: u8,
    pub(crate) generation: Generation,
    pub(crate) state: State,
    /// Posted and not yet received.
    pub(crate) notifications: u32,
    pub(crate) timer: Timer,
    pub(crate) interrupts: Interrupts,
    /// The result of the task's last system call, until it is resumed.
    pub(crate) answer: Option<Outcome>,
    /// The latest fault; a restart keeps it.
    pub(crate) last_fault: Option<Fault>,
    /// What a dump is made of, if there is something.
    pub(crate) dump: Option<Box<dyn Dump>>,
}

impl Task {
    pub(crate) fn new(name: &str, priority: u8) -> Self {
        Self {
            name: name.to_owned(),
            priority,
            generation: Generation::ZERO,
            state: State::Runnable,
            notifications: 0,
            timer: Timer::default(),
            interrupts: Interrupts::default(),
            answer: None,
            last_fault: None,
            dump: None,
        }
    }

    /// The task's state in the words of the real kernel.
    pub(crate) fn kernel_state(&self) -> TaskState {
        match &self.state {
            State::Faulted { fault, original } => TaskState::Faulted {
                fault: fault.info,
                original_state: *original,
            },
            state => TaskState::Healthy(state.sched_state()),
        }
    }
}

/// What a task is doing.
///
/// The pointers in here come from a system call that has not returned, so
/// they are valid as long as the state is: leaving the state comes before
/// resuming or unwinding the task.
pub(crate) enum State {
    /// Running or waiting for the processor.
    Runnable,
    /// SEND, not yet received.
    Sending { peer: TaskId, request: Request },
    /// SEND, received and not yet answered: the leases are open to the peer.
    AwaitingReply { peer: TaskId, request: Request },
    /// RECV.
    Receiving {
        from: Option<TaskId>,
        mask: u32,
        buffer: *mut [u8],
    },
    /// Its entry function returned.
    Finished,
    /// Reinitialised, but not started.
    Stopped,
    /// Stopped until the supervisor restarts it.
    Faulted { fault: Fault, original: SchedState },
}

impl State {
    /// The state in the words of the real kernel, for a task without fault.
    pub(crate) fn sched_state(&self) -> SchedState {
        match self {
            State::Runnable => SchedState::Runnable,
            State::Sending { peer, .. } => SchedState::InSend(*peer),
            State::AwaitingReply { peer, .. } => SchedState::InReply(*peer),
            State::Receiving { from, .. } => SchedState::InRecv(*from),
            State::Finished | State::Stopped => SchedState::Stopped,
            State::Faulted { original, .. } => *original,
        }
    }

    /// Can the task go on without a restart?
    pub(crate) fn is_alive(&self) -> bool {
        match self {
            State::Runnable
            | State::Sending { .. }
            | State::AwaitingReply { .. }
            | State::Receiving { .. } => true,
            State::Finished | State::Stopped | State::Faulted { .. } => false,
        }
    }

    /// The task that this one cannot go on without.
    pub(crate) fn waits_for(&self) -> Option<TaskId> {
        match self {
            State::Sending { peer, .. } | State::AwaitingReply { peer, .. } => {
                Some(*peer)
            }
            State::Receiving { from, .. } => {
                from.filter(|from| *from != TaskId::KERNEL)
            }
            State::Runnable
            | State::Finished
            | State::Stopped
            | State::Faulted { .. } => None,
        }
    }
}

/// A message under way, and what came with it.
#[derive(Copy, Clone)]
pub(crate) struct Request {
    pub(crate) operation: u16,
    pub(crate) outgoing: *const [u8],
    pub(crate) incoming: *mut [u8],
    pub(crate) leases: *const dyn LeaseTable,
}

/// A task's interrupts, by notification bit.
#[derive(Default)]
pub(crate) struct Interrupts {
    /// Bits that have an interrupt behind them.
    pub(crate) lines: u32,
    pub(crate) enabled: u32,
    pub(crate) pending: u32,
}
