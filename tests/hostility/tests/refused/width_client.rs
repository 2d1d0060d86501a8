//! Values that do not have the size of what they travel as.
use userlib::FromPrimitive;
use zerocopy_derive::{Immutable, IntoBytes};

#[derive(FromPrimitive, IntoBytes, Immutable)]
#[repr(u16)]
pub enum Wide {
    Locked = 1,
}

#[derive(IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Celsius(i16);

impl From<u32> for Celsius {
    fn from(degrees: u32) -> Self {
        Self(degrees as i16)
    }
}

hostility::stub!(width, client);

fn main() {}
