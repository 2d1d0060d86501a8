//! The calls that a trace has, decoded: a recorder that nobody notices, since
//! it is the kernel that has seen them.
//!
//! A task between client and server would be noticed: a lease can only be
//! borrowed by whom its message was sent to, so that task would lend copies,
//! and the server would see another sender.

use kernel::trace::{Call as Made, CallResult, Entry, Event, Trace};
use userlib::{LeaseAttributes, TaskId};

use crate::call::{Call, LeaseSeen, Outcome};
use crate::fake::Fake;
use crate::interface::{Interface, operation};
use crate::message::outcome;
use crate::operation::Operation;
use crate::replayed::request;

impl<I: Interface> Fake<I> {
    /// The calls of a server of this interface, a fake or not, that a run's
    /// trace has, in the order in which they were made. What is no call of the
    /// interface, or has wrong arguments, is left out.
    pub fn recorded(trace: &Trace, server: TaskId) -> Vec<Call> {
        let entries: Vec<_> = trace.entries().collect();
        let mut calls = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            calls.extend(recorded::<I>(&entries[at..], entry, server));
        }
        calls
    }
}

/// The call that an entry begins; `from` has what happened from then on.
fn recorded<I: Interface>(
    from: &[&Entry],
    entry: &Entry,
    server: TaskId,
) -> Option<Call> {
    let Event::Call {
        call:
            Made::Send {
                target,
                operation: number,
                message,
                reply_capacity,
                leases,
            },
        result,
    } = &entry.event
    else {
        return None;
    };
    if target.index() != server.index() {
        return None;
    }
    let op = operation::<I>(*number)?;
    let meanwhile = meanwhile(from, entry.task, server);
    let mut call =
        request::<I>(*number, message, *reply_capacity, entry.task, leases)?;
    call.leases = borrowed(meanwhile, entry.task, op, leases);
    call.outcome = match result {
        Some(CallResult::Replied { code, reply }) => outcome(op, *code, reply),
        _ => refused(meanwhile, entry.task),
    };
    Some(call)
}

/// What happened while a client waited: after its SEND, up to the server's
/// answer, or to what the client did next.
fn meanwhile<'a, 'b>(
    from: &'a [&'b Entry],
    client: TaskId,
    server: TaskId,
) -> &'a [&'b Entry] {
    let after = from.get(1..).unwrap_or_default();
    let answers = |entry: &Entry| {
        entry.task.index() == server.index() && peer(entry) == Some(client)
    };
    let goes_on = |entry: &Entry| entry.task.index() == client.index();
    match after.iter().position(|it| answers(it) || goes_on(it)) {
        Some(last) => &after[..=last],
        None => after,
    }
}

/// Whom an entry answers.
fn peer(entry: &Entry) -> Option<TaskId> {
    match &entry.event {
        Event::Call {
            call: Made::Reply { peer, .. } | Made::ReplyFault { peer, .. },
            ..
        } => Some(*peer),
        _ => None,
    }
}

/// Why a call has no result: its client was faulted, or waits.
fn refused(meanwhile: &[&Entry], client: TaskId) -> Outcome {
    let reason = meanwhile.iter().find_map(|entry| match &entry.event {
        Event::Call {
            call: Made::ReplyFault { peer, reason, .. },
            ..
        } if *peer == client => Some(*reason),
        _ => None,
    });
    reason.map_or(Outcome::Unanswered, Outcome::Refused)
}

/// What a server did with the leases of a call.
fn borrowed(
    meanwhile: &[&Entry],
    client: TaskId,
    op: &Operation,
    leases: &[(LeaseAttributes, usize)],
) -> Vec<LeaseSeen> {
    let lent = |(index, (access, len)): (usize, &(LeaseAttributes, usize))| {
        LeaseSeen {
            name: op.leases.get(index).map_or("", |lease| lease.name),
            access: *access,
            len: *len,
            read: Vec::new(),
            written: Vec::new(),
        }
    };
    let mut seen: Vec<_> = leases.iter().enumerate().map(lent).collect();
    for entry in meanwhile {
        let Event::Call {
            call,
            result: Some(CallResult::Borrowed { code: 0, bytes }),
        } = &entry.event
        else {
            continue;
        };
        match call {
            Made::BorrowRead {
                lender,
                index,
                offset,
                ..
            } if *lender == client => {
                if let Some(lease) = seen.get_mut(*index) {
                    read(&mut lease.read, *offset, bytes);
                }
            }
            Made::BorrowWrite {
                lender,
                index,
                offset,
                ..
            } if *lender == client => {
                if let Some(lease) = seen.get_mut(*index) {
                    lease.written.push((*offset, bytes.clone()));
                }
            }
            _ => {}
        }
    }
    seen
}

/// Adds what was read from an offset on.
fn read(all: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    let end = offset + bytes.len();
    if all.len() < end {
        all.resize(end, 0);
    }
    all[offset..end].copy_from_slice(bytes);
}
