//! A task that calls the desk.

use elf::types::{DeskError, Mode, Receipt, Refusal, Thing, Wanted};

include!(concat!(env!("OUT_DIR"), "/desk_client.rs"));

userlib::task_slot!(PEER, peer);

fn main() {
    let peer = Desk::from(PEER.get_task_id());
    peer.bell();
    println!("{:?}", peer.open(Mode::Open, true, None));
}
