//! Servers and clients that several tests use.

use kernel::{System, TaskId};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use userlib::{sys_recv_open, sys_reply, sys_send};

/// Reads the number that a server keeps.
pub(crate) const GET: u16 = 1;
/// Replaces it.
pub(crate) const SET: u16 = 2;

/// A server that keeps a number, from 0 on.
pub(crate) fn keeper() {
    let mut number = 0;
    loop {
        let mut buffer = [0];
        let message = sys_recv_open(&mut buffer, 0);
        if message.operation == u32::from(SET) {
            number = buffer[0];
        }
        let reply = &[number][..message.response_capacity.min(1)];
        sys_reply(message.sender, 0, reply);
    }
}

/// Adds one to the number of a server, in two calls: what another does between
/// them is lost.
pub(crate) fn add_one(server: TaskId) {
    let mut number = [0];
    sys_send(server, GET, &[], &mut number, &[]);
    sys_send(server, SET, &[number[0] + 1], &mut [], &[]);
}

/// Two clients that add one each; both are to be seen.
pub(crate) fn lost_update(system: &mut System) {
    let server = system.task("keeper", 1, keeper);
    let (one, two) = (2, 3);
    system.task("one", one, move || add_one(server));
    system.task("two", two, move || add_one(server));
    let seen = Arc::new(AtomicU32::new(0));
    let (see, reader) = (Arc::clone(&seen), 4);
    system.run().expect_success();
    system.task("reader", reader, move || {
        let mut number = [0];
        sys_send(server, GET, &[], &mut number, &[]);
        see.store(number[0].into(), Ordering::Relaxed);
    });
    system.run().expect_success();
    assert_eq!(seen.load(Ordering::Relaxed), 2, "an update is lost");
}
