//! The driver of a sensor that measures on a timer, its client, and what both
//! speak of.

pub mod client;
pub mod driver;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tried;

use serde::{Deserialize, Serialize};

// The client, `Sensor`, and beside it what the interface names.
include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));

/// Where a temperature is measured.
#[derive(
    Copy,
    Clone,
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
pub enum Place {
    /// Inside.
    Room,
    /// Outside.
    Garden,
}

/// What was measured.
#[derive(
    Copy, Clone, Debug, Serialize, Deserialize, hubpack::SerializedSize,
)]
pub struct Reading {
    /// In degrees Celsius.
    pub celsius: i16,
    /// In milliseconds since the system started.
    pub at: u64,
}

/// Why there is no reading.
#[derive(Copy, Clone, Debug, idol_derive::IdolError, counters::Count)]
#[cfg_attr(test, derive(serde::Serialize))]
pub enum SensorError {
    /// The driver has just started.
    NothingYet = 1,
}
