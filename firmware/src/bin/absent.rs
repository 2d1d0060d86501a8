//! A server of `notes` on a board that has no paper.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("absent.rs");
