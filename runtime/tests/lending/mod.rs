//! One request on the host kernel: a client lends memory, a server does
//! something with it, and both are looked at afterwards.

use std::sync::{Arc, Mutex};

use kernel::trace::{Call, Event};
use kernel::{Action, CallKind, End, Restart, System, When};
use userlib::{Lease, RecvMessage, sys_recv_open, sys_reply, sys_send};

/// What the client lends: rights and contents.
#[derive(Clone, Debug)]
pub(crate) enum Lent {
    Read(Vec<u8>),
    Write(Vec<u8>),
    ReadWrite(Vec<u8>),
}

impl Lent {
    fn lease(&mut self) -> Lease<'_> {
        match self {
            Self::Read(bytes) => Lease::read_only(bytes),
            Self::Write(bytes) => Lease::write_only(bytes),
            Self::ReadWrite(bytes) => Lease::read_write(bytes),
        }
    }

    fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Read(bytes) | Self::Write(bytes) | Self::ReadWrite(bytes) => {
                bytes
            }
        }
    }
}

/// What becomes of the client while the server works.
#[derive(Copy, Clone, Debug)]
pub(crate) enum Fate {
    /// It lives.
    Lives,
    /// It is killed just after so many borrows of the server's (0: as soon as
    /// the server has its message), and restarted or not.
    Dies(u32, Restart),
}

/// What is left of a request.
pub(crate) struct Aftermath {
    pub(crate) end: End,
    /// What the client's memory holds; as at the start if it never came back.
    pub(crate) memory: Vec<Vec<u8>>,
    /// The borrows that the server made.
    pub(crate) borrows: Vec<Call>,
}

/// Runs `serve` on a request that comes with `lent`. It must not panic.
pub(crate) fn request(
    lent: &[Lent],
    serve: impl Fn(&RecvMessage) + Send + 'static,
) -> Aftermath {
    let aftermath = request_of(Fate::Lives, lent, serve);
    assert_eq!(aftermath.end, End::Finished);
    aftermath
}

/// The same, of a client with this fate.
pub(crate) fn request_of(
    fate: Fate,
    lent: &[Lent],
    serve: impl Fn(&RecvMessage) + Send + 'static,
) -> Aftermath {
    run(fate, lent, Box::new(serve))
}

/// Compiled once, and not for each server.
fn run(
    fate: Fate,
    lent: &[Lent],
    serve: Box<dyn Fn(&RecvMessage) + Send>,
) -> Aftermath {
    let mut system = System::new();
    let server = system.task("server", 1, move || {
        let message = sys_recv_open(&mut [], 0);
        serve(&message);
        sys_reply(message.sender, 0, &[]);
    });
    let memory = Arc::new(Mutex::new(lent.to_vec()));
    let mut lent = Some(lent.to_vec());
    let returned = Arc::clone(&memory);
    let client = system.task("client", 2, move || {
        // A restarted client asks nothing.
        let Some(mut lent) = lent.take() else { return };
        let leases: Vec<_> = lent.iter_mut().map(Lent::lease).collect();
        assert_eq!(sys_send(server, 1, &[], &mut [], &leases), (0, 0));
        drop(leases);
        *returned.lock().unwrap() = lent;
    });
    if let Fate::Dies(borrows, restart) = fate {
        let when = match borrows {
            0 => When::after(server, CallKind::Recv, 1),
            _ => When::after(server, CallKind::Borrow, borrows),
        };
        system.script(when, Action::kill(client, restart));
    }
    let end = system.run();
    let borrows = system
        .trace()
        .entries()
        .filter_map(|entry| match &entry.event {
            Event::Call { call, .. } => Some(call.clone()),
            _ => None,
        })
        .filter(|call| {
            matches!(
                call,
                Call::BorrowInfo { .. }
                    | Call::BorrowRead { .. }
                    | Call::BorrowWrite { .. }
            )
        })
        .collect();
    let memory = memory.lock().unwrap().clone();
    Aftermath {
        end,
        memory: memory.into_iter().map(Lent::into_bytes).collect(),
        borrows,
    }
}
