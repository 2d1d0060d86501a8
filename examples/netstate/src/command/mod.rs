//! The command: what it prints, where, and how it ends.

mod namespace;
mod print;

pub use namespace::{NoNamespace, enter};
pub use print::{Format, Printer};
