//! The client of `hf` that calls three operations.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("hf_three_client.rs");
