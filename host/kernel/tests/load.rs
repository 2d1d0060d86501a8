//! Many calls: memory does not grow with them, and no limit is in their way.

use kernel::System;
use std::alloc::{GlobalAlloc, Layout, System as Memory};
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, AtomicU64, Ordering};
use trials::Trial;
use userlib::{sys_recv_open, sys_reply, sys_send};

/// Counts the bytes in use, on each thread: tests run side by side.
struct Counting;

thread_local! {
    static IN_USE: Cell<isize> = const { Cell::new(0) };
}

// SAFETY: all is the system's own allocator's; this only counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.set(IN_USE.get() + layout.size() as isize);
        // SAFETY: as the caller says.
        unsafe { Memory.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        IN_USE.set(IN_USE.get() - layout.size() as isize);
        // SAFETY: as the caller says.
        unsafe { Memory.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const CLIENTS: u64 = 10;

/// Ten clients of one server, which have all been answered when the run ends.
/// What memory there is in use after so many calls and at the end.
fn load(calls: u64, look_at: u64) -> (isize, isize) {
    let answered = Arc::new(AtomicU64::new(0));
    let noted = Arc::new(AtomicIsize::new(0));
    let mut system = System::new();
    let (counter, note) = (answered.clone(), noted.clone());
    let server = system.task("server", 1, move || {
        loop {
            let mut buffer = [0; 16];
            let message = sys_recv_open(&mut buffer, 0);
            sys_reply(message.sender, 0, &buffer[..8]);
            if counter.fetch_add(1, Ordering::Relaxed) + 1 == look_at {
                note.store(IN_USE.get(), Ordering::Relaxed);
            }
        }
    });
    for number in 0..CLIENTS {
        system.task(&format!("client{number}"), 2, move || {
            for number in 0..calls / CLIENTS {
                let mut reply = [0; 8];
                let bytes = number.to_le_bytes();
                assert_eq!(
                    sys_send(server, 1, &bytes, &mut reply, &[]),
                    (0, 8)
                );
                assert_eq!(reply, bytes);
            }
        });
    }
    system.run().expect_success();
    let at_the_end = IN_USE.get();
    assert_eq!(answered.load(Ordering::Relaxed), calls);
    (noted.load(Ordering::Relaxed), at_the_end)
}

/// By how many bytes memory may differ: what tasks that have finished leave.
const TOLERANCE: isize = 64 * 1024;

fn memory_is_flat(calls: u64) {
    // The trace is full after 33,000.
    let (early, late) = load(calls, 40_000);
    assert!(
        (early - late).abs() < TOLERANCE,
        "{early} bytes in use after 40,000 calls, {late} after {calls}"
    );
}

fn main() {
    trials::run(vec![
        Trial::test("memory_does_not_grow_with_calls", || {
            memory_is_flat(80_000);
            Ok(())
        }),
        trials::long(
            "a_million_calls_of_ten_clients_need_no_limit_raised",
            "makes a million calls",
            "kernel --test load",
            || {
                memory_is_flat(1_000_000);
                Ok(())
            },
        ),
    ]);
}
