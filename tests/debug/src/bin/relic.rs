//! A task that serves, and is no client.

#![cfg_attr(target_os = "none", no_std, no_main)]

#[path = "../servers/relic.rs"]
mod relic;

use relic::idl;

debug::serve!(idl, relic::Relic);
