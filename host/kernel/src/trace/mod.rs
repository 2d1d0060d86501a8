//! The record of a run: every system call with its arguments, its result and
//! its time, and what else happened to tasks.

mod chart;
mod data;
mod names;
mod raw;
mod repeats;
mod text;
mod values;

use crate::report::Fault;
pub use chart::Chart;
use data::Buffers;
use std::collections::VecDeque;
use userlib::host::Interface;
use userlib::{IrqStatus, LeaseAttributes, ReplyFaultReason, TaskId};

/// The record of a run, as data, and readable by `Display`.
pub struct Trace {
    entries: VecDeque<Entry>,
    /// Entries that are kept; older ones are dropped.
    most: usize,
    /// Entries that were there before the first kept one.
    dropped: usize,
    /// Names of tasks by index.
    names: Vec<String>,
    /// Names of operations by index of the task that serves them.
    operations: Vec<Vec<(u16, String)>>,
    /// What their stubs have told, likewise, the latest first.
    interfaces: Vec<Vec<Interface>>,
    /// What the stubs of their clients have told, likewise.
    asked: Vec<Vec<Interface>>,
    /// What is wrong with the system, as sentences.
    warnings: Vec<String>,
    buffers: Buffers,
}

/// Entries that are kept unless a system says otherwise.
const MOST_ENTRIES: usize = 100_000;

/// Interfaces of one task that are kept.
const MOST_INTERFACES: usize = 16;

impl Default for Trace {
    fn default() -> Self {
        Self {
            entries: VecDeque::new(),
            most: MOST_ENTRIES,
            dropped: 0,
            names: Vec::new(),
            operations: Vec::new(),
            interfaces: Vec::new(),
            asked: Vec::new(),
            warnings: Vec::new(),
            buffers: Buffers::default(),
        }
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When, in milliseconds of virtual time since the start.
    pub time: u64,
    /// To whom, or who did it, in the generation of the time.
    pub task: TaskId,
    /// What.
    pub event: Event,
    /// When a system call ended, if it has.
    pub ended: Option<Moment>,
}

/// A point of a run.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Moment {
    /// In milliseconds of virtual time since the start.
    pub time: u64,
    /// How many entries had begun by then, those that are no longer kept
    /// included.
    pub entries: usize,
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
        /// As for a reply.
        operation: Option<u16>,
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
        /// As for a reply.
        operation: Option<u16>,
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
        /// As for a reply.
        operation: Option<u16>,
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

impl Trace {
    /// All entries, in the order in which they began.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The numbers of the entries that are kept, counted from the start of the
    /// run: that of the next one is the range's end.
    pub fn numbers(&self) -> std::ops::Range<usize> {
        self.dropped..self.dropped + self.entries.len()
    }

    /// The entry of a number, if it is kept.
    pub fn entry(&self, number: usize) -> Option<&Entry> {
        self.entries.get(number.checked_sub(self.dropped)?)
    }

    /// Keeps this many entries, and drops older ones.
    pub(crate) fn keep(&mut self, most: usize) {
        self.most = most;
        while self.entries.len() > most
            && let Some(oldest) = self.entries.pop_front()
        {
            self.dropped += 1;
            self.buffers.take_from(oldest.event);
        }
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
        self.interfaces.push(Vec::new());
        self.asked.push(Vec::new());
    }

    /// Memory for messages.
    pub(crate) fn buffers(&mut self) -> &mut Buffers {
        &mut self.buffers
    }

    /// Something is wrong with the system.
    pub(crate) fn warn(&mut self, warning: String) {
        self.warnings.push(warning);
    }

    /// What is wrong with the system, as sentences.
    pub(crate) fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// A task has said what it serves.
    pub(crate) fn serves(&mut self, task: usize, interface: Interface) {
        note(&mut self.interfaces[task], interface);
    }

    /// A task has said what a server is to it, which may be no task.
    pub(crate) fn asks(&mut self, server: usize, interface: Interface) {
        if let Some(known) = self.asked.get_mut(server) {
            note(known, interface);
        }
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
        self.entries.push_back(entry);
        self.keep(self.most);
        self.dropped + self.entries.len() - 1
    }

    /// Adds the result of a call to its entry, if that is still kept.
    pub(crate) fn end_call(
        &mut self,
        number: usize,
        given: CallResult,
        time: u64,
    ) {
        let entries = self.dropped + self.entries.len();
        let entry = number
            .checked_sub(self.dropped)
            .and_then(|position| self.entries.get_mut(position));
        if let Some(Entry {
            event: Event::Call { result, .. },
            ended,
            ..
        }) = entry
        {
            *result = Some(given);
            *ended = Some(Moment { time, entries });
        }
    }
}

/// Notes an interface as the latest.
fn note(known: &mut Vec<Interface>, interface: Interface) {
    known.retain(|other| *other != interface);
    known.insert(0, interface);
    // The same may be told under several addresses.
    known.truncate(MOST_INTERFACES);
}
