//! System calls in registers: number in r11, arguments from r4 on, results
//! from r4 on.

use std::ptr::slice_from_raw_parts;

use userlib::host::{Outcome, Syscall};
use userlib::{
    DEFECT, FaultInfo, FromPrimitive, ReplyFaultReason, TaskId, UsageError,
};

use crate::memory::{Leases, Memory};
use crate::unicorn::Access;

/// The registers of a system call: r4 to r11.
pub(crate) type Registers = [u32; 8];

/// The system call that a task makes, with its memory where it is.
///
/// `leases` is where those of a SEND are kept, which must be until the call
/// has ended.
///
/// # Errors
///
/// The task's fault, if it names memory that it does not have, or there is no
/// such call.
pub(crate) fn call(
    registers: Registers,
    memory: &Memory,
    leases: &mut Option<Box<Leases>>,
) -> Result<Syscall, FaultInfo> {
    let [a, b, c, d, e, f, g, number] = registers;
    let read = |at, len| {
        memory
            .slice(Access::Read, at, len)
            .map(|slice| slice.cast_const())
    };
    let write = |at, len| memory.slice(Access::Write, at, len);
    let task = |id: u32| TaskId(id as u16);
    Ok(match number {
        0 => Syscall::Send {
            target: task(a >> 16),
            operation: a as u16,
            outgoing: read(b, c)?,
            incoming: write(d, e)?,
            leases: &raw const **leases
                .insert(Box::new(Leases::new(memory, f, g))),
        },
        1 => Syscall::Recv {
            buffer: write(a, b)?,
            notification_mask: c,
            specific_sender: (d >> 31 != 0).then_some(task(d)),
        },
        2 => Syscall::Reply {
            peer: task(a),
            code: b,
            message: read(c, d)?,
        },
        3 => Syscall::SetTimer {
            deadline: (a != 0).then_some(u64::from(c) << 32 | u64::from(b)),
            notifications: d,
        },
        4 => Syscall::BorrowRead {
            lender: task(a),
            index: b as usize,
            offset: c as usize,
            dest: write(d, e)?,
        },
        5 => Syscall::BorrowWrite {
            lender: task(a),
            index: b as usize,
            offset: c as usize,
            src: read(d, e)?,
        },
        6 => Syscall::BorrowInfo {
            lender: task(a),
            index: b as usize,
        },
        7 => Syscall::IrqControl { mask: a, action: b },
        8 => Syscall::Panic {
            // The task panics all the same.
            message: read(a, b)
                .unwrap_or(slice_from_raw_parts(std::ptr::null(), 0)),
        },
        9 => Syscall::GetTimer,
        10 => Syscall::RefreshTaskId { task: task(a) },
        11 => Syscall::Post {
            task: task(a),
            bits: b,
        },
        12 => Syscall::ReplyFault {
            peer: task(a),
            reason: ReplyFaultReason::from_u32(b).ok_or(
                FaultInfo::SyscallUsage(UsageError::BadReplyFaultReason),
            )?,
        },
        13 => Syscall::IrqStatus { mask: a },
        _ => {
            return Err(FaultInfo::SyscallUsage(UsageError::BadSyscallNumber));
        }
    })
}

/// What the kernel leaves from r4 on.
pub(crate) fn results(outcome: &Outcome) -> Vec<u32> {
    let low = |wide: u64| wide as u32;
    let high = |wide: u64| (wide >> 32) as u32;
    match outcome {
        Outcome::Sent { code, len } | Outcome::Borrowed { code, len } => {
            vec![*code, *len as u32]
        }
        Outcome::Received(Ok(message)) => vec![
            0,
            message.sender.0.into(),
            message.operation,
            message.message_len as u32,
            message.response_capacity as u32,
            message.lease_count as u32,
        ],
        Outcome::Received(Err(code)) => vec![*code],
        Outcome::Done => Vec::new(),
        Outcome::BorrowInfo(Some(info)) => {
            vec![0, info.attributes.bits(), info.len as u32]
        }
        Outcome::BorrowInfo(None) => vec![DEFECT, 0, 0],
        Outcome::Timer(timer) => {
            let at = timer.deadline.unwrap_or(0);
            vec![
                low(timer.now),
                high(timer.now),
                timer.deadline.is_some().into(),
                low(at),
                high(at),
                timer.on_dl,
            ]
        }
        Outcome::Refreshed(task) => vec![task.0.into()],
        Outcome::Posted(code) => vec![*code],
        Outcome::IrqStatus(status) => vec![status.bits()],
    }
}
