//! What `some` does, with a function that refuses.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("some_by_hand.rs");
