//! The client of `sensor`.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sensor_client.rs");
