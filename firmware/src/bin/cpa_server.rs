//! The server of `cpa`.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("cpa_server.rs");
