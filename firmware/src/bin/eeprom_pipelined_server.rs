//! The server of `eeprom` with reply handles.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("eeprom_pipelined_server.rs");
