//! System calls of a bare ARM task.
//!
//! The kernel's convention: number in r11, arguments in r4 to r10, `svc #0`,
//! results in r4 to r11; every other register is as it was. The stubs between
//! that and the C convention are written by hand, because every task has them:
//! one short function for each call, which the linker drops where nobody makes
//! the call. The functions here give them Rust's types.

use crate::{
    BorrowInfo, IrqStatus, Lease, LeaseAttributes, RecvMessage,
    ReplyFaultReason, TaskId, TimerState,
};

// Of the processors that run Hubris, only ARMv6-M lacks atomic
// read-modify-write, and only it keeps r8 to r11 from ordinary instructions.
#[cfg_attr(target_has_atomic = "32", path = "arm/v7m.rs")]
#[cfg_attr(not(target_has_atomic = "32"), path = "arm/v6m.rs")]
mod stubs;

/// Numbers of the system calls.
mod number {
    pub(super) const SEND: u32 = 0;
    pub(super) const RECV: u32 = 1;
    pub(super) const REPLY: u32 = 2;
    pub(super) const SET_TIMER: u32 = 3;
    pub(super) const BORROW_READ: u32 = 4;
    pub(super) const BORROW_WRITE: u32 = 5;
    pub(super) const BORROW_INFO: u32 = 6;
    pub(super) const IRQ_CONTROL: u32 = 7;
    pub(super) const PANIC: u32 = 8;
    pub(super) const GET_TIMER: u32 = 9;
    pub(super) const REFRESH_TASK_ID: u32 = 10;
    pub(super) const POST: u32 = 11;
    pub(super) const REPLY_FAULT: u32 = 12;
    pub(super) const IRQ_STATUS: u32 = 13;
}

/// What RECV leaves in r4 to r9.
struct Received {
    code: u32,
    sender: u32,
    operation: u32,
    message_len: usize,
    response_capacity: usize,
    lease_count: usize,
}

/// What BORROW_INFO leaves in r4 to r6.
struct Borrow {
    code: u32,
    attributes: u32,
    len: usize,
}

/// What GET_TIMER leaves in r4 to r9.
#[repr(C)]
struct Timer {
    now_low: u32,
    now_high: u32,
    armed: u32,
    deadline_low: u32,
    deadline_high: u32,
    notifications: u32,
}

fn low(wide: u64) -> u32 {
    wide as u32
}

fn high(wide: u64) -> u32 {
    (wide >> 32) as u32
}

fn wide(low: u32, high: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// Takes apart what a stub returns of r4, the code, and r5, a length.
fn code_and_len(results: u64) -> (u32, usize) {
    (low(results), high(results) as usize)
}

#[inline(always)]
pub(crate) fn send(
    target: TaskId,
    operation: u16,
    outgoing: &[u8],
    incoming: &mut [u8],
    leases: &[Lease<'_>],
) -> (u32, usize) {
    // SAFETY: the slices stay borrowed until the call returns, the kernel
    // reads `outgoing`, writes `incoming`, and uses the leased memory as the
    // leases' constructors allow.
    code_and_len(unsafe {
        stubs::send(
            u32::from(target.0) << 16 | u32::from(operation),
            outgoing.as_ptr(),
            outgoing.len(),
            incoming.as_mut_ptr(),
            incoming.len(),
            leases.as_ptr().cast(),
            leases.len(),
        )
    })
}

#[inline(always)]
pub(crate) fn recv(
    buffer: &mut [u8],
    notification_mask: u32,
    specific_sender: Option<TaskId>,
) -> (u32, RecvMessage) {
    let filter =
        specific_sender.map_or(0, |sender| 1 << 31 | u32::from(sender.0));
    // SAFETY: the kernel writes `buffer`, borrowed until the call returns.
    let received = unsafe {
        stubs::recv(
            buffer.as_mut_ptr(),
            buffer.len(),
            notification_mask,
            filter,
        )
    };
    (
        received.code,
        RecvMessage {
            sender: TaskId(received.sender as u16),
            operation: received.operation,
            message_len: received.message_len,
            response_capacity: received.response_capacity,
            lease_count: received.lease_count,
        },
    )
}

#[inline(always)]
pub(crate) fn reply(peer: TaskId, code: u32, message: &[u8]) {
    // SAFETY: the kernel reads `message`, borrowed until the call returns.
    unsafe {
        stubs::reply(peer.0.into(), code, message.as_ptr(), message.len());
    }
}

#[inline(always)]
pub(crate) fn set_timer(deadline: Option<u64>, notifications: u32) {
    let at = deadline.unwrap_or(0);
    // SAFETY: no argument is an address.
    unsafe {
        stubs::set_timer(
            deadline.is_some().into(),
            low(at),
            high(at),
            notifications,
        );
    }
}

#[inline(always)]
pub(crate) fn borrow_read(
    lender: TaskId,
    index: usize,
    offset: usize,
    dest: &mut [u8],
) -> (u32, usize) {
    // SAFETY: the kernel writes `dest`, borrowed until the call returns.
    code_and_len(unsafe {
        stubs::borrow_read(
            lender.0.into(),
            index,
            offset,
            dest.as_mut_ptr(),
            dest.len(),
        )
    })
}

#[inline(always)]
pub(crate) fn borrow_write(
    lender: TaskId,
    index: usize,
    offset: usize,
    src: &[u8],
) -> (u32, usize) {
    // SAFETY: the kernel reads `src`, borrowed until the call returns.
    code_and_len(unsafe {
        stubs::borrow_write(
            lender.0.into(),
            index,
            offset,
            src.as_ptr(),
            src.len(),
        )
    })
}

#[inline(always)]
pub(crate) fn borrow_info(lender: TaskId, index: usize) -> Option<BorrowInfo> {
    let info = stubs::borrow_info(lender.0.into(), index);
    (info.code == 0).then_some(BorrowInfo {
        attributes: LeaseAttributes::from_bits_truncate(info.attributes),
        len: info.len,
    })
}

#[inline(always)]
pub(crate) fn irq_control(mask: u32, action: u32) {
    // SAFETY: no argument is an address.
    unsafe { stubs::irq_control(mask, action) };
}

#[inline(always)]
pub(crate) fn panic(message: &[u8]) -> ! {
    // SAFETY: the kernel reads `message`, borrowed for ever: the call does
    // not return.
    unsafe { stubs::panic(message.as_ptr(), message.len()) }
}

#[inline(always)]
pub(crate) fn get_timer() -> TimerState {
    // SAFETY: there is no argument.
    let timer = unsafe { stubs::get_timer() };
    TimerState {
        now: wide(timer.now_low, timer.now_high),
        deadline: (timer.armed != 0)
            .then_some(wide(timer.deadline_low, timer.deadline_high)),
        on_dl: timer.notifications,
    }
}

#[inline(always)]
pub(crate) fn refresh_task_id(task: TaskId) -> TaskId {
    // SAFETY: no argument is an address.
    TaskId(unsafe { stubs::refresh_task_id(task.0.into()) } as u16)
}

#[inline(always)]
pub(crate) fn post(task: TaskId, bits: u32) -> u32 {
    // SAFETY: no argument is an address.
    unsafe { stubs::post(task.0.into(), bits) }
}

#[inline(always)]
pub(crate) fn reply_fault(peer: TaskId, reason: ReplyFaultReason) {
    // SAFETY: no argument is an address.
    unsafe { stubs::reply_fault(peer.0.into(), reason as u32) };
}

#[inline(always)]
pub(crate) fn irq_status(mask: u32) -> IrqStatus {
    // SAFETY: no argument is an address.
    IrqStatus::from_bits_truncate(unsafe { stubs::irq_status(mask) })
}
