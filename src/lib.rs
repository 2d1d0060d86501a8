//! Generates typed clients and servers from `.idol` files, for tasks of the
//! microkernel Hubris.
//!
//! A package that has an interface names this crate as a build-dependency,
//! without default features, and calls it in `build.rs`:
//!
//! ```no_run
//! fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//!     idol::client::build_client_stub("adder.idol", "client.rs")?;
//!     idol::server::build_server_support(
//!         "adder.idol",
//!         "server.rs",
//!         idol::server::ServerStyle::InOrder,
//!     )
//! }
//! ```
//!
//! `adder.idol`, beside it, says what the server offers:
//!
//! ```ron
//! Interface(
//!     name: "Adder",
//!     ops: {
//!         "add": (
//!             doc: "Adds two numbers.",
//!             args: { "a": "u32", "b": "u32" },
//!             reply: Result(ok: "u32", err: ServerDeath),
//!         ),
//!     },
//! )
//! ```
//!
//! and the task includes the stub, as in
//! `include!(concat!(env!("OUT_DIR"), "/server.rs"));`. A wrong file fails the
//! build with all that is wrong with it, and leaves the old stub.
//!
//! | to | see |
//! | --- | --- |
//! | generate with the defaults | [`client`], [`server`] |
//! | choose what is counted, retried, derived | [`Generator`], [`CounterSettings`] |
//! | read and write interfaces as data | [`syntax`] |
//! | check a text, and show what is wrong with it | [`load`], [`diagnostic`], [`render`] |
//! | know what an interface does on the wire | [`model`] |
//!
//! Inside, it is a pipeline: [`source`] → [`parse`] → [`syntax`] → [`check`] →
//! [`model`] → emit → text.

mod canonical;
pub mod check;
pub mod client;
mod crates;
pub mod diagnostic;
mod dialect;
pub mod embed;
mod emit;
mod features;
pub mod fingerprint;
mod generator;
mod identifier;
pub mod levels;
pub mod load;
mod manifest;
pub mod model;
mod names;
mod order;
mod out_dir;
pub mod parse;
mod pieces;
mod plan;
mod printable;
pub mod render;
pub mod report;
mod seen;
pub mod server;
mod settings;
pub mod source;
pub mod syntax;
mod told;
#[cfg(feature = "serde")]
mod with_serde;

pub use settings::{AllowedCallers, BadDerive, CounterSettings, Generator};
