//! The client of `hf` that calls one operation.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("hf_one_client.rs");
