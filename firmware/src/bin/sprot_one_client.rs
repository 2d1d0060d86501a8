//! The client of `sprot` that calls one operation.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sprot_one_client.rs");
