//! What `ignition.idol` names.

/// The crate that it names.
pub mod drv_ignition_api {
    use userlib::FromPrimitive;
    use zerocopy_derive::{FromBytes, Immutable, IntoBytes};

    use crate::stand_in::error;

    /// The registers of a port. 8 bytes.
    #[derive(
        Copy,
        Clone,
        Debug,
        Default,
        Eq,
        PartialEq,
        FromBytes,
        Immutable,
        IntoBytes,
    )]
    #[repr(C)]
    pub struct PortState(pub u64);

    /// What a port counted. 4 bytes.
    #[derive(
        Copy,
        Clone,
        Debug,
        Default,
        Eq,
        PartialEq,
        FromBytes,
        Immutable,
        IntoBytes,
    )]
    #[repr(C)]
    pub struct Counters {
        /// Messages received.
        pub status_received: u8,
        /// Messages sent.
        pub hello_sent: u8,
        /// Requests sent.
        pub request_sent: u8,
        /// Messages dropped.
        pub message_dropped: u8,
    }

    /// A transceiver of a port.
    #[derive(
        Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, Immutable, IntoBytes,
    )]
    #[repr(u8)]
    pub enum TransceiverSelect {
        /// The controller's.
        Controller = 1,
        /// The first of the target.
        TargetLink0 = 2,
        /// The second of the target.
        TargetLink1 = 3,
    }

    /// What a target is asked to do.
    #[derive(
        Copy, Clone, Debug, Eq, PartialEq, FromPrimitive, Immutable, IntoBytes,
    )]
    #[repr(u8)]
    pub enum Request {
        /// Off.
        SystemPowerOff = 1,
        /// On.
        SystemPowerOn = 2,
        /// Off and on.
        SystemPowerReset = 3,
    }

    error! {
        /// Why the controller did not do it. 1 byte.
        IgnitionError { FpgaError, InvalidPort, InvalidValue, NoTargetPresent,
            RequestInProgress, RequestDiscarded, InvalidTransceiver }
    }
}
