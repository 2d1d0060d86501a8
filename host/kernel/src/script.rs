//! What is to happen to tasks from outside, and when.

use userlib::TaskId;
use userlib::host::Syscall;

/// The kinds of system calls that a script can count.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum CallKind {
    /// Every system call.
    Any,
    /// SEND.
    Send,
    /// RECV, open or closed.
    Recv,
    /// REPLY.
    Reply,
    /// REPLY_FAULT.
    ReplyFault,
    /// BORROW_READ, BORROW_WRITE and BORROW_INFO.
    Borrow,
    /// POST.
    Post,
    /// SET_TIMER and GET_TIMER.
    Timer,
    /// The remaining ones: REFRESH_TASK_ID, IRQ_CONTROL, IRQ_STATUS, PANIC.
    Other,
}

impl CallKind {
    /// How many kinds there are; a kind is its own index below this.
    pub(crate) const COUNT: usize = CallKind::Other as usize + 1;

    pub(crate) fn of(call: &Syscall) -> Self {
        match call {
            Syscall::Send { .. } => CallKind::Send,
            Syscall::Recv { .. } => CallKind::Recv,
            Syscall::Reply { .. } => CallKind::Reply,
            Syscall::ReplyFault { .. } => CallKind::ReplyFault,
            Syscall::BorrowRead { .. }
            | Syscall::BorrowWrite { .. }
            | Syscall::BorrowInfo { .. } => CallKind::Borrow,
            Syscall::Post { .. } => CallKind::Post,
            Syscall::SetTimer { .. } | Syscall::GetTimer => CallKind::Timer,
            Syscall::IrqControl { .. }
            | Syscall::Panic { .. }
            | Syscall::RefreshTaskId { .. }
            | Syscall::IrqStatus { .. } => CallKind::Other,
        }
    }
}

/// When something happens.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct When(pub(crate) Moment);

#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Moment {
    Before(Point),
    After(Point),
    At(u64),
}

/// One system call of a run.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) struct Point {
    /// Index of the task that makes it.
    pub(crate) task: usize,
    pub(crate) kind: CallKind,
    /// Counted from 1, over all incarnations of the task.
    pub(crate) number: u32,
}

impl When {
    /// Just before the `number`-th system call of this kind that `task`
    /// makes takes effect; counted from 1, over all its incarnations. If the
    /// task is killed then, the call is not made.
    pub fn before(task: TaskId, kind: CallKind, number: u32) -> Self {
        Self(Moment::Before(Point {
            task: task.index(),
            kind,
            number,
        }))
    }

    /// As soon as the `number`-th system call of this kind that `task` makes
    /// has its result, and before the task sees it: for RECV when the
    /// message has arrived, for SEND when the reply has.
    pub fn after(task: TaskId, kind: CallKind, number: u32) -> Self {
        Self(Moment::After(Point {
            task: task.index(),
            kind,
            number,
        }))
    }

    /// When the virtual clock reaches this, in milliseconds since the start.
    pub fn time(milliseconds: u64) -> Self {
        Self(Moment::At(milliseconds))
    }
}

/// What happens then.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Action(pub(crate) Deed);

#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Deed {
    Kill(usize, Restart),
    Post(usize, u32),
    Interrupt(usize, u32),
}

impl Action {
    /// Faults the task, as if the supervisor asked for it, whatever it does
    /// at the time. A task that has finished or faulted stays as it is.
    pub fn kill(task: TaskId, restart: Restart) -> Self {
        Self(Deed::Kill(task.index(), restart))
    }

    /// Posts notification bits to the task.
    pub fn post(task: TaskId, bits: u32) -> Self {
        Self(Deed::Post(task.index(), bits))
    }

    /// Raises the interrupts behind these notification bits of the task; see
    /// [`System::interrupt`](crate::System::interrupt).
    pub fn interrupt(task: TaskId, bits: u32) -> Self {
        Self(Deed::Interrupt(task.index(), bits))
    }
}

/// What the supervisor does about a fault.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Restart {
    /// The task stays stopped.
    #[default]
    Never,
    /// The task restarts before anybody else runs.
    AtOnce,
    /// The task restarts after so many milliseconds of virtual time.
    After(u64),
    /// The task of index 0 is the supervisor: it gets notification bit 0,
    /// and restarts tasks with `userlib::kipc`.
    BySupervisorTask,
}
