//! System calls of a bare ARM task, over one function that enters the kernel.
//!
//! The kernel's convention: number in r11, arguments in r4 to r10, results in
//! r4 to r11.

use crate::{
    BorrowInfo, IrqStatus, Lease, LeaseAttributes, RecvMessage,
    ReplyFaultReason, TaskId, TimerState,
};

/// r4 to r11, in this order.
type Registers = [u32; 8];

unsafe extern "C" {
    /// Loads r4 to r11, enters the kernel with `svc #0`, stores r4 to r11.
    ///
    /// # Safety
    ///
    /// Addresses among the arguments must be valid for what the system call
    /// does with them.
    fn userlib_supervisor_call(registers: &mut Registers);
}

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

/// Makes a system call.
///
/// # Safety
///
/// Addresses among the arguments must be valid for what the system call does
/// with them.
unsafe fn call<const N: usize>(number: u32, arguments: [u32; N]) -> Registers {
    let mut registers = [0; 8];
    for (register, argument) in registers.iter_mut().zip(arguments) {
        *register = argument;
    }
    registers[7] = number;
    // SAFETY: the condition is this function's own.
    unsafe { userlib_supervisor_call(&mut registers) };
    registers
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
    let [code, len, ..] = unsafe {
        call(
            number::SEND,
            [
                u32::from(target.0) << 16 | u32::from(operation),
                outgoing.as_ptr() as u32,
                outgoing.len() as u32,
                incoming.as_mut_ptr() as u32,
                incoming.len() as u32,
                leases.as_ptr() as u32,
                leases.len() as u32,
            ],
        )
    };
    (code, len as usize)
}

pub(crate) fn recv(
    buffer: &mut [u8],
    notification_mask: u32,
    specific_sender: Option<TaskId>,
) -> (u32, RecvMessage) {
    let filter =
        specific_sender.map_or(0, |sender| 1 << 31 | u32::from(sender.0));
    // SAFETY: the kernel writes `buffer`, borrowed until the call returns.
    let [code, sender, operation, message, capacity, leases, ..] = unsafe {
        call(
            number::RECV,
            [
                buffer.as_mut_ptr() as u32,
                buffer.len() as u32,
                notification_mask,
                filter,
            ],
        )
    };
    (
        code,
        RecvMessage {
            sender: TaskId(sender as u16),
            operation,
            message_len: message as usize,
            response_capacity: capacity as usize,
            lease_count: leases as usize,
        },
    )
}

pub(crate) fn reply(peer: TaskId, code: u32, message: &[u8]) {
    // SAFETY: the kernel reads `message`, borrowed until the call returns.
    unsafe {
        call(
            number::REPLY,
            [
                u32::from(peer.0),
                code,
                message.as_ptr() as u32,
                message.len() as u32,
            ],
        )
    };
}

pub(crate) fn set_timer(deadline: Option<u64>, notifications: u32) {
    let at = deadline.unwrap_or(0);
    // SAFETY: no argument is an address.
    unsafe {
        call(
            number::SET_TIMER,
            [
                u32::from(deadline.is_some()),
                low(at),
                high(at),
                notifications,
            ],
        )
    };
}

pub(crate) fn borrow_read(
    lender: TaskId,
    index: usize,
    offset: usize,
    dest: &mut [u8],
) -> (u32, usize) {
    // SAFETY: the kernel writes `dest`, borrowed until the call returns.
    let [code, len, ..] = unsafe {
        call(
            number::BORROW_READ,
            [
                u32::from(lender.0),
                index as u32,
                offset as u32,
                dest.as_mut_ptr() as u32,
                dest.len() as u32,
            ],
        )
    };
    (code, len as usize)
}

pub(crate) fn borrow_write(
    lender: TaskId,
    index: usize,
    offset: usize,
    src: &[u8],
) -> (u32, usize) {
    // SAFETY: the kernel reads `src`, borrowed until the call returns.
    let [code, len, ..] = unsafe {
        call(
            number::BORROW_WRITE,
            [
                u32::from(lender.0),
                index as u32,
                offset as u32,
                src.as_ptr() as u32,
                src.len() as u32,
            ],
        )
    };
    (code, len as usize)
}

pub(crate) fn borrow_info(lender: TaskId, index: usize) -> Option<BorrowInfo> {
    // SAFETY: no argument is an address.
    let [code, attributes, len, ..] = unsafe {
        call(number::BORROW_INFO, [u32::from(lender.0), index as u32])
    };
    (code == 0).then_some(BorrowInfo {
        attributes: LeaseAttributes::from_bits_truncate(attributes),
        len: len as usize,
    })
}

pub(crate) fn irq_control(mask: u32, action: u32) {
    // SAFETY: no argument is an address.
    unsafe { call(number::IRQ_CONTROL, [mask, action]) };
}

pub(crate) fn panic(message: &[u8]) -> ! {
    // SAFETY: the kernel reads `message`, borrowed for ever: the call does
    // not return.
    unsafe {
        call(
            number::PANIC,
            [message.as_ptr() as u32, message.len() as u32],
        )
    };
    #[expect(
        clippy::empty_loop,
        reason = "never reached: the kernel has stopped the task"
    )]
    loop {}
}

pub(crate) fn get_timer() -> TimerState {
    // SAFETY: there is no argument.
    let [now_low, now_high, armed, at_low, at_high, on_dl, ..] =
        unsafe { call(number::GET_TIMER, []) };
    TimerState {
        now: wide(now_low, now_high),
        deadline: (armed != 0).then_some(wide(at_low, at_high)),
        on_dl,
    }
}

pub(crate) fn refresh_task_id(task: TaskId) -> TaskId {
    // SAFETY: no argument is an address.
    let [id, ..] =
        unsafe { call(number::REFRESH_TASK_ID, [u32::from(task.0)]) };
    TaskId(id as u16)
}

pub(crate) fn post(task: TaskId, bits: u32) -> u32 {
    // SAFETY: no argument is an address.
    let [code, ..] = unsafe { call(number::POST, [u32::from(task.0), bits]) };
    code
}

pub(crate) fn reply_fault(peer: TaskId, reason: ReplyFaultReason) {
    // SAFETY: no argument is an address.
    unsafe { call(number::REPLY_FAULT, [u32::from(peer.0), reason as u32]) };
}

pub(crate) fn irq_status(mask: u32) -> IrqStatus {
    // SAFETY: no argument is an address.
    let [status, ..] = unsafe { call(number::IRQ_STATUS, [mask]) };
    IrqStatus::from_bits_truncate(status)
}
