//! The system calls.

use crate::{
    BorrowInfo, ClosedRecvError, IrqStatus, Lease, NotificationBits,
    RecvMessage, ReplyFaultReason, TaskId, TimerState,
};

pub fn sys_send(
    target: TaskId,
    operation: u16,
    outgoing: &[u8],
    incoming: &mut [u8],
    leases: &[Lease<'_>],
) -> (u32, usize) {
    unimplemented!()
}

pub fn sys_recv(
    buffer: &mut [u8],
    notification_mask: u32,
    specific_sender: Option<TaskId>,
) -> Result<RecvMessage, u32> {
    unimplemented!()
}

pub fn sys_recv_open(buffer: &mut [u8], notification_mask: u32) -> RecvMessage {
    unimplemented!()
}

pub fn sys_recv_closed(
    buffer: &mut [u8],
    notification_mask: u32,
    sender: TaskId,
) -> Result<RecvMessage, ClosedRecvError> {
    unimplemented!()
}

pub fn sys_recv_notification(notification_mask: u32) -> NotificationBits {
    unimplemented!()
}

pub fn sys_reply(peer: TaskId, code: u32, message: &[u8]) {
    unimplemented!()
}

pub fn sys_set_timer(deadline: Option<u64>, notifications: u32) {
    unimplemented!()
}

pub fn set_timer_relative(interval: u32, notifications: u32) -> u64 {
    unimplemented!()
}

pub fn sys_borrow_read(
    lender: TaskId,
    index: usize,
    offset: usize,
    dest: &mut [u8],
) -> (u32, usize) {
    unimplemented!()
}

pub fn sys_borrow_write(
    lender: TaskId,
    index: usize,
    offset: usize,
    src: &[u8],
) -> (u32, usize) {
    unimplemented!()
}

pub fn sys_borrow_info(lender: TaskId, index: usize) -> Option<BorrowInfo> {
    unimplemented!()
}

pub fn sys_irq_control(mask: u32, enable: bool) {
    unimplemented!()
}

pub fn sys_irq_control_clear_pending(mask: u32, enable: bool) {
    unimplemented!()
}

pub fn sys_panic(msg: &[u8]) -> ! {
    unimplemented!()
}

pub fn sys_get_timer() -> TimerState {
    unimplemented!()
}

pub fn sys_refresh_task_id(task: TaskId) -> TaskId {
    unimplemented!()
}

pub fn sys_post(task: TaskId, bits: u32) -> u32 {
    unimplemented!()
}

pub fn sys_reply_fault(peer: TaskId, reason: ReplyFaultReason) {
    unimplemented!()
}

pub fn sys_irq_status(mask: u32) -> IrqStatus {
    unimplemented!()
}
