//! A server with the encoding Ssmarshal. It answers with what it is asked.

use core::convert::Infallible;

use idol_runtime::{NoNotifications, RequestError};
use userlib::RecvMessage;

/// The stub, with the types that it names and no other.
pub(crate) mod idl {
    use debug::types::{RelicError, Turn, Wear};

    include!(concat!(env!("OUT_DIR"), "/relic_server.rs"));
}

use debug::types::{RelicError, Turn, Wear};

/// The server.
pub(crate) struct Relic;

impl NoNotifications for Relic {}

type Answer<T, E> = Result<T, RequestError<E>>;

impl idl::InOrderRelicImpl for Relic {
    fn turn(
        &mut self,
        _: &RecvMessage,
        by: Turn,
        mark: char,
        sure: bool,
        again: Option<bool>,
    ) -> Answer<Turn, RelicError> {
        match (mark, sure, again) {
            ('ß', true, Some(true)) => Ok(by),
            ('a', false, None) => Ok(Turn::Around),
            _ => Err(RelicError::Stuck.into()),
        }
    }

    fn rest(&mut self, _: &RecvMessage) -> Answer<bool, RelicError> {
        Ok(true)
    }

    fn wear(
        &mut self,
        _: &RecvMessage,
        wear: Wear,
        (at, ticks): (u8, u32),
    ) -> Answer<Wear, RelicError> {
        let again = Wear { at, ticks, ..wear };
        if at == 0 {
            return Err(RelicError::Stuck.into());
        }
        Ok(again)
    }

    fn pair(
        &mut self,
        _: &RecvMessage,
        small: u8,
        large: u32,
    ) -> Answer<(u8, u32), Infallible> {
        Ok((small, large))
    }

    fn worn(&mut self, _: &RecvMessage) -> Answer<Option<bool>, Infallible> {
        Ok(Some(true))
    }

    fn wait(&mut self, _: &RecvMessage, _: u32) -> Answer<(), Infallible> {
        Ok(())
    }
}
