//! Copies between tasks.

use userlib::PANIC_MESSAGE_MAX_LEN;

/// Copies from the start of `from` to the start of `to` as many bytes as fit,
/// and says how many.
///
/// # Safety
///
/// `from` must be valid for reading and `to` for writing. They may overlap.
pub(super) unsafe fn copy(from: *const [u8], to: *mut [u8]) -> usize {
    let count = from.len().min(to.len());
    // SAFETY: `count` is within both, which the caller says are valid; `copy`
    // allows an overlap; bytes have no alignment.
    unsafe { std::ptr::copy(from.cast::<u8>(), to.cast::<u8>(), count) };
    count
}

/// What `sys_panic` keeps of its message.
///
/// # Safety
///
/// `message` must be valid for reading.
pub(super) unsafe fn kept(message: *const [u8]) -> Vec<u8> {
    // SAFETY: the caller says it is valid; nobody writes it meanwhile, since
    // one task runs at a time and this one is in a system call.
    let bytes = unsafe { &*message };
    bytes[..bytes.len().min(PANIC_MESSAGE_MAX_LEN)].to_vec()
}
