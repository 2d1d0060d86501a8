//! The rows of a chart, in the order in which things happened: a trace's
//! entries stand where calls began, and what ended later gets its row later.

use super::super::raw::ReturnCode;
use super::super::values::{Bytes, Memory};
use super::bars::{Placed, Turn, bars};
use super::{Chart, Doing, Kind, Row};
use crate::report::shortened;
use crate::trace::{Call, CallResult, Entry, Event, Trace};
use userlib::TaskId;

/// Letters of a label.
const LONGEST_LABEL: usize = 120;

pub(super) fn chart(trace: &Trace, most: usize) -> Chart {
    let before = trace.entries.len().saturating_sub(most);
    let mut rows = Rows {
        trace,
        kernel: trace.names.len(),
        uses_kernel: false,
        placed: Vec::new(),
    };
    for (position, entry) in trace.entries.iter().enumerate().skip(before) {
        rows.entry(position, entry);
    }
    let Rows {
        mut placed,
        uses_kernel,
        ..
    } = rows;
    placed.sort_by_key(|placed| placed.at);
    let mut lanes = trace.names.clone();
    if uses_kernel {
        lanes.push("kernel".to_owned());
    }
    Chart {
        bars: bars(lanes.len(), &placed),
        rows: placed.into_iter().filter_map(|placed| placed.row).collect(),
        lanes,
        left_out: trace.dropped + before,
        warnings: trace.warnings.clone(),
    }
}

struct Rows<'a> {
    trace: &'a Trace,
    /// The kernel's lane.
    kernel: usize,
    uses_kernel: bool,
    placed: Vec<Placed>,
}

impl Rows<'_> {
    /// The lane of a task that `me` deals with; its own, if there is no such
    /// task.
    fn lane(&mut self, task: TaskId, me: usize) -> usize {
        if task == TaskId::KERNEL {
            self.uses_kernel = true;
            return self.kernel;
        }
        match task.index() {
            index if index < self.kernel => index,
            _ => me,
        }
    }

    fn entry(&mut self, position: usize, entry: &Entry) {
        let me = entry.task.index();
        let begin = (position, true);
        let mut add = |kind, label: String, turns| {
            self.push(begin, entry, entry.time, (kind, me, me), label, turns);
        };
        match &entry.event {
            Event::Faulted(fault) => add(
                Kind::Death,
                fault.to_string(),
                vec![
                    Turn::Ends(me, Doing::Waits),
                    Turn::Ends(me, Doing::Serves),
                    Turn::Begins(me, Doing::Dead),
                ],
            ),
            Event::Restarted => add(
                Kind::Restart,
                format!("restarted as #{}", u8::from(entry.task.generation())),
                vec![
                    Turn::Ends(me, Doing::Waits),
                    Turn::Ends(me, Doing::Serves),
                    Turn::Ends(me, Doing::Dead),
                ],
            ),
            Event::Finished => add(
                Kind::Finish,
                "finished".to_owned(),
                vec![
                    Turn::Ends(me, Doing::Serves),
                    Turn::Begins(me, Doing::Finished),
                ],
            ),
            Event::StoppedForGood => {
                add(Kind::Death, "stopped for good".to_owned(), Vec::new());
            }
            Event::Posted(bits) => {
                add(Kind::Post, format!("is posted {bits:#x}"), Vec::new());
            }
            Event::Interrupted(bits) => {
                add(Kind::Post, format!("is interrupted {bits:#x}"), Vec::new())
            }
            Event::Call { call, result } => {
                self.call(position, entry, call, result.as_ref());
            }
        }
    }

    fn call(
        &mut self,
        position: usize,
        entry: &Entry,
        call: &Call,
        result: Option<&CallResult>,
    ) {
        let me = entry.task.index();
        let begin = (position, true);
        let trace = self.trace;
        let name = |peer, operation: &Option<u16>| match operation {
            None => "(does not wait)".to_owned(),
            Some(_) => trace.name(peer),
        };
        match call {
            Call::Send { .. } => self.send(position, entry, call, result),
            Call::Recv { from, .. } => {
                self.receive(position, entry, *from, result);
            }
            Call::Reply {
                peer,
                operation,
                code,
                message,
            } => {
                let to = self.lane(*peer, me);
                let said = operation.and_then(|it| {
                    trace.reply(entry.task, u32::from(it), *code, message)
                });
                let label = said.unwrap_or_else(|| match message.as_slice() {
                    [] => ReturnCode(*code).to_string(),
                    body => format!("{} {}", ReturnCode(*code), Bytes(body)),
                });
                let (kind, label) = match operation {
                    None => (Kind::Lost, format!("{label} (does not wait)")),
                    Some(_) if *code != 0 => (Kind::Error, label),
                    Some(_) => (Kind::Reply, label),
                };
                let turns = match operation {
                    None => Vec::new(),
                    Some(_) => vec![
                        Turn::Ends(me, Doing::Serves),
                        Turn::Ends(to, Doing::Waits),
                    ],
                };
                self.push(
                    begin,
                    entry,
                    entry.time,
                    (kind, me, to),
                    label,
                    turns,
                );
            }
            Call::ReplyFault { peer, reason, .. } => {
                let to = self.lane(*peer, me);
                let label = format!("refused: {reason:?}");
                let turns = vec![
                    Turn::Ends(me, Doing::Serves),
                    Turn::Ends(to, Doing::Waits),
                ];
                let kind = (Kind::Lost, me, to);
                self.push(begin, entry, entry.time, kind, label, turns);
            }
            Call::BorrowRead {
                lender,
                operation,
                index,
                offset,
                len,
            } => {
                let lease = trace.lease(entry.task, *operation, *index);
                let end = offset.saturating_add(*len);
                let label = match (operation, result) {
                    (
                        Some(_),
                        Some(CallResult::Borrowed { code: 0, bytes }),
                    ) => {
                        format!("{lease}[{offset}..{end}] = {}", Bytes(bytes))
                    }
                    _ => format!("{lease}: {}", name(*lender, operation)),
                };
                let lane = self.lane(*lender, me);
                let kind = (Kind::Read, lane, me);
                self.push(begin, entry, entry.time, kind, label, Vec::new());
            }
            Call::BorrowWrite {
                lender,
                operation,
                index,
                offset,
                bytes,
            } => {
                let lease = trace.lease(entry.task, *operation, *index);
                let end = offset.saturating_add(bytes.len());
                let label =
                    format!("{lease}[{offset}..{end}] = {}", Bytes(bytes));
                let lane = self.lane(*lender, me);
                let kind = (Kind::Write, me, lane);
                self.push(begin, entry, entry.time, kind, label, Vec::new());
            }
            Call::BorrowInfo {
                lender,
                operation,
                index,
            } => {
                let lease = trace.lease(entry.task, *operation, *index);
                let label = match result {
                    Some(CallResult::Lease(Some(lent))) => {
                        format!("{lease}: {}", Memory(*lent))
                    }
                    _ => format!("{lease}: none"),
                };
                let lane = self.lane(*lender, me);
                let kind = (Kind::Read, lane, me);
                self.push(begin, entry, entry.time, kind, label, Vec::new());
            }
            Call::Post { task, bits } => {
                let to = self.lane(*task, me);
                let label = match result {
                    Some(CallResult::Posted(code)) if *code != 0 => {
                        format!("posts {bits:#x}: {}", ReturnCode(*code))
                    }
                    _ => format!("posts {bits:#x}"),
                };
                let kind = (Kind::Post, me, to);
                self.push(begin, entry, entry.time, kind, label, Vec::new());
            }
            // The fault that follows says it.
            Call::Panic => {}
            Call::SetTimer { .. }
            | Call::GetTimer
            | Call::IrqControl { .. }
            | Call::IrqStatus { .. }
            | Call::RefreshTaskId { .. } => {
                let label = trace.text(entry, false, &|_| true);
                let kind = (Kind::Other, me, me);
                self.push(begin, entry, entry.time, kind, label, Vec::new());
            }
        }
    }

    fn send(
        &mut self,
        position: usize,
        entry: &Entry,
        call: &Call,
        result: Option<&CallResult>,
    ) {
        let Call::Send {
            target,
            operation,
            message,
            leases,
            ..
        } = call
        else {
            return;
        };
        let (trace, me) = (self.trace, entry.task.index());
        let number = u32::from(*operation);
        let name = trace.operation(*target, number);
        let mut label = match trace.arguments(*target, number, message) {
            Some(arguments) => {
                let lent = leases.iter().enumerate().map(|(index, lease)| {
                    let name = trace.lease(*target, Some(*operation), index);
                    format!("{name}: {}", Memory(*lease))
                });
                let parts: Vec<_> = Some(arguments)
                    .filter(|arguments| !arguments.is_empty())
                    .into_iter()
                    .chain(lent)
                    .collect();
                format!("{name}({})", parts.join(", "))
            }
            None => format!("{name} {}", Bytes(message)),
        };
        let to = self.lane(*target, me);
        let at_once = entry.ended.is_some() && !trace.has_waited(position);
        if let (true, Some(CallResult::Replied { code, reply })) =
            (at_once, result)
        {
            // The kernel's own answer, or that the server is dead.
            label = format!("{label} -> {}", ReturnCode(*code));
            if !reply.is_empty() {
                label = format!("{label} {}", Bytes(reply));
            }
            let kind = match *target == TaskId::KERNEL {
                true => Kind::Other,
                false => Kind::Lost,
            };
            let begin = (position, true);
            let kind = (kind, me, to);
            self.push(begin, entry, entry.time, kind, label, Vec::new());
            return;
        }
        let turns = match *target == TaskId::KERNEL {
            true => Vec::new(),
            false => vec![Turn::Begins(me, Doing::Waits)],
        };
        let kind = (Kind::Send, me, to);
        self.push((position, true), entry, entry.time, kind, label, turns);
        if let (Some(ended), Some(CallResult::Replied { code, .. })) =
            (entry.ended, result)
            && userlib::extract_new_generation(*code).is_some()
        {
            let at = (ended.entries - trace.dropped, false);
            let label = ReturnCode(*code).to_string();
            let turns = vec![Turn::Ends(me, Doing::Waits)];
            let kind = (Kind::Lost, to, me);
            self.push(at, entry, ended.time, kind, label, turns);
        }
    }

    fn receive(
        &mut self,
        position: usize,
        entry: &Entry,
        only: Option<TaskId>,
        result: Option<&CallResult>,
    ) {
        let (trace, me) = (self.trace, entry.task.index());
        let (Some(ended), Some(result)) = (entry.ended, result) else {
            return;
        };
        let at = (ended.entries - trace.dropped, false);
        match result {
            CallResult::Message {
                sender, operation, ..
            } => {
                let turns = vec![Turn::Begins(me, Doing::Serves)];
                if trace.has_waited(position) {
                    // The message's own row says it.
                    let at = (at.0.saturating_sub(1), true);
                    self.placed.push(Placed {
                        at,
                        row: None,
                        turns,
                    });
                    return;
                }
                let from = self.lane(*sender, me);
                let label = format!(
                    "takes {}",
                    trace.operation(entry.task, *operation)
                );
                let kind = (Kind::Take, from, me);
                self.push(at, entry, ended.time, kind, label, turns);
            }
            CallResult::Notified(bits) => {
                let label = format!("gets {bits:#x}");
                // The end of a sleep.
                let kind = match only {
                    Some(TaskId::KERNEL) => Kind::Other,
                    _ => Kind::Post,
                };
                let kind = (kind, me, me);
                self.push(at, entry, ended.time, kind, label, Vec::new());
            }
            CallResult::Dead(code) => {
                let label = format!("no sender: {}", ReturnCode(*code));
                let kind = (Kind::Lost, me, me);
                self.push(at, entry, ended.time, kind, label, Vec::new());
            }
            _ => {}
        }
    }

    fn push(
        &mut self,
        at: (usize, bool),
        entry: &Entry,
        time: u64,
        (kind, from, to): (Kind, usize, usize),
        label: String,
        turns: Vec<Turn>,
    ) {
        let line = match kind {
            Kind::Send | Kind::Lost | Kind::Death => {
                self.trace.line(entry).to_string()
            }
            _ => String::new(),
        };
        self.placed.push(Placed {
            at,
            row: Some(Row {
                time,
                kind,
                from,
                to,
                label: shortened(&label, LONGEST_LABEL),
                line,
            }),
            turns,
        });
    }
}
