//! What a task's code takes of its stack.

mod decode;
mod instruction;
mod narrow;
mod need;
mod program;
mod state;
#[cfg(test)]
mod tests;
mod walk;
mod wide;

pub use need::{Frame, Open, StackNeed, Why};
