//! The record of a run as it is on the wire.

use super::{Call, CallResult, Entry, Event, Trace};
use std::fmt;
use userlib::{LeaseAttributes, TaskId};

impl Trace {
    /// The record as it is on the wire: numbers and bytes, with the names of
    /// tasks, and of the operations that
    /// [`name_operations`](crate::System::name_operations) names. Nothing
    /// that stubs tell is in it, so it is the same for a task that is a
    /// closure and for one that is a file.
    pub fn raw(&self) -> impl fmt::Display + '_ {
        struct Raw<'a>(&'a Trace);
        impl fmt::Display for Raw<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Self(trace) = *self;
                left_out(f, trace.dropped)?;
                trace.entries.iter().try_for_each(|entry| {
                    writeln!(f, "{}", Line { trace, entry })
                })
            }
        }
        Raw(self)
    }
}

/// Tells of entries before the first.
pub(super) fn left_out(f: &mut impl fmt::Write, count: usize) -> fmt::Result {
    match count {
        0 => Ok(()),
        count => writeln!(f, "({count} earlier entries left out)"),
    }
}

/// An entry with what gives it names.
struct Line<'a> {
    trace: &'a Trace,
    entry: &'a Entry,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Entry {
            time, task, event, ..
        } = self.entry;
        write!(f, "{time:>6} ms  {:<12}  ", self.trace.name(*task))?;
        match event {
            Event::Faulted(fault) => write!(f, "faulted: {fault}"),
            Event::Restarted => f.write_str("restarted"),
            Event::Finished => f.write_str("finished"),
            Event::StoppedForGood => f.write_str("stopped for good"),
            Event::Posted(bits) => write!(f, "is posted {bits:#x}"),
            Event::Interrupted(bits) => write!(f, "is interrupted {bits:#x}"),
            Event::Call { call, result } => {
                self.call(f, call)?;
                match result {
                    None => f.write_str(" -> ..."),
                    Some(CallResult::Done) => Ok(()),
                    Some(result) => {
                        f.write_str(" -> ")?;
                        self.result(f, result)
                    }
                }
            }
        }
    }
}

impl Line<'_> {
    /// What a reply of this entry's task answers.
    fn answered(&self, operation: Option<u16>) -> String {
        operation.map_or_else(
            || "(does not wait)".to_owned(),
            |number| {
                self.trace
                    .operation_by_hand(self.entry.task, u32::from(number))
            },
        )
    }

    fn call(&self, f: &mut fmt::Formatter<'_>, call: &Call) -> fmt::Result {
        let name = |task: &TaskId| self.trace.name(*task);
        match call {
            Call::Send {
                target,
                operation,
                message,
                reply_capacity,
                leases,
            } => {
                let operation = self
                    .trace
                    .operation_by_hand(*target, u32::from(*operation));
                write!(
                    f,
                    "SEND {}.{operation} {message:02x?}, room for \
                     {reply_capacity}",
                    name(target)
                )?;
                leases.iter().try_for_each(|(attributes, len)| {
                    write!(f, ", lends {} {len}", rights(*attributes))
                })
            }
            Call::Recv {
                capacity,
                mask,
                from,
            } => {
                write!(f, "RECV room for {capacity}")?;
                if let Some(from) = from {
                    write!(f, " from {}", name(from))?;
                }
                match mask {
                    0 => Ok(()),
                    mask => write!(f, " or bits {mask:#x}"),
                }
            }
            Call::Reply {
                peer,
                operation,
                code,
                message,
            } => write!(
                f,
                "REPLY {} {}: {} {message:02x?}",
                name(peer),
                self.answered(*operation),
                ReturnCode(*code)
            ),
            Call::ReplyFault {
                peer,
                operation,
                reason,
            } => write!(
                f,
                "REPLY_FAULT {} {}: {reason:?}",
                name(peer),
                self.answered(*operation)
            ),
            Call::SetTimer {
                deadline: Some(deadline),
                notifications,
            } => write!(f, "SET_TIMER {deadline} ms bits {notifications:#x}"),
            Call::SetTimer { deadline: None, .. } => {
                f.write_str("SET_TIMER off")
            }
            Call::GetTimer => f.write_str("GET_TIMER"),
            Call::BorrowRead {
                lender,
                index,
                offset,
                len,
                ..
            } => write!(
                f,
                "BORROW_READ {} lease {index} at {offset}, {len} bytes",
                name(lender)
            ),
            Call::BorrowWrite {
                lender,
                index,
                offset,
                bytes,
                ..
            } => write!(
                f,
                "BORROW_WRITE {} lease {index} at {offset}, {bytes:02x?}",
                name(lender)
            ),
            Call::BorrowInfo { lender, index, .. } => {
                write!(f, "BORROW_INFO {} lease {index}", name(lender))
            }
            Call::IrqControl { mask, action } => {
                write!(f, "IRQ_CONTROL {mask:#x} action {action}")
            }
            Call::IrqStatus { mask } => write!(f, "IRQ_STATUS {mask:#x}"),
            Call::Panic => f.write_str("PANIC"),
            Call::RefreshTaskId { task } => {
                write!(f, "REFRESH_TASK_ID {}", name(task))
            }
            Call::Post { task, bits } => {
                write!(f, "POST {} {bits:#x}", name(task))
            }
        }
    }

    fn result(
        &self,
        f: &mut fmt::Formatter<'_>,
        result: &CallResult,
    ) -> fmt::Result {
        match result {
            CallResult::Done => Ok(()),
            CallResult::Replied { code, reply } => {
                write!(f, "{} {reply:02x?}", ReturnCode(*code))
            }
            CallResult::Message {
                sender,
                operation,
                message,
            } => write!(
                f,
                "{} {message:02x?} from {}",
                self.trace.operation_by_hand(self.entry.task, *operation),
                self.trace.name(*sender)
            ),
            CallResult::Notified(bits) => write!(f, "bits {bits:#x}"),
            CallResult::Dead(code) | CallResult::Posted(code) => {
                write!(f, "{}", ReturnCode(*code))
            }
            CallResult::Borrowed { code, bytes } => {
                write!(f, "{} {bytes:02x?}", ReturnCode(*code))
            }
            CallResult::Lease(None) => f.write_str("none"),
            CallResult::Lease(Some((attributes, len))) => {
                write!(f, "{} {len}", rights(*attributes))
            }
            CallResult::Timer { now, deadline } => match deadline {
                Some(deadline) => write!(f, "{now} ms, set to {deadline} ms"),
                None => write!(f, "{now} ms, off"),
            },
            CallResult::Task(task) => f.write_str(&self.trace.name(*task)),
            CallResult::Irq(status) => write!(f, "{status:?}"),
        }
    }
}

/// A lease's rights in words.
pub(super) fn rights(attributes: LeaseAttributes) -> &'static str {
    let read = attributes.contains(LeaseAttributes::READ);
    let write = attributes.contains(LeaseAttributes::WRITE);
    match (read, write) {
        (true, true) => "read-write",
        (true, false) => "read",
        (false, true) => "write",
        (false, false) => "nothing",
    }
}

/// A return code in words.
pub(super) struct ReturnCode(pub(super) u32);

impl fmt::Display for ReturnCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match userlib::extract_new_generation(self.0) {
            Some(generation) => {
                write!(f, "dead, now #{}", u8::from(generation))
            }
            None if self.0 == 0 => f.write_str("ok"),
            None => write!(f, "code {}", self.0),
        }
    }
}
