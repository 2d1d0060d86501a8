//! A program for a host with several servers.

use std::thread;

#[path = "../servers/desk.rs"]
mod desk;
#[path = "../servers/lamp.rs"]
mod lamp;
#[path = "../servers/shelf.rs"]
mod shelf;

fn main() {
    thread::spawn(|| {
        use lamp::idl;
        idol_runtime::serve!(idl, lamp::Lamp)
    });
    thread::spawn(|| {
        use shelf::idl;
        idol_runtime::serve!(idl, shelf::Shelf)
    });
    use desk::idl;
    idol_runtime::serve!(idl, desk::Desk)
}
