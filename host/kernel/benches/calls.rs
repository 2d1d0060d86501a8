//! What a request costs: SEND, RECV, a borrow and REPLY between two tasks,
//! trace included. Run with `cargo bench -p kernel --bench calls`.

use kernel::System;
use std::time::Instant;
use userlib::{Lease, sys_borrow_read, sys_recv_open, sys_reply, sys_send};

const REQUESTS: u32 = 100_000;

fn main() {
    let best = (0..5)
        .map(|_| {
            let mut system = System::new();
            let server = system.task("server", 1, || {
                loop {
                    let mut buffer = [0; 16];
                    let message = sys_recv_open(&mut buffer, 0);
                    sys_borrow_read(message.sender, 0, 0, &mut buffer);
                    sys_reply(message.sender, 0, &buffer[..4]);
                }
            });
            system.task("client", 2, move || {
                for number in 0..REQUESTS {
                    let mut reply = [0; 4];
                    let leases = [Lease::read_only(&[1, 2, 3, 4])];
                    let bytes = number.to_le_bytes();
                    sys_send(server, 1, &bytes, &mut reply, &leases);
                }
            });
            let start = Instant::now();
            system.run().expect_success();
            start.elapsed().as_nanos() as f64 / f64::from(REQUESTS)
        })
        .fold(f64::INFINITY, f64::min);
    println!("one request: 4 system calls, nanoseconds:");
    println!("  request                {best:>8.0}");
    println!("  system call            {:>8.0}", best / 4.0);

    let start = Instant::now();
    for _ in 0..1000 {
        let mut system = System::new();
        for name in ["one", "two", "three", "four", "five"] {
            system.task(name, 1, || {
                userlib::sys_get_timer();
            });
        }
        system.run().expect_success();
    }
    let each = start.elapsed().as_nanos() as f64 / 1000.0;
    println!("a system of 5 tasks, made and run, nanoseconds:");
    println!("  system                 {each:>8.0}");
}
