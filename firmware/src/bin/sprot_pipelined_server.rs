//! The server of `sprot` that answers when it wants.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sprot_pipelined_server.rs");
