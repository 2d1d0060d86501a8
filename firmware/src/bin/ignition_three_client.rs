//! The client of `ignition` that calls three operations.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("ignition_three_client.rs");
