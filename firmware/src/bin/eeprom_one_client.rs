//! The client of `eeprom` that calls one operation.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("eeprom_one_client.rs");
