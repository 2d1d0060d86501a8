//! Every message tried, on servers of every encoding, reply, receive strategy
//! and kind of lease, that answer in order or later.
//!
//! `IDOL_MESSAGES` sets how many messages there are, for all servers together.
//! Ten million of them take 135 s of CPU time, with the build:
//! `IDOL_MESSAGES=10000000 cargo test --release -p hostility --test random messages`

use std::sync::Arc;

use goldens::{LegacyError, legacy};
use kernel::{System, TaskId, fuzz_server};

use crate::Style;
use crate::ledger::Ledger;
use crate::random::Random;

/// Servers that are tried.
const SERVERS: u64 = 5;

/// The messages for each server.
fn messages() -> u64 {
    match std::env::var("IDOL_MESSAGES") {
        Ok(text) => {
            let all: u64 = text.parse().expect("IDOL_MESSAGES is a number");
            all.div_ceil(SERVERS)
        }
        Err(_) if trials::all() => 200_000,
        Err(_) => 1_500,
    }
}

/// Adds the two servers, and as many tasks as these take for clients which keep
/// to the rules.
fn servers(system: &mut System, style: Style, seed: u64) -> [TaskId; 2] {
    let ledger = Arc::new(Ledger::default());
    let mut random = Random::new(seed);
    let servers = crate::servers(system, &ledger, &mut random, style);
    for name in ["one", "two", "three"] {
        system.task(name, 3, || ());
    }
    servers
}

/// Tries messages on one of the servers.
fn every_message(style: Style, which: usize, operations: usize) {
    let fuzz = fuzz_server(|system| servers(system, style, 0)[which])
        .named(&format!("hostility::messages::{style:?}::{which}"));
    let fuzz = match style {
        Style::InOrder => fuzz,
        Style::Pipelined => fuzz.answers_within(1_000),
    };
    let wanted = messages();
    let fuzzed = fuzz.run(wanted);
    println!("{style:?}, {which}: {fuzzed}");
    assert_eq!(fuzzed.operations, operations);
    assert!(fuzzed.messages >= wanted);
    // Good ones and bad ones: each is a good part of them.
    assert!(fuzzed.replied > wanted / 6, "{fuzzed}");
    assert!(fuzzed.refused > wanted / 6, "{fuzzed}");
}

#[test]
fn no_message_harms_a_zerocopy_server_that_answers_in_order() {
    every_message(Style::InOrder, 0, 9);
}

#[test]
fn no_message_harms_a_zerocopy_server_that_answers_later() {
    every_message(Style::Pipelined, 0, 9);
}

#[test]
fn no_message_harms_a_hubpack_server_that_answers_in_order() {
    every_message(Style::InOrder, 1, 5);
}

#[test]
fn no_message_harms_a_hubpack_server_that_answers_later() {
    every_message(Style::Pipelined, 1, 5);
}

#[test]
fn no_message_harms_an_ssmarshal_server() {
    let wanted = messages();
    let fuzzed = fuzz_server(|system| {
        system.task("legacy", 1, || {
            let mut server =
                legacy::server::FailServer::new(LegacyError::NoSlot);
            idol_runtime::serve!(legacy::server, server)
        })
    })
    .run(wanted);
    println!("legacy: {fuzzed}");
    assert_eq!(fuzzed.operations, 3);
    assert!(fuzzed.replied > wanted / 6, "{fuzzed}");
}
