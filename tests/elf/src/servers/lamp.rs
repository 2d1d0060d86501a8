//! A server of what is rare.

use core::convert::Infallible;
use core::num::NonZeroU16;

use idol_runtime::{Leased, NoNotifications, RW, RequestError};
use userlib::RecvMessage;

/// The stub, with the types that it names and no other.
pub(crate) mod idl {
    use elf::types::{LampError, Receipt, Shape, Thing, Wanted};

    include!(concat!(env!("OUT_DIR"), "/lamp_server.rs"));
}

use elf::types::{LampError, Receipt, Shape, Thing, Wanted};

/// The server.
pub(crate) struct Lamp;

impl NoNotifications for Lamp {}

impl idl::InOrderLampImpl for Lamp {
    fn set(
        &mut self,
        _: &RecvMessage,
        level: f32,
    ) -> Result<bool, RequestError<Infallible>> {
        Ok(level > 0.5)
    }

    fn class(
        &mut self,
        _: &RecvMessage,
        mark: char,
        value: Option<Option<u8>>,
        word: usize,
        (): (),
        _: bool,
    ) -> Result<(char, Option<()>), RequestError<LampError>> {
        match (word, value) {
            (0, None) => Err(LampError::Number(9).into()),
            (0, Some(_)) => Ok((mark, None)),
            (_, _) => Ok((mark, Some(()))),
        }
    }

    fn big(
        &mut self,
        _: &RecvMessage,
        _: u128,
        _: i128,
        _: [Thing; 2],
        _: f64,
        (wanted, _): (Wanted, Shape),
    ) -> Result<[Wanted; 2], RequestError<Infallible>> {
        Ok([wanted; 2])
    }

    fn mood(
        &mut self,
        _: &RecvMessage,
        shape: Shape,
        maybe: Option<NonZeroU16>,
        rows: [Receipt; 2],
        _: i64,
        _: Leased<RW, [u16]>,
    ) -> Result<Option<Receipt>, RequestError<Receipt>> {
        let [first, second] = rows;
        match (shape, maybe) {
            (Shape::Round, None) => Ok(None),
            (Shape::Round, Some(_)) => Ok(Some(first)),
            (Shape::Square, _) => Err(second.into()),
        }
    }
}
