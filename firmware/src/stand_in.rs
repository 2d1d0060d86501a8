//! Types of the sizes that the measured interfaces' own have.
//!
//! One module for each interface, with the names that its file uses.

pub mod cpa;
pub mod eeprom;
mod error;
pub mod hf;
pub mod ignition;
pub mod notes;
pub mod parcels;
mod sample;
pub mod sensor;
pub mod spi;
pub mod sprot;
pub mod sys;

use error::error;
pub use sample::Sample;
