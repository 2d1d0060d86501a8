//! The client of `sys` that calls three operations.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sys_three_client.rs");
