//! What `lending` does, with each line of it.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("lending_by_hand.rs");
