//! What the next number must be larger than.

/// The largest numbers that are there.
#[derive(Debug, Default)]
pub(super) struct Largest {
    /// Of operations, and where that operation begins.
    pub(super) of_operations: (u32, u32),
    /// Of the other operations.
    pub(super) of_others: u32,
    /// Of those that are reserved.
    pub(super) reserved: u32,
}
