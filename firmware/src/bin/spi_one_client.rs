//! The client of `spi` that calls one operation.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("spi_one_client.rs");
