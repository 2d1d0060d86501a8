//! Types of every kind that an interface carries, and what both sides of a
//! random interface are asked by.

pub mod harness;
pub mod random;
pub mod types;
