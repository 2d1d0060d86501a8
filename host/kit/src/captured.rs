//! A kernel for one system call: what a client sends is kept, and the client
//! gets an answer, or unwinds.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use userlib::host::{Kernel, LeaseTable, Outcome, Syscall};
use userlib::{LeaseAttributes, TaskId};

use crate::current::served_by;

/// What a client sends.
pub(crate) struct Sent {
    pub(crate) operation: u16,
    pub(crate) message: Vec<u8>,
    pub(crate) capacity: usize,
    /// Rights and contents; of what may only be written, zeros.
    pub(crate) leases: Vec<(LeaseAttributes, Vec<u8>)>,
}

/// What a client unwinds with once it has sent.
struct Captured;

#[derive(Default)]
struct Camera {
    sent: RefCell<Option<Sent>>,
    /// What the first request is answered with.
    answer: Cell<Option<(u32, Vec<u8>)>>,
}

impl Kernel for Camera {
    unsafe fn call(&self, call: Syscall) -> Outcome {
        match call {
            Syscall::Send {
                operation,
                outgoing,
                incoming,
                leases,
                ..
            } => {
                if let Some((code, body)) = self.answer.take() {
                    // SAFETY: the buffer of a SEND is valid, and nobody
                    // else's, until this returns.
                    let incoming = unsafe { &mut *incoming };
                    let len = body.len().min(incoming.len());
                    incoming[..len].copy_from_slice(&body[..len]);
                    return Outcome::Sent { code, len };
                }
                // SAFETY: what a SEND names is valid until this returns or
                // unwinds, and nobody writes it meanwhile.
                let (message, leases) = unsafe { (&*outgoing, &*leases) };
                // SAFETY: as above.
                let leases = unsafe { contents(leases) };
                self.sent.replace(Some(Sent {
                    operation,
                    message: message.to_vec(),
                    capacity: incoming.len(),
                    leases,
                }));
                resume_unwind(Box::new(Captured))
            }
            _ => panic!("a client has done something else than send"),
        }
    }

    fn stop_for_good(&self) -> ! {
        panic!("a client's destructors make system calls without end")
    }

    fn slot_index(&self, name: &str) -> Result<u16, String> {
        Err(format!("there is no task behind the slot `{name}` here"))
    }
}

/// Rights and contents of leases.
///
/// # Safety
///
/// What is lent must be valid, and nobody may write it meanwhile.
unsafe fn contents(leases: &dyn LeaseTable) -> Vec<(LeaseAttributes, Vec<u8>)> {
    (0..leases.count())
        .map(|index| {
            let Ok((access, len)) = leases.lease(index) else {
                return (LeaseAttributes::empty(), Vec::new());
            };
            let mut bytes = vec![0; len];
            if access.contains(LeaseAttributes::READ)
                && len > 0
                && let Ok(from) =
                    leases.memory(index, 0, len, LeaseAttributes::READ)
            {
                // SAFETY: the lease has `len` bytes that may be read, as the
                // caller says; `bytes` has as many, and is nobody else's.
                unsafe { from.copy_to_nonoverlapping(bytes.as_mut_ptr(), len) };
            }
            (access, bytes)
        })
        .collect()
}

/// What `client` sends first, if it sends anything. It gets no answer.
pub(crate) fn sent_by(client: impl FnOnce(TaskId)) -> Option<Sent> {
    let camera = Camera::default();
    served(&camera, || client(TaskId(0)));
    camera.sent.into_inner()
}

/// What `client` gives whose request is answered with a code and this;
/// `None` if it asks again.
pub(crate) fn answered<T>(
    code: u32,
    body: &[u8],
    client: impl FnOnce(TaskId) -> T,
) -> Option<T> {
    let camera = Camera::default();
    camera.answer.set(Some((code, body.to_vec())));
    served(&camera, || client(TaskId(0)))
}

/// What `client` gives; `None` if it sent what it gets no answer to.
fn served<T>(camera: &Camera, client: impl FnOnce() -> T) -> Option<T> {
    let run = || catch_unwind(AssertUnwindSafe(client));
    match served_by(camera, run) {
        Ok(given) => Some(given),
        Err(payload) if payload.is::<Captured>() => None,
        Err(payload) => resume_unwind(payload),
    }
}
