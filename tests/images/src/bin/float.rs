//! A task that calculates with fractions: sums of 1/1 to 1/n, for each
//! notification, whose bits are n.

#![cfg_attr(target_os = "none", no_std, no_main)]

use core::hint::black_box;
use core::sync::atomic::{AtomicU32, Ordering};

use userlib::{sys_get_timer, sys_recv_notification};

/// The last sum, as the bits of an `f32`.
static SUM: AtomicU32 = AtomicU32::new(0);

images::task!({
    loop {
        let count = sys_recv_notification(u32::MAX).get_raw_bits();
        let mut sum = 0.0_f32;
        for number in 1..=count {
            sum += 1.0 / number as f32;
            if number == count / 2 {
                // The kernel keeps what is in registers meanwhile.
                sys_get_timer();
            }
        }
        SUM.store(sum.to_bits(), Ordering::Relaxed);
        // Somebody looks at it: the test.
        black_box(&SUM);
    }
});
