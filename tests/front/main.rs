//! The front end: from a text to a legal interface, or to what is said about
//! it. What real files are is in `corpus.rs`, which is a test of its own.

#[path = "../cases/mod.rs"]
mod cases;
#[path = "../oracle/mod.rs"]
mod oracle;
#[path = "../section/mod.rs"]
mod section;

mod allowances;
mod any_text;
mod docs;
mod edits;
// It shows diagnostics with both renderers.
#[cfg(feature = "pretty")]
mod fuzz;
mod interfaces;
mod lengths;
mod lenient;
mod levels;
mod model;
mod notation;
mod old_readers;
#[path = "../released/mod.rs"]
mod released;
mod render;
mod rules;
#[cfg(feature = "serde")]
mod serde;
