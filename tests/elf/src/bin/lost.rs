//! A task that calls whom nobody serves.

use elf::types::{LampError, Receipt, Shape, Thing, Wanted};

include!(concat!(env!("OUT_DIR"), "/lamp_client.rs"));

userlib::task_slot!(PEER, peer);

fn main() {
    let peer = Lamp::from(PEER.get_task_id());
    println!("{:?}", peer.set(0.7));
}
