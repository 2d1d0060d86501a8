//! An operation that is not idempotent, and an error that cannot be made of
//! the server's death.
use zerocopy_derive::{FromBytes, Immutable, IntoBytes};

#[derive(FromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct Crack(u32);

hostility::stub!(no_death, client);

fn main() {}
