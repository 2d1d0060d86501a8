//! What `sprot.idol` names.

use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};

/// Defines types that travel as Hubpack writes them.
macro_rules! sent {
    ($($(#[doc = $doc:literal])* $kind:ident $name:ident $body:tt)*) => {$(
        $(#[doc = $doc])*
        #[expect(missing_docs, reason = "the names say what they are for")]
        #[derive(
            Copy, Clone, Debug, PartialEq, Serialize, Deserialize,
            SerializedSize,
        )]
        pub $kind $name $body
    )*};
}

/// Defines the errors of operations: the parts of each, of which the first is
/// made when the server dies.
macro_rules! errors {
    ($($name:ident { $($part:ident($ty:ident)),* } = $dead:expr;)*) => {$(
        /// Why it failed, on this side or on the other.
        #[expect(missing_docs, reason = "the types say what they are for")]
        #[derive(
            Copy, Clone, Debug, PartialEq, Serialize, Deserialize,
            SerializedSize,
        )]
        pub enum $name {
            $($part($ty),)*
        }

        impl From<idol_runtime::ServerDeath> for $name {
            fn from(_: idol_runtime::ServerDeath) -> Self {
                $dead
            }
        }

        impl counters::Count for $name {
            type Counters = <() as counters::Count>::Counters;

            #[expect(
                clippy::declare_interior_mutable_const,
                reason = "the initial value of a static"
            )]
            const NEW_COUNTERS: Self::Counters =
                <() as counters::Count>::NEW_COUNTERS;

            fn count(&self, counters: &Self::Counters) {
                ().count(counters);
            }
        }
    )*};
}

sent! {
    /// What the other side says of itself. 16 bytes.
    struct SprotStatus {
        pub supported: u32,
        pub bootrom_crc32: u32,
        pub buffer_size: u32,
        pub version: u32,
    }
    /// What was counted on both sides. 40 bytes.
    struct SprotIoStats {
        pub rot: RotIoStats,
        pub sp: SpIoStats,
    }
    /// What the other side counted. 20 bytes.
    struct RotIoStats {
        pub rx_received: u32,
        pub rx_overrun: u32,
        pub tx_underrun: u32,
        pub rx_invalid: u32,
        pub tx_incomplete: u32,
    }
    /// What this side counted. 20 bytes.
    struct SpIoStats {
        pub tx_sent: u32,
        pub tx_errors: u32,
        pub rx_received: u32,
        pub rx_invalid: u32,
        pub retries: u32,
    }
    /// The interrupt line before and after a pulse. 2 bytes.
    struct PulseStatus {
        pub rot_irq_begin: u8,
        pub rot_irq_end: u8,
    }
    /// An image. 40 bytes.
    struct RotImageDetails {
        pub digest: [u8; 32],
        pub epoch: u32,
        pub version: u32,
    }
    /// What the other side booted. At most 84 bytes.
    enum RotState {
        V1 {
            active: SlotId,
            a: Option<RotImageDetails>,
            b: Option<RotImageDetails>,
        },
    }
    /// What the other side booted. At most 72 bytes.
    struct RotBootInfo {
        pub active: SlotId,
        pub persistent_boot_preference: SlotId,
        pub pending_persistent_boot_preference: Option<SlotId>,
        pub transient_boot_preference: Option<SlotId>,
        pub slot_a_sha3_256_digest: Option<[u8; 32]>,
        pub slot_b_sha3_256_digest: Option<[u8; 32]>,
    }
    /// What the other side booted. At most 146 bytes.
    struct RotBootInfoV3 {
        pub active: SlotId,
        pub persistent_boot_preference: SlotId,
        pub pending_persistent_boot_preference: Option<SlotId>,
        pub transient_boot_preference: Option<SlotId>,
        pub slot_a_fwid: Fwid,
        pub slot_b_fwid: Fwid,
        pub stage0_fwid: Fwid,
        pub stage0next_fwid: Fwid,
        pub slot_a_status: Result<(), ImageError>,
        pub slot_b_status: Result<(), ImageError>,
        pub stage0_status: Result<(), ImageError>,
        pub stage0next_status: Result<(), ImageError>,
    }
    /// What the other side booted, as of one version. At most 147 bytes.
    enum VersionedRotBootInfo {
        V1(RotBootInfo),
        V2(RotBootInfo),
        V3(RotBootInfoV3),
    }
    /// A hash of an image. 33 bytes.
    enum Fwid {
        Sha3_256([u8; 32]),
    }
    /// One of these. 1 byte.
    enum ImageError {
        Unchecked, FirstPageErased, PartiallyProgrammed, InvalidLength,
        HeaderNotProgrammed, BootloaderTooSmall, BadMagic, HeaderImageSize,
        UnalignedLength, UnsupportedType, ResetVectorNotThumb2, ResetVector,
        Signature,
    }
    /// One of these. 1 byte.
    enum SlotId { A, B }
    /// One of these. 1 byte.
    enum SwitchDuration { Once, Forever }
    /// One of these. 1 byte.
    enum RotComponent { Hubris, Stage0 }
    /// One of these. 1 byte.
    enum UpdateTarget { Alternate, ImageA, ImageB, Bootloader }
    /// One of these. 1 byte.
    enum HashAlgorithm { Sha3_256 }
    /// One of these. 1 byte.
    enum RotPage { Cmpa, CfpaActive, CfpaScratch, CfpaInactive }
    /// One of these. 1 byte.
    enum LifecycleState { Unprogrammed, Development, Released, EndOfLife }
    /// One of these. 1 byte.
    enum SprotProtocolError {
        Timeout, FlowError, InvalidCrc, BadMessageType, BadMessageLength,
        BadUpdateStatus, CannotAssertCSn, RotIrqRemainsAsserted, Deserialization,
        TaskRestarted, Unsupported, Unknown,
    }
    /// One of these. 1 byte.
    enum SpiFailure { BadTransferSize, ServerRestarted, NothingToDo, BadDevice }
    /// One of these. 1 byte.
    enum UpdateError {
        BadLength, UpdateInProgress, OutOfBounds, Timeout, EccDoubleErr, EccSingleErr,
        SecureErr, ReadProtErr, WriteEraseErr, InconsistencyErr, StrobeErr,
        ProgSeqErr, WriteProtErr, BadImageType, UpdateAlreadyFinished,
        UpdateNotStarted, RunningImage, FlashError, MissingHeaderBlock,
        InvalidHeaderBlock, ImageBoardMismatch, TaskRestarted, NotImplemented,
    }
    /// One of these. 1 byte.
    enum SprocketsError { BadEncoding, UnsupportedVersion }
    /// One of these. 1 byte.
    enum WatchdogError { NotRunning, AlreadyRunning, TimeTooLong }
    /// One of these. 1 byte.
    enum DumpFailure {
        Setup, BadAddr, BadSize, UnknownTask, BadIndex, BadTask, NoSpace,
    }
    /// One of these. 1 byte.
    enum RawCabooseError {
        InvalidRead, ReadFailed, MissingCaboose, NoImageHeader,
    }
    /// One of these. 1 byte.
    enum AttestError {
        CertTooBig, InvalidCertIndex, NoCerts, OutOfRange, MeasurementLogFull,
        LogTooBig, TaskRestarted, BadLease, UnsupportedAlgorithm,
        SerializeLog, SerializeSignature, SignatureTooBig, ReservedLogSlot,
    }
    /// One of these. 1 byte.
    enum StateError { TaskRestarted, ReadCmpa, ReadCfpa, BadRevoke, MissingUds }
}

errors! {
    SprotError {
        Protocol(SprotProtocolError), Spi(SpiFailure), Update(UpdateError),
        Sprockets(SprocketsError), Watchdog(WatchdogError)
    } = Self::Protocol(SprotProtocolError::TaskRestarted);
    DumpOrSprotError {
        Sprot(SprotError), Dump(DumpFailure)
    } = Self::Sprot(SprotError::Protocol(SprotProtocolError::TaskRestarted));
    RawCabooseOrSprotError {
        Sprot(SprotError), Caboose(RawCabooseError)
    } = Self::Sprot(SprotError::Protocol(SprotProtocolError::TaskRestarted));
    AttestOrSprotError {
        Sprot(SprotError), Attest(AttestError)
    } = Self::Sprot(SprotError::Protocol(SprotProtocolError::TaskRestarted));
    StateOrSprotError {
        Sprot(SprotError), State(StateError)
    } = Self::Sprot(SprotError::Protocol(SprotProtocolError::TaskRestarted));
}
