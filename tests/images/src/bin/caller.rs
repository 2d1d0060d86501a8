//! The client of all scenarios.

#![cfg_attr(target_os = "none", no_std, no_main)]

images::task!(images::client::serve());
