//! What `hf.idol` names.

use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};
use userlib::FromPrimitive;
use zerocopy_derive::{FromBytes, Immutable, IntoBytes};

use crate::stand_in::error;

/// The crate that `hf.idol` names.
pub mod drv_hash_api {
    /// Bytes of a SHA-256 hash.
    pub const SHA256_SZ: usize = 32;
}

/// What a flash chip says that it is. 20 bytes.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromBytes, Immutable, IntoBytes,
)]
#[repr(C)]
pub struct HfChipId {
    /// Who made it.
    pub manufacturer: u8,
    /// What kind it is.
    pub memory_type: u8,
    /// The logarithm of its size.
    pub capacity: u8,
    /// Which one it is.
    pub unique_id: [u8; 17],
}

/// Whether an operation may change protected flash.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, Immutable, IntoBytes,
)]
#[repr(u8)]
pub enum HfProtectMode {
    /// It may not.
    ProtectSector0 = 0,
    /// It may.
    AllowModificationsToSector0,
}

/// Who is connected to the flash.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, Immutable, IntoBytes,
)]
#[repr(u8)]
pub enum HfMuxState {
    /// The service processor.
    SP = 1,
    /// The host.
    HostCPU = 2,
}

/// One of the two flash chips.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromPrimitive,
    Immutable,
    IntoBytes,
    Serialize,
    Deserialize,
    SerializedSize,
)]
#[repr(u8)]
pub enum HfDevSelect {
    /// The first.
    Flash0 = 0,
    /// The second.
    Flash1,
}

/// What outlives a reset. 1 byte on the wire.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub struct HfPersistentData {
    /// The chip to boot from.
    pub dev_select: HfDevSelect,
}

/// A hash and its algorithm. 33 bytes on the wire.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize,
)]
pub enum ApobHash {
    /// SHA-256.
    Sha256([u8; drv_hash_api::SHA256_SZ]),
}

error! {
    /// Why the flash could not be used. 1 byte.
    HfError { WriteEnableFailed, NotMuxedToSp, BadAddress, HashNotConfigured,
        NoDevSelect, NotMuxedToHost, NoPersistentData, MonotonicCounterOverflow,
        BadChipId, HashError, HashUncalculated, HashInProgress, SectorProtected,
        FpgaNotConfigured, QspiTimeout, QspiTransferError, BadCapacity }
}

error! {
    /// Why no slot was begun. 1 byte.
    ApobBeginError { InvalidState, BadDataLength, NotImplemented }
}

error! {
    /// Why nothing was written. 1 byte.
    ApobWriteError { InvalidState, InvalidOffset, InvalidSize, WriteFailed,
        NotErased, NotImplemented }
}

error! {
    /// Why the slot was not committed. 1 byte.
    ApobCommitError { InvalidState, ValidationFailed, CommitFailed,
        NotImplemented }
}

error! {
    /// Why nothing was read. 1 byte.
    ApobReadError { InvalidState, NoValidApob, InvalidOffset, InvalidSize,
        ReadFailed, NotImplemented }
}

error! {
    /// Why nothing was cleared. 1 byte.
    ApobClearError { InvalidState, NotImplemented }
}
