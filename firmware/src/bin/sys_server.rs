//! The server of `sys`.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sys_server.rs");
