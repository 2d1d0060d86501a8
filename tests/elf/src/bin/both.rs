//! A program for a host with two servers.

use std::thread;

#[path = "../servers/desk.rs"]
mod desk;
#[path = "../servers/lamp.rs"]
mod lamp;

fn main() {
    thread::spawn(|| {
        use lamp::idl;
        idol_runtime::serve!(idl, lamp::Lamp)
    });
    use desk::idl;
    idol_runtime::serve!(idl, desk::Desk)
}
