//! A server of `eeprom` that is a client of `notes` as well.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("relay_server.rs");
