//! The server of `hf` with reply handles.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("hf_pipelined_server.rs");
