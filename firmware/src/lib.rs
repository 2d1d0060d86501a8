//! Bare Cortex-M tasks that are measured: real interfaces' clients and
//! servers, each linked as a task of its own.
//!
//! Every binary of this package is one task. On a host each is an empty
//! program; `tests/flash` builds them for the three Cortex-M targets. The
//! interfaces are read from the folder `IDOL_CORPUS`, the types they name are
//! [stand-ins](stand_in) of the same sizes.
//!
//! What a panic does is a feature: `pm` formats its message for `sys_panic`,
//! `no-panic` does not link, and without either it does nothing.

#![no_std]

pub mod driver;
pub mod port;
pub mod stand_in;

#[cfg(target_os = "none")]
mod panic;

/// A binary of this package: on bare metal what the build script wrote for
/// it, on a host nothing.
#[macro_export]
macro_rules! task {
    ($file:literal) => {
        #[cfg(target_os = "none")]
        include!(concat!(env!("OUT_DIR"), "/", $file));

        #[cfg(not(target_os = "none"))]
        fn main() {}
    };
}

/// The functions that a task keeps linked, though nobody calls them.
#[repr(transparent)]
pub struct Kept<const N: usize>(pub [*const (); N]);

// SAFETY: the pointers are never read through: they are there for the linker.
unsafe impl<const N: usize> Sync for Kept<N> {}
