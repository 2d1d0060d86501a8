//! What the command and the library behind it do, one program.

mod command;
mod library;
#[path = "../../tests/section/mod.rs"]
mod section;

// What the files of `units` find in their crate.
use idol_cli::{elf, language, outcome};
use library::units::{bind, shown};
