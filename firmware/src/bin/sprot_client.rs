//! The client of `sprot`.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sprot_client.rs");
