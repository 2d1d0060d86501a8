//! The server of `spi` with reply handles.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("spi_pipelined_server.rs");
