//! A task that serves, and is no client.

#![cfg_attr(target_os = "none", no_std, no_main)]

#[path = "../servers/bench.rs"]
mod bench;

use bench::idl;

debug::serve!(idl, bench::Bench);
