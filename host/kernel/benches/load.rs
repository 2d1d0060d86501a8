//! A million calls of ten clients through one server: calls in a second, the
//! memory they take, and, where `valgrind` is, instructions of a call.
//!
//!     cargo bench -p kernel --bench load

use kernel::System;
use std::process::Command;
use std::time::Instant;
use userlib::{sys_recv_open, sys_reply, sys_send};

const CLIENTS: u32 = 10;

fn load(calls: u32) {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        loop {
            let mut buffer = [0; 16];
            let message = sys_recv_open(&mut buffer, 0);
            sys_reply(message.sender, 0, &buffer[..4]);
        }
    });
    for number in 0..CLIENTS {
        system.task(&format!("client{number}"), 2, move || {
            for number in 0..calls / CLIENTS {
                let mut reply = [0; 4];
                sys_send(server, 1, &number.to_le_bytes(), &mut reply, &[]);
            }
        });
    }
    system.run().expect_success();
}

/// Instructions of so many calls and all around them.
fn instructions(calls: u32) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().ok()?)
        .arg(calls.to_string())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("refs:"))?;
    let (_, count) = line.split_once("refs:")?;
    count.trim().replace(',', "").parse().ok()
}

/// Kilobytes of memory at the most so far.
fn peak() -> Option<String> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn main() {
    let wanted = std::env::args().nth(1).and_then(|it| it.parse().ok());
    if let Some(calls) = wanted {
        load(calls);
        return;
    }
    for calls in [100_000, 1_000_000] {
        let start = Instant::now();
        load(calls);
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{calls} calls: {:.0} in a second, {} at the most",
            f64::from(calls) / seconds,
            peak().unwrap_or_default()
        );
    }
    // Both have a full trace, so the difference is calls alone.
    let (few, many) = (50_000, 70_000);
    match (instructions(few), instructions(many)) {
        (Some(less), Some(more)) => println!(
            "instructions of a call: {}",
            (more - less) / u64::from(many - few)
        ),
        _ => println!("no instructions: `valgrind` is not there"),
    }
}
