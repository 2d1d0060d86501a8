//! The server of `relic` in the other style: it answers through handles.

use idol_runtime::NoNotifications;
use userlib::RecvMessage;

use super::relic::Relic;
use super::relic::idl::InOrderRelicImpl;

/// The stub, with the types that it names and no other.
pub(crate) mod idl {
    use debug::types::{RelicError, Turn, Wear};

    include!(concat!(env!("OUT_DIR"), "/relay_server.rs"));
}

use debug::types::{Turn, Wear};

/// The server.
pub(crate) struct Patient;

impl NoNotifications for Patient {}

impl idl::RelicReplies for Patient {
    fn turn(
        &mut self,
        msg: &RecvMessage,
        by: Turn,
        mark: char,
        sure: bool,
        again: Option<bool>,
        reply: idl::Relic_turn_PENDING,
    ) {
        reply.answer(Relic.turn(msg, by, mark, sure, again));
    }

    fn rest(&mut self, msg: &RecvMessage, reply: idl::Relic_rest_PENDING) {
        reply.answer(Relic.rest(msg));
    }

    fn wear(
        &mut self,
        msg: &RecvMessage,
        wear: Wear,
        pair: (u8, u32),
        reply: idl::Relic_wear_PENDING,
    ) {
        reply.answer(Relic.wear(msg, wear, pair));
    }

    fn pair(
        &mut self,
        msg: &RecvMessage,
        small: u8,
        large: u32,
        reply: idl::Relic_pair_PENDING,
    ) {
        reply.answer(Relic.pair(msg, small, large));
    }

    fn worn(&mut self, msg: &RecvMessage, reply: idl::Relic_worn_PENDING) {
        reply.answer(Relic.worn(msg));
    }

    fn wait(
        &mut self,
        msg: &RecvMessage,
        ticks: u32,
        reply: idl::Relic_wait_PENDING,
    ) {
        reply.answer(Relic.wait(msg, ticks));
    }
}
