//! All stubs of every real interface, in one crate with the strictest lints.
//!
//! The folder `IDOL_CORPUS` has the files. Their types are elsewhere, so each
//! is stood in for by one that has what its use requires, and nothing more:
//! the build script derives that from the file. A module holds the stubs of a
//! file, each beside an import of exactly the names that the file uses; an
//! import too many is a warning, and so an error.
//!
//! Without the corpus only `idl/everything.idol` is here, which has all that
//! types can be used for; without the feature `long` nothing is.

#![no_std]
#![deny(
    warnings,
    clippy::all,
    elided_lifetimes_in_paths,
    missing_docs,
    unreachable_pub
)]
#![forbid(clippy::wildcard_imports)]

/// A file whose stubs are here.
pub struct Compiled {
    /// The file's name.
    pub file: &'static str,
    /// What it said when it was compiled.
    pub text: &'static str,
    /// Makes a client and drops it. `None` if a client is refused.
    pub client: Option<fn(userlib::TaskId)>,
    /// Serve for ever: one in order, one pipelined.
    pub servers: [fn(); 2],
}

#[cfg(feature = "long")]
include!(concat!(env!("OUT_DIR"), "/files.rs"));
