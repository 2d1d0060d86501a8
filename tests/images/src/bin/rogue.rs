//! A task that does what it must not, when it is told to.

#![cfg_attr(target_os = "none", no_std, no_main)]

use core::hint::black_box;

use userlib::{Lease, TaskId, sys_recv_notification, sys_send};

/// Takes more stack with each call.
#[inline(never)]
fn deeper(level: u32) -> u32 {
    let block = black_box([level; 32]);
    match level {
        0 => 0,
        _ => deeper(level - 1) + block.iter().sum::<u32>(),
    }
}

/// Spins.
#[inline(never)]
fn spin() -> ! {
    loop {
        black_box(0);
    }
}

images::task!({
    loop {
        let bits = sys_recv_notification(u32::MAX).get_raw_bits();
        match bits {
            1 => drop(black_box(deeper(1_000))),
            2 => spin(),
            // Less than it has.
            4 => drop(black_box(deeper(5))),
            _ => {
                let mut bytes = [1, 2, 3];
                let lease = Lease::read_write(&mut bytes);
                sys_send(TaskId(0), 1, &[], &mut [], &[lease]);
            }
        }
    }
});
