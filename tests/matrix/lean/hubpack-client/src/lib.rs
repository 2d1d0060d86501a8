//! A client at the root of a crate that has no more than it may count on.

#![no_std]
#![deny(warnings, clippy::all, elided_lifetimes_in_paths, missing_docs)]
#![forbid(clippy::wildcard_imports, unsafe_code)]

#[path = "../../../src/failure.rs"]
mod failure;
pub use failure::Failure;

matrix::stub!(diary, client, uncounted);
