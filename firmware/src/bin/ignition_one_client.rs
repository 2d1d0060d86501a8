//! The client of `ignition` that calls one operation.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("ignition_one_client.rs");
