//! Operations that differ in their number alone: what they do is written once,
//! in a function that takes the number.
//!
//! ```text
//! pub fn stop(&self, motor: u8) -> ::core::result::Result<(), __idol_drive_types::Fault> {
//!     self.__idol_drive_same_1(motor, DriveOperation::stop as u16)
//! }
//! ```
//!
//! Only those with at most one argument and no lease: with the client, the
//! argument, the number and where the result goes, registers are full, and a
//! number on the stack is a frame more in each method.

use std::fmt::Display;

use crate::dialect::Dialect;
use crate::emit::names;
use crate::model::{Failure, Interface, Operation};
use crate::pieces::by;
use crate::seen::Texts;

/// What operations do that differ in their number alone.
#[derive(Copy, Clone)]
pub(super) struct Shared {
    /// The index of the first of them.
    first: usize,
    /// Whether it is this one.
    pub(super) is_first: bool,
}

impl Shared {
    /// The name of the function.
    pub(super) fn function(self, interface: &Interface) -> impl Display {
        let number = self.first + 1;
        by(
            move |f| {
                write!(f, "{}{number}", names::private(interface, "same_"))
            },
        )
    }
}

/// Of each operation what it shares with others, if anything.
pub(super) struct Same(Vec<Option<Shared>>);

impl Same {
    pub(super) fn new(interface: &Interface, dialect: &Dialect) -> Self {
        let operations = &interface.operations;
        let mut all = vec![None; operations.len()];
        let mut seen = Texts::default();
        let mut key = String::new();
        for (index, op) in operations.iter().enumerate() {
            if op.arguments.len() > 1 || !op.leases.is_empty() {
                continue;
            }
            write_key(&mut key, op);
            let Some(first) = seen.see(&key, index) else {
                continue;
            };
            let is_same = operations
                .get(first)
                .is_some_and(|other| is_same(other, op, dialect));
            if is_same {
                for (at, is_first) in [(first, true), (index, false)] {
                    if let Some(shared) = all.get_mut(at) {
                        *shared = Some(Shared { first, is_first });
                    }
                }
            }
        }
        Self(all)
    }

    /// What the operation of this index shares.
    pub(super) fn of(&self, index: usize) -> Option<Shared> {
        self.0.get(index).copied().flatten()
    }
}

/// Writes what finds operations that may be the same: their types.
fn write_key(key: &mut String, op: &Operation) {
    key.clear();
    for argument in &op.arguments {
        key.push_str(argument.ty.as_str());
    }
    key.push('\n');
    key.push_str(op.reply.ok.as_str());
    key.push('\n');
    match &op.reply.failure {
        Failure::CLike(error) | Failure::Complex { error, .. } => {
            key.push_str(error.as_str());
        }
        Failure::Simple => {}
        Failure::ServerDeath => key.push('\n'),
    }
}

/// Whether two operations of the same types have all else in common, too.
fn is_same(a: &Operation, b: &Operation, dialect: &Dialect) -> bool {
    let arguments = a.arguments.iter().zip(&b.arguments);
    a.arguments.len() == b.arguments.len()
        && arguments
            .into_iter()
            .all(|(a, b)| a.conversion == b.conversion)
        && a.encoding == b.encoding
        && a.reply.conversion == b.reply.conversion
        && a.reply.failure == b.reply.failure
        && dialect.on_death(a) == dialect.on_death(b)
}
