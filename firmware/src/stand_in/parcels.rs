//! What `parcels.idol` names.

use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};

/// What is sent.
#[derive(Copy, Clone, Debug, Serialize, Deserialize, SerializedSize)]
pub enum Parcel {
    /// Nothing but a letter.
    Letter,
    /// A box.
    Box {
        /// Its sides in millimetres.
        sides: (u16, u16, u16),
        /// What it holds.
        content: [u8; 12],
    },
}

/// Why it did not arrive.
#[derive(Copy, Clone, Debug, Serialize, Deserialize, SerializedSize)]
pub enum ParcelError {
    /// Nobody knows where it is.
    Lost,
    /// So many grams too heavy.
    TooHeavy(u32),
    /// The post office was restarted.
    Closed,
}

impl From<idol_runtime::ServerDeath> for ParcelError {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::Closed
    }
}

impl counters::Count for ParcelError {
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
