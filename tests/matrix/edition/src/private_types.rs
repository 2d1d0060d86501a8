//! Types that a crate keeps to itself, in the interface of a public trait.

use core::convert::Infallible;

use idol_runtime::{Leased, LenLimit, NoNotifications, R, RequestError, W};
use serde::{Deserialize, Serialize};
use userlib::RecvMessage;
use zerocopy_derive::{FromBytes, Immutable, IntoBytes};

#[derive(
    Copy,
    Clone,
    Debug,
    PartialEq,
    FromBytes,
    IntoBytes,
    Immutable,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
#[repr(transparent)]
pub(crate) struct Hidden(pub(crate) u16);

/// An argument in Zerocopy is `pub`, whoever can reach it.
#[derive(Debug, PartialEq, FromBytes, IntoBytes, Immutable)]
#[repr(transparent)]
pub struct Plain(pub u16);

#[derive(Clone, Debug, PartialEq, idol_derive::IdolError, counters::Count)]
pub(crate) enum Refusal {
    Never = 1,
    #[idol(server_death)]
    Forgotten = 2,
}

pub(crate) mod client {
    use super::{Hidden, Plain, Refusal};
    matrix::stub!(secret, client);
}

pub(crate) mod server {
    use super::{Hidden, Plain, Refusal};
    matrix::stub!(secret, server);
}

/// The server that answers later, only compiled.
pub(crate) mod pipelined {
    use super::{Hidden, Plain, Refusal};
    matrix::stub!(secret, pipelined);
}

#[cfg_attr(not(test), expect(dead_code, reason = "called by tests"))]
pub(crate) fn main() {
    idol_runtime::serve!(server, Keeper)
}

struct Keeper;

impl NoNotifications for Keeper {}

impl server::InOrderSecretImpl for Keeper {
    fn tell(
        &mut self,
        _: &RecvMessage,
        secret: Hidden,
        others: LenLimit<Leased<W, [Hidden]>, 4>,
        one: Leased<R, Hidden>,
    ) -> Result<Hidden, RequestError<Refusal>> {
        others
            .write_at(0, secret)
            .map_err(|()| RequestError::went_away())?;
        one.read().ok_or(RequestError::went_away())
    }

    fn show(
        &mut self,
        _: &RecvMessage,
        plain: Plain,
    ) -> Result<Plain, RequestError<Infallible>> {
        Ok(plain)
    }

    fn ask(
        &mut self,
        _: &RecvMessage,
        _: Hidden,
    ) -> Result<Hidden, RequestError<Refusal>> {
        Err(Refusal::Never.into())
    }
}

impl From<u16> for Hidden {
    fn from(secret: u16) -> Self {
        Self(secret)
    }
}
