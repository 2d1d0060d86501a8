//! The server of `sys` with reply handles.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sys_pipelined_server.rs");
