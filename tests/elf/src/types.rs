//! The types that the interfaces name.

use counters::Count;
use hubpack::SerializedSize;
use idol_derive::IdolError;
use serde::{Deserialize, Serialize};
use userlib::FromPrimitive;
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, TryFromBytes};

/// For whom a desk is open.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, IntoBytes, Immutable,
)]
#[repr(u8)]
pub enum Mode {
    /// For nobody.
    Closed = 0,
    /// For everybody.
    Open = 3,
}

/// What one gets.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromBytes, IntoBytes, Immutable,
)]
#[repr(C)]
pub struct Receipt {
    /// Counted from the morning on.
    pub number: u32,
    /// The first letters.
    pub letters: [u8; 2],
    /// In minutes.
    pub wait: i16,
}

/// What is looked for.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Wanted {
    /// Whatever.
    Any,
    /// By its number.
    Number(u16),
    /// By whose it is.
    Of {
        /// The owner.
        owner: u8,
        /// Since when.
        since: Option<u32>,
    },
}

/// What is found.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct Thing {
    /// Its number.
    pub number: u16,
    /// Where it is.
    pub place: (u8, i8),
}

/// How a lamp is made. Numbers that are not the indices on the wire.
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
)]
#[repr(u16)]
pub enum Shape {
    /// The index 0.
    Round = 700,
    /// The index 1.
    Square = 2,
}

/// Why a lamp is dark: not a code, but a number of the lamp's own.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Count)]
pub enum LampError {
    /// By its number.
    Number(u16),
    /// It was restarted.
    Gone,
}

impl From<LampError> for u16 {
    fn from(error: LampError) -> Self {
        match error {
            LampError::Number(number) => number,
            LampError::Gone => Self::MAX,
        }
    }
}

impl TryFrom<u32> for LampError {
    type Error = ();

    fn try_from(code: u32) -> Result<Self, ()> {
        match u16::try_from(code) {
            Ok(number) => Ok(Self::Number(number)),
            Err(_) => Ok(Self::Gone),
        }
    }
}

impl idol_runtime::IHaveConsideredServerDeathWithThisErrorType for LampError {}

impl From<idol_runtime::ServerDeath> for Receipt {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self {
            number: 0,
            letters: [0; 2],
            wait: -1,
        }
    }
}

/// Why nothing is found.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Refusal {
    /// There is none.
    None,
    /// Not before then.
    Later(u32),
    /// It was restarted.
    Gone,
}

impl From<idol_runtime::ServerDeath> for Refusal {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::Gone
    }
}

/// Errors are counted as one thing.
macro_rules! counted_as_one {
    ($($ty:ty),+) => {
        $(impl Count for $ty {
            type Counters = <() as Count>::Counters;

            #[expect(
                clippy::declare_interior_mutable_const,
                reason = "the initial value of a static"
            )]
            const NEW_COUNTERS: Self::Counters = <() as Count>::NEW_COUNTERS;

            fn count(&self, counters: &Self::Counters) {
                ().count(counters);
            }
        })+
    };
}

counted_as_one!(Receipt, Refusal);

/// Why a desk does not do it.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, Count)]
#[repr(u32)]
pub enum DeskError {
    /// It is closed.
    Closed = 1,
    /// It is too large.
    TooLarge = 20,
    /// It was restarted.
    #[idol(server_death)]
    Gone = 21,
}

/// One of many, which says where the next is.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromBytes, IntoBytes, Immutable,
)]
#[repr(C)]
pub struct Slip {
    /// Its number.
    pub number: u32,
    /// Where to go on.
    pub next: u32,
}
