//! The client of `sensor` that calls one operation.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sensor_one_client.rs");
