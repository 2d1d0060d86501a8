//! What a driver stands on: registers at an address, and statics that are
//! handed out once.

use core::cell::UnsafeCell;
use core::ptr;
use core::sync::atomic::{AtomicBool, Ordering};

/// A register of 32 bits, at its address.
#[derive(Copy, Clone, Debug)]
pub struct Register(pub usize);

impl Register {
    fn address(self) -> *mut u32 {
        ptr::without_provenance_mut(self.0)
    }

    /// What it says.
    #[must_use]
    pub fn read(self) -> u32 {
        // SAFETY: the description of a task gives it its device, which is no
        // memory of Rust's. Where there is no register the task is faulted.
        unsafe { self.address().read_volatile() }
    }

    /// Sets it.
    pub fn write(self, value: u32) {
        // SAFETY: as in `read`.
        unsafe { self.address().write_volatile(value) }
    }
}

/// A static that is handed out once.
#[derive(Debug)]
pub struct Once<T> {
    is_taken: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: `take` gives the only reference to the value that there ever is.
unsafe impl<T: Send> Sync for Once<T> {}

impl<T> Once<T> {
    /// With what it holds at first.
    pub const fn new(value: T) -> Self {
        Self {
            is_taken: AtomicBool::new(false),
            value: UnsafeCell::new(value),
        }
    }

    /// The value, or `None` from the second time on. For tasks, which are one
    /// thread: thumbv6m has no instruction that would take it and say whether
    /// somebody had.
    #[expect(clippy::mut_from_ref, reason = "it is given once")]
    pub fn take(&'static self) -> Option<&'static mut T> {
        if self.is_taken.load(Ordering::Relaxed) {
            return None;
        }
        self.is_taken.store(true, Ordering::Relaxed);
        // SAFETY: a task is one thread, so nobody is between the two lines
        // above, and this is the first to get here.
        unsafe { Some(&mut *self.value.get()) }
    }
}
