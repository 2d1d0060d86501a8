//! Text → entries with their places, whatever the text: what fixes change and
//! editors point at.
//!
//! The reader of the generator tells what is wrong with a text, and where that
//! is; of what stands around a mistake it keeps nothing. Here nothing is ever
//! wrong: what is not closed ends where something around it does, and what
//! belongs nowhere is left out.

mod read;
mod tree;

pub use read::read;
pub use tree::{Entry, Group, Tree, Value};
