//! Writes the Rust text of a checked interface. Nothing here can fail.
//!
//! One generated thing, one function, one file; the parents `client` and
//! `server` are the tables of contents. `names` holds every generated name.

mod any_style;
mod client;
mod coder;
mod copied;
mod counting;
mod docs;
mod empty;
#[cfg(feature = "fakes")]
mod fake;
mod forms;
mod names;
mod needs;
mod next_place;
mod operation_enum;
mod prelude;
mod proofs;
mod scope;
mod server;
mod side;
mod size;
mod slot;
mod trace;
mod writer;

pub(crate) use client::client;
#[cfg(feature = "fakes")]
pub(crate) use fake::fake;
pub(crate) use server::server;
pub(crate) use slot::from_slot;
