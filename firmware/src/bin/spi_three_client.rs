//! The client of `spi` that calls three operations.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("spi_three_client.rs");
