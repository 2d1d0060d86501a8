//! The crates that hold stubs: what they deny, and those that have little.

mod lean;
mod lints;
