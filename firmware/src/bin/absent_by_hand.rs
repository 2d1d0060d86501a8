//! What `absent` does, with a function for each operation.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("absent_by_hand.rs");
