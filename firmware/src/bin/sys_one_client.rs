//! The client of `sys` that calls one operation.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sys_one_client.rs");
