//! The server of `ignition` that answers when it wants.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("ignition_pipelined_server.rs");
