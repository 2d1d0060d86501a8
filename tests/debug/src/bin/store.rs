//! A task that serves, and is no client.

#![cfg_attr(target_os = "none", no_std, no_main)]

#[path = "../servers/store.rs"]
mod store;

use store::idl;

debug::serve!(idl, store::Store::default());
