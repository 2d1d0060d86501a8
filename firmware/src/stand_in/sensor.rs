//! What `sensor.idol` names.

use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};

use crate::stand_in::error;

/// Which sensor. 4 bytes.
#[derive(
    Copy,
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    SerializedSize,
)]
pub struct SensorId(pub u32);

/// What was measured, and when. 12 bytes on the wire.
#[derive(
    Copy, Clone, Debug, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct Reading {
    /// The value, in the sensor's unit.
    pub value: f32,
    /// Milliseconds since the start.
    pub timestamp: u64,
}

/// Why nothing was measured. 1 byte on the wire.
#[expect(missing_docs, reason = "the names say it")]
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum NoData {
    DeviceOff,
    DeviceError,
    DeviceNotPresent,
    DeviceUnavailable,
    DeviceTimeout,
}

error! {
    /// Why there is no reading. 1 byte.
    SensorError { NoReading, NotPresent, DeviceError, DeviceUnavailable,
        DeviceTimeout, DeviceOff }
}
