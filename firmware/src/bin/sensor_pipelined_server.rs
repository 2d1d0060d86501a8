//! The server of `sensor` with reply handles.
#![cfg_attr(target_os = "none", no_std, no_main)]

firmware::task!("sensor_pipelined_server.rs");
