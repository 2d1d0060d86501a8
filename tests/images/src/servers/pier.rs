//! A server that answers later: at a time, or when somebody blows the horn.

use idol_runtime::{NotificationHandler, Queue};
use userlib::{
    NotificationBits, RecvMessage, sys_get_timer, sys_irq_control,
    sys_set_timer,
};

/// The stub, with the types that it names and no other.
mod idl {
    use images::types::PierError;

    include!(concat!(env!("OUT_DIR"), "/pier_server.rs"));
}

use idl::{Pier_unload_PENDING as Unloads, Pier_wait_PENDING as Waits};
use images::types::PierError;

/// The timer's notification.
const TIMER: u32 = 1;
/// The notification of an interrupt: the horn.
pub(crate) const HORN: u32 = 2;

/// A pier.
struct Pier {
    /// Who waits for a time, and for which.
    waiting: Queue<(Waits, u64), 2>,
    /// Who waits for the horn.
    unloading: Queue<Unloads, 2>,
}

impl Pier {
    /// Has the timer fire at the earliest time that somebody waits for.
    fn set_timer(&self) {
        let earliest = self.waiting.iter().map(|(_, until)| *until).min();
        sys_set_timer(earliest, TIMER);
    }
}

impl NotificationHandler for Pier {
    fn current_notification_mask(&self) -> u32 {
        TIMER | HORN
    }

    fn handle_notification(&mut self, bits: NotificationBits) {
        if bits.check_notification_mask(TIMER) {
            let now = sys_get_timer().now;
            while let Some((reply, until)) =
                self.waiting.take(|(_, until)| *until <= now)
            {
                reply.ok(until as u32);
            }
            self.set_timer();
        }
        if bits.check_notification_mask(HORN) {
            while let Some(reply) = self.unloading.pop() {
                let cargo = [1, 2, 3];
                let len = reply.cargo().len().min(cargo.len());
                let part = cargo.get(..len).unwrap_or(&[]);
                // Who is gone is answered all the same.
                let _ = reply.cargo().write_range(0..len, part);
                reply.ok(len as u32);
            }
            sys_irq_control(HORN, true);
        }
    }
}

impl idl::PierReplies for Pier {
    fn wait(&mut self, _: &RecvMessage, ticks: u32, reply: Waits) {
        let until = sys_get_timer().now + u64::from(ticks);
        match self.waiting.push((reply, until)) {
            Ok(()) => self.set_timer(),
            Err((reply, _)) => reply.err(PierError::Full),
        }
    }

    fn unload(&mut self, _: &RecvMessage, reply: Unloads) {
        if let Err(reply) = self.unloading.push(reply) {
            reply.err(PierError::Full);
        }
    }
}

/// Serves for ever.
pub(crate) fn serve() -> ! {
    sys_irq_control(HORN, true);
    let mut pier = Pier {
        waiting: Queue::new(),
        unloading: Queue::new(),
    };
    idol_runtime::serve!(idl, pier)
}
