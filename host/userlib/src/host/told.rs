//! What traces know of the messages of an interface: what a server's stub has
//! told, by way of `idol-runtime`.

use super::CURRENT;
use crate::TaskId;
use core::fmt::{self, Write};
use std::string::String;

/// Writes a part of what is known of an operation: operation, part, number,
/// bytes. The meaning of the numbers is `idol-runtime`'s.
pub type Tell = fn(u32, u8, u32, &[u8], &mut dyn Write) -> fmt::Result;

/// The operations of one server's stub.
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

impl TaskId {
    /// Tells the kernel of this thread, if there is one, what the current task
    /// serves. `idol-runtime` has it on `TaskId`, since there it can call it
    /// without a `userlib` that has it: see there.
    #[doc(hidden)]
    pub fn idol_serves(tell: Tell) {
        let Some(kernel) = CURRENT.get() else {
            return;
        };
        if !std::thread::panicking() {
            // SAFETY: as in `kernel`.
            unsafe { kernel.as_ref() }.serves(Interface(tell));
        }
    }
}
