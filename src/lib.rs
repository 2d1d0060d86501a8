//! Generates typed clients and servers from `.idol` files.
//!
//! source → parse → [`syntax`] → [`check`] → [`model`] → emit → text

mod canonical;
pub mod check;
pub mod client;
pub mod diagnostic;
pub mod embed;
mod emit;
#[cfg(feature = "explain")]
mod explain;
pub mod fingerprint;
mod generator;
pub mod load;
pub mod model;
mod order;
#[cfg(feature = "pages")]
pub mod page;
pub mod parse;
mod plan;
pub mod render;
mod seen;
pub mod server;
pub mod source;
pub mod syntax;

pub use generator::{AllowedCallers, BadDerive, CounterSettings, Generator};
