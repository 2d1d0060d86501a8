//! An interface, as generated code tells of it.

use crate::expected::Expecting;
use crate::operation::Operation;
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
    fn dispatch(buffer: &mut [u8], server: &mut Server<Self>);
}

/// The operation of this number.
pub(crate) fn operation<I: Interface>(
    number: u16,
) -> Option<&'static Operation> {
    I::OPERATIONS.iter().find(|op| op.number == number)
}
