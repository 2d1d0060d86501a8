//! Types that have what the stubs ask of them and no more.

// The client, `Lamp`.
include!(concat!(env!("OUT_DIR"), "/lamp_client.rs"));

/// The server.
pub mod idl {
    use super::{
        Color, Direction, Full, Kelvin, LampError, Lumen, Mode, Remark, checked,
    };
    include!(concat!(env!("OUT_DIR"), "/lamp_server.rs"));
}

use userlib::FromPrimitive;
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, TryFromBytes};

/// Sent with `FromPrimitive`.
#[derive(
    Clone, Copy, Debug, PartialEq, FromPrimitive, IntoBytes, Immutable,
)]
#[repr(u8)]
pub enum Color {
    /// 0 on the wire.
    Warm = 0,
    /// 1 on the wire.
    Cold = 1,
}

/// Sent with `From`, which the server calls.
#[derive(IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Kelvin(u16);

impl From<u16> for Kelvin {
    fn from(kelvin: u16) -> Self {
        Self(kelvin)
    }
}

/// Sent with `From` and a function.
#[derive(IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Lumen(u16);

/// Whatever was sent, a lamp has at most 800 lumen.
pub fn checked(lumen: u16) -> Lumen {
    Lumen(lumen.min(800))
}

/// Sent as it is: any four bytes are a direction.
#[derive(Clone, Copy, Debug, PartialEq, FromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct Direction {
    /// In degrees.
    pub azimuth: u16,
    /// In degrees.
    pub altitude: u16,
}

/// Sent as it is, though not any byte is a mode.
#[derive(Clone, Copy, TryFromBytes, IntoBytes, Immutable)]
#[repr(u8)]
pub enum Mode {
    /// At once.
    Jump = 0,
    /// Slowly.
    Glide = 1,
}

/// Sent with `Hubpack`.
#[derive(serde::Serialize, serde::Deserialize, hubpack::SerializedSize)]
pub enum Remark {
    /// The lamp flickers.
    Flickers,
    /// It has been on for so many hours.
    Hours(u32),
}

/// The error of `CLike`.
#[derive(
    Clone, Copy, Debug, PartialEq, idol_derive::IdolError, counters::Count,
)]
pub enum LampError {
    /// There is no bulb.
    NoBulb = 1,
    /// The lamp was restarted, and the light may or may not be set.
    #[idol(server_death)]
    Restarted = 2,
}

/// The error of `Complex`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    serde::Serialize,
    serde::Deserialize,
    hubpack::SerializedSize,
    counters::Count,
)]
pub enum Full {
    /// There is no room before then, in seconds.
    Until(#[count(skip)] u32),
    /// The lamp was restarted, and the remark may or may not be lost.
    Restarted,
}

impl From<idol_runtime::ServerDeath> for Full {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::Restarted
    }
}
