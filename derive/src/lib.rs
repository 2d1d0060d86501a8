//! `#[derive(IdolError)]`: the conversions that the error of an Idol interface
//! needs, for an enum whose variants are the codes that go over the wire.
//!
//! ```edition2021
//! # #![deny(warnings)]
//! use idol_derive::IdolError;
//!
//! #[derive(Copy, Clone, Debug, Eq, PartialEq, IdolError)]
//! pub enum SpiError {
//!     BadDevice = 1,
//!     Locked = 2,
//!     #[idol(server_death)]
//!     ServerRestarted = 3,
//! }
//!
//! assert_eq!(u16::from(SpiError::Locked), 2);
//! assert_eq!(SpiError::try_from(1), Ok(SpiError::BadDevice));
//! assert_eq!(SpiError::try_from(4), Err(()));
//! // The server died; its new instance has the generation 5.
//! assert_eq!(SpiError::try_from(0xFFFF_FF05), Ok(SpiError::ServerRestarted));
//! ```
//!
//! | what is derived | for |
//! | --- | --- |
//! | `From<E> for u16` | the server's reply |
//! | `From<E> for u32` | the same code, as a client sees it |
//! | `TryFrom<u32> for E`, error `()` | the client's result |
//! | `idol_runtime::IHaveConsideredServerDeathWithThisErrorType` | only with `#[idol(server_death)]`: the errors of operations that are not idempotent |
//!
//! A variant with `#[idol(server_death)]` has an ordinary code of its own, and
//! also stands for every code from 0xFFFF_FF00 up, by which the kernel tells a
//! client that the server died. Only an enum that has one names the crate
//! `idol_runtime`.
//!
//! Every code is from 1 to 65,535: 0 is success, and the reply has 16 bits for
//! it. Anything else does not compile, nor does a variant with fields, a
//! generic enum, or a second `#[idol(server_death)]`:
//!
//! ```text
//! #[derive(idol_derive::IdolError)]
//! enum SensorError {
//!     NoDevice, // error: its code is 0
//! }
//! ```

mod codes;
mod emit;
mod parse;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives what the error of an Idol interface needs: see the crate's
/// documentation.
#[proc_macro_derive(IdolError, attributes(idol))]
pub fn derive_idol_error(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    match parse::error_enum(&input) {
        Ok(error) => emit::conversions(&error).into(),
        Err(error) => {
            let mut told = error.into_compile_error();
            told.extend(emit::stand_ins(&input));
            told.into()
        }
    }
}
