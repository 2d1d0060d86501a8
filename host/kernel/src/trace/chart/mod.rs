//! A run as a sequence chart: tasks side by side, time downwards.

mod bars;
mod html;
mod mermaid;
mod rows;
mod text;

use super::Trace;

/// A run as a sequence chart: messages, leases, notifications, deaths and
/// restarts between the tasks, which stand side by side. Its `Display` is for
/// a terminal.
///
/// ```
/// use kernel::System;
/// use userlib::{sys_recv_open, sys_reply, sys_send};
///
/// let mut system = System::new();
/// let server = system.task("server", 1, || {
///     let message = sys_recv_open(&mut [0; 4], 0);
///     sys_reply(message.sender, 0, &[42]);
/// });
/// system.name_operations(server, &[(1, "double")]);
/// system.task("client", 2, move || {
///     sys_send(server, 1, &[21], &mut [0; 1], &[]);
/// });
/// system.run().expect_success();
/// assert_eq!(
///     format!("\n{}", system.trace().chart()),
///     "
///            server          client
///     0 ms      ┃◀─double [15]──│
///               ┃──ok [2a]─────▶│
///               │finished       │
///               ▪               │
///                               │finished
///                               ▪
/// "
/// );
/// ```
pub struct Chart {
    /// Names of the tasks, side by side.
    lanes: Vec<String>,
    /// What happened, in order.
    rows: Vec<Row>,
    bars: Vec<Bar>,
    /// Entries of the trace before the first row.
    left_out: usize,
    /// What is wrong with the system, as sentences.
    warnings: Vec<String>,
}

/// One thing that happened.
struct Row {
    /// In milliseconds of virtual time.
    time: u64,
    kind: Kind,
    /// The lane where it begins.
    from: usize,
    /// The lane where it ends; the same for what a task does by itself.
    to: usize,
    /// What stands at it.
    label: String,
    /// The trace's own line, where that says more.
    line: String,
}

/// Kinds of rows; each has its look and its place in the legend.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum Kind {
    /// A message.
    Send,
    /// A message that waited is received.
    Take,
    /// A reply.
    Reply,
    /// A reply that is an error.
    Error,
    /// A call that ended with its server's or client's death, or a refusal.
    Lost,
    /// A lease is read.
    Read,
    /// A lease is written, or asked about.
    Write,
    /// Notification bits.
    Post,
    /// A fault.
    Death,
    /// A restart.
    Restart,
    /// The end of a task.
    Finish,
    /// Timers and other system calls.
    Other,
}

/// What a task does for a while.
struct Bar {
    lane: usize,
    kind: Doing,
    /// The first row of it.
    start: usize,
    /// The row after it.
    end: usize,
}

/// What a task can do for a while.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum Doing {
    /// It waits for a reply.
    Waits,
    /// It has a request that it has not answered.
    Serves,
    /// It is dead.
    Dead,
    /// It has finished.
    Finished,
}

impl Chart {
    /// The same without what concerns no other task: timers, sleep, and other
    /// system calls.
    pub fn brief(mut self) -> Self {
        let is_kept = |row: &Row| row.kind != Kind::Other || row.from != row.to;
        let mut kept_before = vec![0];
        for row in &self.rows {
            let before = kept_before[kept_before.len() - 1];
            kept_before.push(before + usize::from(is_kept(row)));
        }
        self.rows.retain(is_kept);
        for bar in &mut self.bars {
            bar.start = kept_before[bar.start];
            bar.end = kept_before[bar.end];
        }
        self.bars.retain(|bar| bar.start < bar.end);
        self
    }
}

impl Trace {
    /// The run as a sequence chart.
    pub fn chart(&self) -> Chart {
        self.chart_of_latest(usize::MAX)
    }

    /// The chart of the latest entries, at most so many.
    pub(crate) fn chart_of_latest(&self, most: usize) -> Chart {
        rows::chart(self, most)
    }
}
