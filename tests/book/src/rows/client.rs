//! What a client asks of types.

include!(concat!(env!("OUT_DIR"), "/rows_client.rs"));

use zerocopy_derive::{FromBytes, Immutable, IntoBytes, TryFromBytes};

/// A Zerocopy argument, of which any bytes are a value.
#[derive(IntoBytes, Immutable)]
#[repr(C)]
pub struct Whole(u16, u16);

/// A Zerocopy argument, of which not all are.
#[derive(IntoBytes, Immutable)]
#[repr(u8)]
pub enum Checked {
    No = 0,
    Yes = 1,
}

/// The same with `recv: FromPrimitive("u8")`.
#[derive(IntoBytes, Immutable)]
#[repr(u8)]
pub enum Primitive {
    One = 1,
    Two = 2,
}

/// The same with `recv: From("u16")`.
#[derive(IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Converted(u16);

/// A Zerocopy reply, of which any bytes are a value.
#[derive(FromBytes)]
#[repr(C)]
pub struct Given(pub u16, pub u16);

/// A Zerocopy reply, of which not all are.
#[derive(TryFromBytes)]
#[repr(u8)]
pub enum Told {
    No = 0,
    Yes = 1,
}

/// An argument with `Hubpack`.
#[derive(serde::Serialize, hubpack::SerializedSize)]
pub struct Noted(u16);

/// A reply with `Hubpack`.
#[derive(serde::Deserialize, hubpack::SerializedSize)]
pub struct Answered(pub u16);

/// An argument with `Ssmarshal`.
#[derive(serde::Serialize)]
pub struct Marshalled(u16);

/// A reply with `Ssmarshal`.
#[derive(serde::Deserialize)]
pub struct Unmarshalled(pub u16);

/// What is lent to be read.
#[derive(IntoBytes, Immutable)]
#[repr(C)]
pub struct Lent(u16, u16);

/// What is lent to be written.
#[derive(FromBytes, IntoBytes)]
#[repr(C)]
pub struct Filled(pub u16, pub u16);

/// A `CLike` error. It converts from the codes of a server's death, too, if the
/// operation is not idempotent.
#[derive(counters::Count)]
pub enum Failure {
    Broken,
    Restarted,
}

impl TryFrom<u32> for Failure {
    type Error = ();

    fn try_from(code: u32) -> Result<Self, ()> {
        match code {
            1 => Ok(Self::Broken),
            0xFFFF_FF00.. => Ok(Self::Restarted),
            _ => Err(()),
        }
    }
}

/// The `CLike` error of an idempotent operation.
#[derive(counters::Count)]
pub enum Refusal {
    Busy,
}

impl TryFrom<u32> for Refusal {
    type Error = ();

    fn try_from(code: u32) -> Result<Self, ()> {
        match code {
            1 => Ok(Self::Busy),
            _ => Err(()),
        }
    }
}

/// A `Complex` error.
#[derive(serde::Deserialize, hubpack::SerializedSize, counters::Count)]
pub enum Mishap {
    Full,
    Restarted,
}

impl From<idol_runtime::ServerDeath> for Mishap {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::Restarted
    }
}
