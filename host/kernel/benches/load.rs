//! A million calls through one server, by ten clients: how long that takes,
//! and how much memory. Run with `cargo bench -p kernel --bench load`.
//!
//! With a number behind `--` it makes so many calls instead. What a call takes
//! in instructions is what `valgrind --tool=callgrind` counts for 20,000 calls
//! more than for 10,000, by 10,000: see `benches/README.md`.

use kernel::System;
use std::time::Instant;
use userlib::{sys_recv_open, sys_reply, sys_send};

const CLIENTS: u32 = 10;
const CALLS: u32 = 1_000_000;

/// Most memory that this process has had, in KiB, where that can be known.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Lets ten clients make so many calls in all.
fn run(calls: u32) {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        let mut sum = 0_u32;
        loop {
            let mut buffer = [0; 4];
            let message = sys_recv_open(&mut buffer, 0);
            sum = sum.wrapping_add(u32::from_le_bytes(buffer));
            sys_reply(message.sender, 0, &sum.to_le_bytes());
        }
    });
    for number in 0..CLIENTS {
        system.task(&format!("client {number}"), 2, move || {
            for call in 0..calls / CLIENTS {
                let mut reply = [0; 4];
                sys_send(server, 1, &call.to_le_bytes(), &mut reply, &[]);
            }
        });
    }
    system.run().expect_success();
}

fn main() {
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    if let Some(calls) = asked {
        run(calls);
        return;
    }
    run(CALLS / 10);
    let tenth = most_memory();
    let start = Instant::now();
    run(CALLS);
    let each = start.elapsed().as_nanos() as f64 / f64::from(CALLS);
    println!("{CALLS} calls of {CLIENTS} clients, nanoseconds:");
    println!("  call                   {each:>8.0}");
    if let (Some(tenth), Some(all)) = (tenth, most_memory()) {
        println!("most memory, KiB:");
        println!("  after a tenth of them  {tenth:>8}");
        println!("  after all              {all:>8}");
    }
}
