//! What is seen of a server that is fuzzed: each answer that it gives, and
//! what it must not do.

use super::System;
use crate::core::State;
use crate::report::End;
use crate::script::{self, Restart};
use userlib::host::Syscall;
use userlib::{FaultInfo, ReplyFaultReason, TaskId};

/// How a message was answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Answered {
    Replied,
    Refused(ReplyFaultReason),
}

/// A server under observation.
#[derive(Default)]
pub(crate) struct Watched {
    server: usize,
    /// It answers each message before it receives the next.
    in_order: bool,
    pub(crate) latest: Option<Answered>,
    pub(crate) replied: u64,
    pub(crate) refused: u64,
    /// The highest lease that it has asked about.
    pub(crate) asked: Option<usize>,
    /// Bytes of the longest message that it can receive.
    pub(crate) capacity: usize,
    /// What it must not do, and did.
    pub(crate) wrong: Vec<String>,
}

impl System {
    /// Watches a server. Nothing is printed about a run that ends badly.
    pub(crate) fn watch_server(&mut self, server: TaskId, in_order: bool) {
        self.watched = Some(Watched {
            server: server.index(),
            in_order,
            ..Watched::default()
        });
    }

    pub(crate) fn watched(&mut self) -> &mut Watched {
        self.watched.get_or_insert_default()
    }

    /// Looks at a system call before it is made.
    pub(super) fn look(&mut self, caller: usize, call: &Syscall) {
        let Some(watched) = &mut self.watched else {
            return;
        };
        if caller != watched.server {
            return;
        }
        let answered = match *call {
            Syscall::Reply { peer, .. } => (peer, Answered::Replied),
            Syscall::ReplyFault { peer, reason } => {
                (peer, Answered::Refused(reason))
            }
            Syscall::BorrowInfo { index, .. } => {
                watched.asked = watched.asked.max(Some(index));
                return;
            }
            Syscall::Recv { buffer, .. } => {
                watched.capacity = watched.capacity.max(buffer.len());
                if watched.in_order {
                    self.look_for_unanswered();
                }
                return;
            }
            _ => return,
        };
        let (peer, how) = answered;
        let id = self.core.id(caller);
        let Some(task) = self.core.tasks.get(peer.index()) else {
            return;
        };
        let waits = matches!(
            task.state,
            State::AwaitingReply { peer, .. } if peer == id
        );
        if task.generation != peer.generation() || !task.state.is_alive() {
            // It is gone; nobody can know.
        } else if waits {
            watched.latest = Some(how);
            match how {
                Answered::Replied => watched.replied += 1,
                Answered::Refused(_) => watched.refused += 1,
            }
        } else {
            watched.wrong.push(format!(
                "the server answers `{}`, which waits for no answer",
                task.name
            ));
        }
    }

    /// Notes whoever waits for an answer of the server.
    pub(crate) fn look_for_unanswered(&mut self) {
        let Some(watched) = &mut self.watched else {
            return;
        };
        let id = self.core.id(watched.server);
        for task in &self.core.tasks {
            if matches!(
                task.state,
                State::AwaitingReply { peer, .. } if peer == id
            ) {
                watched.wrong.push(format!(
                    "the server does not answer `{}`",
                    task.name
                ));
            }
        }
    }

    /// What is wrong with the server after a run.
    pub(crate) fn amiss(&mut self, end: &End) -> Option<String> {
        let watched = self.watched.as_mut()?;
        if !watched.wrong.is_empty() {
            return Some(watched.wrong.remove(0));
        }
        let server = &self.core.tasks[watched.server];
        match (&server.state, end) {
            (State::Faulted { fault, .. }, _)
                if fault.info != FaultInfo::Injected(TaskId::KERNEL) =>
            {
                Some(format!("the server faults: {fault}"))
            }
            (State::Finished, _) => {
                Some("the server's entry function has returned".to_owned())
            }
            (_, End::StepLimit(_)) => Some(format!("{end}")),
            _ => None,
        }
    }

    /// Sets how many more system calls and restarts there may be.
    pub(crate) fn step_limit_from_now(&mut self, steps: u64) {
        self.step_limit = self.steps.saturating_add(steps);
    }

    /// Kills a task, now or before a system call of the server, counted from
    /// 1 and from now. It restarts at once.
    pub(crate) fn kill_before(&mut self, victim: TaskId, calls: u32) {
        let deed = script::Deed::Kill(victim.index(), Restart::AtOnce);
        let server = self.watched().server;
        let so_far = self.lives[server].calls[script::CallKind::Any as usize];
        match calls {
            0 => {
                self.perform(deed);
                self.settle();
            }
            calls => self.scripts.push((
                script::When(script::Moment::Before(script::Point {
                    task: server,
                    kind: script::CallKind::Any,
                    number: so_far.saturating_add(calls),
                })),
                script::Action(deed),
            )),
        }
    }

    /// Posts notification bits to a task, or raises the interrupts behind
    /// them.
    pub(crate) fn notify(&mut self, task: TaskId, bits: u32) {
        let lines = self.core.tasks[task.index()].interrupts.lines;
        if bits & lines != 0 {
            self.interrupt(task, bits & lines);
        }
        if bits & !lines != 0 {
            self.post(task, bits & !lines);
        }
    }
}
