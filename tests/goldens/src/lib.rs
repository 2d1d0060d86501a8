//! The committed output of the generator, compiled as users compile it, and
//! the types that its interfaces name.

#![no_std]
#![deny(warnings, clippy::all, elided_lifetimes_in_paths)]

use idol_derive::IdolError;
use serde::{Deserialize, Serialize};
use userlib::FromPrimitive;
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, TryFromBytes};

/// The stubs of one interface. A bare task holds one server, so there a
/// feature of the case's name chooses the interface.
macro_rules! case {
    ($name:ident, $feature:literal, $doc:literal) => {
        #[doc = $doc]
        #[cfg(any(not(target_os = "none"), feature = $feature))]
        pub mod $name {
            /// The client.
            pub mod client {
                include!(concat!("../cases/", stringify!($name), "/client.rs"));
            }
            /// The server.
            pub mod server {
                include!(concat!("../cases/", stringify!($name), "/server.rs"));
            }
            /// The server that answers when it likes.
            #[cfg(not(target_os = "none"))]
            pub mod pipelined {
                include!(concat!(
                    "../cases/",
                    stringify!($name),
                    "/pipelined.rs"
                ));
            }
        }
    };
}

case!(thermostat, "thermostat", "Zerocopy in all its forms.");
case!(journal, "journal", "Hubpack in all its forms.");
case!(legacy, "legacy", "Ssmarshal.");
case!(gate, "gate", "Settings away from the defaults.");
case!(dimmer, "dimmer", "Conversions that may refuse.");
case!(roster, "roster", "Cursors.");

/// Where a temperature is measured.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromPrimitive,
    TryFromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(u8)]
pub enum Sensor {
    /// Inside.
    Room = 1,
    /// Outside.
    Garden = 2,
}

/// A temperature, neither `Copy` nor `Clone`.
#[derive(Debug, Eq, PartialEq, IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Celsius(pub i16);

impl From<i16> for Celsius {
    fn from(degrees: i16) -> Self {
        Self(degrees)
    }
}

/// A temperature above absolute zero.
pub fn celsius(degrees: i16) -> Celsius {
    Celsius(degrees.max(-273))
}

/// How a sensor is off.
#[derive(Debug, Eq, PartialEq, FromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct Calibration {
    /// Added to what it measures.
    pub offset: i16,
    /// What that is multiplied by.
    pub scale: u16,
}

/// Why there is no climate.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, counters::Count)]
pub enum ClimateError {
    /// No such sensor.
    NoSensor = 1,
    /// Nobody could bear it.
    Unbearable = 2,
    /// The thermostat was restarted.
    #[idol(server_death)]
    Restarted = 3,
}

/// What went wrong, with details.
#[derive(Debug, Eq, PartialEq, FromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct FaultReport {
    /// Which part.
    pub part: u32,
    /// Since when.
    pub since: u32,
}

impl From<idol_runtime::ServerDeath> for FaultReport {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self {
            part: u32::MAX,
            since: 0,
        }
    }
}

impl counters::Count for FaultReport {
    type Counters = <() as counters::Count>::Counters;

    #[expect(
        clippy::declare_interior_mutable_const,
        reason = "the initial value of a static"
    )]
    const NEW_COUNTERS: Self::Counters = <() as counters::Count>::NEW_COUNTERS;

    fn count(&self, counters: &Self::Counters) {
        ().count(counters);
    }
}

/// Why sensors are not swapped.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    counters::Count,
    TryFromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(u8)]
pub enum Doubt {
    /// They were the wrong way round before.
    AlreadySwapped = 1,
    /// Whether it happened is not known.
    Unknown = 2,
}

impl From<idol_runtime::ServerDeath> for Doubt {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::Unknown
    }
}

/// A line of the journal.
#[derive(
    Debug, Eq, PartialEq, Serialize, Deserialize, hubpack::SerializedSize,
)]
pub enum Entry {
    /// It was switched on.
    Started,
    /// Something was measured.
    Measured {
        /// How much.
        value: u32,
    },
}

/// Why the journal takes no entry.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, counters::Count)]
pub enum JournalError {
    /// There is no room.
    Full = 1,
    /// Whether it was written is not known.
    #[idol(server_death)]
    Unknown = 2,
}

/// How the journal is damaged. Not `Copy`.
#[derive(
    Debug,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    counters::Count,
)]
pub enum Damage {
    /// A page is gone.
    Page(#[count(skip)] u16),
    /// The server is gone.
    Server,
}

impl From<idol_runtime::ServerDeath> for Damage {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::Server
    }
}

/// Why a slot is not stored.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, counters::Count)]
pub enum LegacyError {
    /// There is no such slot.
    NoSlot = 1,
    /// The server was restarted.
    #[idol(server_death)]
    Restarted = 2,
}

/// How much of all that there is: what is received is at most 100.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Percent(pub u8);

impl TryFrom<u8> for Percent {
    type Error = u8;

    fn try_from(raw: u8) -> Result<Self, u8> {
        percent(raw).ok_or(raw)
    }
}

/// As [`Percent::try_from`].
pub fn percent(raw: u8) -> Option<Percent> {
    (raw <= 100).then_some(Percent(raw))
}

/// Why the gate does not open.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, counters::Count)]
pub enum GateError {
    /// It is locked.
    Locked = 1,
    /// The server was restarted too often.
    #[idol(server_death)]
    Restarted = 2,
}

/// Of whom a roster tells; not `Copy`.
#[derive(Clone, Debug, Eq, PartialEq, FromBytes, IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Group(pub u8);

/// Who belongs to a group.
#[derive(Debug, Eq, PartialEq, FromBytes, IntoBytes, Immutable)]
#[repr(C, packed)]
pub struct Member {
    /// By the number on the badge.
    pub number: u32,
    /// Where to go on.
    pub next: u16,
}

/// A day, which is no number; neither `Copy` nor `Clone`.
#[derive(
    Debug, Eq, PartialEq, Serialize, Deserialize, hubpack::SerializedSize,
)]
pub struct Day(pub u16);

/// Why a roster tells nothing.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, counters::Count)]
pub enum RosterError {
    /// There is no such group.
    NoGroup = 1,
    /// The server was restarted.
    #[idol(server_death)]
    Restarted = 2,
}
