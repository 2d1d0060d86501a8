//! Diagnostics → text.
//!
//! `plain` is all that a firmware build has: the style of rustc, without
//! colours. With the feature `pretty`, which is on by default, `pretty` draws
//! the same facts better.

mod plain;
#[cfg(feature = "pretty")]
pub mod pretty;

pub use plain::{diagnostic, line, one_line, report};
