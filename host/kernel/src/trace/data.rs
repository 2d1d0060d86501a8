//! System calls and their results as data of their own, copied from the
//! memory that they name.

use super::{Call, CallResult};
use userlib::host::{LeaseTable, Outcome, Syscall};
use userlib::{LeaseAttributes, TaskId};

/// The bytes behind a pointer of a system call, cut to `len`.
///
/// # Safety
///
/// `bytes` must be valid for reading, and nobody may write it meanwhile.
unsafe fn bytes(bytes: *const [u8], len: usize) -> Vec<u8> {
    // SAFETY: as the caller says.
    let bytes = unsafe { &*bytes };
    bytes[..len.min(bytes.len())].to_vec()
}

/// Rights and lengths of leases. One that cannot be read has none.
fn lent(leases: &dyn LeaseTable) -> Vec<(LeaseAttributes, usize)> {
    let nothing = (LeaseAttributes::empty(), 0);
    (0..leases.count())
        .map(|index| leases.lease(index).unwrap_or(nothing))
        .collect()
}

impl Call {
    /// The data of a system call that is about to be made, with the
    /// operation that a peer waits for the caller to answer.
    ///
    /// # Safety
    ///
    /// The memory that it names must be valid, and no task may be running.
    pub(crate) unsafe fn of(
        call: &Syscall,
        awaited_operation: impl Fn(TaskId) -> Option<u16>,
    ) -> Self {
        match *call {
            Syscall::Send {
                target,
                operation,
                outgoing,
                incoming,
                leases,
            } => Call::Send {
                target,
                operation,
                // SAFETY: as the caller says.
                message: unsafe { bytes(outgoing, outgoing.len()) },
                reply_capacity: incoming.len(),
                // SAFETY: as the caller says.
                leases: lent(unsafe { &*leases }),
            },
            Syscall::Recv {
                buffer,
                notification_mask,
                specific_sender,
            } => Call::Recv {
                capacity: buffer.len(),
                mask: notification_mask,
                from: specific_sender,
            },
            Syscall::Reply {
                peer,
                code,
                message,
            } => Call::Reply {
                peer,
                operation: awaited_operation(peer),
                code,
                // SAFETY: as the caller says.
                message: unsafe { bytes(message, message.len()) },
            },
            Syscall::ReplyFault { peer, reason } => Call::ReplyFault {
                peer,
                operation: awaited_operation(peer),
                reason,
            },
            Syscall::SetTimer {
                deadline,
                notifications,
            } => Call::SetTimer {
                deadline,
                notifications,
            },
            Syscall::GetTimer => Call::GetTimer,
            Syscall::BorrowRead {
                lender,
                index,
                offset,
                dest,
            } => Call::BorrowRead {
                lender,
                operation: awaited_operation(lender),
                index,
                offset,
                len: dest.len(),
            },
            Syscall::BorrowWrite {
                lender,
                index,
                offset,
                src,
            } => Call::BorrowWrite {
                lender,
                operation: awaited_operation(lender),
                index,
                offset,
                // SAFETY: as the caller says.
                bytes: unsafe { bytes(src, src.len()) },
            },
            Syscall::BorrowInfo { lender, index } => Call::BorrowInfo {
                lender,
                operation: awaited_operation(lender),
                index,
            },
            Syscall::IrqControl { mask, action } => {
                Call::IrqControl { mask, action }
            }
            Syscall::IrqStatus { mask } => Call::IrqStatus { mask },
            Syscall::Panic { .. } => Call::Panic,
            Syscall::RefreshTaskId { task } => Call::RefreshTaskId { task },
            Syscall::Post { task, bits } => Call::Post { task, bits },
        }
    }
}

impl CallResult {
    /// The data of a system call that has just ended.
    ///
    /// # Safety
    ///
    /// As for [`Call::of`].
    pub(crate) unsafe fn of(call: &Syscall, outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Sent { code, len } => CallResult::Replied {
                code: *code,
                reply: match call {
                    Syscall::Send { incoming, .. } => {
                        // SAFETY: as the caller says.
                        unsafe { bytes(*incoming, *len) }
                    }
                    _ => Vec::new(),
                },
            },
            Outcome::Received(Err(code)) => CallResult::Dead(*code),
            Outcome::Received(Ok(message))
                if message.sender == TaskId::KERNEL =>
            {
                CallResult::Notified(message.operation)
            }
            Outcome::Received(Ok(received)) => CallResult::Message {
                sender: received.sender,
                operation: received.operation,
                message: match call {
                    Syscall::Recv { buffer, .. } => {
                        // SAFETY: as the caller says.
                        unsafe { bytes(*buffer, received.message_len) }
                    }
                    _ => Vec::new(),
                },
            },
            Outcome::Done => CallResult::Done,
            Outcome::Borrowed { code, len } => CallResult::Borrowed {
                code: *code,
                bytes: match call {
                    Syscall::BorrowRead { dest, .. } => {
                        // SAFETY: as the caller says.
                        unsafe { bytes(*dest, *len) }
                    }
                    Syscall::BorrowWrite { src, .. } => {
                        // SAFETY: as the caller says.
                        unsafe { bytes(*src, *len) }
                    }
                    _ => Vec::new(),
                },
            },
            Outcome::BorrowInfo(info) => CallResult::Lease(
                info.as_ref().map(|info| (info.attributes, info.len)),
            ),
            Outcome::Timer(state) => CallResult::Timer {
                now: state.now,
                deadline: state.deadline,
            },
            Outcome::Refreshed(task) => CallResult::Task(*task),
            Outcome::Posted(code) => CallResult::Posted(*code),
            Outcome::IrqStatus(status) => CallResult::Irq(*status),
        }
    }
}
