//! Which operation of two versions is which.

use std::collections::{HashMap, HashSet};

use idol::model::{Failure, Interface, Name, Operation};

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
    old_numbers: Numbers<'o>,
    new_numbers: Numbers<'o>,
    new_names: Names<'o>,
    /// The number after all that were ever used, as far as can be known.
    pub(super) free: Option<u16>,
}

type Names<'o> = HashMap<&'o Name, &'o Operation>;

/// What has each number.
struct Numbers<'o> {
    operations: HashMap<u16, &'o Operation>,
    reserved: HashSet<u16>,
}

impl<'o> Numbers<'o> {
    fn of(interface: &'o Interface) -> Self {
        let operations = interface.operations.iter();
        Self {
            operations: operations.map(|op| (op.number.get(), op)).collect(),
            reserved: interface.reserved.iter().map(|n| n.get()).collect(),
        }
    }

    fn used(&self) -> impl Iterator<Item = u16> {
        self.operations.keys().chain(&self.reserved).copied()
    }
}

fn names(interface: &Interface) -> Names<'_> {
    interface
        .operations
        .iter()
        .map(|op| (&op.name, op))
        .collect()
}

impl<'o> Pairs<'o> {
    /// Those of one name are one operation; and those of one number, where
    /// all else is the same too.
    pub(super) fn of(old: &'o Interface, new: &'o Interface) -> Self {
        let (old_names, new_names) = (names(old), names(new));
        let (old_numbers, new_numbers) = (Numbers::of(old), Numbers::of(new));
        let mut renamed = HashSet::new();
        let old_of = new
            .operations
            .iter()
            .map(|op| {
                if let Some(old) = old_names.get(&op.name) {
                    return Some(*old);
                }
                let old = *old_numbers.operations.get(&op.number.get())?;
                let is_it =
                    !new_names.contains_key(&old.name) && is_same(old, op);
                is_it.then(|| {
                    renamed.insert(&old.name);
                    old
                })
            })
            .collect();
        let olds = old.operations.iter();
        let removed = olds
            .filter(|op| {
                !new_names.contains_key(&op.name) && !renamed.contains(&op.name)
            })
            .collect();
        let most = old_numbers.used().chain(new_numbers.used()).max();
        Self {
            old,
            new,
            old_of,
            removed,
            old_numbers,
            new_numbers,
            new_names,
            free: most.map_or(Some(1), |most| most.checked_add(1)),
        }
    }

    /// The old operation that had a number.
    pub(super) fn old_with(&self, number: u16) -> Option<&'o Operation> {
        self.old_numbers.operations.get(&number).copied()
    }

    /// The new operation that has a number.
    pub(super) fn new_with(&self, number: u16) -> Option<&'o Operation> {
        self.new_numbers.operations.get(&number).copied()
    }

    /// Whether a new operation has a name.
    pub(super) fn is_new(&self, name: &Name) -> bool {
        self.new_names.contains_key(name)
    }

    pub(super) fn was_reserved(&self, number: u16) -> bool {
        self.old_numbers.reserved.contains(&number)
    }

    pub(super) fn is_reserved(&self, number: u16) -> bool {
        self.new_numbers.reserved.contains(&number)
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

    /// `reserved`, with a number more. Where there are many, they are not
    /// repeated in each line.
    pub(super) fn reserve(&self, number: u16) -> String {
        const MANY: usize = 16;
        let reserved = &self.new.reserved;
        if reserved.len() > MANY {
            return format!("`reserved: [.., {number}]`");
        }
        let mut numbers: Vec<_> = reserved.iter().map(|n| n.get()).collect();
        numbers.push(number);
        numbers.sort_unstable();
        let numbers: Vec<_> = numbers.iter().map(u16::to_string).collect();
        format!("`reserved: [{}]`", numbers.join(", "))
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
