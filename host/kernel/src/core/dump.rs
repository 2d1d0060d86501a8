//! Requests for dumps: `get_task_dump_region` and `read_task_dump_region`.

use super::Core;
use super::kernel_task::{Answer, Mistake, exactly};
use userlib::{FaultInfo, FaultSource, UsageError};

/// Where descriptors of tasks are: beyond what any task has.
const DESCRIPTORS: u32 = 0xF000_0000;

/// Bytes of a descriptor: the sixteen registers; generation, priority, and the
/// length of the state; the state, as `read_task_status` gives it.
const DESCRIPTOR: usize = 80;

impl Core {
    /// A region of a task: first its descriptor, then its memory. A closure
    /// has none of both.
    pub(super) fn dump_region(
        &self,
        message: &[u8],
    ) -> Result<Answer, Mistake> {
        let usage = FaultInfo::SyscallUsage;
        let [a, b, c, d, number @ ..]: [u8; 8] =
            exactly(message).map_err(usage)?;
        let subject = self.subject([a, b, c, d]).map_err(usage)?;
        let region = match &self.tasks[subject].dump {
            None => None,
            Some(dump) => match u32::from_le_bytes(number) as usize {
                0 => Some((descriptor_at(subject), DESCRIPTOR as u32)),
                number => dump.regions().get(number - 1).copied(),
            },
        };
        let mut answer = vec![region.is_some().into()];
        if let Some((base, size)) = region {
            answer.extend(base.to_le_bytes());
            answer.extend(size.to_le_bytes());
        }
        Ok((0, answer))
    }

    /// Bytes of a task's descriptor or memory, as many as there is room for.
    pub(super) fn read_dump(
        &self,
        caller: usize,
        message: &[u8],
        room: usize,
    ) -> Result<Answer, Mistake> {
        let usage = FaultInfo::SyscallUsage;
        if caller != 0 {
            return Err(usage(UsageError::NotSupervisor));
        }
        let [a, b, c, d, e, f, g, h, size @ ..]: [u8; 12] =
            exactly(message).map_err(usage)?;
        let subject = self.subject([a, b, c, d]).map_err(usage)?;
        if subject == caller {
            return Err(usage(UsageError::TaskOutOfRange));
        }
        let base = u32::from_le_bytes([e, f, g, h]);
        let size = u32::from_le_bytes(size);
        if base.checked_add(size).is_none() {
            return Err(usage(UsageError::InvalidSlice));
        }
        self.dumped(subject, base, size as usize, room)
            .map(|bytes| (0, bytes))
            .ok_or(FaultInfo::MemoryAccess {
                address: Some(base),
                source: FaultSource::Kernel,
            })
    }

    /// So many bytes from an address on, or as many as there is room for, if
    /// all are of the task's descriptor or memory.
    fn dumped(
        &self,
        subject: usize,
        base: u32,
        size: usize,
        room: usize,
    ) -> Option<Vec<u8>> {
        let dump = self.tasks[subject].dump.as_ref()?;
        if let Some(offset) = base.checked_sub(descriptor_at(subject)) {
            let descriptor = self.descriptor(subject)?;
            let offset = offset as usize;
            let part = descriptor.get(offset..offset.checked_add(size)?)?;
            return Some(part[..size.min(room)].to_vec());
        }
        // Nobody has more than is addressed, and asks for it at once.
        const MOST: usize = 64 << 20;
        if size > MOST {
            return None;
        }
        let mut bytes = vec![0; size];
        dump.read(base, &mut bytes)?;
        bytes.truncate(room);
        Some(bytes)
    }

    fn descriptor(&self, subject: usize) -> Option<[u8; DESCRIPTOR]> {
        let task = &self.tasks[subject];
        let registers = task.dump.as_ref()?.registers();
        let mut bytes = [0; DESCRIPTOR];
        let (words, rest) = bytes.split_at_mut(64);
        for (place, word) in words.chunks_exact_mut(4).zip(registers) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        let (facts, state) = rest.split_at_mut(4);
        let len = ssmarshal::serialize(state, &task.kernel_state()).ok()?;
        facts.copy_from_slice(&[
            task.generation.into(),
            task.priority,
            len as u8,
            0,
        ]);
        Some(bytes)
    }
}

/// Where the descriptor of the task of this index is.
fn descriptor_at(subject: usize) -> u32 {
    DESCRIPTORS + (subject * DESCRIPTOR) as u32
}
