//! A task that knows an older desk.

use elf::types::{DeskError, Mode, Receipt, Refusal, Thing, Wanted};

include!(concat!(env!("OUT_DIR"), "/old_desk_client.rs"));

userlib::task_slot!(PEER, peer);

fn main() {
    let peer = Desk::from(PEER.get_task_id());
    peer.bell();
}
