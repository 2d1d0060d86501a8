//! The server of `cpa` that answers when it wants.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("cpa_pipelined_server.rs");
