//! Sleeping, built from the timer and a receive.

use crate::{sys_get_timer, sys_recv_notification, sys_set_timer};

/// The notification bit that these functions wait for.
const TIMER: u32 = 1 << 31;

/// Waits for `interval` milliseconds. Messages stay queued meanwhile.
/// Uses notification bit 31; the task's own timer is put back afterwards.
pub fn sleep_for(interval: u64) {
    sleep_until(sys_get_timer().now.wrapping_add(interval));
}

/// Waits until `deadline`, in milliseconds since the system started; returns
/// at once if that is past. Uses notification bit 31; the task's own timer
/// is put back afterwards, and fires late if it was due meanwhile.
pub fn sleep_until(deadline: u64) {
    let before = sys_get_timer();
    sys_set_timer(Some(deadline), TIMER);
    loop {
        sys_recv_notification(TIMER);
        let state = sys_get_timer();
        // The bit alone proves nothing: anybody may post it.
        if state.deadline.is_none() || state.now >= deadline {
            break;
        }
    }
    sys_set_timer(before.deadline, before.on_dl);
}
