//! Who runs next.

/// How the kernel chooses among the tasks that can run.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Schedule {
    /// As the real kernel: the most important, among equals the next after
    /// the one that ran last; a receiver runs as soon as it has its message.
    #[default]
    Priority,
    /// At random before every system call, without regard to importance.
    /// The same seed gives the same run.
    Random(u64),
}

/// A small generator of random numbers (splitmix64), good enough to mix
/// schedules, and the same on every machine.
#[derive(Copy, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

/// The seeds of a randomised test: all of `range`, or, to repeat one that
/// failed, the one that the environment variable `KERNEL_SEED` holds.
///
/// # Panics
///
/// If `KERNEL_SEED` is set but is not a number.
pub fn seeds(range: std::ops::Range<u64>) -> std::ops::Range<u64> {
    match std::env::var("KERNEL_SEED") {
        Err(_) => range,
        Ok(text) => match text.parse::<u64>() {
            Ok(seed) => seed..seed.saturating_add(1),
            Err(_) => panic!("KERNEL_SEED is not a number: {text}"),
        },
    }
}
