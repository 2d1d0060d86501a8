//! The kernel's rules as a state machine: no stacks, no threads, no clock of
//! its own. Each system call is one typed [`Syscall`]; its result, now or
//! later, one typed [`Outcome`].

mod death;
mod dump;
mod kernel_task;
mod lease;
mod memory;
mod message;
mod notification;
mod task;
mod timer;

use crate::report::Fault;
use std::collections::VecDeque;
pub(crate) use task::{Request, State, Task};
use userlib::host::{Outcome, Syscall};
use userlib::{FaultInfo, TaskId, UsageError, dead_response_code};

/// Who runs after a system call.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Next {
    /// The caller goes on.
    Same,
    /// This task, whatever the priorities.
    To(usize),
    /// Whoever is the most important.
    Any,
}

/// What a system call does to its caller.
enum Effect {
    /// The call is over, and the caller goes on.
    Return(Outcome),
    /// The call is over, but another task runs first.
    ReturnLater(Outcome, Next),
    /// The caller waits.
    Block(Next),
    /// The caller has made a mistake.
    Fault(Fault),
}

impl From<UsageError> for Effect {
    fn from(error: UsageError) -> Self {
        Effect::Fault(Fault::new(FaultInfo::SyscallUsage(error)))
    }
}

/// All tasks and the time.
#[derive(Default)]
pub(crate) struct Core {
    pub(crate) tasks: Vec<Task>,
    /// Milliseconds since the start.
    pub(crate) now: u64,
    /// Tasks whose system call has ended since somebody looked.
    pub(crate) answered: VecDeque<usize>,
    /// Tasks that faulted since somebody looked.
    pub(crate) faulted: VecDeque<usize>,
    /// Tasks that were restarted, or with `false` only reinitialised, by
    /// the supervisor task since somebody looked.
    pub(crate) reinitialised: VecDeque<(usize, bool)>,
    /// The task that has asked for a reset.
    pub(crate) reset_by: Option<usize>,
    /// What tells this image from others.
    pub(crate) image_id: u64,
    /// The kernel gives out dumps.
    pub(crate) has_dumps: bool,
}

impl Core {
    /// The current id of a task.
    pub(crate) fn id(&self, index: usize) -> TaskId {
        TaskId::for_index_and_gen(index, self.tasks[index].generation)
    }

    /// Index of a task that exists; else the caller's mistake.
    fn index_of(&self, id: TaskId) -> Result<usize, Effect> {
        if id.index() < self.tasks.len() {
            Ok(id.index())
        } else {
            Err(UsageError::TaskOutOfRange.into())
        }
    }

    /// The dead code, if `id` names a generation that is over.
    fn dead_code(&self, id: TaskId) -> Option<u32> {
        let now = self.tasks[id.index()].generation;
        (id.generation() != now).then(|| dead_response_code(now))
    }

    /// Ends the wait of a task with the result of its system call.
    fn answer(&mut self, index: usize, outcome: Outcome) {
        let task = &mut self.tasks[index];
        task.state = State::Runnable;
        task.answer = Some(outcome);
        self.answered.push_back(index);
    }

    /// Makes a system call for a runnable task.
    ///
    /// # Safety
    ///
    /// The memory that the call names must stay valid, as
    /// `userlib::host::Kernel::call` says, for as long as the task stays in
    /// the state in which this leaves it.
    pub(crate) unsafe fn call(&mut self, caller: usize, call: Syscall) -> Next {
        // SAFETY (of all unsafe calls in here): the condition is passed on
        // as it is.
        let effect = match call {
            Syscall::Send {
                target,
                operation,
                outgoing,
                incoming,
                leases,
            } => {
                let request = Request {
                    operation,
                    outgoing,
                    incoming,
                    leases,
                };
                // SAFETY: see above.
                unsafe { self.send(caller, target, request) }
            }
            Syscall::Recv {
                buffer,
                notification_mask,
                specific_sender,
            } => {
                // SAFETY: see above.
                unsafe {
                    self.recv(
                        caller,
                        buffer,
                        notification_mask,
                        specific_sender,
                    )
                }
            }
            Syscall::Reply {
                peer,
                code,
                message,
            } => {
                // SAFETY: see above.
                unsafe { self.reply(caller, peer, code, message) }
            }
            Syscall::SetTimer {
                deadline,
                notifications,
            } => self.set_timer(caller, deadline, notifications),
            Syscall::BorrowRead {
                lender,
                index,
                offset,
                dest,
            } => {
                // SAFETY: see above.
                unsafe { self.borrow_read(caller, lender, index, offset, dest) }
            }
            Syscall::BorrowWrite {
                lender,
                index,
                offset,
                src,
            } => {
                // SAFETY: see above.
                unsafe { self.borrow_write(caller, lender, index, offset, src) }
            }
            Syscall::BorrowInfo { lender, index } => {
                self.borrow_info(caller, lender, index)
            }
            Syscall::IrqControl { mask, action } => {
                self.irq_control(caller, mask, action)
            }
            Syscall::Panic { message } if message.is_null() => {
                Effect::Fault(Fault::new(FaultInfo::Panic))
            }
            Syscall::Panic { message } => {
                // SAFETY: see above.
                let said = unsafe { memory::kept(message) };
                Effect::Fault(match String::from_utf8(said) {
                    Ok(text) => Fault::panic(text),
                    Err(other) => {
                        let bytes = other.as_bytes();
                        let text = String::from_utf8_lossy(bytes);
                        let mut fault = Fault::panic(text.into_owned());
                        fault.about().said = Some(other.into_bytes());
                        fault
                    }
                })
            }
            Syscall::GetTimer => self.get_timer(caller),
            Syscall::RefreshTaskId { task } => match self.index_of(task) {
                Ok(index) => Effect::Return(Outcome::Refreshed(self.id(index))),
                Err(mistake) => mistake,
            },
            Syscall::Post { task, bits } => self.post(caller, task, bits),
            Syscall::ReplyFault { peer, reason } => {
                self.reply_fault(caller, peer, reason)
            }
            Syscall::IrqStatus { mask } => self.irq_status(caller, mask),
        };
        match effect {
            Effect::Return(outcome) => {
                self.answer(caller, outcome);
                Next::Same
            }
            Effect::ReturnLater(outcome, next) => {
                self.answer(caller, outcome);
                next
            }
            Effect::Block(next) => next,
            Effect::Fault(fault) => {
                self.fault(caller, fault);
                Next::Any
            }
        }
    }

    /// The most important task that can run; among equals the next after
    /// `previous`, wrapping.
    pub(crate) fn most_important(&self, previous: usize) -> Option<usize> {
        self.most_important_of(previous, |task| {
            matches!(task.state, State::Runnable)
        })
    }

    /// The most important task of some; among equals the next after
    /// `previous`, wrapping.
    fn most_important_of(
        &self,
        previous: usize,
        is_one: impl Fn(&Task) -> bool,
    ) -> Option<usize> {
        let first = self.tasks.len().min(previous + 1);
        let (until, after) = self.tasks.split_at(first);
        let (mut best, mut priority) = (None, u16::from(u8::MAX) + 1);
        for (start, tasks) in [(first, after), (0, until)] {
            for (index, task) in tasks.iter().enumerate() {
                if u16::from(task.priority) < priority && is_one(task) {
                    priority = u16::from(task.priority);
                    best = Some(start + index);
                }
            }
        }
        best
    }
}
