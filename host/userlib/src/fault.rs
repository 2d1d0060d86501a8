//! Why a task stopped, and what it was doing.

use crate::{ReplyFaultReason, TaskId};
use serde::{Deserialize, Serialize};

/// State of a task as the supervisor sees it.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum TaskState {
    /// The task can be scheduled when its state allows.
    Healthy(SchedState),
    /// The task has stopped until the supervisor restarts it.
    Faulted {
        /// Why.
        fault: FaultInfo,
        /// What the task was doing when it happened.
        original_state: SchedState,
    },
}

/// What a healthy task is doing.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum SchedState {
    /// Not started, or finished.
    Stopped,
    /// Running, or waiting for the processor.
    Runnable,
    /// Waiting for this task to receive its message.
    InSend(TaskId),
    /// Waiting for this task's reply.
    InReply(TaskId),
    /// Waiting for a message or notification; from this task alone if named.
    InRecv(Option<TaskId>),
}

/// Why a task faulted.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum FaultInfo {
    /// Access to memory that the task does not own.
    MemoryAccess {
        /// The address, if known.
        address: Option<u32>,
        /// Who touched it.
        source: FaultSource,
    },
    /// The stack grew beyond its bounds.
    StackOverflow {
        /// The address touched.
        address: u32,
    },
    /// The bus refused an access.
    BusError {
        /// The address, if known.
        address: Option<u32>,
        /// Who touched it.
        source: FaultSource,
    },
    /// Division by zero.
    DivideByZero,
    /// Execution outside of the task's code.
    IllegalText,
    /// An instruction that the processor does not know.
    IllegalInstruction,
    /// Another fault of the processor, with its status word.
    InvalidOperation(u32),
    /// A system call was used wrongly.
    SyscallUsage(UsageError),
    /// The task panicked.
    Panic,
    /// Another task asked for it.
    Injected(TaskId),
    /// A server refused the task's request with REPLY_FAULT.
    FromServer(TaskId, ReplyFaultReason),
}

/// Who made a bad memory access.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum FaultSource {
    /// The task's own code.
    User,
    /// The kernel, on behalf of the task.
    Kernel,
}

/// How a system call was used wrongly.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum UsageError {
    /// No system call has that number.
    BadSyscallNumber,
    /// A slice wraps around the address space.
    InvalidSlice,
    /// No task has that index.
    TaskOutOfRange,
    /// The task may not be named here.
    IllegalTask,
    /// No lease has that index.
    LeaseOutOfRange,
    /// The offset lies beyond the lease.
    OffsetOutOfRange,
    /// The task has no interrupt with these notification bits.
    NoIrq,
    /// A message to the kernel does not decode.
    BadKernelMessage,
    /// No reply fault has that number.
    BadReplyFaultReason,
    /// Only the supervisor may ask the kernel for this.
    NotSupervisor,
    /// The reply is longer than the client's buffer.
    ReplyTooBig,
}
