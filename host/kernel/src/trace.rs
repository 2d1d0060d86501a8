//! The record of a run: every system call with its arguments, its result and
//! its time, and what else happened to tasks.

use crate::report::Fault;
use std::collections::VecDeque;
use std::fmt;
use userlib::host::{Outcome, Syscall};
use userlib::{IrqStatus, Lease, LeaseAttributes, ReplyFaultReason, TaskId};

/// The record of a run, as data, and readable by `Display`.
#[derive(Default)]
pub struct Trace {
    entries: VecDeque<Entry>,
    /// Entries that were there before the first kept one.
    dropped: usize,
    /// Names of tasks by index.
    names: Vec<String>,
    /// Names of operations by index of the task that serves them.
    operations: Vec<Vec<(u16, String)>>,
}

/// Entries that are kept; older ones are dropped.
const MOST_ENTRIES: usize = 100_000;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When, in milliseconds of virtual time since the start.
    pub time: u64,
    /// To whom, or who did it, in the generation of the time.
    pub task: TaskId,
    /// What.
    pub event: Event,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The task made a system call. A call that waits stands where it began.
    Call {
        /// With these arguments.
        call: Call,
        /// It gave this; `None` while it waits, or if it never ended.
        result: Option<CallResult>,
    },
    /// The task faulted.
    Faulted(Fault),
    /// The task was restarted; the entry's task is its new id.
    Restarted,
    /// The task's entry function returned.
    Finished,
    /// The task can neither go on nor unwind: it called `sys_panic`, or
    /// system calls without end, from a destructor while it unwound.
    StoppedForGood,
    /// These notification bits were posted from outside.
    Posted(u32),
    /// The interrupts behind these notification bits were raised.
    Interrupted(u32),
}

/// A system call and its arguments.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// SEND.
    Send {
        /// To whom.
        target: TaskId,
        /// Number of the operation.
        operation: u16,
        /// The message.
        message: Vec<u8>,
        /// Bytes of room for the reply.
        reply_capacity: usize,
        /// Rights and lengths in bytes of the leases.
        leases: Vec<(LeaseAttributes, usize)>,
    },
    /// RECV.
    Recv {
        /// Bytes of room for the message.
        capacity: usize,
        /// The notifications wanted.
        mask: u32,
        /// The only sender wanted, if any.
        from: Option<TaskId>,
    },
    /// REPLY.
    Reply {
        /// To whom.
        peer: TaskId,
        /// Number of the operation that is answered; `None` if the peer does
        /// not wait for this task's reply, which is then ignored.
        operation: Option<u16>,
        /// The return code.
        code: u32,
        /// The message.
        message: Vec<u8>,
    },
    /// REPLY_FAULT.
    ReplyFault {
        /// To whom.
        peer: TaskId,
        /// As for a reply.
        operation: Option<u16>,
        /// Why.
        reason: ReplyFaultReason,
    },
    /// SET_TIMER.
    SetTimer {
        /// When, in milliseconds since the start.
        deadline: Option<u64>,
        /// What it posts.
        notifications: u32,
    },
    /// GET_TIMER.
    GetTimer,
    /// BORROW_READ.
    BorrowRead {
        /// From whom.
        lender: TaskId,
        /// Which lease.
        index: usize,
        /// From which byte.
        offset: usize,
        /// Bytes wanted.
        len: usize,
    },
    /// BORROW_WRITE.
    BorrowWrite {
        /// From whom.
        lender: TaskId,
        /// Which lease.
        index: usize,
        /// From which byte.
        offset: usize,
        /// What is written.
        bytes: Vec<u8>,
    },
    /// BORROW_INFO.
    BorrowInfo {
        /// From whom.
        lender: TaskId,
        /// Which lease.
        index: usize,
    },
    /// IRQ_CONTROL.
    IrqControl {
        /// Which interrupts.
        mask: u32,
        /// Bit 0 enables, bit 1 clears what is pending.
        action: u32,
    },
    /// IRQ_STATUS.
    IrqStatus {
        /// Which interrupts.
        mask: u32,
    },
    /// PANIC; the message is in the fault.
    Panic,
    /// REFRESH_TASK_ID.
    RefreshTaskId {
        /// Of whom.
        task: TaskId,
    },
    /// POST.
    Post {
        /// To whom.
        task: TaskId,
        /// What.
        bits: u32,
    },
}

/// What a system call gave.
#[derive(Clone, Debug, PartialEq)]
pub enum CallResult {
    /// Nothing to tell.
    Done,
    /// Of SEND: the return code and the reply.
    Replied {
        /// The return code, or a dead code.
        code: u32,
        /// The reply.
        reply: Vec<u8>,
    },
    /// Of RECV: a message.
    Message {
        /// From whom.
        sender: TaskId,
        /// Number of the operation.
        operation: u32,
        /// The message, as far as it fitted.
        message: Vec<u8>,
    },
    /// Of RECV: notification bits.
    Notified(u32),
    /// Of a closed RECV: a dead code.
    Dead(u32),
    /// Of a borrow that copies.
    Borrowed {
        /// 0, a dead code, or DEFECT.
        code: u32,
        /// The bytes copied.
        bytes: Vec<u8>,
    },
    /// Of BORROW_INFO: rights and length in bytes.
    Lease(Option<(LeaseAttributes, usize)>),
    /// Of GET_TIMER.
    Timer {
        /// Milliseconds since the start.
        now: u64,
        /// When the timer fires.
        deadline: Option<u64>,
    },
    /// Of REFRESH_TASK_ID.
    Task(TaskId),
    /// Of POST: 0 or a dead code.
    Posted(u32),
    /// Of IRQ_STATUS.
    Irq(IrqStatus),
}

/// The bytes behind a pointer of a system call, cut to `len`.
///
/// # Safety
///
/// `bytes` must be valid for reading, and nobody may write it meanwhile.
unsafe fn bytes(bytes: *const [u8], len: usize) -> Vec<u8> {
    // SAFETY: as the caller says.
    let bytes = unsafe { &*bytes };
    bytes.iter().take(len).copied().collect()
}

impl Call {
    /// The data of a system call that is about to be made, with the
    /// operation that a peer waits for the caller to answer.
    ///
    /// # Safety
    ///
    /// The memory that it names must be valid, and no task may be running.
    pub(crate) unsafe fn of(
        call: &Syscall,
        awaited_operation: impl Fn(TaskId) -> Option<u16>,
    ) -> Self {
        match *call {
            Syscall::Send {
                target,
                operation,
                outgoing,
                incoming,
                leases,
            } => Call::Send {
                target,
                operation,
                // SAFETY: as the caller says.
                message: unsafe { bytes(outgoing, outgoing.len()) },
                reply_capacity: incoming.len(),
                // SAFETY: as the caller says.
                leases: unsafe { &*leases }
                    .iter()
                    .map(Lease::parts)
                    .map(|(attributes, _, len)| (attributes, len))
                    .collect(),
            },
            Syscall::Recv {
                buffer,
                notification_mask,
                specific_sender,
            } => Call::Recv {
                capacity: buffer.len(),
                mask: notification_mask,
                from: specific_sender,
            },
            Syscall::Reply {
                peer,
                code,
                message,
            } => Call::Reply {
                peer,
                operation: awaited_operation(peer),
                code,
                // SAFETY: as the caller says.
                message: unsafe { bytes(message, message.len()) },
            },
            Syscall::ReplyFault { peer, reason } => Call::ReplyFault {
                peer,
                operation: awaited_operation(peer),
                reason,
            },
            Syscall::SetTimer {
                deadline,
                notifications,
            } => Call::SetTimer {
                deadline,
                notifications,
            },
            Syscall::GetTimer => Call::GetTimer,
            Syscall::BorrowRead {
                lender,
                index,
                offset,
                dest,
            } => Call::BorrowRead {
                lender,
                index,
                offset,
                len: dest.len(),
            },
            Syscall::BorrowWrite {
                lender,
                index,
                offset,
                src,
            } => Call::BorrowWrite {
                lender,
                index,
                offset,
                // SAFETY: as the caller says.
                bytes: unsafe { bytes(src, src.len()) },
            },
            Syscall::BorrowInfo { lender, index } => {
                Call::BorrowInfo { lender, index }
            }
            Syscall::IrqControl { mask, action } => {
                Call::IrqControl { mask, action }
            }
            Syscall::IrqStatus { mask } => Call::IrqStatus { mask },
            Syscall::Panic { .. } => Call::Panic,
            Syscall::RefreshTaskId { task } => Call::RefreshTaskId { task },
            Syscall::Post { task, bits } => Call::Post { task, bits },
        }
    }
}

impl CallResult {
    /// The data of a system call that has just ended.
    ///
    /// # Safety
    ///
    /// As for [`Call::of`].
    pub(crate) unsafe fn of(call: &Syscall, outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Sent { code, len } => CallResult::Replied {
                code: *code,
                reply: match call {
                    Syscall::Send { incoming, .. } => {
                        // SAFETY: as the caller says.
                        unsafe { bytes(*incoming, *len) }
                    }
                    _ => Vec::new(),
                },
            },
            Outcome::Received(Err(code)) => CallResult::Dead(*code),
            Outcome::Received(Ok(message))
                if message.sender == TaskId::KERNEL =>
            {
                CallResult::Notified(message.operation)
            }
            Outcome::Received(Ok(received)) => CallResult::Message {
                sender: received.sender,
                operation: received.operation,
                message: match call {
                    Syscall::Recv { buffer, .. } => {
                        // SAFETY: as the caller says.
                        unsafe { bytes(*buffer, received.message_len) }
                    }
                    _ => Vec::new(),
                },
            },
            Outcome::Done => CallResult::Done,
            Outcome::Borrowed { code, len } => CallResult::Borrowed {
                code: *code,
                bytes: match call {
                    Syscall::BorrowRead { dest, .. } => {
                        // SAFETY: as the caller says.
                        unsafe { bytes(*dest, *len) }
                    }
                    Syscall::BorrowWrite { src, .. } => {
                        // SAFETY: as the caller says.
                        unsafe { bytes(*src, *len) }
                    }
                    _ => Vec::new(),
                },
            },
            Outcome::BorrowInfo(info) => CallResult::Lease(
                info.as_ref().map(|info| (info.attributes, info.len)),
            ),
            Outcome::Timer(state) => CallResult::Timer {
                now: state.now,
                deadline: state.deadline,
            },
            Outcome::Refreshed(task) => CallResult::Task(*task),
            Outcome::Posted(code) => CallResult::Posted(*code),
            Outcome::IrqStatus(status) => CallResult::Irq(*status),
        }
    }
}

impl Trace {
    /// All entries, in the order in which they began.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The system calls of one task, in all its generations, with their
    /// results.
    pub fn calls(
        &self,
        task: TaskId,
    ) -> impl DoubleEndedIterator<Item = (&Call, Option<&CallResult>)> {
        self.entries
            .iter()
            .filter(move |entry| entry.task.index() == task.index())
            .filter_map(|entry| match &entry.event {
                Event::Call { call, result } => Some((call, result.as_ref())),
                _ => None,
            })
    }

    pub(crate) fn add_task(&mut self, name: &str) {
        self.names.push(name.to_owned());
        self.operations.push(Vec::new());
    }

    pub(crate) fn name_operations(
        &mut self,
        task: usize,
        names: &[(u16, &str)],
    ) {
        self.operations[task] = names
            .iter()
            .map(|(number, name)| (*number, (*name).to_owned()))
            .collect();
    }

    /// Adds an entry and gives its number for [`Trace::end_call`].
    pub(crate) fn push(&mut self, entry: Entry) -> usize {
        if self.entries.len() == MOST_ENTRIES {
            self.entries.pop_front();
            self.dropped += 1;
        }
        self.entries.push_back(entry);
        self.dropped + self.entries.len() - 1
    }

    /// Adds the result of a call to its entry, if that is still kept.
    pub(crate) fn end_call(&mut self, number: usize, ended: CallResult) {
        let entry = number
            .checked_sub(self.dropped)
            .and_then(|position| self.entries.get_mut(position));
        if let Some(Entry {
            event: Event::Call { result, .. },
            ..
        }) = entry
        {
            *result = Some(ended);
        }
    }

    /// The last `count` entries as text, and how many there were before.
    pub(crate) fn tail(&self, count: usize) -> impl fmt::Display + '_ {
        struct Tail<'a>(&'a Trace, usize);
        impl fmt::Display for Tail<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Tail(trace, count) = *self;
                let before = trace.entries.len().saturating_sub(count);
                let left_out = trace.dropped + before;
                if left_out > 0 {
                    writeln!(f, "({left_out} earlier entries left out)")?;
                }
                trace
                    .entries
                    .iter()
                    .skip(before)
                    .try_for_each(|entry| writeln!(f, "{}", trace.line(entry)))
            }
        }
        Tail(self, count)
    }

    /// One entry as a line of text, with the names of tasks and operations.
    pub fn line<'a>(&'a self, entry: &'a Entry) -> impl fmt::Display + use<'a> {
        Line { trace: self, entry }
    }

    /// A task by name, and its generation unless that is 0.
    fn name(&self, task: TaskId) -> String {
        if task == TaskId::KERNEL {
            return "kernel".to_owned();
        }
        let name = self
            .names
            .get(task.index())
            .map_or_else(|| format!("task {}", task.index()), String::clone);
        match u8::from(task.generation()) {
            0 => name,
            generation => format!("{name}#{generation}"),
        }
    }

    /// An operation by name, if it has one, else by number.
    fn operation(&self, server: TaskId, number: u32) -> String {
        self.operations
            .get(server.index())
            .and_then(|names| {
                names.iter().find(|(known, _)| u32::from(*known) == number)
            })
            .map_or_else(|| format!("op {number}"), |(_, name)| name.clone())
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.tail(usize::MAX), f)
    }
}

/// An entry with what gives it names.
struct Line<'a> {
    trace: &'a Trace,
    entry: &'a Entry,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Entry { time, task, event } = self.entry;
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
            |number| self.trace.operation(self.entry.task, u32::from(number)),
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
                let operation =
                    self.trace.operation(*target, u32::from(*operation));
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
            } => write!(
                f,
                "BORROW_WRITE {} lease {index} at {offset}, {bytes:02x?}",
                name(lender)
            ),
            Call::BorrowInfo { lender, index } => {
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
                self.trace.operation(self.entry.task, *operation),
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
fn rights(attributes: LeaseAttributes) -> &'static str {
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
struct ReturnCode(u32);

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
