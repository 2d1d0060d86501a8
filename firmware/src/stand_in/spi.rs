//! What `spi.idol` names.

use userlib::FromPrimitive;
use zerocopy_derive::{Immutable, IntoBytes};

/// Whether the chip is selected.
#[derive(
    Copy,
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    FromPrimitive,
    Immutable,
    IntoBytes,
)]
#[repr(u8)]
pub enum CsState {
    /// It is not.
    #[default]
    NotAsserted = 0,
    /// It is.
    Asserted = 1,
}

/// The crate that `spi.idol` names.
pub mod drv_spi_api {
    use crate::stand_in::error;

    error! {
        /// Why a transfer failed. 1 byte.
        SpiError { NothingToDo, BadDevice, DataOverrun }
    }
}
