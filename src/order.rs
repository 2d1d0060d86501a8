//! Sorting.
//!
//! One kind of it for everything. Each further one would be compiled in every
//! build that uses the generator.

/// The indices of `keys`, that of the lowest key first. Of equal keys the
/// first stays the first.
pub(crate) fn order(keys: impl Iterator<Item = u128>) -> Vec<usize> {
    let mut keys: Vec<(u128, usize)> = keys.zip(0..).collect();
    keys.sort_unstable();
    keys.into_iter().map(|(_, index)| index).collect()
}
