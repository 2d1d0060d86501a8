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
    matrix::stub!(ledger, server, uncounted);
}

/// Keeps the book for ever.
pub fn main() {
    idol_runtime::serve!(idl, Ledger { sum: 0 })
}

struct Ledger {
    sum: i64,
}

impl NoNotifications for Ledger {}

impl idl::InOrderLedgerImpl for Ledger {
    fn book(
        &mut self,
        _: &RecvMessage,
        amount: i32,
        cash: bool,
    ) -> Result<Option<i64>, RequestError<Failure>> {
        if !cash {
            return Err(Failure::Impossible.into());
        }
        self.sum += i64::from(amount);
        Ok(Some(self.sum))
    }

    fn close(
        &mut self,
        _: &RecvMessage,
    ) -> Result<(), RequestError<Infallible>> {
        self.sum = 0;
        Ok(())
    }
}
