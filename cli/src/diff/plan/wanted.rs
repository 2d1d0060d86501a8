//! The numbers that operations should have.

use std::collections::HashSet;

use crate::diff::free::Free;
use crate::diff::operations::Pairs;

/// The number that each new operation should have.
pub(super) struct Wanted {
    pub(super) numbers: Vec<Option<u16>>,
    /// Those that must stay what they are on the wire.
    pub(super) fixed: HashSet<u16>,
}

/// The numbers that the old version used, and those that either reserves.
pub(super) fn used(pairs: &Pairs<'_>) -> impl Iterator<Item = u16> {
    let old = pairs.old.operations.iter().map(|op| op.number);
    let reserved = pairs.old.reserved.iter().chain(&pairs.new.reserved);
    old.chain(reserved.copied()).map(|number| number.get())
}

impl Wanted {
    pub(super) fn of(pairs: &Pairs<'_>) -> Self {
        let operations = &pairs.new.operations;
        let is_old = |number| {
            pairs.old_with(number).is_some() || pairs.was_reserved(number)
        };
        let mut numbers = Vec::with_capacity(operations.len());
        let mut fixed = HashSet::new();
        for (op, old) in operations.iter().zip(&pairs.old_of) {
            let old = old.and_then(|old| pairs.old.operations.get(old));
            numbers.push(match old {
                Some(old) => {
                    fixed.insert(old.number.get());
                    Some(old.number.get())
                }
                None => {
                    let number = op.number.get();
                    (!is_old(number)).then_some(number)
                }
            });
        }
        let taken = numbers.iter().flatten().copied();
        let mut free = Free::but(used(pairs).chain(taken));
        // In the order of the text.
        for number in numbers.iter_mut().filter(|number| number.is_none()) {
            *number = free.take();
        }
        Self { numbers, fixed }
    }
}
