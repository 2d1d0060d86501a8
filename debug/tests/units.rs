//! Files of the library that have tests of their own, compiled once more for
//! them: all of it would take the compiler half as long again.

use units::{decode, encode, error, ty, value};

#[path = "../src"]
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "as the library has them"
)]
mod units {
    mod code;
    pub(crate) mod decode;
    pub(crate) mod encode;
    pub(crate) mod error;
    mod memory;
    mod schema {
        mod codes;
    }
    mod section;
    mod stream;
    mod symbols;
    pub(crate) mod ty;
    pub(crate) mod value;
}
