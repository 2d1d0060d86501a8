//! The server of `parcels`.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("parcels_server.rs");
