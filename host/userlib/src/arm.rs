//! System calls of a bare ARM task.
//!
//! The kernel's convention is that of the [stubs]; the functions here give
//! them Rust's types. These are inlined where a task makes the call, and the
//! stubs never are, as in Hubris's own `userlib`.

use crate::{
    BorrowInfo, IrqStatus, Lease, LeaseAttributes, RecvMessage,
    ReplyFaultReason, TaskId, TimerState,
};

mod start;
mod stubs;

use core::mem::MaybeUninit;

use stubs::{Borrow, BorrowArgs, Received, SendArgs, Timer};

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
    let mut args = SendArgs {
        target_and_operation: u32::from(target.0) << 16 | u32::from(operation),
        outgoing: outgoing.as_ptr(),
        outgoing_len: outgoing.len(),
        incoming: incoming.as_mut_ptr(),
        incoming_len: incoming.len(),
        leases: leases.as_ptr().cast(),
        lease_count: leases.len(),
    };
    // SAFETY: the slices stay borrowed until the call returns, the kernel
    // reads `outgoing`, writes `incoming`, and uses the leased memory as the
    // leases' constructors allow.
    code_and_len(unsafe { stubs::sys_send_stub(&mut args) })
}

#[inline(always)]
pub(crate) fn recv(
    buffer: &mut [u8],
    notification_mask: u32,
    specific_sender: Option<TaskId>,
) -> (u32, RecvMessage) {
    let filter =
        specific_sender.map_or(0, |sender| 1 << 31 | u32::from(sender.0));
    let mut out = MaybeUninit::<Received>::uninit();
    // SAFETY: the kernel writes `buffer`, borrowed until the call returns, and
    // the stub writes all of `out`.
    let (code, received) = unsafe {
        let code = stubs::sys_recv_stub(
            buffer.as_mut_ptr(),
            buffer.len(),
            notification_mask,
            filter,
            out.as_mut_ptr(),
        );
        (code, out.assume_init())
    };
    (
        code,
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
        stubs::sys_reply_stub(
            peer.0.into(),
            code,
            message.as_ptr(),
            message.len(),
        );
    }
}

#[inline(always)]
pub(crate) fn set_timer(deadline: Option<u64>, notifications: u32) {
    let at = deadline.unwrap_or(0);
    // SAFETY: no argument is an address.
    unsafe {
        stubs::sys_set_timer_stub(
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
    let mut args = BorrowArgs {
        lender: lender.0.into(),
        index,
        offset,
        memory: dest.as_mut_ptr(),
        len: dest.len(),
    };
    // SAFETY: the kernel writes `dest`, borrowed until the call returns.
    code_and_len(unsafe { stubs::sys_borrow_read_stub(&mut args) })
}

#[inline(always)]
pub(crate) fn borrow_write(
    lender: TaskId,
    index: usize,
    offset: usize,
    src: &[u8],
) -> (u32, usize) {
    let mut args = BorrowArgs {
        lender: lender.0.into(),
        index,
        offset,
        memory: src.as_ptr().cast_mut(),
        len: src.len(),
    };
    // SAFETY: the kernel reads `src`, borrowed until the call returns.
    code_and_len(unsafe { stubs::sys_borrow_write_stub(&mut args) })
}

#[inline(always)]
pub(crate) fn borrow_info(lender: TaskId, index: usize) -> Option<BorrowInfo> {
    let mut out = MaybeUninit::<Borrow>::uninit();
    // SAFETY: the stub writes all of `out`.
    let info = unsafe {
        stubs::sys_borrow_info_stub(lender.0.into(), index, out.as_mut_ptr());
        out.assume_init()
    };
    (info.code == 0).then_some(BorrowInfo {
        attributes: LeaseAttributes::from_bits_truncate(info.attributes),
        len: info.len,
    })
}

#[inline(always)]
pub(crate) fn irq_control(mask: u32, action: u32) {
    // SAFETY: no argument is an address.
    unsafe { stubs::sys_irq_control_stub(mask, action) };
}

#[inline(always)]
pub(crate) fn panic(message: &[u8]) -> ! {
    // SAFETY: the kernel reads `message`, borrowed for ever: the call does
    // not return.
    unsafe { stubs::sys_panic_stub(message.as_ptr(), message.len()) }
}

#[inline(always)]
pub(crate) fn get_timer() -> TimerState {
    let mut out = MaybeUninit::<Timer>::uninit();
    // SAFETY: the stub writes all of `out`.
    let timer = unsafe {
        stubs::sys_get_timer_stub(out.as_mut_ptr());
        out.assume_init()
    };
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
    TaskId(unsafe { stubs::sys_refresh_task_id_stub(task.0.into()) } as u16)
}

#[inline(always)]
pub(crate) fn post(task: TaskId, bits: u32) -> u32 {
    // SAFETY: no argument is an address.
    unsafe { stubs::sys_post_stub(task.0.into(), bits) }
}

#[inline(always)]
pub(crate) fn reply_fault(peer: TaskId, reason: ReplyFaultReason) {
    // SAFETY: no argument is an address.
    unsafe { stubs::sys_reply_fault_stub(peer.0.into(), reason as u32) };
}

#[inline(always)]
pub(crate) fn irq_status(mask: u32) -> IrqStatus {
    // SAFETY: no argument is an address.
    IrqStatus::from_bits_truncate(unsafe { stubs::sys_irq_status_stub(mask) })
}
