//! Code that the pages of the book show, where no example has it.

pub mod dimmer;
pub mod flash;
pub mod lamp;
