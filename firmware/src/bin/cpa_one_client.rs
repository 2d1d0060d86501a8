//! The client of `cpa` that calls one operation.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("cpa_one_client.rs");
