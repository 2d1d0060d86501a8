//! What a bridge promises its peers, and the system that it holds.

/// Files of the library that have tests of their own: it is compiled once.
#[path = "../../src"]
#[allow(dead_code, unreachable_pub, reason = "as the library has them")]
mod units {
    mod answer;
    mod clock;
    pub(crate) mod mistake;
    pub(crate) mod request;
}

mod access;
mod batches;
mod calls;
mod death;
mod hostile;
mod lab;
mod malformed;
mod many;
mod own;
mod raw;
mod time;
mod trace;

use units::{mistake, request};
