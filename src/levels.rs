//! What is done about each kind of warning, by whom: `idol check` tells more
//! than builds, and a file `idol.toml` beside the interfaces changes either.
//!
//! Builds tell what is likely a bug in the file that they read. All else is
//! for `idol check`, which somebody runs who wants to read it.

mod file;
mod near;
mod table;

pub use file::parse;
pub use near::{Near, near};
pub use table::{FILE, Level, Levels, Teller};
