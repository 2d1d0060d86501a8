//! A server with the encoding Ssmarshal. It answers with what it is asked.

use core::convert::Infallible;

use idol_runtime::{NoNotifications, RequestError};
use userlib::RecvMessage;

/// The stub, with the types that it names and no other.
pub(crate) mod idl {
    use debug::types::{RelicError, Turn};

    include!(concat!(env!("OUT_DIR"), "/relic_server.rs"));
}

use debug::types::{RelicError, Turn};

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

    fn wait(&mut self, _: &RecvMessage, _: u32) -> Answer<(), Infallible> {
        Ok(())
    }
}
