//! Stubs in all the places where they may stand, in the strictest of crates,
//! and called on the host kernel.
//!
//! At the root the client of `Kiosk` stands beside definitions of nearly every
//! name that Rust's prelude has, which generated code must not notice. Each
//! module is another place.

#![cfg(not(left_out))]
#![no_std]
#![deny(
    rust_2021_prefixes_incompatible_syntax,
    rust_2024_guarded_string_incompatible_syntax,
    unstable_features,
    warnings,
    clippy::all,
    elided_lifetimes_in_paths,
    future_incompatible,
    missing_docs,
    nonstandard_style,
    rust_2018_idioms,
    rust_2024_compatibility,
    unreachable_pub,
    unused
)]
#![forbid(clippy::wildcard_imports)]

pub mod imports;
pub mod keywords;
pub mod kiosk_server;
pub mod late_kiosk_server;
pub mod one_module;
pub mod parcels;
mod private_types;
mod rude;
pub mod strict;
#[cfg(test)]
mod strict_servers;

#[cfg(test)]
mod tests;

pub use rude::{
    Answer, Cell, Clone, Copy, Count, Debug, Default, Eq, Err, Fn, From,
    FromPrimitive, Infallible, Into, Iterator, Lease, Leased, None, Ok, Option,
    PartialEq, PhantomData, RecvMessage, RequestError, Server, Sized, Some,
    String, TaskId, TryFrom, UnwrapLite, Vec, assert, cell, core, counters,
    idol_runtime, num_traits, option, panic, result, serde, std, unreachable,
    userlib, zerocopy, zerocopy_derive,
};

/// The results of this crate.
pub type Result<X> = ::core::result::Result<X, E>;

matrix::stub!(kiosk, client);

/// A zone of the city.
#[derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::userlib::FromPrimitive,
    ::zerocopy_derive::IntoBytes,
    ::zerocopy_derive::Immutable,
    ::serde::Serialize,
    ::serde::Deserialize,
    ::hubpack::SerializedSize,
)]
#[repr(u8)]
pub enum S {
    /// Where the museums are.
    Inner = 1,
    /// Where people live.
    Outer = 2,
}

/// A ticket, by its number.
#[derive(
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::zerocopy_derive::FromBytes,
    ::zerocopy_derive::IntoBytes,
    ::zerocopy_derive::Immutable,
    ::serde::Serialize,
    ::serde::Deserialize,
    ::hubpack::SerializedSize,
)]
#[repr(transparent)]
pub struct T(pub u32);

/// Why a kiosk does not do it.
#[derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::idol_derive::IdolError,
    ::counters::Count,
)]
pub enum E {
    /// There is no paper.
    NoPaper = 1,
    /// Somebody else has to be asked.
    #[idol(server_death)]
    Gone = 2,
}

/// Why a ticket has no zone.
#[derive(
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::counters::Count,
    ::serde::Serialize,
    ::serde::Deserialize,
    ::hubpack::SerializedSize,
)]
pub enum F {
    /// It was never sold.
    Forged,
    /// Nobody knows.
    Gone,
}

impl ::core::convert::From<::idol_runtime::ServerDeath> for F {
    fn from(_: ::idol_runtime::ServerDeath) -> Self {
        Self::Gone
    }
}

/// A zone, as its own bytes.
#[derive(
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::zerocopy_derive::TryFromBytes,
    ::zerocopy_derive::IntoBytes,
    ::zerocopy_derive::Immutable,
)]
#[repr(u8)]
pub enum Zone {
    /// Where the museums are.
    Inner = 1,
    /// Where people live.
    Outer = 2,
}
