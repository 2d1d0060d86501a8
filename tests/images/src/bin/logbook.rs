//! A server in the style of those that there are: its statics are handed out
//! once, it has a timer, and it knows a peer by a slot. It can run once in a
//! process, and so not as a closure.

#![cfg_attr(target_os = "none", no_std, no_main)]

use core::convert::Infallible;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use idol_runtime::{NotificationHandler, RequestError};
use userlib::{
    NotificationBits, RecvMessage, set_timer_relative, sys_panic, sys_post,
    task_slot,
};

task_slot!(LISTENER, listener);

/// The notification that the timer posts.
const TIMER: u32 = 1 << 0;
/// How often it does, in milliseconds.
const INTERVAL: u32 = 100;

/// Whether this has been handed out.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// The number of the next note.
static NEXT: AtomicU32 = AtomicU32::new(1_000);
/// What was noted.
static NOTES: [AtomicU32; 8] = [const { AtomicU32::new(0) }; 8];

/// Hands out the notes, once.
fn notes() -> &'static [AtomicU32; 8] {
    if TAKEN.load(Ordering::Relaxed) {
        sys_panic(b"taken twice");
    }
    TAKEN.store(true, Ordering::Relaxed);
    &NOTES
}

struct Server {
    notes: &'static [AtomicU32; 8],
    ticks: u32,
}

impl NotificationHandler for Server {
    fn current_notification_mask(&self) -> u32 {
        TIMER
    }

    fn handle_notification(&mut self, bits: NotificationBits) {
        if bits.check_notification_mask(TIMER) {
            self.ticks += 1;
            set_timer_relative(INTERVAL, TIMER);
            sys_post(LISTENER.get_task_id(), 1);
        }
    }
}

impl idl::InOrderLogbookImpl for Server {
    fn note(
        &mut self,
        _: &RecvMessage,
        byte: u8,
    ) -> Result<u32, RequestError<Infallible>> {
        let number = NEXT.load(Ordering::Relaxed);
        NEXT.store(number + 1, Ordering::Relaxed);
        if let Some(place) = self.notes.get((number - 1_000) as usize) {
            place.store(byte.into(), Ordering::Relaxed);
        }
        Ok(number)
    }

    fn ticks(
        &mut self,
        _: &RecvMessage,
    ) -> Result<u32, RequestError<Infallible>> {
        Ok(self.ticks)
    }
}

images::task!({
    let mut server = Server {
        notes: notes(),
        ticks: 0,
    };
    set_timer_relative(INTERVAL, TIMER);
    let mut buffer = [0; idl::INCOMING_SIZE];
    loop {
        idol_runtime::dispatch(&mut buffer, &mut server);
    }
});

mod idl {
    include!(concat!(env!("OUT_DIR"), "/logbook_server.rs"));
}
