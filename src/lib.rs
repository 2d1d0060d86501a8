//! Generates typed clients and servers from `.idol` files.
//!
//! source → parse → [`syntax`] → [`check`] → [`model`] → emit → text

mod canonical;
pub mod check;
pub mod client;
pub mod diagnostic;
mod dialect;
pub mod embed;
mod emit;
pub mod fingerprint;
mod generator;
mod identifier;
pub mod levels;
pub mod load;
pub mod model;
mod names;
mod order;
mod out_dir;
pub mod parse;
mod plan;
pub mod render;
pub mod report;
mod seen;
pub mod server;
mod settings;
pub mod source;
pub mod syntax;
mod told;

pub use settings::{AllowedCallers, BadDerive, CounterSettings, Generator};
