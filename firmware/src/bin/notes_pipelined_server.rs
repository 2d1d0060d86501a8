//! The server of `notes` with reply handles.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("notes_pipelined_server.rs");
