//! Writes the Rust text of a checked interface. Nothing here can fail.
//!
//! One generated thing, one function, one file; the parents `client` and
//! `server` are the tables of contents. `names` holds every generated name.

mod client;
mod coder;
mod counting;
mod dialect;
mod docs;
mod empty;
mod forms;
mod names;
mod operation_enum;
mod prelude;
mod proofs;
mod server;
mod size;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use client::client;
pub(crate) use dialect::{Counting, Dialect, FailServer, OnDeath};
#[cfg(feature = "pages")]
pub(crate) use forms::is_decided_by_traits;
#[cfg(feature = "layout")]
pub(crate) use names::forced_types;
pub(crate) use server::{common_error, server};
