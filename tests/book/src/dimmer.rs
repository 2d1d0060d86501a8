//! An interface of which all is described: that its stubs compile.

// The client, `Dimmer`.
include!(concat!(env!("OUT_DIR"), "/dimmer_client.rs"));

/// The generated server.
mod idl {
    use super::DimmerError;
    include!(concat!(env!("OUT_DIR"), "/dimmer_server.rs"));
}

/// Why a lamp is not dimmed.
#[derive(
    Clone, Copy, Debug, PartialEq, idol_derive::IdolError, counters::Count,
)]
pub enum DimmerError {
    /// Something else asks for light.
    Busy = 1,
    /// The driver was restarted.
    #[idol(server_death)]
    Restarted = 2,
}
