//! Requests to the kernel itself. It answers at once, without switching, and
//! faults whoever sends what it does not know, or names a task that there is
//! not.

mod dump;
mod state;

pub use dump::{TaskDumpRegion, get_task_dump_region, read_task_dump_region};

use crate::{FaultInfo, TaskId, TaskState, sys_send};
use core::num::NonZeroUsize;

/// Numbers of the requests.
#[doc(hidden)]
pub mod number {
    pub const READ_TASK_STATUS: u16 = 1;
    pub const REINIT_TASK: u16 = 2;
    pub const FAULT_TASK: u16 = 3;
    pub const READ_IMAGE_ID: u16 = 4;
    pub const RESET: u16 = 5;
    pub const GET_DUMP_REGION: u16 = 6;
    pub const READ_DUMP_REGION: u16 = 7;
    pub const SOFTWARE_IRQ: u16 = 8;
    pub const FIND_FAULTED_TASK: u16 = 9;
    pub const READ_PANIC_MESSAGE: u16 = 10;
}

/// Why there is no panic message.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum ReadPanicMessageError {
    /// The task has not panicked.
    TaskNotPanicked,
    /// The task's message is not in its memory.
    BadPanicBuffer,
}

/// Sends a message and gives the code, and the bytes of the answer.
fn ask<'a>(
    operation: u16,
    message: &[u8],
    answer: &'a mut [u8],
) -> (u32, &'a [u8]) {
    let (code, len) = sys_send(TaskId::KERNEL, operation, message, answer, &[]);
    // The length is the one that there would be if there was room.
    (code, answer.get(..len).unwrap_or(&[]))
}

/// An index as the kernel reads it.
fn index(task: usize) -> [u8; 4] {
    (task as u32).to_le_bytes()
}

/// What the task of this index does.
pub fn read_task_status(task: usize) -> TaskState {
    let mut answer = [0; state::LONGEST];
    let (_, bytes) = ask(number::READ_TASK_STATUS, &index(task), &mut answer);
    state::read(bytes).unwrap_or(TaskState::Faulted {
        // The kernel says only what there is.
        fault: FaultInfo::InvalidOperation(0),
        original_state: crate::SchedState::Stopped,
    })
}

/// Restarts the task of this index: its generation goes up, its timer and
/// notifications are cleared. With `start` it runs, without it stays stopped.
pub fn reinit_task(task: usize, start: bool) {
    let mut message = [0; 5];
    let (subject, flag) = message.split_at_mut(4);
    subject.copy_from_slice(&index(task));
    flag.fill(u8::from(start));
    ask(number::REINIT_TASK, &message, &mut []);
}

/// Faults the task of this index, as if it had failed by itself. The caller
/// itself and the supervisor cannot be faulted so.
pub fn fault_task(task: usize) {
    ask(number::FAULT_TASK, &index(task), &mut []);
}

/// A number that tells this image from others.
pub fn read_image_id() -> u64 {
    let mut answer = [0; 8];
    ask(number::READ_IMAGE_ID, &[], &mut answer);
    u64::from_le_bytes(answer)
}

/// Resets the processor, and with it all tasks.
pub fn reset() -> ! {
    loop {
        ask(number::RESET, &[], &mut []);
    }
}

/// Raises the interrupts behind these notification bits of a task. Only the
/// supervisor, the task of index 0, may.
pub fn software_irq(task: usize, mask: u32) {
    let mut message = [0; 8];
    let (subject, bits) = message.split_at_mut(4);
    subject.copy_from_slice(&index(task));
    bits.copy_from_slice(&mask.to_le_bytes());
    ask(number::SOFTWARE_IRQ, &message, &mut []);
}

/// Index of the first faulted task from index `task` on, or `None`. It is
/// never 0, which is the supervisor.
pub fn find_faulted_task(task: usize) -> Option<NonZeroUsize> {
    let mut answer = [0; 4];
    ask(number::FIND_FAULTED_TASK, &index(task), &mut answer);
    NonZeroUsize::new(u32::from_le_bytes(answer) as usize)
}

/// What the task of this index said when it panicked, as far as it fits the
/// buffer and the kernel has kept it: 128 bytes.
///
/// # Errors
///
/// If it has not panicked, or its message is not in its memory.
pub fn read_panic_message(
    task: usize,
    buffer: &mut [u8],
) -> Result<&[u8], ReadPanicMessageError> {
    let number = number::READ_PANIC_MESSAGE;
    let (code, len) =
        sys_send(TaskId::KERNEL, number, &index(task), buffer, &[]);
    match code {
        0 => Ok(buffer.get(..len).unwrap_or(buffer)),
        1 => Err(ReadPanicMessageError::TaskNotPanicked),
        _ => Err(ReadPanicMessageError::BadPanicBuffer),
    }
}
