//! The client of `sensor` that calls three operations.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sensor_three_client.rs");
