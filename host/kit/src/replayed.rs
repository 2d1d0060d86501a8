//! A kernel for one request: a server gets it, and answers nobody.

use std::cell::Cell;

use idol_runtime::RequestError;
use userlib::host::{Kernel, Outcome, Syscall};
use userlib::{
    BorrowInfo, IrqStatus, LeaseAttributes, RecvMessage, TaskId, TimerState,
};

use crate::call::Call;
use crate::current::served_by;
use crate::interface::Interface;
use crate::pending::Pending;
use crate::server::Server;

/// What a borrow gives that cannot be made.
const DEFECT: u32 = 1;

struct Replay<'a> {
    message: &'a [u8],
    leases: &'a [(LeaseAttributes, usize)],
    operation: u16,
    client: TaskId,
    capacity: usize,
    /// What the server answered.
    reply: Cell<Option<(u32, Vec<u8>)>>,
}

impl Kernel for Replay<'_> {
    unsafe fn call(&self, call: Syscall) -> Outcome {
        match call {
            Syscall::Recv { buffer, .. } => {
                // SAFETY: the buffer of a RECV is valid, and nobody else's,
                // until this returns.
                let buffer = unsafe { &mut *buffer };
                let len = buffer.len().min(self.message.len());
                buffer[..len].copy_from_slice(&self.message[..len]);
                Outcome::Received(Ok(RecvMessage {
                    sender: self.client,
                    operation: self.operation.into(),
                    message_len: len,
                    response_capacity: self.capacity,
                    lease_count: self.leases.len(),
                }))
            }
            Syscall::BorrowInfo { index, .. } => {
                let lease = self.leases.get(index);
                Outcome::BorrowInfo(lease.map(|(attributes, len)| BorrowInfo {
                    attributes: *attributes,
                    len: *len,
                }))
            }
            // The memory is gone.
            Syscall::BorrowRead { .. } | Syscall::BorrowWrite { .. } => {
                Outcome::Borrowed {
                    code: DEFECT,
                    len: 0,
                }
            }
            Syscall::Send { .. } => Outcome::Sent { code: 0, len: 0 },
            Syscall::GetTimer => Outcome::Timer(TimerState {
                now: 0,
                deadline: None,
                on_dl: 0,
            }),
            Syscall::RefreshTaskId { task } => Outcome::Refreshed(task),
            Syscall::Post { .. } => Outcome::Posted(0),
            Syscall::IrqStatus { .. } => Outcome::IrqStatus(IrqStatus::empty()),
            Syscall::Reply { code, message, .. } => {
                // SAFETY: the message of a REPLY is valid until this returns,
                // and nobody writes it.
                let message = unsafe { &*message };
                self.reply.set(Some((code, message.to_vec())));
                Outcome::Done
            }
            Syscall::ReplyFault { .. }
            | Syscall::SetTimer { .. }
            | Syscall::IrqControl { .. }
            | Syscall::Panic { .. } => Outcome::Done,
        }
    }

    fn stop_for_good(&self) -> ! {
        panic!("destructors make system calls without end")
    }

    fn slot_index(&self, name: &str) -> Result<u16, String> {
        Err(format!("there is no task behind the slot `{name}` here"))
    }
}

/// A request, decoded as a server decodes it; `None` if a server refuses it.
/// Nothing is read of its leases.
pub(crate) fn request<I: Interface>(
    operation: u16,
    message: &[u8],
    capacity: usize,
    client: TaskId,
    leases: &[(LeaseAttributes, usize)],
) -> Option<Call> {
    let replay = Replay {
        message,
        leases,
        operation,
        client,
        capacity,
        reply: Cell::new(None),
    };
    let mut server = Server::<I>::keeping();
    served_by(&replay, || {
        I::dispatch(&mut vec![0; I::INCOMING_SIZE], &mut server);
    });
    server.into_kept()
}

/// The code and the body that a server answers a request with.
pub(crate) fn reply_to<I: Interface, P: Pending>(
    operation: u16,
    message: &[u8],
    capacity: usize,
    leases: &[(LeaseAttributes, usize)],
    result: Result<P::Ok, RequestError<P::Err>>,
) -> Option<(u32, Vec<u8>)> {
    let replay = Replay {
        message,
        leases,
        operation,
        client: TaskId(1),
        capacity,
        reply: Cell::new(None),
    };
    let mut server = Server::<I>::answering::<P>(result);
    served_by(&replay, || {
        I::dispatch(&mut vec![0; I::INCOMING_SIZE], &mut server);
    });
    replay.reply.into_inner()
}
