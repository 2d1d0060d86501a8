//! System calls and what they give, as data.

use super::leases::LeaseTable;
use crate::{
    BorrowInfo, IrqStatus, RecvMessage, ReplyFaultReason, TaskId, TimerState,
    dead_response_code,
};

/// A system call and its arguments. Memory is named by pointers, valid until
/// the call returns.
#[derive(Copy, Clone, Debug)]
pub enum Syscall {
    /// `sys_send`.
    Send {
        target: TaskId,
        operation: u16,
        outgoing: *const [u8],
        incoming: *mut [u8],
        leases: *const dyn LeaseTable,
    },
    /// `sys_recv` and its relatives.
    Recv {
        buffer: *mut [u8],
        notification_mask: u32,
        specific_sender: Option<TaskId>,
    },
    /// `sys_reply`.
    Reply {
        peer: TaskId,
        code: u32,
        message: *const [u8],
    },
    /// `sys_set_timer`.
    SetTimer {
        deadline: Option<u64>,
        notifications: u32,
    },
    /// `sys_borrow_read`.
    BorrowRead {
        lender: TaskId,
        index: usize,
        offset: usize,
        dest: *mut [u8],
    },
    /// `sys_borrow_write`.
    BorrowWrite {
        lender: TaskId,
        index: usize,
        offset: usize,
        src: *const [u8],
    },
    /// `sys_borrow_info`.
    BorrowInfo { lender: TaskId, index: usize },
    /// `sys_irq_control` and `sys_irq_control_clear_pending`.
    /// Action bits: 1 enable, 2 clear pending.
    IrqControl { mask: u32, action: u32 },
    /// `sys_panic`.
    /// A message at address 0 is one that is not in the task's memory.
    Panic { message: *const [u8] },
    /// `sys_get_timer`.
    GetTimer,
    /// `sys_refresh_task_id`.
    RefreshTaskId { task: TaskId },
    /// `sys_post`.
    Post { task: TaskId, bits: u32 },
    /// `sys_reply_fault`.
    ReplyFault {
        peer: TaskId,
        reason: ReplyFaultReason,
    },
    /// `sys_irq_status`.
    IrqStatus { mask: u32 },
}

/// What a system call gave. Each call has its own variant.
pub enum Outcome {
    /// Of SEND: return code and bytes written.
    Sent { code: u32, len: usize },
    /// Of RECV: a message, or a dead code.
    Received(Result<RecvMessage, u32>),
    /// Of calls that give nothing.
    Done,
    /// Of a borrow that copies: code and bytes copied.
    Borrowed { code: u32, len: usize },
    /// Of BORROW_INFO.
    BorrowInfo(Option<BorrowInfo>),
    /// Of GET_TIMER.
    Timer(TimerState),
    /// Of REFRESH_TASK_ID.
    Refreshed(TaskId),
    /// Of POST: 0 or a dead code.
    Posted(u32),
    /// Of IRQ_STATUS.
    IrqStatus(IrqStatus),
}

impl Syscall {
    /// What the call gives a task that unwinds, without doing anything: a
    /// dead code where the type has room for one, else `None`, zero, or an
    /// empty notification from the kernel.
    pub(super) fn while_unwinding(&self) -> Outcome {
        let dead = |task: &TaskId| dead_response_code(task.generation().next());
        match self {
            Syscall::Send { target, .. } => Outcome::Sent {
                code: dead(target),
                len: 0,
            },
            Syscall::Recv {
                specific_sender: Some(sender),
                ..
            } if *sender != TaskId::KERNEL => {
                Outcome::Received(Err(dead(sender)))
            }
            Syscall::Recv { .. } => Outcome::Received(Ok(empty_notification())),
            Syscall::BorrowRead { lender, .. }
            | Syscall::BorrowWrite { lender, .. } => Outcome::Borrowed {
                code: dead(lender),
                len: 0,
            },
            Syscall::BorrowInfo { .. } => Outcome::BorrowInfo(None),
            Syscall::GetTimer => Outcome::Timer(TimerState {
                now: 0,
                deadline: None,
                on_dl: 0,
            }),
            Syscall::RefreshTaskId { .. } => Outcome::Refreshed(TaskId(0)),
            Syscall::Post { task, .. } => Outcome::Posted(dead(task)),
            Syscall::IrqStatus { .. } => Outcome::IrqStatus(IrqStatus::empty()),
            Syscall::Reply { .. }
            | Syscall::SetTimer { .. }
            | Syscall::IrqControl { .. }
            | Syscall::Panic { .. }
            | Syscall::ReplyFault { .. } => Outcome::Done,
        }
    }
}

/// A notification without bits, from the kernel.
pub(super) fn empty_notification() -> RecvMessage {
    RecvMessage {
        sender: TaskId::KERNEL,
        operation: 0,
        message_len: 0,
        response_capacity: 0,
        lease_count: 0,
    }
}
