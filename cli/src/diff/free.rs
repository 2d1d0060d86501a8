//! Numbers that nobody ever had.

use std::collections::HashSet;

/// Hands out free numbers: those after all others, and when there are none,
/// those between them, the lowest first.
pub(super) struct Free {
    taken: HashSet<u16>,
    last: u16,
    /// Below it none is free.
    lowest: u16,
}

impl Free {
    /// All but those that are taken.
    pub(super) fn but(taken: impl Iterator<Item = u16>) -> Self {
        let taken: HashSet<u16> = taken.collect();
        let last = taken.iter().max().copied().unwrap_or(0);
        Self {
            taken,
            last,
            lowest: 1,
        }
    }

    /// A number that is taken from now on. None if all are.
    pub(super) fn take(&mut self) -> Option<u16> {
        let number = match self.last.checked_add(1) {
            Some(next) => next,
            None => {
                let mut between = self.lowest..=u16::MAX;
                let free = between.find(|n| !self.taken.contains(n));
                self.lowest = free.unwrap_or(u16::MAX);
                free?
            }
        };
        self.last = self.last.max(number);
        self.taken.insert(number);
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::Free;

    #[test]
    fn after_the_greatest_number_come_those_between() {
        let mut free = Free::but([1, 3, u16::MAX - 1].into_iter());
        let numbers: Vec<_> = (0..4).map(|_| free.take()).collect();
        assert_eq!(numbers, [Some(u16::MAX), Some(2), Some(4), Some(5)]);
    }

    #[test]
    fn there_are_no_more_than_there_are() {
        let mut free = Free::but(2..=u16::MAX);
        assert_eq!(free.take(), Some(1));
        assert_eq!(free.take(), None);
    }
}
