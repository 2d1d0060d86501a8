use ::zerocopy_derive::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

#[derive(Clone, Copy, FromBytes, Immutable, IntoBytes, KnownLayout)]
#[derive(serde::Deserialize, serde::Serialize, hubpack::SerializedSize)]
#[repr(C)]
pub struct T(u32);

#[derive(Clone, Copy, FromBytes, Immutable, IntoBytes, KnownLayout)]
#[repr(C)]
pub struct K(u16);

impl From<u16> for K {
    fn from(raw: u16) -> Self {
        Self(raw)
    }
}

#[derive(Clone, Copy, Immutable, IntoBytes, KnownLayout)]
#[repr(C)]
pub struct R(u16);

impl TryFrom<u16> for R {
    type Error = ();

    fn try_from(raw: u16) -> Result<Self, ()> {
        checked(raw).ok_or(())
    }
}

pub fn checked(raw: u16) -> Option<R> {
    (raw < 100).then_some(R(raw))
}

#[derive(Clone, Copy, Immutable, IntoBytes, KnownLayout)]
#[repr(u8)]
pub enum C {
    Red,
    Blue,
}

impl num_traits::FromPrimitive for C {
    fn from_i64(n: i64) -> Option<Self> {
        Self::from_u64(n.try_into().ok()?)
    }

    fn from_u64(n: u64) -> Option<Self> {
        match n {
            0 => Some(Self::Red),
            1 => Some(Self::Blue),
            _ => None,
        }
    }
}

pub mod a {
    use super::*;

    #[derive(Clone, Copy, FromBytes, Immutable, IntoBytes, KnownLayout)]
    #[repr(C)]
    pub struct P(u8);
}

pub mod b {
    use super::*;

    #[derive(Clone, Copy, FromBytes, Immutable, IntoBytes, KnownLayout)]
    #[repr(C)]
    pub struct P(u8);
}

pub use a as c;
pub use a::P;

#[derive(Clone, Copy, Debug, counters::Count, idol_derive::IdolError)]
#[derive(serde::Deserialize, serde::Serialize, hubpack::SerializedSize)]
#[repr(u32)]
pub enum E {
    Bad = 1,
    #[idol(server_death)]
    Dead = 2,
}

impl From<idol_runtime::ServerDeath> for E {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::Dead
    }
}

#[derive(Clone, Copy, Debug, counters::Count, idol_derive::IdolError)]
#[repr(u32)]
pub enum F {
    Bad = 1,
    #[idol(server_death)]
    Dead = 2,
}

#[derive(Clone, Copy, Debug, counters::Count, idol_derive::IdolError)]
#[repr(u32)]
pub enum Immortal {
    Bad = 1,
}
