//! The values that go over the wire. Their bytes are the same in every
//! encoding.

use idol_runtime::{IHaveConsideredServerDeathWithThisErrorType, ServerDeath};
use serde::{Deserialize, Serialize};
use userlib::{FIRST_DEAD_CODE, FromPrimitive};
use zerocopy_derive::{Immutable, IntoBytes, TryFromBytes};

/// Three of the 256 bytes.
#[derive(
    Debug,
    PartialEq,
    FromPrimitive,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    TryFromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(u8)]
pub enum Color {
    Red = 0,
    Green = 1,
    Blue = 2,
}

/// A reply of which some bytes are no value. 4 bytes.
#[derive(
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    TryFromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(C)]
pub struct Note {
    pub color: Color,
    pub tag: u8,
    pub number: u16,
}

/// An error that is a code.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Refusal {
    Refused,
    /// Its code is 0, which means success.
    Silent,
    Died,
}

impl Refusal {
    pub(crate) const CODE: u32 = 3;
}

impl From<Refusal> for u16 {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Refused => Refusal::CODE as u16,
            Refusal::Silent => 0,
            Refusal::Died => 4,
        }
    }
}

impl TryFrom<u32> for Refusal {
    type Error = ();

    fn try_from(code: u32) -> Result<Self, ()> {
        match code {
            Refusal::CODE => Ok(Self::Refused),
            FIRST_DEAD_CODE.. => Ok(Self::Died),
            _ => Err(()),
        }
    }
}

impl IHaveConsideredServerDeathWithThisErrorType for Refusal {}

/// An error with something to say, longer than any value. 8 bytes.
#[derive(
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    TryFromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(C)]
pub struct Report {
    pub color: Color,
    pub lines: [u8; 7],
}

impl Report {
    pub(crate) const REFUSED: Self = Self {
        color: Color::Blue,
        lines: *b"refused",
    };
    pub(crate) const BYTES: &[u8] = b"\x02refused";
    const DIED: Self = Self {
        color: Color::Red,
        lines: *b"is dead",
    };
}

impl From<ServerDeath> for Report {
    fn from(_: ServerDeath) -> Self {
        Self::DIED
    }
}

/// What an operation returns: one value that the server sends, and its bytes.
pub(crate) trait Good: std::fmt::Debug + PartialEq {
    const GOOD: Self;
    const BYTES: &'static [u8];
    /// As many bytes that are no value, if there are any such.
    const UNDECODABLE: Option<&'static [u8]> = None;
}

impl Good for () {
    const GOOD: Self = ();
    const BYTES: &'static [u8] = &[];
}

impl Good for bool {
    const GOOD: Self = true;
    const BYTES: &'static [u8] = &[1];
    // Only in the encodings of serde.
    const UNDECODABLE: Option<&'static [u8]> = Some(&[2]);
}

impl Good for u32 {
    const GOOD: Self = u32::from_le_bytes([1, 2, 3, 4]);
    const BYTES: &'static [u8] = &[1, 2, 3, 4];
}

impl Good for [u8; 4] {
    const GOOD: Self = [1, 2, 3, 4];
    const BYTES: &'static [u8] = &[1, 2, 3, 4];
}

impl Good for Color {
    const GOOD: Self = Self::Green;
    const BYTES: &'static [u8] = &[1];
    const UNDECODABLE: Option<&'static [u8]> = Some(&[3]);
}

impl Good for Note {
    const GOOD: Self = Self {
        color: Color::Green,
        tag: 2,
        number: u16::from_le_bytes([3, 4]),
    };
    const BYTES: &'static [u8] = &[1, 2, 3, 4];
    const UNDECODABLE: Option<&'static [u8]> = Some(&[3, 2, 3, 4]);
}

/// What a call returned.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// The good value.
    Value,
    /// The error that the server answers with.
    Refused,
    /// The error that says that the server died.
    Died,
}

/// What is made an [`Outcome`] of; only what may be returned at all.
pub(crate) trait Told {
    fn told(self) -> Outcome;
}

impl<T: Good> Told for T {
    fn told(self) -> Outcome {
        assert_eq!(self, T::GOOD);
        Outcome::Value
    }
}

impl<T: Good> Told for Result<T, Refusal> {
    fn told(self) -> Outcome {
        match self {
            Ok(value) => value.told(),
            Err(Refusal::Refused) => Outcome::Refused,
            Err(Refusal::Died) => Outcome::Died,
            Err(Refusal::Silent) => panic!("it has no code"),
        }
    }
}

impl<T: Good> Told for Result<T, Report> {
    fn told(self) -> Outcome {
        match self {
            Ok(value) => value.told(),
            Err(Report::REFUSED) => Outcome::Refused,
            Err(Report::DIED) => Outcome::Died,
            Err(other) => panic!("nobody sent {other:?}"),
        }
    }
}

impl<T: Good> Told for Result<T, ServerDeath> {
    fn told(self) -> Outcome {
        match self {
            Ok(value) => value.told(),
            Err(ServerDeath) => Outcome::Died,
        }
    }
}
