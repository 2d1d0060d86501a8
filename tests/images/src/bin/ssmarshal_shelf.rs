//! A shelf with the encoding Ssmarshal.

#![cfg_attr(target_os = "none", no_std, no_main)]

#[path = "../servers/ssmarshal_shelf.rs"]
mod server;
#[path = "../servers/shelf.rs"]
mod shelf;

images::task!(server::ssmarshal_shelf::serve());
