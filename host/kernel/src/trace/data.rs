//! System calls and their results as data of their own, copied from the
//! memory that they name.

use super::{Call, CallResult, Event};
use userlib::host::{LeaseTable, Outcome, Syscall};
use userlib::{LeaseAttributes, TaskId};

/// The bytes behind a pointer of a system call, cut to `len`.
///
/// # Safety
///
/// `bytes` must be valid for reading, and nobody may write it meanwhile.
unsafe fn bytes(
    bytes: *const [u8],
    len: usize,
    buffers: &mut Buffers,
) -> Vec<u8> {
    // SAFETY: as the caller says.
    let bytes = unsafe { &*bytes };
    buffers.copy(&bytes[..len.min(bytes.len())])
}

/// Memory of messages that are no longer kept, for those that come.
#[derive(Default)]
pub(crate) struct Buffers(Vec<Vec<u8>>);

/// Buffers that are kept, and bytes of a short and a long one.
const MOST_BUFFERS: usize = 64;
const SHORT: usize = 32;
const LONG: usize = 4096;

impl Buffers {
    fn copy(&mut self, bytes: &[u8]) -> Vec<u8> {
        if bytes.is_empty() {
            return Vec::new();
        }
        let mut buffer = self
            .0
            .pop()
            .unwrap_or_else(|| Vec::with_capacity(bytes.len().max(SHORT)));
        buffer.extend_from_slice(bytes);
        buffer
    }

    fn take(&mut self, mut buffer: Vec<u8>) {
        let is_of_use = (1..=LONG).contains(&buffer.capacity());
        if is_of_use && self.0.len() < MOST_BUFFERS {
            buffer.clear();
            self.0.push(buffer);
        }
    }

    /// Takes what an entry holds.
    pub(super) fn take_from(&mut self, event: Event) {
        let Event::Call { call, result } = event else {
            return;
        };
        match call {
            Call::Send { message, .. } | Call::Reply { message, .. } => {
                self.take(message);
            }
            Call::BorrowWrite { bytes, .. } => self.take(bytes),
            _ => {}
        }
        if let Some(
            CallResult::Replied { reply: bytes, .. }
            | CallResult::Message { message: bytes, .. }
            | CallResult::Borrowed { bytes, .. },
        ) = result
        {
            self.take(bytes);
        }
    }
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
        buffers: &mut Buffers,
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
                message: unsafe { bytes(outgoing, outgoing.len(), buffers) },
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
                message: unsafe { bytes(message, message.len(), buffers) },
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
                bytes: unsafe { bytes(src, src.len(), buffers) },
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
    pub(crate) unsafe fn of(
        call: &Syscall,
        outcome: &Outcome,
        buffers: &mut Buffers,
    ) -> Self {
        match outcome {
            Outcome::Sent { code, len } => CallResult::Replied {
                code: *code,
                reply: match call {
                    Syscall::Send { incoming, .. } => {
                        // SAFETY: as the caller says.
                        unsafe { bytes(*incoming, *len, buffers) }
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
                        unsafe { bytes(*buffer, received.message_len, buffers) }
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
                        unsafe { bytes(*dest, *len, buffers) }
                    }
                    Syscall::BorrowWrite { src, .. } => {
                        // SAFETY: as the caller says.
                        unsafe { bytes(*src, *len, buffers) }
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
