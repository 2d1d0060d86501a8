//! A server of both kinds of encodings.

use core::convert::Infallible;

use idol_runtime::{Leased, LenLimit, NoNotifications, R, RequestError, W};
use userlib::RecvMessage;

/// The stub, with the types that it names and no other.
pub(crate) mod idl {
    use elf::types::{DeskError, Mode, Receipt, Refusal, Thing, Wanted};

    include!(concat!(env!("OUT_DIR"), "/desk_server.rs"));
}

use elf::types::{DeskError, Mode, Receipt, Refusal, Thing, Wanted};

/// The server.
pub(crate) struct Desk;

impl NoNotifications for Desk {}

impl idl::InOrderDeskImpl for Desk {
    fn open(
        &mut self,
        _: &RecvMessage,
        mode: Mode,
        _: bool,
        guest: Option<u32>,
    ) -> Result<u16, RequestError<DeskError>> {
        match (mode, guest) {
            (Mode::Closed, _) => Err(DeskError::Closed.into()),
            (Mode::Open, None) => Ok(1),
            (Mode::Open, Some(_)) => Ok(2),
        }
    }

    fn hand_in(
        &mut self,
        _: &RecvMessage,
        _: u8,
        size: usize,
        paper: LenLimit<Leased<R, [u8]>, 64>,
        receipt: Leased<W, Receipt>,
    ) -> Result<(), RequestError<DeskError>> {
        if size > paper.len() {
            return Err(DeskError::TooLarge.into());
        }
        let filled = Receipt {
            number: 1,
            letters: *b"ab",
            wait: -3,
        };
        receipt
            .write(filled)
            .map_err(|()| RequestError::went_away())
    }

    fn find(
        &mut self,
        _: &RecvMessage,
        what: Wanted,
        _: [u8; 4],
    ) -> Result<Option<Thing>, RequestError<Refusal>> {
        match what {
            Wanted::Any => Err(Refusal::Later(9).into()),
            Wanted::Number(number) => Ok(Some(Thing {
                number,
                place: (1, -1),
            })),
            Wanted::Of { .. } => Ok(None),
        }
    }

    fn bell(
        &mut self,
        _: &RecvMessage,
    ) -> Result<(), RequestError<Infallible>> {
        Ok(())
    }
}
