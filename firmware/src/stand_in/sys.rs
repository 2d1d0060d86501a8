//! What `stm32xx-sys.idol` names.

use userlib::FromPrimitive;
use zerocopy_derive::{Immutable, IntoBytes};

use crate::stand_in::error;

error! {
    /// Why there is no such clock. 1 byte.
    RccError {}
}

/// A group of pins.
#[expect(missing_docs, reason = "ports are called by letters")]
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, Immutable, IntoBytes,
)]
#[repr(u8)]
pub enum Port {
    A = 0,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
}

/// When an input interrupts.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, Immutable, IntoBytes,
)]
#[repr(u8)]
pub enum Edge {
    /// As it rises.
    Rising = 1,
    /// As it falls.
    Falling = 2,
    /// Each time.
    Both = 3,
}

/// What to do with interrupts.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, Immutable, IntoBytes,
)]
#[repr(u8)]
pub enum IrqControl {
    /// Keep them as they are.
    Check = 0,
    /// Let them through.
    Enable,
    /// Keep them away.
    Disable,
}
