//! What has been seen before, and where: the names and numbers of one file.
//!
//! One kind of map for all of them. Each further one would be compiled in
//! every build that uses the generator.

use std::collections::BTreeMap;

/// Texts, each with the index at which it was first seen. In a tree: a build
/// that is not optimised compares a few faster than it hashes one.
#[derive(Debug, Default)]
pub(crate) struct Texts(BTreeMap<String, usize>);

impl Texts {
    /// Sees `text` at an index. If it was seen before, the index of the first
    /// time, which is kept.
    pub(crate) fn see(&mut self, text: &str, index: usize) -> Option<usize> {
        let first = self.find(text);
        if first.is_none() {
            self.0.insert(text.to_owned(), index);
        }
        first
    }

    /// Has `text` be seen at this index and at no other.
    pub(crate) fn put(&mut self, text: &str, index: usize) {
        self.0.insert(text.to_owned(), index);
    }

    /// The index at which `text` was first seen.
    pub(crate) fn find(&self, text: &str) -> Option<usize> {
        self.0.get(text).copied()
    }

    /// Whether nothing was seen.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Numbers of operations, each with the index at which it was first seen.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    /// By number, one more than the index; 0 for those that were not seen.
    indices: Vec<u32>,
}

impl Numbers {
    /// As [`Texts::see`].
    pub(crate) fn see(&mut self, number: u16, index: usize) -> Option<usize> {
        let first = self.find(number.into());
        if first.is_none() {
            let at = usize::from(number);
            if self.indices.len() <= at {
                self.indices.resize(at + 1, 0);
            }
            if let Some(free) = self.indices.get_mut(at) {
                *free = index as u32 + 1;
            }
        }
        first
    }

    /// As [`Texts::find`].
    pub(crate) fn find(&self, number: u32) -> Option<usize> {
        let index = self.indices.get(number as usize)?.checked_sub(1)?;
        Some(index as usize)
    }

    /// Whether nothing was seen.
    pub(crate) fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }
}
