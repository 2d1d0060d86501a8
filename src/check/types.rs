//! Rust types in strings: which are legal, and what their text alone says.
//!
//! [`reader`] takes the text apart, [`grammar`] knows types, [`constant`]
//! lengths and other constants in them; what is found are [`facts`]. One pass
//! from left to right; the first thing that is wrong is told, at its place.
//! What `syn` reads in the same texts is compared in a test.

mod constant;
mod facts;
mod grammar;
mod reader;

pub(super) use facts::{Facts, Fault, Form, Unbuilt, integer};
pub(super) use grammar::facts;
pub(crate) use grammar::is_path;
