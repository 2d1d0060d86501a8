//! A server that reads what is lent and calls a client, in few lines.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("lending.rs");
