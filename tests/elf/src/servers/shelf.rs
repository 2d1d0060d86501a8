//! A server whose operations are cursors.

use core::convert::Infallible;

use idol_runtime::{NoNotifications, RequestError};
use userlib::RecvMessage;

/// The stub, with the types that it names and no other.
pub(crate) mod idl {
    use elf::types::{DeskError, Refusal, Slip, Thing};

    include!(concat!(env!("OUT_DIR"), "/shelf_server.rs"));
}

use elf::types::{DeskError, Refusal, Slip, Thing};

/// The server.
pub(crate) struct Shelf;

impl NoNotifications for Shelf {}

impl idl::InOrderShelfImpl for Shelf {
    fn things(
        &mut self,
        _: &RecvMessage,
        row: u8,
        from: u16,
    ) -> Result<Option<(Thing, u16)>, RequestError<Refusal>> {
        match (row, from) {
            (1, 0..3) => {
                let thing = Thing {
                    number: 10 + from,
                    place: (row, -1),
                };
                Ok(Some((thing, from + 1)))
            }
            (2, 0) => {
                let thing = Thing {
                    number: 20,
                    place: (row, -2),
                };
                Ok(Some((thing, 1)))
            }
            (2, _) => Err(Refusal::Later(9).into()),
            _ => Ok(None),
        }
    }

    fn slips(
        &mut self,
        _: &RecvMessage,
        from: u32,
    ) -> Result<Option<Slip>, RequestError<DeskError>> {
        match from {
            0..1000 => Ok(Some(Slip {
                number: 100 + from,
                next: from + 500,
            })),
            1000..1500 => Ok(None),
            _ => Err(DeskError::TooLarge.into()),
        }
    }

    fn marks(
        &mut self,
        _: &RecvMessage,
        place: u8,
    ) -> Result<Option<(Option<u8>, u8)>, RequestError<Infallible>> {
        Ok((place < 3).then(|| ((place != 1).then_some(place), place + 1)))
    }
}
