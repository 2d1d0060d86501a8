//! How fast emulated tasks are, in CPU time: instructions, system calls, and
//! starts. Run with `cargo bench -p board --bench speed`, which fails if they are
//! slower than what is promised.

#[path = "../tests/chips/code.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod code;

use std::process::ExitCode;
use std::time::Duration;

use board::processor::Core;
use code::{add, setup};
use cpu_time::ThreadTime;
use kernel::System;

/// The shortest of five.
fn best(measure: impl Fn() -> Duration) -> f64 {
    (0..5)
        .map(|_| measure().as_secs_f64())
        .fold(f64::INFINITY, f64::min)
}

/// movs r3, #1; lsls r3, r3, #22; movs r0, #0; movs r2, #1;
/// lsls r2, r2, #29; then str r1, [r2]; ldr r1, [r2]; adds r0, #1;
/// cmp r0, r3; bne to the str; RECV with r4 to r7 zero
const LOOP: [u16; 17] = [
    0x2301, 0x059B, 0x2000, 0x2201, 0x0752, 0x6011, 0x6811, 0x3001, 0x4298,
    0xD1FA, 0x2401, 0x46A3, 0x2400, 0x2500, 0x2600, 0x2700, 0xDF00,
];

/// movs r3, #1; lsls r3, r3, #17; movs r0, #0; movs r4, #10; mov r11, r4;
/// then movs r4, #0; svc #0; adds r0, #1; cmp r0, r3; bne to the movs:
/// 131,072 times REFRESH_TASK_ID; and RECV as above
const CALLS: [u16; 17] = [
    0x2301, 0x045B, 0x2000, 0x240A, 0x46A3, 0x2400, 0xDF00, 0x3001, 0x4298,
    0xD1FA, 0x2401, 0x46A3, 0x2400, 0x2500, 0x2600, 0x2700, 0xDF00,
];

/// Instructions a second.
const INSTRUCTIONS: f64 = 20e6;
/// System calls a second.
const CALLS_A_SECOND: f64 = 100e3;
/// Seconds until ten tasks have started and wait.
const START: f64 = 50e-3;

fn main() -> ExitCode {
    if let Err(why) = board::unicorn::available() {
        println!("not run: {why}");
        return ExitCode::SUCCESS;
    }
    let mut is_as_promised = true;
    for core in [Core::M0, Core::M4, Core::M33] {
        let mut instructions = 0;
        let seconds = best(|| {
            let mut system = System::new();
            let setup = setup(core).budget(u64::MAX);
            add(&mut system, &LOOP, setup);
            let start = ThreadTime::now();
            system.run().expect_success();
            start.elapsed()
        });
        let mut system = System::new();
        let task = add(&mut system, &LOOP, setup(core).budget(u64::MAX));
        system.run().expect_success();
        instructions += task.taken().instructions;
        let millions = instructions as f64 / seconds / 1e6;
        is_as_promised &= millions * 1e6 >= INSTRUCTIONS;
        println!("{core:?}: {millions:>6.1} million instructions a second");
    }

    let seconds = best(|| {
        let mut system = System::new();
        add(&mut system, &CALLS, setup(Core::M4));
        let start = ThreadTime::now();
        system.run().expect_success();
        start.elapsed()
    });
    let calls = f64::from(1 << 17) / seconds;
    is_as_promised &= calls >= CALLS_A_SECOND;
    println!("{calls:>10.0} system calls a second, traced");

    let seconds = best(|| {
        let start = ThreadTime::now();
        let mut system = System::new();
        for _ in 0..10 {
            add(&mut system, &LOOP[10..], setup(Core::M4));
        }
        system.run().expect_success();
        start.elapsed()
    });
    println!("{:>10.1} ms for ten tasks from file to RECV", seconds * 1e3);
    is_as_promised &= seconds <= START;
    if is_as_promised {
        ExitCode::SUCCESS
    } else {
        println!("slower than promised");
        ExitCode::FAILURE
    }
}
