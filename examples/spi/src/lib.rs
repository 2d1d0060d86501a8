//! The driver of an SPI bus, its client, and what both speak of.

pub mod client;
pub mod driver;
#[cfg(test)]
mod tests;

use userlib::FromPrimitive;

// The client, `Spi`, and beside it what the interface names. In a Hubris tree
// this is an API crate of its own, and the driver another.
include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));

/// The chips on the bus.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromPrimitive,
    zerocopy_derive::IntoBytes,
    zerocopy_derive::Immutable,
)]
#[cfg_attr(test, derive(serde::Serialize))]
#[repr(u8)]
pub enum Chip {
    /// The flash that holds the firmware.
    Flash = 0,
    /// Where a second one would be soldered.
    Spare = 1,
}

/// Why the bus did not do what it was asked.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, idol_derive::IdolError, counters::Count,
)]
#[cfg_attr(test, derive(serde::Serialize))]
pub enum SpiError {
    /// No chip answers there.
    NoChip = 1,
    /// The two buffers of an exchange differ in length.
    LengthsDiffer = 2,
    /// Another task has locked the bus.
    Locked = 3,
    /// The driver was restarted, and the exchange may or may not have happened.
    #[idol(server_death)]
    DriverRestarted = 4,
}
