//! What a bare Cortex-M task costs, measured on its linked file: bytes of
//! flash, places that can panic, stack, and instructions of a call; and whether
//! its system calls follow the kernel's convention.
//!
//! Everything here runs on a host. The tasks come from the package `firmware`;
//! the test `flash` compares what they cost with what is committed.

pub mod emulator;
mod expect;
pub mod frame;
pub mod image;
pub mod lines;
pub mod null_call;
mod observed;
pub mod system_call;

pub use board::processor;

pub use image::Image;
