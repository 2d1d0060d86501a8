//! The clients' side of the scenarios.
//!
//! A client waits for a notification; each bit is something to do. A client
//! that has found something amiss panics.

use userlib::{Lease, TaskId, sys_panic, sys_recv_open, sys_send};

use crate::types::{Color, Item, ShelfError};

userlib::task_slot!(ZEROCOPY, zerocopy_shelf);
userlib::task_slot!(SSMARSHAL, ssmarshal_shelf);
userlib::task_slot!(HUBPACK, hubpack_shelf);
userlib::task_slot!(PIER, pier);

/// All good calls of a shelf, in three encodings.
pub const ZEROCOPY_CALLS: u32 = 1 << 0;
/// As [`ZEROCOPY_CALLS`].
pub const SSMARSHAL_CALLS: u32 = 1 << 1;
/// As [`ZEROCOPY_CALLS`].
pub const HUBPACK_CALLS: u32 = 1 << 2;
/// Calls during which the server dies.
pub const DEATH: u32 = 1 << 3;
/// A wait at the pier, and cargo from it.
pub const PIER_CALLS: u32 = 1 << 4;
/// Says that it cannot go on.
pub const PANIC: u32 = 1 << 5;
/// System calls that no stub makes, and what the kernel says to them.
pub const RARE_CALLS: u32 = 1 << 6;
/// From here on, malformed requests, one for each bit.
pub const MALFORMED: u32 = 1 << 8;
/// How many there are.
pub const MALFORMED_COUNT: u32 = 6;

/// Fails unless something is as it should be.
pub fn expect(it_is: bool, what: &[u8]) {
    if !it_is {
        sys_panic(what);
    }
}

/// Does what notifications ask for, for ever.
pub fn serve() -> ! {
    loop {
        let message = sys_recv_open(&mut [], u32::MAX);
        if message.sender != TaskId::KERNEL {
            continue;
        }
        let bits = message.operation;
        if bits & ZEROCOPY_CALLS != 0 {
            zerocopy::calls(ZEROCOPY.get_task_id());
            zerocopy::Shelf::from(ZEROCOPY.get_task_id()).weigh_both();
        }
        if bits & SSMARSHAL_CALLS != 0 {
            ssmarshal::calls(SSMARSHAL.get_task_id());
        }
        if bits & HUBPACK_CALLS != 0 {
            hubpack::calls(HUBPACK.get_task_id());
            hubpack::Shelf::from(HUBPACK.get_task_id()).weigh_both();
        }
        if bits & DEATH != 0 {
            death();
        }
        if bits & PIER_CALLS != 0 {
            pier::calls(PIER.get_task_id());
        }
        if bits & PANIC != 0 {
            sys_panic(b"as it was told");
        }
        if bits & RARE_CALLS != 0 {
            crate::rare::calls(ZEROCOPY.get_task_id());
        }
        for number in 0..MALFORMED_COUNT {
            if bits & MALFORMED << number != 0 {
                malformed(number);
            }
        }
    }
}

/// The calls of one encoding.
macro_rules! shelf {
    ($module:ident, $stub:literal) => {
        mod $module {
            use super::expect;
            use crate::types::{Color, Item, Overload, ShelfError};
            use userlib::TaskId;

            #[allow(unused_imports)]
            use Overload as _;
            include!(concat!(env!("OUT_DIR"), "/", $stub));

            pub(super) fn calls(server: TaskId) {
                let shelf = Shelf::from(server);
                let item = Item { id: 7, price: 300 };
                expect(shelf.put(2, item) == Ok(1), b"put");
                expect(shelf.get(2) == Ok(item), b"get");
                expect(shelf.get(0) == Err(ShelfError::Empty), b"empty");
                let nowhere = shelf.put(9, item);
                expect(nowhere == Err(ShelfError::NoPlace), b"nowhere");
                expect(shelf.count() == 1, b"count");
                expect(shelf.paint(Color::Green) == Color::Blue, b"paint");
                expect(shelf.store(&[1, 2, 3]) == Ok(6), b"store");
                let mut bytes = [0; 5];
                expect(shelf.load(&mut bytes) == Ok(5), b"load");
                expect(bytes == [9, 8, 7, 6, 5], b"loaded");
                let mut block = [1, 2, 3, 4];
                expect(shelf.turn(&mut block) == Ok(()), b"turn");
                expect(block == [4, 3, 2, 1], b"turned");
            }
        }
    };
}

shelf!(zerocopy, "zerocopy_shelf_client.rs");
shelf!(ssmarshal, "ssmarshal_shelf_client.rs");
shelf!(hubpack, "hubpack_shelf_client.rs");

/// The calls that Ssmarshal does not have.
macro_rules! weigh {
    ($module:ident) => {
        impl $module::Shelf {
            fn weigh_both(&self) {
                expect(self.weigh(1_000) == Ok(300), b"light");
                let heavy = self.weigh(100);
                expect(
                    heavy == Err(crate::types::Overload { by: 200 }),
                    b"heavy",
                );
            }
        }
    };
}

weigh!(zerocopy);
weigh!(hubpack);

/// The pier's calls.
mod pier {
    use super::expect;
    use crate::types::PierError;
    use userlib::TaskId;

    include!(concat!(env!("OUT_DIR"), "/pier_client.rs"));

    pub(super) fn calls(server: TaskId) {
        let pier = Pier::from(server);
        expect(pier.wait(5) == Ok(5), b"wait");
        let mut cargo = [0; 3];
        expect(pier.unload(&mut cargo) == Ok(3), b"unload");
        expect(cargo == [1, 2, 3], b"cargo");
    }
}

/// The server dies with the first call in its hands, which is not asked again,
/// and with the second, which is.
fn death() {
    let shelf = zerocopy::Shelf::from(ZEROCOPY.get_task_id());
    let item = Item { id: 1, price: 2 };
    expect(shelf.put(0, item) == Err(ShelfError::Gone), b"gone");
    expect(shelf.paint(Color::Red) == Color::Green, b"asked again");
}

/// Requests that no stub makes. Each faults this task, but for the last.
fn malformed(number: u32) {
    let server = ZEROCOPY.get_task_id();
    let mut reply = [0; 8];
    let mut lent = [0; 3];
    let (code, len) = match number {
        // No such operation.
        0 => sys_send(server, 99, &[], &mut reply, &[]),
        // Too short, too long.
        1 => sys_send(server, 2, &[], &mut reply, &[]),
        2 => sys_send(server, 2, &[0, 0], &mut reply, &[]),
        // No color has that number.
        3 => sys_send(server, 4, &[3], &mut reply, &[]),
        // No room for the reply.
        4 => sys_send(server, 2, &[0], &mut [], &[]),
        // A lease of the wrong size.
        _ => {
            let lease = Lease::read_write(&mut lent);
            sys_send(server, 7, &[], &mut reply, &[lease])
        }
    };
    expect(code == 0 && len == 0, b"answered");
}
