//! Code that the pages of the book show, where no example has it.

pub mod absent;
pub mod flash;
pub mod lamp;
