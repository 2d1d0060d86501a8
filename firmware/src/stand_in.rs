//! Types of the sizes that the measured interfaces' own have.
//!
//! One module for each interface, with the names that its file uses.

pub mod cpa;
pub mod eeprom;
pub mod hf;
pub mod ignition;
pub mod notes;
pub mod parcels;
mod sample;
pub mod sensor;
pub mod spi;
pub mod sprot;
pub mod sys;

pub use sample::Sample;

/// Defines the error enum of an interface: codes from 1 up, the last of them
/// for a server that died.
macro_rules! error {
    ($(#[doc = $doc:literal])* $name:ident { $($variant:ident),* }) => {
        $(#[doc = $doc])*
        #[expect(missing_docs, reason = "the names say what they are for")]
        #[derive(Copy, Clone, Debug, Eq, PartialEq)]
        #[derive(idol_derive::IdolError, counters::Count)]
        #[repr(u8)]
        pub enum $name {
            FirstError = 1,
            $($variant,)*
            #[idol(server_death)]
            ServerRestarted,
        }
    };
}
use error;
