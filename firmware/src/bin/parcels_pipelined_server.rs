//! The server of `parcels` with reply handles.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("parcels_pipelined_server.rs");
