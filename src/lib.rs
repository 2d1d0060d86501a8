//! Generates typed clients and servers from `.idol` files.
//!
//! source → parse → [`syntax`] → [`check`] → [`model`] → emit → text

pub mod check;
pub mod client;
pub mod diagnostic;
mod embed;
mod emit;
#[cfg(feature = "explain")]
mod explain;
pub mod fingerprint;
mod generator;
mod identifier;
#[cfg(feature = "layout")]
pub mod layout;
pub mod load;
pub mod model;
mod names;
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
