//! Generates typed clients and servers from `.idol` files.
//!
//! source → parse → [`syntax`] → [`check`] → [`model`] → emit → text

pub mod check;
pub mod client;
pub mod diagnostic;
mod embed;
mod emit;
pub mod fingerprint;
mod generator;
#[cfg(feature = "layout")]
pub mod layout;
pub mod levels;
pub mod load;
pub mod model;
mod order;
pub mod parse;
mod plan;
pub mod render;
mod seen;
pub mod server;
pub mod source;
pub mod syntax;
mod told;

pub use generator::{AllowedCallers, BadDerive, CounterSettings, Generator};
