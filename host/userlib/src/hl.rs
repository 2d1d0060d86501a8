//! Sleeping, built from the timer and a receive.

use crate::{TimerState, sys_get_timer, sys_recv_notification, sys_set_timer};

/// The notification bit that these functions wait for.
const TIMER: u32 = 1 << 31;

/// Waits for `interval` milliseconds. Messages stay queued meanwhile.
/// Uses notification bit 31; the task's own timer is put back afterwards,
/// and fires late if it was due meanwhile.
pub fn sleep_for(interval: u64) {
    let before = sys_get_timer();
    let deadline = before.now.wrapping_add(interval);
    sleep(before, deadline);
}

/// Waits until `deadline`, in milliseconds since the system started; returns
/// at once if that is past. Otherwise as [`sleep_for`].
pub fn sleep_until(deadline: u64) {
    sleep(sys_get_timer(), deadline);
}

/// Waits until `deadline` and puts back the timer as it was `before`.
fn sleep(before: TimerState, deadline: u64) {
    sys_set_timer(Some(deadline), TIMER);
    loop {
        sys_recv_notification(TIMER);
        // The bit alone proves nothing: anybody may post it. A timer that
        // has fired is no longer armed.
        if sys_get_timer().deadline.is_none() {
            break;
        }
    }
    sys_set_timer(before.deadline, before.on_dl);
}
