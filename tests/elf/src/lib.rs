//! Tasks whose files the command reads, and what they have in common.

pub mod types;

/// Where the interface lies that the client `stale` was generated from.
pub const OLD_DESK: &str = concat!(env!("OUT_DIR"), "/old_desk.idol");
