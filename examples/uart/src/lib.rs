//! The driver of a serial port, its client, and what both speak of.

pub mod client;
pub mod driver;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tried;

// The client, `Uart`, and beside it what the interface names.
include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));

/// Why there is no line.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, idol_derive::IdolError, counters::Count,
)]
#[cfg_attr(test, derive(serde::Serialize))]
pub enum UartError {
    /// As many wait already as the driver has room for.
    Busy = 1,
    /// The driver was restarted.
    #[idol(server_death)]
    Restarted = 2,
}
