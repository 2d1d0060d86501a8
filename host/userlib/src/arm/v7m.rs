//! The stubs for ARMv7-M and ARMv8-M.
//!
//! Each keeps what the C convention wants kept, moves its arguments into place
//! and the results back.

use core::arch::naked_asm;

use super::{Borrow, Received, Timer, number};

/// # Safety
///
/// The addresses must be valid for what the system call does with them.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn send(
    target_and_operation: u32,
    outgoing: *const u8,
    outgoing_len: usize,
    incoming: *mut u8,
    incoming_len: usize,
    leases: *const u8,
    lease_count: usize,
) -> u64 {
    naked_asm!(
        "push {{r4-r11, lr}}",
        "mov r4, r0",
        "mov r5, r1",
        "mov r6, r2",
        "mov r7, r3",
        "ldrd r8, r9, [sp, #36]",
        "ldr r10, [sp, #44]",
        "mov r11, #{number}",
        "svc #0",
        "mov r0, r4",
        "mov r1, r5",
        "pop {{r4-r11, pc}}",
        number = const number::SEND,
    )
}

/// # Safety
///
/// The addresses must be valid for what the system call does with them.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn recv(
    buffer: *mut u8,
    buffer_len: usize,
    notification_mask: u32,
    filter: u32,
) -> Received {
    naked_asm!(
        "push {{r4-r11, lr}}",
        "mov r4, r1",
        "mov r5, r2",
        "mov r6, r3",
        "ldr r7, [sp, #36]",
        "mov r11, #{number}",
        "svc #0",
        "stm r0, {{r4-r9}}",
        "pop {{r4-r11, pc}}",
        number = const number::RECV,
    )
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
pub(super) unsafe extern "C" fn borrow_info(
    lender: u32,
    index: usize,
) -> Borrow {
    naked_asm!(
        "push {{r4-r7, r11, lr}}",
        "mov r4, r1",
        "mov r5, r2",
        "mov r11, #{number}",
        "svc #0",
        "stm r0, {{r4-r6}}",
        "pop {{r4-r7, r11, pc}}",
        number = const number::BORROW_INFO,
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
