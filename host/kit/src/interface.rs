//! An interface, as generated code tells of it.

use idol_runtime::{NotificationHandler, RequestError};
use userlib::LeaseAttributes;

use crate::call::Outcome;
use crate::expected::Expecting;
use crate::server::Server;

/// An interface. Implemented by generated code only.
pub trait Interface: Sized + 'static {
    /// Its name.
    const NAME: &'static str;

    /// Its operations, in the file's order.
    const OPERATIONS: &'static [Operation];

    /// Bytes of a server's buffer.
    const INCOMING_SIZE: usize;

    /// What calls are expected with.
    type Expect<'a, M>;

    /// The same.
    fn expect<M>(expecting: Expecting<'_, M>) -> Self::Expect<'_, M>;

    /// Receives one message or notification and handles it, as
    /// `idol_runtime::dispatch`.
    fn dispatch(buffer: &mut [u8], server: &mut Server<Self>)
    where
        Server<Self>: NotificationHandler;
}

/// One operation.
pub struct Operation {
    /// Its number on the wire.
    pub number: u16,
    /// Its name.
    pub name: &'static str,
    /// Its leases, in the order of their indices.
    pub leases: &'static [Lease],
    /// Makes a value of a return code, which is no dead code, and a reply.
    pub decode: fn(u32, &[u8]) -> Outcome,
    /// Makes the client's error of a dead code; `None` if it asks again.
    pub death: fn(u32) -> Option<Outcome>,
}

/// One lease.
pub struct Lease {
    /// Its name.
    pub name: &'static str,
    /// What the server may do with it.
    pub access: LeaseAttributes,
    /// Bytes of the value that is lent, or of an element.
    pub size: usize,
    /// Whether it is any number of elements.
    pub is_slice: bool,
}

/// A request that is not answered yet: a generated reply handle.
pub trait Pending: Sized + 'static {
    /// What the operation gives.
    type Ok: Send + 'static;
    /// How it fails.
    type Err: Send + 'static;

    /// Answers with what the operation's function would return.
    fn answer(self, result: Result<Self::Ok, RequestError<Self::Err>>);
    /// A value as text.
    fn shown_ok(value: &Self::Ok) -> String;
    /// An error as text.
    fn shown_err(error: &Self::Err) -> String;
}

pub(crate) fn operation<I: Interface>(
    number: u16,
) -> Option<&'static Operation> {
    I::OPERATIONS.iter().find(|op| op.number == number)
}
