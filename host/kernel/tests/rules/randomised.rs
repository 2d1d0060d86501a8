//! Many schedules and deaths: what always holds.

use kernel::{
    Action, CallKind, End, Restart, Schedule, System, TaskId, When, seeds,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use userlib::{
    Lease, extract_new_generation, sys_borrow_write, sys_recv_open, sys_reply,
    sys_send,
};

/// Sends until it is answered by a server that lives; then it must have
/// been served, in full.
fn call_until_served(server: TaskId, byte: u8) {
    let mut id = server;
    loop {
        let mut memory = [0; 4];
        let mut reply = [0; 2];
        let (code, len) = sys_send(
            id,
            1,
            &[byte],
            &mut reply,
            &[Lease::write_only(&mut memory)],
        );
        match extract_new_generation(code) {
            Some(generation) => {
                assert_eq!(len, 0);
                id = TaskId::for_index_and_gen(id.index(), generation);
            }
            None => {
                assert_eq!((code, len), (0, 2));
                assert_eq!(reply, [byte, !byte]);
                assert_eq!(memory, [byte; 4]);
                return;
            }
        }
    }
}

fn serve() {
    loop {
        let mut buffer = [0];
        let message = sys_recv_open(&mut buffer, 0);
        let [byte] = buffer;
        sys_borrow_write(message.sender, 0, 0, &[byte; 2]);
        sys_borrow_write(message.sender, 0, 2, &[byte; 2]);
        sys_reply(message.sender, 0, &[byte, !byte]);
    }
}

#[test]
fn every_client_is_served_whole_in_any_order_and_whoever_dies() {
    let count = match (cfg!(miri), trials::all()) {
        (true, _) => 3,
        (false, true) => 2000,
        (false, false) => 500,
    };
    for seed in seeds(0..count) {
        let served = Arc::new(AtomicU32::new(0));
        let mut system = System::new();
        system.schedule(Schedule::Random(seed));
        let servers = [
            system.task("server one", 1, serve),
            system.task("server two", 1, serve),
        ];
        for number in 0..3u8 {
            let served = Arc::clone(&served);
            system.task(&format!("client {number}"), 2, move || {
                for round in 0..4 {
                    let server = servers[usize::from(round) % 2];
                    call_until_served(server, number << 4 | round);
                    served.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        // Two deaths of each server, somewhere.
        for (index, server) in servers.into_iter().enumerate() {
            for death in 0..2 {
                let number = 1 + (seed >> (4 * death + index)) as u32 % 16;
                system.script(
                    When::after(server, CallKind::Any, number),
                    Action::kill(server, Restart::After(seed % 3)),
                );
            }
        }
        assert_eq!(system.run(), End::Idle, "seed {seed}");
        assert_eq!(served.load(Ordering::Relaxed), 12, "seed {seed}");
    }
}
