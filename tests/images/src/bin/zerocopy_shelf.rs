//! A shelf with the encoding Zerocopy.

#![cfg_attr(target_os = "none", no_std, no_main)]

#[path = "../servers/zerocopy_shelf.rs"]
mod server;
#[path = "../servers/shelf.rs"]
mod shelf;

images::task!(server::zerocopy_shelf::serve());
