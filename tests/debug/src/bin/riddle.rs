//! A task that serves, and is no client.

#![cfg_attr(target_os = "none", no_std, no_main)]

#[path = "../servers/riddle.rs"]
mod riddle;

use riddle::idl;

debug::serve!(idl, riddle::Riddle);
