//! Requests to the kernel itself. Only the supervisor, the task of index 0,
//! may make them; any other task is faulted.

use crate::{TaskId, sys_send};
use core::num::NonZeroUsize;

/// Numbers of the requests.
#[doc(hidden)]
pub mod number {
    pub const REINIT_TASK: u16 = 2;
    pub const FAULT_TASK: u16 = 3;
    pub const FIND_FAULTED_TASK: u16 = 9;
}

/// Restarts the task of this index: its generation goes up, its timer and
/// notifications are cleared. With `start` it runs, without it stays stopped.
pub fn reinit_task(task: usize, start: bool) {
    let mut message = [0; 5];
    let (index, flag) = message.split_at_mut(4);
    index.copy_from_slice(&(task as u32).to_le_bytes());
    flag.fill(u8::from(start));
    sys_send(TaskId::KERNEL, number::REINIT_TASK, &message, &mut [], &[]);
}

/// Faults the task of this index, as if it had failed by itself.
pub fn fault_task(task: usize) {
    let message = (task as u32).to_le_bytes();
    sys_send(TaskId::KERNEL, number::FAULT_TASK, &message, &mut [], &[]);
}

/// Index of the first faulted task from index `task` on, or `None`. It is
/// never 0, since the supervisor asks.
pub fn find_faulted_task(task: usize) -> Option<NonZeroUsize> {
    let message = (task as u32).to_le_bytes();
    let mut answer = [0; 4];
    sys_send(
        TaskId::KERNEL,
        number::FIND_FAULTED_TASK,
        &message,
        &mut answer,
        &[],
    );
    NonZeroUsize::new(u32::from_le_bytes(answer) as usize)
}
