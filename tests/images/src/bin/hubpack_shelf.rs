//! A shelf with the encoding Hubpack.

#![cfg_attr(target_os = "none", no_std, no_main)]

#[path = "../servers/hubpack_shelf.rs"]
mod server;
#[path = "../servers/shelf.rs"]
mod shelf;

images::task!(server::hubpack_shelf::serve());
