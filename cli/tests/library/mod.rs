//! What the library behind the command does.

mod advice;
mod diff;
mod explain;
mod fix;
mod fmt;
mod pages;
mod sweep;
pub(crate) mod units;
