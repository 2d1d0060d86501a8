//! What traces know of the messages of an interface: what stubs have told, those
//! of servers by way of `idol-runtime`, those of clients by it or without.

use super::{CURRENT, Kernel};
use crate::{FromPrimitive, TaskId};
use core::fmt::{self, Debug, Write};
use std::string::String;

/// Writes a part of what is known of an operation: operation, part, number,
/// bytes. The meaning of the numbers is `idol-runtime`'s.
pub type Tell = fn(u32, u8, u32, &[u8], &mut dyn Write) -> fmt::Result;

/// The operations of one stub.
#[derive(Copy, Clone, Debug)]
pub struct Interface(pub(crate) Tell);

impl PartialEq for Interface {
    /// Whether they are surely the same; the same may be found to differ.
    fn eq(&self, other: &Self) -> bool {
        core::ptr::fn_addr_eq(self.0, other.0)
    }
}

impl Interface {
    /// The operation's name.
    pub fn operation(&self, number: u32) -> Option<String> {
        self.ask(number, 0, 0, &[])
    }

    /// Names and values of the arguments in a message. `None` for a message
    /// that is none of the operation's.
    pub fn arguments(&self, operation: u32, bytes: &[u8]) -> Option<String> {
        self.ask(operation, 1, 0, bytes)
    }

    /// What a reply says, in the words of its interface's types.
    pub fn reply(
        &self,
        operation: u32,
        code: u32,
        bytes: &[u8],
    ) -> Option<String> {
        self.ask(operation, 2, code, bytes)
    }

    /// The name of an operation's lease.
    pub fn lease(&self, operation: u32, index: usize) -> Option<String> {
        self.ask(operation, 3, u32::try_from(index).ok()?, &[])
    }

    fn ask(
        &self,
        operation: u32,
        part: u8,
        number: u32,
        bytes: &[u8],
    ) -> Option<String> {
        let mut text = String::new();
        (self.0)(operation, part, number, bytes, &mut text).ok()?;
        Some(text)
    }
}

/// What an enum of operations knows: their names.
fn named<Op: FromPrimitive + Debug>(
    operation: u32,
    part: u8,
    _: u32,
    _: &[u8],
    to: &mut dyn Write,
) -> fmt::Result {
    match Op::from_u32(operation) {
        Some(operation) if part == 0 => write!(to, "{operation:?}"),
        _ => Err(fmt::Error),
    }
}

/// Tells the kernel of this thread, if there is one and the task does not
/// unwind.
fn tell(tell: impl FnOnce(&dyn Kernel)) {
    let Some(kernel) = CURRENT.get() else {
        return;
    };
    if !std::thread::panicking() {
        // SAFETY: as in `kernel`.
        tell(unsafe { kernel.as_ref() });
    }
}

/// What stubs tell. They have traits with functions of these names, for a
/// `userlib` that has none: what a type has itself comes first.
#[doc(hidden)]
impl TaskId {
    /// The current task serves these operations.
    pub fn idol_serves(told: Tell) {
        tell(|kernel| kernel.serves(Interface(told)));
    }

    /// The current task has a client of this one, which knows these
    /// operations.
    pub fn idol_is_asked(self, told: Tell) {
        tell(|kernel| kernel.asks(self, Interface(told)));
    }

    /// The same of a client that knows their names alone.
    pub fn idol_asked<Op: FromPrimitive + Debug>(self) {
        self.idol_is_asked(named::<Op>);
    }
}
