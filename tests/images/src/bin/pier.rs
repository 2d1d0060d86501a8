//! A server that answers later.

#![cfg_attr(target_os = "none", no_std, no_main)]

#[path = "../servers/pier.rs"]
mod pier;

images::task!(pier::serve());
