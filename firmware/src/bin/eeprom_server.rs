//! The server of `eeprom`.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("eeprom_server.rs");
