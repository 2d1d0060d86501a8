//! Servers in a crate that has no more than it may count on.

#![no_std]
#![deny(warnings, clippy::all, elided_lifetimes_in_paths, missing_docs)]
#![forbid(clippy::wildcard_imports)]

#[path = "../../../src/failure.rs"]
mod failure;
pub use failure::Failure;

use core::convert::Infallible;

use idol_runtime::{NoNotifications, RequestError};
use userlib::RecvMessage;

impl idol_runtime::IHaveConsideredServerDeathWithThisErrorType for Failure {}

mod idl {
    use super::Failure;
    matrix::stub!(scale, server, uncounted);
}

/// Weighs for ever.
pub fn main() {
    idol_runtime::serve!(idl, Scale { last: None })
}

struct Scale {
    last: Option<u8>,
}

impl NoNotifications for Scale {}

impl idl::InOrderScaleImpl for Scale {
    fn weigh(
        &mut self,
        _: &RecvMessage,
        grams: u16,
        tare: bool,
        digits: Option<u8>,
    ) -> Result<u32, RequestError<Failure>> {
        self.last = Some(digits.ok_or(Failure::Impossible)?);
        Ok(u32::from(grams) + u32::from(tare))
    }

    fn last(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Option<u8>, RequestError<u16>> {
        self.last.map(Some).ok_or(404.into())
    }

    fn reset(
        &mut self,
        _: &RecvMessage,
    ) -> Result<(), RequestError<Infallible>> {
        self.last = None;
        Ok(())
    }
}
