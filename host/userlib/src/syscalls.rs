//! The system calls, as functions that tasks call. Each is inlined where it is
//! called, as in Hubris's own `userlib`: its cost is the stub behind it.

#[cfg(target_os = "none")]
use crate::arm as backend;
#[cfg(not(target_os = "none"))]
use crate::host as backend;
use crate::{
    BorrowInfo, ClosedRecvError, Generation, IrqStatus, Lease,
    NotificationBits, RecvMessage, ReplyFaultReason, TaskId, TimerState,
};

/// SEND: sends `outgoing` to `target` and waits for the reply, which is
/// written to `incoming`. Meanwhile `target` may use the `leases`.
///
/// Gives the return code (0 by convention is success; a dead code if the
/// target's generation is over) and the bytes written to `incoming`.
/// A reply fault does not return: it faults this task.
#[inline(always)]
pub fn sys_send(
    target: TaskId,
    operation: u16,
    outgoing: &[u8],
    incoming: &mut [u8],
    leases: &[Lease<'_>],
) -> (u32, usize) {
    backend::send(target, operation, outgoing, incoming, leases)
}

/// RECV: waits for a message, or for a notification within the mask, which
/// wins over messages and comes from [`TaskId::KERNEL`] with its bits as the
/// operation. With `specific_sender`, only from that task.
///
/// # Errors
///
/// A dead code, if the specific sender's generation is over.
#[inline(always)]
pub fn sys_recv(
    buffer: &mut [u8],
    notification_mask: u32,
    specific_sender: Option<TaskId>,
) -> Result<RecvMessage, u32> {
    match backend::recv(buffer, notification_mask, specific_sender) {
        (0, message) => Ok(message),
        (code, _) => Err(code),
    }
}

/// RECV from anybody.
#[inline(always)]
pub fn sys_recv_open(buffer: &mut [u8], notification_mask: u32) -> RecvMessage {
    // An open receive has nobody who could die, so its code is always 0.
    let (_code, message) = backend::recv(buffer, notification_mask, None);
    message
}

/// RECV from `sender` only.
///
/// # Errors
///
/// [`ClosedRecvError::Dead`], if the generation of `sender` is over.
#[inline(always)]
pub fn sys_recv_closed(
    buffer: &mut [u8],
    notification_mask: u32,
    sender: TaskId,
) -> Result<RecvMessage, ClosedRecvError> {
    sys_recv(buffer, notification_mask, Some(sender)).map_err(|code| {
        // A closed receive fails with a dead code and nothing else; its low
        // byte is the new generation.
        ClosedRecvError::Dead(Generation::from(code as u8))
    })
}

/// RECV of notifications alone: messages stay queued.
#[inline(always)]
pub fn sys_recv_notification(notification_mask: u32) -> NotificationBits {
    // The kernel never dies, so the code is always 0.
    let (_code, message) =
        backend::recv(&mut [], notification_mask, Some(TaskId::KERNEL));
    NotificationBits::new(message.operation)
}

/// REPLY: ends the wait of `peer` with a code and a message. Ignored if the
/// peer does not wait for this task's reply. A message longer than the
/// peer's buffer faults this task.
#[inline(always)]
pub fn sys_reply(peer: TaskId, code: u32, message: &[u8]) {
    backend::reply(peer, code, message);
}

/// Arms this task's timer: at `deadline`, in milliseconds since the start,
/// it posts `notifications`; at once if that is past. `None` disarms it.
#[inline(always)]
pub fn sys_set_timer(deadline: Option<u64>, notifications: u32) {
    backend::set_timer(deadline, notifications);
}

/// Arms this task's timer `interval` milliseconds from now and returns the
/// deadline, in milliseconds since the start.
#[inline(always)]
pub fn set_timer_relative(interval: u32, notifications: u32) -> u64 {
    let deadline = sys_get_timer().now.wrapping_add(u64::from(interval));
    sys_set_timer(Some(deadline), notifications);
    deadline
}

/// Copies from lease `index` of `lender`, `offset` bytes in, to `dest`.
///
/// Gives a code (0, a dead code, or [`DEFECT`](crate::DEFECT)) and the bytes
/// copied: the shorter of what the lease has left and `dest`. An index or an
/// offset beyond the lease faults this task.
#[inline(always)]
pub fn sys_borrow_read(
    lender: TaskId,
    index: usize,
    offset: usize,
    dest: &mut [u8],
) -> (u32, usize) {
    backend::borrow_read(lender, index, offset, dest)
}

/// Copies from `src` to lease `index` of `lender`, `offset` bytes in.
///
/// Gives a code (0, a dead code, or [`DEFECT`](crate::DEFECT)) and the bytes
/// copied: the shorter of what the lease has left and `src`. An index or an
/// offset beyond the lease faults this task.
#[inline(always)]
pub fn sys_borrow_write(
    lender: TaskId,
    index: usize,
    offset: usize,
    src: &[u8],
) -> (u32, usize) {
    backend::borrow_write(lender, index, offset, src)
}

/// Rights and length of lease `index` of `lender`; `None` if the lender does
/// not wait for this task. An index beyond the leases faults this task.
#[inline(always)]
pub fn sys_borrow_info(lender: TaskId, index: usize) -> Option<BorrowInfo> {
    backend::borrow_info(lender, index)
}

/// Enables or disables the interrupts behind the notification bits `mask`.
#[inline(always)]
pub fn sys_irq_control(mask: u32, enable: bool) {
    backend::irq_control(mask, u32::from(enable));
}

/// Like [`sys_irq_control`], and forgets interrupts that are pending.
#[inline(always)]
pub fn sys_irq_control_clear_pending(mask: u32, enable: bool) {
    backend::irq_control(mask, u32::from(enable) | 2);
}

/// Stops this task with a message; the kernel keeps the first
/// [`PANIC_MESSAGE_MAX_LEN`](crate::PANIC_MESSAGE_MAX_LEN) bytes.
#[inline(always)]
pub fn sys_panic(msg: &[u8]) -> ! {
    backend::panic(msg)
}

/// The time, and the state of this task's timer.
#[inline(always)]
pub fn sys_get_timer() -> TimerState {
    backend::get_timer()
}

/// The current id of the task of this index; the given generation is
/// ignored.
#[inline(always)]
pub fn sys_refresh_task_id(task_id: TaskId) -> TaskId {
    backend::refresh_task_id(task_id)
}

/// Posts notification `bits` to a task. Gives 0 or a dead code.
#[inline(always)]
pub fn sys_post(task_id: TaskId, bits: u32) -> u32 {
    backend::post(task_id, bits)
}

/// Refuses the request of `peer`: faults it instead of resuming it. Ignored
/// if the peer does not wait for this task's reply.
#[inline(always)]
pub fn sys_reply_fault(peer: TaskId, reason: ReplyFaultReason) {
    backend::reply_fault(peer, reason);
}

/// State of the interrupts behind the notification bits `mask`.
#[inline(always)]
pub fn sys_irq_status(mask: u32) -> IrqStatus {
    backend::irq_status(mask)
}
