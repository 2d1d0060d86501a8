//! What a server asks of types.

idol_runtime::stub!(mod idl = "rows_server.rs");

use userlib::FromPrimitive;
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, TryFromBytes};

/// A Zerocopy argument, of which any bytes are a value.
#[derive(FromBytes, Immutable)]
#[repr(C)]
pub struct Whole(pub u16, pub u16);

/// A Zerocopy argument, of which not all are.
#[derive(TryFromBytes, Immutable)]
#[repr(u8)]
pub enum Checked {
    No = 0,
    Yes = 1,
}

/// The same with `recv: FromPrimitive("u8")`.
#[derive(FromPrimitive)]
pub enum Primitive {
    One = 1,
    Two = 2,
}

/// The same with `recv: From("u16")`.
pub struct Converted(pub u16);

impl From<u16> for Converted {
    fn from(sent: u16) -> Self {
        Self(sent)
    }
}

/// A Zerocopy reply, whatever a client makes of it.
#[derive(IntoBytes, Immutable)]
#[repr(C)]
pub struct Given(u16, u16);

/// The same.
#[derive(IntoBytes, Immutable)]
#[repr(u8)]
pub enum Told {
    No = 0,
    Yes = 1,
}

/// An argument with `Hubpack`.
#[derive(serde::Deserialize, hubpack::SerializedSize)]
pub struct Noted(pub u16);

/// A reply with `Hubpack`.
#[derive(serde::Serialize, hubpack::SerializedSize)]
pub struct Answered(u16);

/// An argument with `Ssmarshal`.
#[derive(serde::Deserialize)]
pub struct Marshalled(pub u16);

/// A reply with `Ssmarshal`.
#[derive(serde::Serialize)]
pub struct Unmarshalled(u16);

/// What is lent, and read.
#[derive(Clone, Copy, FromBytes, IntoBytes)]
#[repr(C)]
pub struct Lent(pub u16, pub u16);

/// What is lent, and written.
#[derive(Clone, Copy, IntoBytes, Immutable)]
#[repr(C)]
pub struct Filled(u16, u16);

/// A `CLike` error of an operation that is not idempotent.
#[derive(counters::Count)]
pub enum Failure {
    Broken = 1,
}

impl From<Failure> for u16 {
    fn from(failure: Failure) -> Self {
        failure as Self
    }
}

impl idol_runtime::IHaveConsideredServerDeathWithThisErrorType for Failure {}

/// The `CLike` error of an idempotent operation.
#[derive(counters::Count)]
pub enum Refusal {
    Busy = 1,
}

impl From<Refusal> for u16 {
    fn from(refusal: Refusal) -> Self {
        refusal as Self
    }
}

/// A `Complex` error.
#[derive(serde::Serialize, hubpack::SerializedSize, counters::Count)]
pub enum Mishap {
    Full,
    Restarted,
}

impl From<idol_runtime::ServerDeath> for Mishap {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::Restarted
    }
}

use idol_runtime::{Leased, OrWentAway, R, RequestError, W};
use userlib::RecvMessage;

/// Calls what asks something of the types of leases.
struct Server;

impl idol_runtime::NoNotifications for Server {}

impl idl::InOrderRowsImpl for Server {
    fn zerocopy(
        &mut self,
        _: &RecvMessage,
        whole: Whole,
        _: Checked,
        _: Primitive,
        converted: Converted,
    ) -> Result<Given, RequestError<Failure>> {
        Ok(Given(whole.0, converted.0))
    }

    fn checked_reply(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Told, RequestError<Refusal>> {
        Ok(Told::Yes)
    }

    fn hubpack(
        &mut self,
        _: &RecvMessage,
        noted: Noted,
    ) -> Result<Answered, RequestError<Mishap>> {
        Ok(Answered(noted.0))
    }

    fn ssmarshal(
        &mut self,
        _: &RecvMessage,
        marshalled: Marshalled,
    ) -> Result<Unmarshalled, RequestError<Failure>> {
        Ok(Unmarshalled(marshalled.0))
    }

    fn leases(
        &mut self,
        _: &RecvMessage,
        lent: Leased<R, Lent>,
        filled: Leased<W, [Filled]>,
    ) -> Result<(), RequestError<Failure>> {
        let lent = lent.read().or_went_away()?;
        filled.write_at(0, Filled(lent.0, lent.1)).or_went_away()
    }
}
