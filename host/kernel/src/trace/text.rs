//! The record of a run as people read it: calls with the names and values of
//! their interface, each where it began, and nothing twice. The message of a
//! call stands with its sender, as does the reply.

use super::raw::{ReturnCode, left_out};
use super::repeats::{Line, said_once};
use super::values::{Bytes, Memory};
use super::{Call, CallResult, Entry, Event, Moment, Trace};
use crate::report::shortened;
use std::fmt::{self, Write};
use userlib::TaskId;

/// Letters of a value that are shown.
const LONGEST_VALUE: usize = 160;
/// Letters for the names of tasks, at the least and at the most.
const NAMES: (usize, usize) = (12, 24);

impl Trace {
    /// The last `count` entries as text, and how many there were before.
    pub(crate) fn tail(&self, count: usize) -> impl fmt::Display + '_ {
        struct Tail<'a>(&'a Trace, usize);
        impl fmt::Display for Tail<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Tail(trace, count) = *self;
                let before = trace.entries.len().saturating_sub(count);
                left_out(f, trace.dropped + before)?;
                trace.each_from(before, |entry, text| {
                    writeln!(f, "{}", trace.at(entry, &text))
                })
            }
        }
        Tail(self, count)
    }

    /// The same, with what happens again and again said once.
    pub(crate) fn tail_in_short(&self, count: usize) -> String {
        let before = self.entries.len().saturating_sub(count);
        let mut short = String::new();
        let mut lines = Vec::new();
        // A `String` takes any text.
        let _ = left_out(&mut short, self.dropped + before);
        let _ = self.each_from(before, |entry, said| {
            let text = self.at(entry, &said);
            let key = (entry.task.index(), said);
            lines.push(Line { key, text });
            Ok(())
        });
        for line in said_once(lines) {
            let _ = writeln!(short, "{line}");
        }
        short
    }

    /// Goes through what entries say, from a position on.
    fn each_from(
        &self,
        before: usize,
        mut each: impl FnMut(&Entry, String) -> fmt::Result,
    ) -> fmt::Result {
        // Whose latest message stands above.
        let mut shown = vec![false; self.names.len()];
        for (position, entry) in self.entries.iter().enumerate().skip(before) {
            let waited = self.has_waited(position);
            let text = self.text(entry, waited, &|task: TaskId| {
                // What it waited for stands below.
                waited || shown.get(task.index()) == Some(&true)
            });
            each(entry, text)?;
            if let Event::Call {
                call: Call::Send { .. },
                ..
            } = entry.event
            {
                shown[entry.task.index()] = true;
            }
        }
        Ok(())
    }

    /// One entry as a line of text, with the names of tasks and operations.
    pub fn line<'a>(&'a self, entry: &'a Entry) -> impl fmt::Display + use<'a> {
        self.at(entry, &self.text(entry, false, &|_| false))
    }

    /// Whether others did something before the call at this position ended.
    pub(super) fn has_waited(&self, position: usize) -> bool {
        self.entries[position]
            .ended
            .is_some_and(|it| it.entries > self.dropped + position + 1)
    }

    /// A line of a trace.
    fn at(&self, entry: &Entry, text: &str) -> String {
        let longest = self.names.iter().map(|name| name.chars().count()).max();
        let width = longest.unwrap_or(0).clamp(NAMES.0, NAMES.1);
        let (time, name) = (entry.time, self.name(entry.task));
        format!("{time:>6} ms  {name:<width$}  {text}")
    }

    /// What an entry says, without when and who. Something may have happened
    /// before its call ended, and the messages of tasks that are `shown` need
    /// not be.
    pub(super) fn text(
        &self,
        entry: &Entry,
        waited: bool,
        shown: &dyn Fn(TaskId) -> bool,
    ) -> String {
        let mut to = String::new();
        let mut line = Entitled {
            trace: self,
            entry,
            waited,
            shown,
            to: &mut to,
        };
        // A `String` takes any text.
        let _ = line.write();
        to
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.tail(usize::MAX), f)
    }
}

/// An entry with what gives it names.
struct Entitled<'a> {
    trace: &'a Trace,
    entry: &'a Entry,
    waited: bool,
    shown: &'a dyn Fn(TaskId) -> bool,
    to: &'a mut String,
}

impl Entitled<'_> {
    fn write(&mut self) -> fmt::Result {
        match &self.entry.event {
            Event::Faulted(fault) => write!(self.to, "faulted: {fault}"),
            Event::Restarted => self.to.write_str("restarted"),
            Event::Finished => self.to.write_str("finished"),
            Event::StoppedForGood => self.to.write_str("stopped for good"),
            Event::Posted(bits) => write!(self.to, "is posted {bits:#x}"),
            Event::Interrupted(bits) => {
                write!(self.to, "is interrupted {bits:#x}")
            }
            Event::Call { call, result } => {
                self.call(call)?;
                match result {
                    None => self.to.write_str(" -> ..."),
                    Some(result) => {
                        self.result(call, result)?;
                        self.later()
                    }
                }
            }
        }
    }

    /// When the call ended, if time has passed.
    fn later(&mut self) -> fmt::Result {
        match self.entry.ended {
            Some(Moment { time, .. }) if time != self.entry.time => {
                write!(self.to, " at {time} ms")
            }
            _ => Ok(()),
        }
    }

    /// What this entry's task answers `peer`.
    fn answered(&self, peer: TaskId, operation: Option<u16>) -> String {
        let name = self.trace.name(peer);
        let operation = operation.map_or_else(
            || "(does not wait)".to_owned(),
            |number| self.trace.operation(self.entry.task, u32::from(number)),
        );
        format!("{name} {operation}")
    }

    /// What a lender has lent this entry's task.
    fn lent(
        &self,
        lender: TaskId,
        operation: Option<u16>,
        index: usize,
    ) -> String {
        let lease = self.trace.lease(self.entry.task, operation, index);
        let lender = self.trace.name(lender);
        match lease.contains(' ') {
            true => format!("{lender} {lease}"),
            false => format!("{lender}.{lease}"),
        }
    }

    fn call(&mut self, call: &Call) -> fmt::Result {
        let trace = self.trace;
        match call {
            Call::Send {
                target,
                operation,
                message,
                reply_capacity,
                leases,
            } => {
                let number = u32::from(*operation);
                let name = trace.operation(*target, number);
                let server = trace.name(*target);
                if let Some(arguments) =
                    trace.arguments(*target, number, message)
                {
                    let arguments = shortened(&arguments, LONGEST_VALUE);
                    write!(self.to, "{server}.{name}({arguments}")?;
                    let mut comma = !arguments.is_empty();
                    for (index, lease) in leases.iter().enumerate() {
                        let before = if comma { ", " } else { "" };
                        comma = true;
                        let lent =
                            trace.lease(*target, Some(*operation), index);
                        write!(self.to, "{before}{lent}: {}", Memory(*lease))?;
                    }
                    return self.to.write_char(')');
                }
                write!(
                    self.to,
                    "SEND {server}.{name} {}, room for {reply_capacity}",
                    Bytes(message)
                )?;
                leases.iter().try_for_each(|lease| {
                    write!(self.to, ", lends {}", Memory(*lease))
                })
            }
            Call::Recv {
                capacity,
                mask,
                from,
            } => {
                self.to.write_str("RECV")?;
                if !trace.is_told(self.entry.task) {
                    write!(self.to, " room for {capacity}")?;
                }
                if let Some(from) = from {
                    write!(self.to, " from {}", trace.name(*from))?;
                }
                if *mask != 0 {
                    write!(self.to, " or bits {mask:#x}")?;
                }
                match self.waited {
                    true => self.to.write_str(", waits"),
                    false => Ok(()),
                }
            }
            Call::Reply {
                peer,
                operation,
                code,
                message,
            } => {
                write!(self.to, "REPLY {}", self.answered(*peer, *operation))?;
                if operation.is_some() && (self.shown)(*peer) {
                    return Ok(());
                }
                let said = operation.and_then(|operation| {
                    let operation = u32::from(operation);
                    trace.reply(self.entry.task, operation, *code, message)
                });
                match said {
                    Some(said) => {
                        write!(self.to, ": {}", shortened(&said, LONGEST_VALUE))
                    }
                    None => write!(
                        self.to,
                        ": {} {}",
                        ReturnCode(*code),
                        Bytes(message)
                    ),
                }
            }
            Call::ReplyFault {
                peer,
                operation,
                reason,
            } => write!(
                self.to,
                "REPLY_FAULT {}: {reason:?}",
                self.answered(*peer, *operation)
            ),
            Call::SetTimer {
                deadline: Some(deadline),
                notifications,
            } => write!(
                self.to,
                "SET_TIMER {deadline} ms bits {notifications:#x}"
            ),
            Call::SetTimer { deadline: None, .. } => {
                self.to.write_str("SET_TIMER off")
            }
            Call::GetTimer => self.to.write_str("GET_TIMER"),
            Call::BorrowRead {
                lender,
                operation,
                index,
                offset,
                len,
            } => write!(
                self.to,
                "BORROW_READ {}[{offset}..{}]",
                self.lent(*lender, *operation, *index),
                offset.saturating_add(*len)
            ),
            Call::BorrowWrite {
                lender,
                operation,
                index,
                offset,
                bytes,
            } => write!(
                self.to,
                "BORROW_WRITE {}[{offset}..{}] = {}",
                self.lent(*lender, *operation, *index),
                offset.saturating_add(bytes.len()),
                Bytes(bytes)
            ),
            Call::BorrowInfo {
                lender,
                operation,
                index,
            } => write!(
                self.to,
                "BORROW_INFO {}",
                self.lent(*lender, *operation, *index)
            ),
            Call::IrqControl { mask, action } => {
                write!(self.to, "IRQ_CONTROL {mask:#x} action {action}")
            }
            Call::IrqStatus { mask } => {
                write!(self.to, "IRQ_STATUS {mask:#x}")
            }
            Call::Panic => self.to.write_str("PANIC"),
            Call::RefreshTaskId { task } => {
                write!(self.to, "REFRESH_TASK_ID {}", trace.name(*task))
            }
            Call::Post { task, bits } => {
                write!(self.to, "POST {} {bits:#x}", trace.name(*task))
            }
        }
    }

    fn result(&mut self, call: &Call, result: &CallResult) -> fmt::Result {
        let trace = self.trace;
        match (call, result) {
            (_, CallResult::Done) => Ok(()),
            (
                Call::Send {
                    target, operation, ..
                },
                CallResult::Replied { code, reply },
            ) => {
                let operation = u32::from(*operation);
                match trace.reply(*target, operation, *code, reply) {
                    Some(said) => write!(
                        self.to,
                        " -> {}",
                        shortened(&said, LONGEST_VALUE)
                    ),
                    None => {
                        write!(self.to, " -> {}", ReturnCode(*code))?;
                        match reply.as_slice() {
                            [] => Ok(()),
                            reply => write!(self.to, " {}", Bytes(reply)),
                        }
                    }
                }
            }
            (_, CallResult::Replied { code, reply }) => {
                write!(self.to, " -> {} {}", ReturnCode(*code), Bytes(reply))
            }
            (
                _,
                CallResult::Message {
                    sender,
                    operation,
                    message,
                },
            ) => {
                let server = self.entry.task;
                let name = trace.operation(server, *operation);
                write!(self.to, " -> {name}")?;
                if !(self.shown)(*sender) {
                    match trace.arguments(server, *operation, message) {
                        Some(arguments) => write!(
                            self.to,
                            "({})",
                            shortened(&arguments, LONGEST_VALUE)
                        )?,
                        None => write!(self.to, " {}", Bytes(message))?,
                    }
                }
                write!(self.to, " from {}", trace.name(*sender))
            }
            (_, CallResult::Notified(bits)) => {
                write!(self.to, " -> bits {bits:#x}")
            }
            (_, CallResult::Dead(code)) => {
                write!(self.to, " -> {}", ReturnCode(*code))
            }
            (_, CallResult::Posted(code)) => match code {
                0 => Ok(()),
                code => write!(self.to, " -> {}", ReturnCode(*code)),
            },
            (
                Call::BorrowWrite { bytes: all, .. },
                CallResult::Borrowed { code: 0, bytes },
            ) => match bytes.len() == all.len() {
                true => Ok(()),
                false => write!(self.to, " -> only {} bytes", bytes.len()),
            },
            (_, CallResult::Borrowed { code: 0, bytes }) => {
                write!(self.to, " -> {}", Bytes(bytes))
            }
            (_, CallResult::Borrowed { code, .. }) => {
                write!(self.to, " -> {}", ReturnCode(*code))
            }
            (_, CallResult::Lease(None)) => self.to.write_str(" -> none"),
            (_, CallResult::Lease(Some(lease))) => {
                write!(self.to, " -> {}", Memory(*lease))
            }
            (_, CallResult::Timer { now, deadline }) => match deadline {
                Some(deadline) => {
                    write!(self.to, " -> {now} ms, set to {deadline} ms")
                }
                None => write!(self.to, " -> {now} ms, off"),
            },
            (_, CallResult::Task(task)) => {
                write!(self.to, " -> {}", trace.name(*task))
            }
            (_, CallResult::Irq(status)) => write!(self.to, " -> {status:?}"),
        }
    }
}
