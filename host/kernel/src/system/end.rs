//! Why a run has ended.

use super::System;
use crate::core::{State, Task};
use crate::report::{End, Fault, Wait, WaitKind};
use userlib::TaskId;

impl System {
    /// Says that this task is meant to fault: a run that ends with no other
    /// fault prints nothing. What [`run`](Self::run) returns is the same,
    /// [`End::Faulted`], and says whether it did.
    ///
    /// ```
    /// use kernel::{End, System};
    ///
    /// let mut system = System::new();
    /// let task = system.task("task", 1, || userlib::sys_panic(b"as it should"));
    /// system.expect_fault(task);
    /// assert!(matches!(system.run(), End::Faulted(_)));
    /// ```
    pub fn expect_fault(&mut self, task: TaskId) -> &mut Self {
        self.lives[task.index()].fault_expected = true;
        self
    }

    /// Is this how a run was meant to end: well, or with those faults only
    /// that were expected?
    pub(super) fn is_expected(&self, end: &End) -> bool {
        match end {
            End::Faulted(faults) => faults
                .iter()
                .all(|(task, _)| self.lives[task.index()].fault_expected),
            end => end.is_success(),
        }
    }

    /// Is there nobody for whose sake time should pass? See
    /// [`run`](Self::run).
    pub(super) fn is_done(&self) -> bool {
        let mut someone_ended = false;
        let all_wait =
            self.core.tasks.iter().zip(&self.lives).all(|(task, life)| {
                match &task.state {
                    State::Finished
                    | State::Stopped
                    | State::Faulted { .. } => {
                        someone_ended = true;
                        true
                    }
                    State::Receiving { from, .. } => {
                        life.background || from.is_none()
                    }
                    State::Runnable
                    | State::Sending { .. }
                    | State::AwaitingReply { .. } => false,
                }
            });
        self.agenda.is_empty() && all_wait && someone_ended
    }

    /// How a run ends when nothing can happen any more.
    pub(super) fn stillness(&self) -> End {
        let waits: Vec<Wait> = (0..self.core.tasks.len())
            .filter_map(|index| self.wait(index))
            .collect();
        if !waits.is_empty() {
            return End::Deadlock(waits);
        }
        let faults: Vec<(TaskId, Fault)> = (0..self.core.tasks.len())
            .filter_map(|index| match &self.core.tasks[index].state {
                State::Faulted { fault, .. } => {
                    Some((self.core.id(index), fault.clone()))
                }
                _ => None,
            })
            .collect();
        if !faults.is_empty() {
            return End::Faulted(faults);
        }
        let finished = |task: &Task| matches!(task.state, State::Finished);
        if self.core.tasks.iter().all(finished) {
            End::Finished
        } else {
            End::Idle
        }
    }

    /// For whom a task waits, and why that one does nothing about it.
    pub(super) fn wait(&self, index: usize) -> Option<Wait> {
        let task = &self.core.tasks[index];
        let on = task.state.waits_for()?;
        let kind = match task.state {
            State::Sending { .. } => WaitKind::Send,
            State::AwaitingReply { .. } => WaitKind::Reply,
            _ => WaitKind::Message,
        };
        let other = &self.core.tasks[on.index()];
        let name = |id: TaskId| match self.core.tasks.get(id.index()) {
            Some(task) => task.name.clone(),
            None => "the kernel".to_owned(),
        };
        let because = match &other.state {
            State::Faulted { fault, .. } => format!("has stopped: {fault}"),
            State::Finished => "has finished".to_owned(),
            State::Stopped => "is not started".to_owned(),
            State::Runnable => "is about to run".to_owned(),
            State::Sending { peer, .. } => {
                format!("waits for {} to receive", name(*peer))
            }
            State::AwaitingReply { peer, .. } => {
                format!("waits for the reply of {}", name(*peer))
            }
            State::Receiving {
                from: Some(from), ..
            } => {
                format!("receives only from {}", name(*from))
            }
            State::Receiving { from: None, .. } => {
                "waits for another message".to_owned()
            }
        };
        Some(Wait {
            task: self.core.id(index),
            name: task.name.clone(),
            on,
            on_name: other.name.clone(),
            kind,
            because,
        })
    }
}
