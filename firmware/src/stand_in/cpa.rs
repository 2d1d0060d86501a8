//! What `control-plane-agent.idol` names.

use serde::{Deserialize, Serialize};
use zerocopy_derive::{FromBytes, Immutable, IntoBytes};

use crate::stand_in::error;

/// Who a sled is. 26 bytes.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromBytes, Immutable, IntoBytes,
)]
#[repr(C, packed)]
pub struct OxideIdentity {
    /// The part's number.
    pub part_number: [u8; 11],
    /// The part's revision.
    pub revision: u32,
    /// The sled's own number.
    pub serial: [u8; 11],
}

/// How the host is to start. 8 bytes.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct HostStartupOptions(pub u64);

/// Who may use the host's console. 1 byte on the wire.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum UartClient {
    /// The management gateway.
    Mgs,
    /// The debugger.
    Humility,
}

error! {
    /// Why the agent did not do it. 1 byte.
    ControlPlaneAgentError { InvalidStartupOptions, OperationUnsupported,
        MgsAttachedToUart, HumilityAttachedToUart }
}
