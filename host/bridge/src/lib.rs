#![doc = include_str!("../README.md")]
#![cfg(unix)]

mod access;
mod answer;
mod bridge;
mod client;
mod clock;
mod connection;
#[cfg(feature = "dbus")]
pub mod dbus;
mod engine;
mod handle;
mod lanes;
mod limits;
mod listener;
mod methods;
mod mistake;
mod monitor;
mod request;
mod rounds;
pub mod schemas;
mod servers;

pub use access::Access;
pub use bridge::{Bridge, Ended, Error};
pub use clock::Time;
pub use handle::{Handle, Over};
pub use limits::Limits;
