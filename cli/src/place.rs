//! A place in a file, as data for programs.

use idol::source::{Position, Source};
use serde::Serialize;

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Bytes before it.
    pub byte: u32,
    /// The line, counted from 1.
    pub line: usize,
    /// The character of the line, counted from 1.
    pub column: usize,
}

impl Place {
    pub(crate) fn new(source: &Source, byte: u32) -> Self {
        let Position { line, column } = source.position(byte);
        Self { byte, line, column }
    }
}
