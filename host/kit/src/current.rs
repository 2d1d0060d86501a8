//! Kernels of our own, for code outside of a system.

use std::ptr::NonNull;

use userlib::host::{Kernel, set_current};

/// Runs something whose system calls this kernel gets, in place of the one
/// that serves this thread.
pub(crate) fn served_by<T>(kernel: &dyn Kernel, run: impl FnOnce() -> T) -> T {
    // SAFETY: only the lifetime is forgotten. The guard below, dropped before
    // this returns or unwinds, names the kernel from before again.
    let kernel: NonNull<dyn Kernel> = unsafe {
        std::mem::transmute::<NonNull<dyn Kernel + '_>, NonNull<dyn Kernel>>(
            NonNull::from(kernel),
        )
    };
    // SAFETY: as above, the kernel is borrowed for longer than it is named.
    let _before = Before(unsafe { set_current(Some(kernel)) });
    run()
}

/// The kernel from before, which is named again when this is dropped.
struct Before(Option<NonNull<dyn Kernel>>);

impl Drop for Before {
    fn drop(&mut self) {
        // SAFETY: whoever named it waits for `served_by` to return.
        unsafe { set_current(self.0) };
    }
}
