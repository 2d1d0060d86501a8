//! Memory that is lent for writing is lent once.

use userlib::{Lease, TaskId};

fn main() {
    let mut memory = [0; 4];
    let leases =
        [Lease::write_only(&mut memory[..2]), Lease::read_only(&memory)];
    userlib::sys_send(TaskId(0), 1, &[], &mut [], &leases);
}
