//! The types that the interfaces name.

use counters::Count;
use hubpack::SerializedSize;
use idol_derive::IdolError;
use serde::{Deserialize, Serialize};
use userlib::FromPrimitive;
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, TryFromBytes};

/// How a bench works. In the file of a task only the debug information knows
/// these names.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    Count,
    FromPrimitive,
    TryFromBytes,
    IntoBytes,
    Immutable,
    Serialize,
)]
#[repr(u8)]
pub enum Mode {
    /// Not at all.
    Idle = 1,
    /// Little by little.
    Slow = 4,
    /// As fast as it can.
    Fast = 0x80,
}

/// A level. One that is too high is lowered.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, IntoBytes, Immutable, Serialize,
)]
#[repr(transparent)]
pub struct Level(pub u16);

impl From<u16> for Level {
    fn from(level: u16) -> Self {
        Self(level)
    }
}

/// A level of 1,000 at the most.
pub fn limited(level: u16) -> Level {
    Level(level.min(1000))
}

/// A point.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromBytes,
    IntoBytes,
    Immutable,
    Serialize,
)]
#[repr(C)]
pub struct Point {
    /// To the right.
    pub x: i16,
    /// Down.
    pub y: i16,
}

/// A rectangle with a name.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromBytes,
    IntoBytes,
    Immutable,
    Serialize,
)]
#[repr(C)]
pub struct Area {
    /// Where it starts.
    pub from: Point,
    /// Where it ends.
    pub to: Point,
    /// What it is called.
    pub name: [u8; 4],
}

/// Why a bench does not work.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, Count, Serialize)]
#[repr(u32)]
pub enum BenchError {
    /// It is on fire.
    Burning = 1,
    /// Somebody sits on it.
    Occupied = 7,
    /// It was restarted.
    #[idol(server_death)]
    Gone = 300,
}

/// What is stuck, and where.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromBytes,
    IntoBytes,
    Immutable,
    Serialize,
)]
#[repr(C)]
pub struct Jam {
    /// Where.
    pub at: Point,
    /// How much of it.
    pub amount: u32,
}

impl From<idol_runtime::ServerDeath> for Jam {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self {
            at: Point { x: 0, y: 0 },
            amount: u32::MAX,
        }
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

counted_as_one!(Jam, Refusal);

/// A parcel.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct Parcel {
    /// In grams. Memory has it behind what follows.
    pub weight: u8,
    /// Where it goes.
    pub to: Address,
    /// What it is.
    pub kind: ParcelKind,
    /// The number on it.
    pub number: u32,
}

/// A house in a street.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct Address(pub u16, pub u8);

/// Numbers that are not the indices on the wire.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum ParcelKind {
    /// The index 0.
    Letter = 20,
    /// The index 1.
    Box = 10,
    /// The index 2.
    Crate = 30,
}

/// What is looked for: all kinds of variants.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Wanted {
    /// Whatever.
    Any,
    /// By its number.
    Number(u32),
    /// From one weight to another.
    Weight(u8, u8),
    /// On a shelf, perhaps near another.
    Near {
        /// The shelf.
        shelf: Shelf,
        /// The other.
        or: Option<Shelf>,
    },
}

/// A shelf.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct Shelf(pub u8);

/// Why a parcel is not taken.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum Refusal {
    /// No room.
    Full,
    /// By so much.
    TooHeavy {
        /// In grams.
        by: u16,
    },
    /// It was restarted.
    Gone,
}

impl From<idol_runtime::ServerDeath> for Refusal {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::Gone
    }
}

/// Why nothing is found.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, Count, Serialize)]
pub enum StoreError {
    /// There is none.
    NoSuch = 2,
    /// It was restarted.
    #[idol(server_death)]
    Gone = 3,
}

/// A turn.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Turn {
    /// By so many degrees.
    By(i16),
    /// All around.
    Around,
}

/// How worn a relic is. Three bytes of padding in memory.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[repr(C)]
pub struct Wear {
    /// Where.
    pub at: u8,
    /// For how long.
    pub ticks: u32,
    /// By whom.
    pub by: Turn,
}

/// A name for an `Option`, which only the compiler sees through.
pub type MaybeWord = Option<u32>;

/// Another, of one that needs no flag.
pub type MaybeCount = Option<core::num::NonZeroU16>;

/// A lamp. No bytes but 0 and 1 are a `bool`.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, TryFromBytes, IntoBytes, Immutable,
)]
#[repr(C)]
pub struct Lamp {
    /// Whether it is on.
    pub on: bool,
    /// Its colour.
    pub hue: u8,
}

/// Why a relic does not move.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, Count, Serialize)]
pub enum RelicError {
    /// It is old.
    Stuck = 1,
    /// It was restarted.
    #[idol(server_death)]
    Gone = 2,
}
