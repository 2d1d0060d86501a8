//! A task that serves the desk.

#[path = "../servers/desk.rs"]
mod desk;

use desk::idl;

fn main() {
    idol_runtime::serve!(idl, desk::Desk)
}
