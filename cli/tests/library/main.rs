//! What the library behind the command does.

mod diff;
mod explain;
mod fmt;
mod pages;
