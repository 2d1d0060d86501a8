//! The values that go over the wire, and the errors.

use std::fmt::Debug;

use idol_derive::IdolError;
use idol_runtime::ServerDeath;
use serde::{Deserialize, Serialize};
use userlib::FromPrimitive;
use zerocopy_derive::{FromBytes, Immutable, IntoBytes};

/// A value of which both sides know what it should be.
pub trait Sample: Debug + PartialEq {
    /// What is sent.
    fn sent(seed: u16) -> Self;

    /// What the receiver makes of it.
    fn received(seed: u16) -> Self;
}

/// Its own bytes. Not `Copy`, which nobody may ask for.
#[derive(
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    FromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(C)]
pub struct Own {
    first: u16,
    second: u16,
}

impl Sample for Own {
    fn sent(seed: u16) -> Self {
        Self {
            first: seed,
            second: !seed,
        }
    }

    fn received(seed: u16) -> Self {
        Self::sent(seed)
    }
}

impl Sample for bool {
    fn sent(seed: u16) -> Self {
        seed.is_multiple_of(2)
    }

    fn received(seed: u16) -> Self {
        Self::sent(seed)
    }
}

impl Sample for () {
    fn sent(_: u16) {}

    fn received(_: u16) {}
}

/// Converted from its number.
#[derive(Debug, PartialEq, FromPrimitive, IntoBytes, Immutable)]
#[repr(u8)]
pub enum Color {
    Red = 1,
    Green = 2,
    Blue = 4,
}

impl Sample for Color {
    fn sent(seed: u16) -> Self {
        match seed % 3 {
            0 => Self::Red,
            1 => Self::Green,
            _ => Self::Blue,
        }
    }

    fn received(seed: u16) -> Self {
        Self::sent(seed)
    }
}

/// Converted with `From`, which leaves its mark.
#[derive(Debug, PartialEq, IntoBytes, Immutable)]
#[repr(transparent)]
pub struct ByFrom(u16);

impl From<u16> for ByFrom {
    fn from(raw: u16) -> Self {
        Self(raw ^ 0x0100)
    }
}

impl Sample for ByFrom {
    fn sent(seed: u16) -> Self {
        Self(seed)
    }

    fn received(seed: u16) -> Self {
        Self(seed ^ 0x0100)
    }
}

/// Converted with a function, which leaves another mark.
#[derive(Debug, PartialEq, IntoBytes, Immutable)]
#[repr(transparent)]
pub struct ByFunction(u16);

pub fn by_function(raw: u16) -> ByFunction {
    ByFunction(raw.swap_bytes())
}

impl Sample for ByFunction {
    fn sent(seed: u16) -> Self {
        Self(seed)
    }

    fn received(seed: u16) -> Self {
        Self(seed.swap_bytes())
    }
}

/// An error that a server answers with on request.
pub trait Refusal {
    fn refusal(seed: u16) -> Self;
}

/// An error that is a code.
#[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError, counters::Count)]
pub enum Code {
    Refused = 3,
    /// Never sent: clients must not mistake another for it.
    Unused = 4,
    #[idol(server_death)]
    Died = 700,
}

impl Refusal for Code {
    fn refusal(_: u16) -> Self {
        Self::Refused
    }
}

/// An error with something to say. Larger than any other reply, so that it
/// decides how much room a client needs.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    FromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(C)]
pub struct Report {
    seed: u16,
    lines: [u16; 3],
}

impl Report {
    const DIED: Self = Self {
        seed: 0,
        lines: [0xdead; 3],
    };

    pub fn is_of_death(&self) -> bool {
        *self == Self::DIED
    }
}

impl Refusal for Report {
    fn refusal(seed: u16) -> Self {
        Self {
            seed,
            lines: [1, 2, 3],
        }
    }
}

impl From<ServerDeath> for Report {
    fn from(_: ServerDeath) -> Self {
        Self::DIED
    }
}

/// Counted without a look inside.
impl counters::Count for Report {
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
