//! The client of `sprot` that calls three operations.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sprot_three_client.rs");
