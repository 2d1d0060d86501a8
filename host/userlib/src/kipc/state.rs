//! A task's state as the kernel writes it: ssmarshal, so variants are bytes
//! and integers are little endian.

use crate::{
    FaultInfo, FaultSource, ReplyFaultReason, SchedState, TaskId, TaskState,
    UsageError,
};
use num_traits::FromPrimitive;

/// Bytes of the longest state: a fault with an address and a source, and a
/// wait for one task.
pub(super) const LONGEST: usize = 12;

/// Reads a state; `None` if it is none.
pub(super) fn read(bytes: &[u8]) -> Option<TaskState> {
    Bytes(bytes).state()
}

/// What is not read yet.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*first)
    }

    fn byte(&mut self) -> Option<u8> {
        let [byte] = self.take()?;
        Some(byte)
    }

    fn word(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn task(&mut self) -> Option<TaskId> {
        self.take().map(u16::from_le_bytes).map(TaskId)
    }

    /// `None` inside, or what `read` gives.
    fn option<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            1 => read(self).map(Some),
            _ => None,
        }
    }

    fn state(&mut self) -> Option<TaskState> {
        Some(match self.byte()? {
            0 => TaskState::Healthy(self.sched_state()?),
            1 => TaskState::Faulted {
                fault: self.fault()?,
                original_state: self.sched_state()?,
            },
            _ => return None,
        })
    }

    fn sched_state(&mut self) -> Option<SchedState> {
        Some(match self.byte()? {
            0 => SchedState::Stopped,
            1 => SchedState::Runnable,
            2 => SchedState::InSend(self.task()?),
            3 => SchedState::InReply(self.task()?),
            4 => SchedState::InRecv(self.option(Self::task)?),
            _ => return None,
        })
    }

    fn fault(&mut self) -> Option<FaultInfo> {
        Some(match self.byte()? {
            0 => FaultInfo::MemoryAccess {
                address: self.option(Self::word)?,
                source: self.source()?,
            },
            1 => FaultInfo::StackOverflow {
                address: self.word()?,
            },
            2 => FaultInfo::BusError {
                address: self.option(Self::word)?,
                source: self.source()?,
            },
            3 => FaultInfo::DivideByZero,
            4 => FaultInfo::IllegalText,
            5 => FaultInfo::IllegalInstruction,
            6 => FaultInfo::InvalidOperation(self.word()?),
            7 => FaultInfo::SyscallUsage(self.usage()?),
            8 => FaultInfo::Panic,
            9 => FaultInfo::Injected(self.task()?),
            10 => {
                let server = self.task()?;
                let reason = ReplyFaultReason::from_u8(self.byte()?)?;
                FaultInfo::FromServer(server, reason)
            }
            _ => return None,
        })
    }

    fn source(&mut self) -> Option<FaultSource> {
        match self.byte()? {
            0 => Some(FaultSource::User),
            1 => Some(FaultSource::Kernel),
            _ => None,
        }
    }

    fn usage(&mut self) -> Option<UsageError> {
        const ALL: [UsageError; 11] = [
            UsageError::BadSyscallNumber,
            UsageError::InvalidSlice,
            UsageError::TaskOutOfRange,
            UsageError::IllegalTask,
            UsageError::LeaseOutOfRange,
            UsageError::OffsetOutOfRange,
            UsageError::NoIrq,
            UsageError::BadKernelMessage,
            UsageError::BadReplyFaultReason,
            UsageError::NotSupervisor,
            UsageError::ReplyTooBig,
        ];
        ALL.get(usize::from(self.byte()?)).copied()
    }
}
