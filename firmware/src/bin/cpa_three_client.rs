//! The client of `cpa` that calls three operations.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("cpa_three_client.rs");
