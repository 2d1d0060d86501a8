//! The server of `hf`.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("hf_server.rs");
