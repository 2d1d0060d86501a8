//! A server of `notes` whose build does not support `read`.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("some.rs");
