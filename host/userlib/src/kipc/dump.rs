//! Regions of a task that a dump is made of.

use super::{ask, index, number};

/// A region of memory of a task.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct TaskDumpRegion {
    /// Its first address.
    pub base: u32,
    /// Its size in bytes.
    pub size: u32,
}

/// A region of the task of this index: of region 0 its descriptor, what the
/// kernel itself knows of it, and then its memory; `None` behind the last.
///
/// A kernel without the feature `dump` faults whoever asks.
pub fn get_task_dump_region(
    task: usize,
    region: usize,
) -> Option<TaskDumpRegion> {
    let mut message = [0; 8];
    let (subject, number) = message.split_at_mut(4);
    subject.copy_from_slice(&index(task));
    number.copy_from_slice(&index(region));
    let mut answer = [0; 9];
    let (_, bytes) = ask(number::GET_DUMP_REGION, &message, &mut answer);
    let (1, [a, b, c, d, size @ ..]) = bytes.split_first()? else {
        return None;
    };
    Some(TaskDumpRegion {
        base: u32::from_le_bytes([*a, *b, *c, *d]),
        size: u32::from_le_bytes(size.try_into().ok()?),
    })
}

/// Copies a region, or a part of one, of the task of this index, and gives how
/// many bytes were copied: as many as there is room for. Only the supervisor,
/// the task of index 0, may, of others than itself.
///
/// What is not in the task's memory faults the caller, as does a kernel
/// without the feature `dump`.
pub fn read_task_dump_region(
    task: usize,
    region: TaskDumpRegion,
    buffer: &mut [u8],
) -> usize {
    let mut message = [0; 12];
    let words = [
        index(task),
        region.base.to_le_bytes(),
        region.size.to_le_bytes(),
    ];
    for (place, word) in message.chunks_exact_mut(4).zip(words) {
        place.copy_from_slice(&word);
    }
    let number = number::READ_DUMP_REGION;
    let (_, len) =
        crate::sys_send(crate::TaskId::KERNEL, number, &message, buffer, &[]);
    len
}
