//! A kernel for one system call: what a client sends is kept, and the client
//! unwinds.

use std::cell::RefCell;
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
struct Camera(RefCell<Option<Sent>>);

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
                // SAFETY: what a SEND names is valid until this returns or
                // unwinds, and nobody writes it meanwhile.
                let (message, leases) = unsafe { (&*outgoing, &*leases) };
                // SAFETY: as above.
                let leases = unsafe { contents(leases) };
                self.0.replace(Some(Sent {
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
    let result = served_by(&camera, || {
        catch_unwind(AssertUnwindSafe(|| client(TaskId(0))))
    });
    match result {
        Err(payload) if !payload.is::<Captured>() => resume_unwind(payload),
        Ok(()) | Err(_) => camera.0.into_inner(),
    }
}
