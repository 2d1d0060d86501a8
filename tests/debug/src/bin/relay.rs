//! A task that answers when it likes, and is a client as well.

#![cfg_attr(target_os = "none", no_std, no_main)]

use idol_runtime::NoNotifications;
use userlib::RecvMessage;

/// The stub, with the types that it names and no other.
mod idl {
    use debug::types::{RelicError, Turn, Wear};

    include!(concat!(env!("OUT_DIR"), "/relay_server.rs"));
}

use debug::types::{RelicError, Turn, Wear};

/// A client of another task.
mod client {
    use debug::types::{Area, BenchError, Jam, Level, Mode, Point};

    include!(concat!(env!("OUT_DIR"), "/bench_client.rs"));
}

userlib::task_slot!(BENCH, bench);

struct Relay(client::Bench);

impl NoNotifications for Relay {}

impl idl::RelicReplies for Relay {
    fn turn(
        &mut self,
        _: &RecvMessage,
        by: Turn,
        _: char,
        sure: bool,
        _: Option<bool>,
        reply: idl::Relic_turn_PENDING,
    ) {
        self.0.ping();
        if sure {
            reply.ok(by);
        } else {
            reply.err(RelicError::Stuck);
        }
    }

    fn rest(&mut self, _: &RecvMessage, reply: idl::Relic_rest_PENDING) {
        reply.ok(true);
    }

    fn wear(
        &mut self,
        _: &RecvMessage,
        wear: Wear,
        _: (u8, u32),
        reply: idl::Relic_wear_PENDING,
    ) {
        reply.ok(wear);
    }

    fn pair(
        &mut self,
        _: &RecvMessage,
        small: u8,
        large: u32,
        reply: idl::Relic_pair_PENDING,
    ) {
        reply.ok((small, large));
    }

    fn worn(&mut self, _: &RecvMessage, reply: idl::Relic_worn_PENDING) {
        reply.ok(Some(true));
    }

    fn wait(
        &mut self,
        _: &RecvMessage,
        _: u32,
        reply: idl::Relic_wait_PENDING,
    ) {
        reply.ok(());
    }
}

debug::serve!(idl, Relay(client::Bench::from(BENCH.get_task_id())));
