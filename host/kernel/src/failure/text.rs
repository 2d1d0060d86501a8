//! A failure as text.

use super::{Deed, Failure, Moment, Order, Point, Script};
use crate::fuzz::{Event, Lent, Rights, Victim};
use crate::script::{CallKind, Restart};
use std::fmt::{self, Display, Formatter};

/// The first line of such a file.
pub(super) const FIRST_LINE: &str = "kernel failure, format 1";

/// The words for kinds of system calls.
pub(super) const KINDS: [(CallKind, &str); 9] = [
    (CallKind::Any, "call"),
    (CallKind::Send, "send"),
    (CallKind::Recv, "recv"),
    (CallKind::Reply, "reply"),
    (CallKind::ReplyFault, "reply_fault"),
    (CallKind::Borrow, "borrow"),
    (CallKind::Post, "post"),
    (CallKind::Timer, "timer"),
    (CallKind::Other, "other"),
];

/// The words for rights of leases.
pub(super) const RIGHTS: [(Rights, &str); 3] = [
    (Rights::Read, "read"),
    (Rights::Write, "write"),
    (Rights::ReadWrite, "read-write"),
];

fn word<T: PartialEq>(words: &[(T, &'static str)], of: &T) -> &'static str {
    words
        .iter()
        .find(|(known, _)| known == of)
        .map_or("?", |(_, word)| word)
}

/// One line, whatever the text is.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Display for Failure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        writeln!(f, "test: {}", self.test)?;
        writeln!(f, "found: {}", one_line(&self.found))?;
        writeln!(f, "why: {}", one_line(&self.why))?;
        match &self.order {
            Order::Priority => writeln!(f, "order: priority")?,
            Order::Seed(seed) => writeln!(f, "order: seed {seed}")?,
            Order::Chosen(tasks) => {
                writeln!(f, "order: chosen")?;
                for task in tasks {
                    writeln!(f, "run: {task}")?;
                }
            }
        }
        for script in &self.scripts {
            writeln!(f, "{script}")?;
        }
        for event in &self.events {
            writeln!(f, "{event}")?;
        }
        Ok(())
    }
}

impl Display for Script {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { when, deed, to } = self;
        match when {
            Moment::Before(point) => write!(f, "before: {point}")?,
            Moment::After(point) => write!(f, "after: {point}")?,
            Moment::At(time) => write!(f, "at: {time}")?,
        }
        match deed {
            Deed::Kill(restart) => {
                write!(f, ", kill {to}, ")?;
                match restart {
                    Restart::Never => f.write_str("restart never"),
                    Restart::AtOnce => f.write_str("restart at once"),
                    Restart::After(time) => write!(f, "restart after {time}"),
                    Restart::BySupervisorTask => {
                        f.write_str("restart by supervisor")
                    }
                }
            }
            Deed::Post(bits) => write!(f, ", post {bits:#x} to {to}"),
            Deed::Interrupt(bits) => {
                write!(f, ", interrupt {bits:#x} of {to}")
            }
        }
    }
}

impl Display for Point {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { kind, number, task } = self;
        write!(f, "{} {number} of {task}", word(&KINDS, kind))
    }
}

impl Display for Event {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Event::Send(send) => {
                let (client, operation) = (send.client, send.operation);
                write!(f, "send: client {client}, operation {operation}")?;
                write!(f, ", room {}", send.room)?;
                for Lent { rights, len, fill } in &send.leases {
                    let rights = word(&RIGHTS, rights);
                    write!(f, ", lease {rights} {len} fill {fill}")?;
                }
                f.write_str(", message")?;
                send.message
                    .iter()
                    .try_for_each(|byte| write!(f, " {byte:02x}"))
            }
            Event::Kill { victim, calls } => {
                f.write_str("kill: ")?;
                match victim {
                    Victim::Server => f.write_str("server")?,
                    Victim::Client(client) => write!(f, "client {client}")?,
                }
                match calls {
                    0 => Ok(()),
                    calls => write!(f, ", before call {calls} from now"),
                }
            }
            Event::Notify(bits) => write!(f, "notify: {bits:#x}"),
            Event::Wait(time) => write!(f, "wait: {time}"),
        }
    }
}
