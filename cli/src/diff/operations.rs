//! Which operation of two versions is which.

use idol::model::{Failure, Interface, Operation};

use super::leases;
use super::types::{Relation, relation};
use super::values::Value;

/// Which operation is which.
pub(super) struct Pairs<'o> {
    pub(super) old: &'o Interface,
    pub(super) new: &'o Interface,
    /// For each new operation, what it was.
    pub(super) old_of: Vec<Option<&'o Operation>>,
    /// Old operations that are none of the new.
    pub(super) removed: Vec<&'o Operation>,
}

impl<'o> Pairs<'o> {
    /// Those of one name are one operation; and those of one number, where
    /// all else is the same too.
    pub(super) fn of(old: &'o Interface, new: &'o Interface) -> Self {
        let mut removed: Vec<&Operation> = old
            .operations
            .iter()
            .filter(|op| !new.operations.iter().any(|n| n.name == op.name))
            .collect();
        let old_of = new
            .operations
            .iter()
            .map(|op| {
                let mut olds = old.operations.iter();
                if let Some(old) = olds.find(|old| old.name == op.name) {
                    return Some(old);
                }
                let renamed = removed.iter().position(|old| {
                    old.number == op.number && is_same(old, op)
                })?;
                Some(removed.remove(renamed))
            })
            .collect();
        Self {
            old,
            new,
            old_of,
            removed,
        }
    }

    /// The old operation that had a number.
    pub(super) fn old_with(&self, number: u16) -> Option<&'o Operation> {
        let mut operations = self.old.operations.iter();
        operations.find(|op| op.number.get() == number)
    }

    /// The new operation that has a number.
    pub(super) fn new_with(&self, number: u16) -> Option<&'o Operation> {
        let mut operations = self.new.operations.iter();
        operations.find(|op| op.number.get() == number)
    }

    pub(super) fn is_reserved(&self, number: u16) -> bool {
        self.new.reserved.iter().any(|n| n.get() == number)
    }

    /// What becomes of an old client that sends a number that is not its
    /// operation's any more.
    pub(super) fn fate(&self, number: u16) -> String {
        match self.new_with(number) {
            Some(op) => format!(
                "what an old client sends is number {number}, which is `{}` \
                 now",
                op.name
            ),
            None => format!(
                "what an old client sends is number {number}, which faults \
                 it with UndefinedOperation"
            ),
        }
    }

    /// `reserved`, with a number more.
    pub(super) fn reserve(&self, number: u16) -> String {
        let mut numbers: Vec<_> =
            self.new.reserved.iter().map(|n| n.get()).collect();
        numbers.push(number);
        numbers.sort_unstable();
        let numbers: Vec<_> = numbers.iter().map(u16::to_string).collect();
        format!("`reserved: [{}]`", numbers.join(", "))
    }

    /// The number after all that were ever used, as far as can be known.
    pub(super) fn free(&self) -> Option<u16> {
        let used = [self.old, self.new].into_iter().flat_map(|interface| {
            let operations = interface.operations.iter();
            operations
                .map(|op| op.number)
                .chain(interface.reserved.iter().copied())
        });
        used.max().map_or(Some(1), |most| most.get().checked_add(1))
    }
}

/// Whether two operations are the same on the wire, whatever they are called.
fn is_same(old: &Operation, new: &Operation) -> bool {
    old.arguments.len() == new.arguments.len()
        && old
            .arguments
            .iter()
            .zip(&new.arguments)
            .all(|(old, new)| Value::of(old).is_same(&Value::of(new)))
        && old.leases.len() == new.leases.len()
        && old
            .leases
            .iter()
            .zip(&new.leases)
            .all(|(old, new)| leases::is_same(old, new))
        && Value::of_reply(&old.reply).is_same(&Value::of_reply(&new.reply))
        && is_same_failure(&old.reply.failure, &new.reply.failure)
        && old.encoding == new.encoding
        && old.is_idempotent() == new.is_idempotent()
}

fn is_same_failure(old: &Failure, new: &Failure) -> bool {
    match (old, new) {
        (Failure::Simple, Failure::Simple)
        | (Failure::ServerDeath, Failure::ServerDeath) => true,
        (Failure::CLike(old), Failure::CLike(new))
        | (
            Failure::Complex { error: old, .. },
            Failure::Complex { error: new, .. },
        ) => relation(old.as_str(), new.as_str()) != Relation::Different,
        _ => false,
    }
}
