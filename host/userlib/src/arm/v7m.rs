//! The stubs for ARMv7-M and ARMv8-M.
//!
//! Each keeps what the C convention wants kept, moves its arguments into place
//! and the results back. The calls that a task makes in one or two places are
//! inlined there, for the registers to be loaded at once. The compiler does not
//! let r6 and r7 be named, so these go by way of others; and as it may choose r6
//! where it chooses, all the others are named.

use core::arch::{asm, naked_asm};

use super::{Borrow, Received, Timer, number, wide};

/// # Safety
///
/// The addresses must be valid for what the system call does with them.
#[inline(always)]
pub(super) unsafe fn send(
    target_and_operation: u32,
    outgoing: *const u8,
    outgoing_len: usize,
    incoming: *mut u8,
    incoming_len: usize,
    leases: *const u8,
    lease_count: usize,
) -> u64 {
    let (code, len);
    // SAFETY: the condition is this function's own. The kernel changes r4, r5
    // and memory; r6 and r7 are put back, and the stack with them.
    unsafe {
        asm!(
            "push {{r6, r7}}",
            "mov r6, r3",
            "mov r7, r2",
            "svc #0",
            "pop {{r6, r7}}",
            in("r2") incoming,
            in("r3") outgoing_len,
            inlateout("r4") target_and_operation => code,
            inlateout("r5") outgoing => len,
            in("r8") incoming_len,
            in("r9") leases,
            in("r10") lease_count,
            in("r11") number::SEND,
            options(preserves_flags),
        );
    }
    wide(code, len)
}

/// # Safety
///
/// The addresses must be valid for what the system call does with them.
#[inline(always)]
pub(super) unsafe fn recv(
    buffer: *mut u8,
    buffer_len: usize,
    notification_mask: u32,
    filter: u32,
) -> Received {
    let (code, sender, operation, message_len, response_capacity, lease_count);
    // SAFETY: the condition is this function's own. The kernel changes r4 to
    // r9 and memory; r6 and r7 are put back, and the stack with them.
    unsafe {
        asm!(
            "push {{r6, r7}}",
            "mov r6, r0",
            "mov r7, r1",
            "svc #0",
            "mov r0, r6",
            "mov r1, r7",
            "pop {{r6, r7}}",
            inlateout("r0") notification_mask => operation,
            inlateout("r1") filter => message_len,
            inlateout("r4") buffer => code,
            inlateout("r5") buffer_len => sender,
            lateout("r8") response_capacity,
            lateout("r9") lease_count,
            in("r11") number::RECV,
            options(preserves_flags),
        );
    }
    Received {
        code,
        sender,
        operation,
        message_len,
        response_capacity,
        lease_count,
    }
}

#[inline(always)]
pub(super) fn borrow_info(lender: u32, index: usize) -> Borrow {
    let (code, attributes, len);
    // SAFETY: no argument is an address. The kernel changes r4 to r6; r6 is
    // put back.
    unsafe {
        asm!(
            "mov r1, r6",
            "svc #0",
            "mov r0, r6",
            "mov r6, r1",
            lateout("r0") len,
            out("r1") _,
            inlateout("r4") lender => code,
            inlateout("r5") index => attributes,
            in("r11") number::BORROW_INFO,
            options(nomem, nostack, preserves_flags),
        );
    }
    Borrow {
        code,
        attributes,
        len,
    }
}

/// # Safety
///
/// The addresses must be valid for what the system call does with them.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn reply(
    peer: u32,
    code: u32,
    message: *const u8,
    len: usize,
) {
    naked_asm!(
        "push {{r4-r7, r11, lr}}",
        "mov r4, r0",
        "mov r5, r1",
        "mov r6, r2",
        "mov r7, r3",
        "mov r11, #{number}",
        "svc #0",
        "pop {{r4-r7, r11, pc}}",
        number = const number::REPLY,
    )
}

/// # Safety
///
/// None is needed: no argument is an address.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn set_timer(
    armed: u32,
    deadline_low: u32,
    deadline_high: u32,
    notifications: u32,
) {
    naked_asm!(
        "push {{r4-r7, r11, lr}}",
        "mov r4, r0",
        "mov r5, r1",
        "mov r6, r2",
        "mov r7, r3",
        "mov r11, #{number}",
        "svc #0",
        "pop {{r4-r7, r11, pc}}",
        number = const number::SET_TIMER,
    )
}

/// # Safety
///
/// The addresses must be valid for what the system call does with them.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn borrow_read(
    lender: u32,
    index: usize,
    offset: usize,
    dest: *mut u8,
    len: usize,
) -> u64 {
    naked_asm!(
        "push {{r4-r11, lr}}",
        "mov r4, r0",
        "mov r5, r1",
        "mov r6, r2",
        "mov r7, r3",
        "ldr r8, [sp, #36]",
        "mov r11, #{number}",
        "svc #0",
        "mov r0, r4",
        "mov r1, r5",
        "pop {{r4-r11, pc}}",
        number = const number::BORROW_READ,
    )
}

/// # Safety
///
/// The addresses must be valid for what the system call does with them.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn borrow_write(
    lender: u32,
    index: usize,
    offset: usize,
    src: *const u8,
    len: usize,
) -> u64 {
    naked_asm!(
        "push {{r4-r11, lr}}",
        "mov r4, r0",
        "mov r5, r1",
        "mov r6, r2",
        "mov r7, r3",
        "ldr r8, [sp, #36]",
        "mov r11, #{number}",
        "svc #0",
        "mov r0, r4",
        "mov r1, r5",
        "pop {{r4-r11, pc}}",
        number = const number::BORROW_WRITE,
    )
}

/// # Safety
///
/// None is needed: no argument is an address.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn irq_control(mask: u32, action: u32) {
    naked_asm!(
        "push {{r4-r7, r11, lr}}",
        "mov r4, r0",
        "mov r5, r1",
        "mov r11, #{number}",
        "svc #0",
        "pop {{r4-r7, r11, pc}}",
        number = const number::IRQ_CONTROL,
    )
}

/// # Safety
///
/// The addresses must be valid for what the system call does with them.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn panic(message: *const u8, len: usize) -> ! {
    naked_asm!(
        "mov r4, r0",
        "mov r5, r1",
        "mov r11, #{number}",
        "svc #0",
        number = const number::PANIC,
    )
}

/// # Safety
///
/// None is needed: no argument is an address.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn get_timer() -> Timer {
    naked_asm!(
        "push {{r4-r11, lr}}",
        "mov r11, #{number}",
        "svc #0",
        "stm r0, {{r4-r9}}",
        "pop {{r4-r11, pc}}",
        number = const number::GET_TIMER,
    )
}

/// # Safety
///
/// None is needed: no argument is an address.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn refresh_task_id(task: u32) -> u32 {
    naked_asm!(
        "push {{r4-r7, r11, lr}}",
        "mov r4, r0",
        "mov r11, #{number}",
        "svc #0",
        "mov r0, r4",
        "pop {{r4-r7, r11, pc}}",
        number = const number::REFRESH_TASK_ID,
    )
}

/// # Safety
///
/// None is needed: no argument is an address.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn post(task: u32, bits: u32) -> u32 {
    naked_asm!(
        "push {{r4-r7, r11, lr}}",
        "mov r4, r0",
        "mov r5, r1",
        "mov r11, #{number}",
        "svc #0",
        "mov r0, r4",
        "pop {{r4-r7, r11, pc}}",
        number = const number::POST,
    )
}

/// # Safety
///
/// None is needed: no argument is an address.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn reply_fault(peer: u32, reason: u32) {
    naked_asm!(
        "push {{r4-r7, r11, lr}}",
        "mov r4, r0",
        "mov r5, r1",
        "mov r11, #{number}",
        "svc #0",
        "pop {{r4-r7, r11, pc}}",
        number = const number::REPLY_FAULT,
    )
}

/// # Safety
///
/// None is needed: no argument is an address.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn irq_status(mask: u32) -> u32 {
    naked_asm!(
        "push {{r4-r7, r11, lr}}",
        "mov r4, r0",
        "mov r11, #{number}",
        "svc #0",
        "mov r0, r4",
        "pop {{r4-r7, r11, pc}}",
        number = const number::IRQ_STATUS,
    )
}
