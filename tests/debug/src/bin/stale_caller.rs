//! A task that is a client.

#![cfg_attr(target_os = "none", no_std, no_main)]

use debug::types::{Area, BenchError, Jam, Level, Mode, Point};

include!(concat!(env!("OUT_DIR"), "/stale_client.rs"));

userlib::task_slot!(BENCH, bench);

#[cfg_attr(target_os = "none", unsafe(export_name = "main"))]
fn main() -> ! {
    let bench = Bench::from(BENCH.get_task_id());
    loop {
        bench.ping();
    }
}
