//! What the command and the library behind it do, one program.

mod command;
mod library;
#[path = "../../tests/section/mod.rs"]
mod section;
