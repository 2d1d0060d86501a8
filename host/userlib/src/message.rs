//! What system calls take and give, apart from ids and leases.

use crate::{Generation, TaskId};
use num_derive::FromPrimitive;
use serde::{Deserialize, Serialize};

/// Return code of a borrow that failed because of the lender: it has faulted,
/// it does not wait for us, or its lease does not grant the access.
pub const DEFECT: u32 = 1;

/// A received message, or, from [`TaskId::KERNEL`], notifications.
pub struct RecvMessage {
    /// Who sent it.
    pub sender: TaskId,
    /// The operation's number, or the notification bits.
    pub operation: u32,
    /// Bytes copied into the receiver's buffer. A longer message is cut, and
    /// this does not tell.
    pub message_len: usize,
    /// Bytes of reply that the sender has room for.
    pub response_capacity: usize,
    /// Number of leases that came with the message.
    pub lease_count: usize,
}

/// State of a task's timer.
pub struct TimerState {
    /// Milliseconds since the system started.
    pub now: u64,
    /// When the timer fires, in milliseconds since the start; `None` if it
    /// is not armed.
    pub deadline: Option<u64>,
    /// The notification bits that it posts.
    pub on_dl: u32,
}

/// Why a server refuses a request: the client is faulted with it.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, Serialize, Deserialize,
)]
#[repr(u32)]
pub enum ReplyFaultReason {
    /// The server has no operation of that number.
    UndefinedOperation = 0,
    /// The message is too short or too long for the operation.
    BadMessageSize = 1,
    /// The message does not decode.
    BadMessageContents = 2,
    /// Wrong number, size or rights of leases.
    BadLeases = 3,
    /// The client has no room for the largest reply.
    ReplyBufferTooSmall = 4,
    /// The client may not call this operation.
    AccessViolation = 5,
}

/// Why a closed receive ended without a message.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum ClosedRecvError {
    /// The awaited task has restarted; this is its new generation.
    Dead(Generation),
}

bitflags::bitflags! {
    /// State of a task's interrupt. 4 bytes.
    #[derive(Copy, Clone, Debug, Eq, PartialEq)]
    #[repr(transparent)]
    pub struct IrqStatus: u32 {
        /// The interrupt may arrive.
        const ENABLED = 1;
        /// The interrupt has arrived, but was disabled.
        const PENDING = 2;
        /// The notification is posted and not yet received.
        const POSTED = 4;
    }
}
