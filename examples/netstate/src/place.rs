//! Where a client is in what it goes through.

use serde::{Deserialize, Serialize};

/// Where a client is. It is the server's word alone: whoever makes one up is
/// told that it is [`Gone`](crate::NetError::Gone).
#[derive(
    Copy,
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
pub struct Place {
    /// What is gone through; 0 begins.
    pub dump: u64,
    /// How many elements there were before.
    pub step: u32,
}

impl Place {
    /// Before the first element.
    pub const START: Self = Self { dump: 0, step: 0 };
}
