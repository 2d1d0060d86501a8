//! What is wrong with a system before it is stuck.

use super::System;
use std::collections::VecDeque;
use std::fmt;
use userlib::TaskId;

/// What is wrong with a system although it may run: told once for each pair of
/// tasks, in the report of a run that ends badly, in its chart, and by
/// [`System::warnings`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Warning {
    /// What.
    pub kind: WarningKind,
    /// The tasks, each of which has waited for the next.
    pub tasks: Vec<TaskId>,
    /// Their names and priorities.
    who: Vec<(String, u8)>,
}

/// Kinds of warnings.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum WarningKind {
    /// A client is more important than its server: while it waits, tasks that
    /// are less important than the client keep the server from running.
    LessImportantServer,
    /// Each of these tasks has waited for the next, and the last for the
    /// first: if they do so at the same time, all of them wait for ever.
    /// Among tasks that only ask more important ones there is no circle.
    Circle,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, self.who.as_slice()) {
            (
                WarningKind::LessImportantServer,
                [(client, high), (server, low)],
            ) => write!(
                f,
                "{client}, of priority {high}, waits for {server}, of \
                 priority {low}, which is less important"
            ),
            (_, who) => {
                f.write_str("a circle of waits: ")?;
                who.iter().try_for_each(|(name, _)| write!(f, "{name}, "))?;
                match who.first() {
                    Some((first, _)) => f.write_str(first),
                    None => Ok(()),
                }
            }
        }
    }
}

impl System {
    /// What is wrong although it may run; see [`Warning`].
    ///
    /// ```
    /// use kernel::{System, WarningKind};
    /// use userlib::{sys_recv_open, sys_reply, sys_send};
    ///
    /// let mut system = System::new();
    /// let server = system.task("server", 5, || {
    ///     let message = sys_recv_open(&mut [], 0);
    ///     sys_reply(message.sender, 0, &[]);
    /// });
    /// let client = system.task("client", 2, move || {
    ///     sys_send(server, 1, &[], &mut [], &[]);
    /// });
    /// system.run().expect_success();
    /// let warning = &system.warnings()[0];
    /// assert_eq!(warning.kind, WarningKind::LessImportantServer);
    /// assert_eq!(warning.tasks, [client, server]);
    /// ```
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Says that this client is meant to wait for this server, whatever
    /// [warning](Self::warnings) that would be worth.
    pub fn accept_wait(&mut self, client: TaskId, server: TaskId) -> &mut Self {
        self.accepted.push((client.index(), server.index()));
        self
    }

    /// A task is about to wait for another.
    pub(super) fn note_wait(&mut self, client: usize, server: TaskId) {
        let server = server.index();
        if client == server
            || server >= self.lives.len()
            || self.lives[client].asked.contains(&server)
        {
            return;
        }
        self.lives[client].asked.push(server);
        if self.accepted.contains(&(client, server)) {
            return;
        }
        let priority = |task: usize| self.core.tasks[task].priority;
        if priority(client) < priority(server) {
            self.warn(WarningKind::LessImportantServer, &[client, server]);
        }
        if let Some(circle) = self.way(server, client) {
            self.warn(WarningKind::Circle, &circle);
        }
    }

    /// The shortest way by which a task waits for another: the one asked
    /// about, the first, and those between.
    fn way(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut before = vec![None; self.lives.len()];
        let mut next = VecDeque::from([from]);
        while let Some(task) = next.pop_front() {
            for &asked in &self.lives[task].asked {
                let accepted = self.accepted.contains(&(task, asked));
                if accepted || asked == from || before[asked].is_some() {
                    continue;
                }
                before[asked] = Some(task);
                next.push_back(asked);
            }
        }
        let mut way = vec![to];
        let mut task = before[to]?;
        while task != from {
            way.insert(1, task);
            task = before[task]?;
        }
        way.insert(1, from);
        Some(way)
    }

    fn warn(&mut self, kind: WarningKind, tasks: &[usize]) {
        let who = |&task: &usize| {
            let task = &self.core.tasks[task];
            (task.name.clone(), task.priority)
        };
        let warning = Warning {
            kind,
            tasks: tasks.iter().map(|&task| self.core.id(task)).collect(),
            who: tasks.iter().map(who).collect(),
        };
        self.trace.warn(warning.to_string());
        self.warnings.push(warning);
    }
}
