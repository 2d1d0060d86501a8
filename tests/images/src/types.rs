//! The types that the interfaces name.

use counters::Count;
use hubpack::SerializedSize;
use idol_derive::IdolError;
use serde::{Deserialize, Serialize};
use zerocopy_derive::{
    FromBytes, Immutable, IntoBytes, KnownLayout, TryFromBytes,
};

/// What lies on a shelf. 4 bytes.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    SerializedSize,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(C)]
pub struct Item {
    /// Which one.
    pub id: u16,
    /// What it costs.
    pub price: u16,
}

/// A color.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    SerializedSize,
    TryFromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(u8)]
pub enum Color {
    /// As blood.
    Red,
    /// As grass.
    Green,
    /// As the sky.
    Blue,
}

/// Why a shelf does not do it.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, Count)]
#[repr(u32)]
pub enum ShelfError {
    /// There is no such place.
    NoPlace = 1,
    /// Nothing lies there.
    Empty = 2,
    /// The server has died.
    #[idol(server_death)]
    Gone = 3,
}

/// What is too heavy, and by how much. 4 bytes.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    SerializedSize,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(C)]
pub struct Overload {
    /// By so much.
    pub by: u32,
}

impl From<idol_runtime::ServerDeath> for Overload {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self { by: u32::MAX }
    }
}

impl Count for Overload {
    type Counters = <() as Count>::Counters;

    #[expect(
        clippy::declare_interior_mutable_const,
        reason = "the initial value of a static"
    )]
    const NEW_COUNTERS: Self::Counters = <() as Count>::NEW_COUNTERS;

    fn count(&self, counters: &Self::Counters) {
        ().count(counters);
    }
}

/// Why a pier does not do it.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, Count)]
#[repr(u32)]
pub enum PierError {
    /// Too many wait.
    Full = 1,
    /// The server has died.
    #[idol(server_death)]
    Gone = 2,
}

/// Why a serial port does not do it.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, Count)]
#[repr(u32)]
pub enum SerialError {
    /// More has come than there is room for, and some of it is lost.
    Overrun = 1,
    /// The server has died.
    #[idol(server_death)]
    Gone = 2,
}
