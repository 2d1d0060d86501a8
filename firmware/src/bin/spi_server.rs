//! The server of `spi`.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("spi_server.rs");
