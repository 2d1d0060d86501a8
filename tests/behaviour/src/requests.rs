//! Requests as bytes, well-formed or not.

use userlib::{Lease, TaskId, sys_send};

/// The rights of a lease.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Rights {
    Read,
    Write,
    ReadWrite,
}

/// A request for an operation that the server accepts.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) name: &'static str,
    pub(crate) operation: u16,
    pub(crate) message: Vec<u8>,
    /// Room for the reply, in bytes.
    pub(crate) capacity: usize,
    /// The rights and the length in bytes of each lease.
    pub(crate) leases: Vec<(Rights, usize)>,
}

impl Request {
    /// Sends it; gives the return code and the reply.
    pub(crate) fn send(&self, server: TaskId) -> (u32, Vec<u8>) {
        let mut memory: Vec<_> = self
            .leases
            .iter()
            .map(|(rights, len)| (*rights, vec![0; *len]))
            .collect();
        let leases: Vec<_> = memory
            .iter_mut()
            .map(|(rights, bytes)| match rights {
                Rights::Read => Lease::read_only(bytes),
                Rights::Write => Lease::write_only(bytes),
                Rights::ReadWrite => Lease::read_write(bytes),
            })
            .collect();
        let mut reply = vec![0; self.capacity];
        let (code, len) = sys_send(
            server,
            self.operation,
            &self.message,
            &mut reply,
            &leases,
        );
        reply.truncate(len);
        (code, reply)
    }
}

/// The list of requests; needs a server's constants in scope.
macro_rules! requests {
    ($($op:ident: $message:expr, $capacity:ident, [$($rights:ident $len:literal),*];)*) => {
        vec![$($crate::requests::Request {
            name: stringify!($op),
            operation: DeskOperation::$op as u16,
            message: $message.to_vec(),
            capacity: $capacity,
            leases: vec![$(($crate::requests::Rights::$rights, $len)),*],
        }),*]
    };
}
pub(crate) use requests;
