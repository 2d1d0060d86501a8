//! Code that the pages of the book show, where no example has it.

pub mod absent;
pub mod dimmer;
pub mod flash;
pub mod lamp;
#[allow(dead_code, unreachable_pub, reason = "as users write it; never run")]
mod rows;
