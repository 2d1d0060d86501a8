//! Generates typed clients and servers from `.idol` files.
//!
//! source → parse → [`syntax`] → [`check`] → [`model`] → emit → text

pub mod diagnostic;
pub mod model;
pub mod syntax;

/// Finds everything that can be wrong.
pub mod check {}
