//! Which runs led to the same state: those whose steps differ only in the
//! order of some that have nothing to do with each other.
//!
//! Each task has a number that stands for all that happened to it, and
//! likewise the clock. A step mixes the numbers of what it reads and changes
//! into those of what it changes. So two runs that lead to the same numbers
//! did the same to each task in the same order, and since a task does the same
//! when the same happens to it, they are in the same state. Numbers have 64
//! bits: of a million states, two are taken for one with a chance of 1 in 30
//! million.

/// What one step had to do with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Touched {
    /// Everything.
    All,
    /// The task that made it, and these.
    Some {
        /// Others whose state it changed.
        changed: Vec<usize>,
        /// Others whose state decided what it did.
        read: Vec<usize>,
        /// Whether the time did.
        clock: bool,
    },
}

/// What stands for the past of one task.
#[derive(Clone, Copy, Default)]
struct Past {
    /// Up to its latest change.
    changes: u64,
    /// Steps that read it since, in any order.
    reads: u64,
}

/// The past of a system.
#[derive(Clone, Default)]
pub(crate) struct History {
    /// By index of the task; the last is the clock's.
    pasts: Vec<Past>,
}

impl History {
    /// Adds a step of `task`, in a system of `count` tasks.
    pub(crate) fn add(&mut self, count: usize, task: usize, step: &Touched) {
        let clock = count;
        if self.pasts.len() != count + 1 {
            self.pasts.resize(count + 1, Past::default());
        }
        match step {
            Touched::All => {
                let number = mix(self.state(), task as u64);
                for (index, past) in self.pasts.iter_mut().enumerate() {
                    past.changes = mix(number, index as u64);
                    past.reads = 0;
                }
            }
            Touched::Some {
                changed,
                read,
                clock: reads_clock,
            } => {
                let changed = || changed.iter().copied().chain([task]);
                let clock = reads_clock.then_some(clock);
                let read = || read.iter().copied().chain(clock);
                let mut number = task as u64;
                for index in changed() {
                    let Past { changes, reads } = self.pasts[index];
                    number = mix(mix(number, changes), reads);
                }
                for index in read() {
                    number = mix(number, self.pasts[index].changes);
                }
                for index in read() {
                    let past = &mut self.pasts[index];
                    past.reads = past.reads.wrapping_add(mix(number, 1));
                }
                for index in changed() {
                    self.pasts[index] = Past {
                        changes: mix(number, index as u64),
                        reads: 0,
                    };
                }
            }
        }
    }

    /// What stands for the state of the whole system.
    pub(crate) fn state(&self) -> u64 {
        self.pasts
            .iter()
            .fold(0, |number, past| mix(mix(number, past.changes), past.reads))
    }
}

/// One number of two, in their order.
pub(crate) fn mix(one: u64, two: u64) -> u64 {
    let mut mixed = one
        .rotate_left(23)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(two)
        .wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::{History, Touched};

    fn some(changed: &[usize], read: &[usize]) -> Touched {
        Touched::Some {
            changed: changed.to_vec(),
            read: read.to_vec(),
            clock: false,
        }
    }

    fn state(steps: &[(usize, Touched)]) -> u64 {
        let mut history = History::default();
        for (task, step) in steps {
            history.add(3, *task, step);
        }
        history.state()
    }

    #[test]
    fn steps_that_share_nothing_commute() {
        let (one, two) = ((0, some(&[], &[])), (1, some(&[], &[])));
        assert_eq!(
            state(&[one.clone(), two.clone()]),
            state(&[two.clone(), one.clone()])
        );
        assert_ne!(state(&[one.clone(), one.clone()]), state(&[one, two]));
    }

    #[test]
    fn steps_that_only_read_the_same_commute() {
        let (one, two) = ((0, some(&[], &[2])), (1, some(&[], &[2])));
        assert_eq!(state(&[one.clone(), two.clone()]), state(&[two, one]));
    }

    #[test]
    fn steps_that_change_the_same_do_not_commute() {
        let one = (0, some(&[2], &[]));
        for two in [(1, some(&[2], &[])), (1, some(&[], &[2]))] {
            assert_ne!(
                state(&[one.clone(), two.clone()]),
                state(&[two, one.clone()])
            );
        }
        let all = (1, Touched::All);
        assert_ne!(state(&[one.clone(), all.clone()]), state(&[all, one]));
    }
}
