//! What settings and rare input make of the generated text, and what files of
//! the library do that nobody outside of them sees.

mod bound;
#[path = "../cases/mod.rs"]
mod cases;
mod embedded;
mod goldens;
mod heads;
mod settings;
mod text;
mod units;
mod unused;

// What the files of `units` find in their crate.
use idol::{diagnostic, model};
use units::{identifier, names, pieces, printable, seen};
