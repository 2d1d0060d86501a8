//! Types that users of the stubs have.

use idol_derive::IdolError;
use serde::{Deserialize, Serialize};
use userlib::FromPrimitive;
use zerocopy_derive::{Immutable, IntoBytes, TryFromBytes};

/// A number of few values.
#[allow(dead_code, reason = "not every target has stubs that use it")]
#[derive(
    Copy,
    Clone,
    Debug,
    FromPrimitive,
    IntoBytes,
    Immutable,
    TryFromBytes,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
#[repr(u8)]
pub(crate) enum Digit {
    Zero,
    One,
    Two,
}

/// Why a call fails; none does.
#[derive(
    Clone,
    Debug,
    IdolError,
    counters::Count,
    TryFromBytes,
    IntoBytes,
    Immutable,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
#[repr(u8)]
pub(crate) enum Failure {
    #[idol(server_death)]
    Death = 1,
}

impl From<idol_runtime::ServerDeath> for Failure {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::Death
    }
}
