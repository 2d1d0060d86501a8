//! A lease of elements that take no memory.
use zerocopy_derive::{FromBytes, Immutable, IntoBytes};

#[derive(FromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct Nothing;

hostility::stub!(empty_element, server);

fn main() {}
