//! The server of `notes`.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("notes_server.rs");
