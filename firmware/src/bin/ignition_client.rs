//! The client of `ignition`.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("ignition_client.rs");
