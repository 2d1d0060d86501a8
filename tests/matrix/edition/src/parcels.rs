//! Types that can only be moved: neither arguments nor errors nor what is
//! lent need be `Copy`, with counters or without.

use idol_runtime::ServerDeath;
use serde::{Deserialize, Serialize};
use zerocopy_derive::{FromBytes, Immutable, IntoBytes, TryFromBytes};

/// A thing.
#[derive(
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
pub struct Thing(pub u16);

impl From<u16> for Thing {
    fn from(number: u16) -> Self {
        Self(number)
    }
}

/// Where a thing was lost. Carries the number of the office.
#[derive(Debug, PartialEq)]
pub struct Lost(pub u16);

impl From<Lost> for u16 {
    fn from(lost: Lost) -> Self {
        lost.0
    }
}

/// A code that no office has.
#[derive(Debug, PartialEq)]
pub struct NoOffice;

impl TryFrom<u32> for Lost {
    type Error = NoOffice;

    fn try_from(code: u32) -> Result<Self, NoOffice> {
        match userlib::extract_new_generation(code) {
            Some(_) => Ok(Self(0)),
            None => code.try_into().map(Self).map_err(|_| NoOffice),
        }
    }
}

impl idol_runtime::IHaveConsideredServerDeathWithThisErrorType for Lost {}

/// What is left.
#[derive(
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    counters::Count,
)]
pub enum Broken {
    /// This many pieces.
    Pieces(#[count(skip)] u16),
    /// Nobody knows.
    Gone,
}

impl From<ServerDeath> for Broken {
    fn from(_: ServerDeath) -> Self {
        Self::Gone
    }
}

/// Where it is torn.
#[derive(
    Debug, PartialEq, TryFromBytes, IntoBytes, Immutable, counters::Count,
)]
#[repr(u8)]
pub enum Torn {
    /// On top.
    Top = 1,
    /// Nobody knows.
    Gone = 2,
}

impl From<ServerDeath> for Torn {
    fn from(_: ServerDeath) -> Self {
        Self::Gone
    }
}

impl counters::Count for Lost {
    type Counters = <() as counters::Count>::Counters;

    #[expect(
        clippy::declare_interior_mutable_const,
        reason = "the initial value of a static"
    )]
    const NEW_COUNTERS: Self::Counters = <() as counters::Count>::NEW_COUNTERS;

    fn count(&self, counters: &Self::Counters) {
        ().count(counters);
    }
}

macro_rules! post_office {
    ($(#[$doc:meta])* $name:ident $(, $uncounted:ident)?) => {
        $(#[$doc])*
        pub mod $name {
            use idol_runtime::{
                Leased, LenLimit, NoNotifications, R, RequestError,
            };
            use userlib::RecvMessage;

            use super::{Broken, Lost, Thing, Torn};

            /// The client.
            pub mod client {
                use super::super::{Broken, Lost, Thing, Torn};
                matrix::stub!(parcel, client $(, $uncounted)?);
            }

            mod idl {
                use super::super::{Broken, Lost, Thing, Torn};
                matrix::stub!(parcel, server $(, $uncounted)?);
            }

            /// Serves for ever.
            pub fn main() {
                idol_runtime::serve!(idl, Office)
            }

            struct Office;

            impl NoNotifications for Office {}

            impl idl::InOrderParcelImpl for Office {
                fn send(
                    &mut self,
                    _: &RecvMessage,
                    thing: Thing,
                    more: LenLimit<Leased<R, [Thing]>, 4>,
                ) -> Result<Thing, RequestError<Lost>> {
                    match thing.0 {
                        0 => Err(Lost(more.len() as u16).into()),
                        _ => Ok(thing),
                    }
                }

                fn pack(
                    &mut self,
                    _: &RecvMessage,
                    thing: Thing,
                ) -> Result<Thing, RequestError<Broken>> {
                    match thing.0 {
                        0 => Err(Broken::Pieces(9).into()),
                        _ => Ok(thing),
                    }
                }

                fn weigh(
                    &mut self,
                    _: &RecvMessage,
                    thing: Thing,
                ) -> Result<Thing, RequestError<Lost>> {
                    match thing.0 {
                        0 => Err(Lost(8).into()),
                        _ => Ok(thing),
                    }
                }

                fn open(
                    &mut self,
                    _: &RecvMessage,
                    thing: Thing,
                ) -> Result<Thing, RequestError<Torn>> {
                    match thing.0 {
                        0 => Err(Torn::Top.into()),
                        _ => Ok(thing),
                    }
                }

                fn peek(
                    &mut self,
                    _: &RecvMessage,
                    thing: Thing,
                ) -> Result<Thing, RequestError<core::convert::Infallible>>
                {
                    Ok(thing)
                }
            }
        }
    };
}

post_office! {
    /// With counters.
    counted
}

post_office! {
    /// Without.
    uncounted, uncounted
}
