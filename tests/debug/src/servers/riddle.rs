//! A server with the encoding Zerocopy, whose types are hard to guess.

use core::convert::Infallible;
use core::num::{NonZeroU8, NonZeroU16};

use idol_runtime::{NoNotifications, RequestError};
use userlib::RecvMessage;

/// The stub, with the types that it names and no other.
pub(crate) mod idl {
    use debug::types::{Lamp, Level, MaybeCount, MaybeWord, Mode, Point};

    include!(concat!(env!("OUT_DIR"), "/riddle_server.rs"));
}

use debug::types::{Lamp, Level, MaybeCount, MaybeWord, Mode, Point};

/// The server.
pub(crate) struct Riddle;

impl NoNotifications for Riddle {}

type Answer<T> = Result<T, RequestError<Infallible>>;

impl idl::InOrderRiddleImpl for Riddle {
    fn word(&mut self, _: &RecvMessage, there: bool) -> Answer<Option<u32>> {
        Ok(there.then_some(0x1100_0000))
    }

    fn byte(&mut self, _: &RecvMessage, there: bool) -> Answer<Option<u8>> {
        Ok(there.then_some(7))
    }

    fn flag(&mut self, _: &RecvMessage, there: bool) -> Answer<Option<bool>> {
        Ok(there.then_some(false))
    }

    fn path(
        &mut self,
        _: &RecvMessage,
        there: bool,
    ) -> Answer<Option<[u8; 3]>> {
        Ok(there.then_some([1, 2, 3]))
    }

    fn place(&mut self, _: &RecvMessage, there: bool) -> Answer<Option<Point>> {
        Ok(there.then_some(Point { x: 1, y: -2 }))
    }

    fn renamed(&mut self, _: &RecvMessage, there: bool) -> Answer<MaybeWord> {
        Ok(there.then_some(0x1100_0000))
    }

    fn own(
        &mut self,
        _: &RecvMessage,
        there: bool,
    ) -> Answer<Option<NonZeroU8>> {
        Ok(if there { NonZeroU8::new(7) } else { None })
    }

    fn renamed_own(
        &mut self,
        _: &RecvMessage,
        there: bool,
    ) -> Answer<MaybeCount> {
        Ok(if there { NonZeroU16::new(513) } else { None })
    }

    fn lamp(&mut self, _: &RecvMessage, lamp: Lamp) -> Answer<Lamp> {
        Ok(lamp)
    }

    fn mode(&mut self, _: &RecvMessage, mode: Mode) -> Answer<Mode> {
        Ok(mode)
    }

    fn points(
        &mut self,
        _: &RecvMessage,
        [from, to]: [Point; 2],
    ) -> Answer<[Point; 2]> {
        Ok([to, from])
    }

    fn maybe(&mut self, _: &RecvMessage, maybe: Option<u32>) -> Answer<u32> {
        Ok(maybe.unwrap_or(9))
    }

    fn renamed_maybe(
        &mut self,
        _: &RecvMessage,
        maybe: MaybeWord,
    ) -> Answer<u32> {
        Ok(maybe.unwrap_or(9))
    }

    fn level(&mut self, _: &RecvMessage, level: Level) -> Answer<u16> {
        Ok(level.0)
    }

    fn r#match(&mut self, _: &RecvMessage, a: u8) -> Answer<u8> {
        Ok(a)
    }
}
