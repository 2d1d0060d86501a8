//! Runs that follow a path: what is chosen, and what each step touches.

use super::System;
use crate::core::State;
use crate::explore::{Crossing, Known, Path, Touched};
use std::panic::resume_unwind;
use userlib::TaskId;
use userlib::host::{Outcome, Syscall};

impl System {
    /// Has the system follow a path.
    pub(crate) fn follow(&mut self, path: Path) {
        self.path = Some(path);
    }

    /// The path that was followed, if the system is still the one that was
    /// told to.
    pub(crate) fn take_path(&mut self) -> Option<Path> {
        self.path.take()
    }

    /// The task to run now.
    ///
    /// Unwinds with [`Known`] where an earlier run has been.
    pub(super) fn choose_on_path(&mut self) -> Option<usize> {
        let count = self.core.tasks.len();
        let can_run =
            |i: &usize| matches!(self.core.tasks[*i].state, State::Runnable);
        let runnable: Vec<usize> = (0..count).filter(can_run).collect();
        let usual = self.usual_choice()?;
        let path = self.path.as_mut()?;
        if std::mem::take(&mut self.touched_all) {
            path.stepped(count, count, &Touched::All);
        }
        let chosen = path.choose(&Crossing {
            runnable: &runnable,
            usual,
        });
        match chosen {
            Some(task) => Some(task),
            None => resume_unwind(Box::new(Known)),
        }
    }

    /// Notes what a step of a task had to do with, after it.
    pub(super) fn note_step(&mut self, index: usize, call: Option<&Syscall>) {
        let all = std::mem::take(&mut self.touched_all);
        let touched = match call {
            _ if all => Touched::All,
            Some(call) => self.touched_by(index, call),
            None => touched(&[], &[]),
        };
        let count = self.core.tasks.len();
        if let Some(path) = &mut self.path {
            path.stepped(count, index, &touched);
        }
    }

    fn touched_by(&self, caller: usize, call: &Syscall) -> Touched {
        let task = &self.core.tasks[caller];
        match *call {
            Syscall::Send { target, .. } if target == TaskId::KERNEL => {
                Touched::All
            }
            // Where nobody receives, only the sender changes.
            Syscall::Send { target, .. } => match task.state {
                State::AwaitingReply { .. } => touched(&[target], &[]),
                _ => touched(&[], &[target]),
            },
            Syscall::Recv { .. } => match &task.answer {
                Some(Outcome::Received(Ok(message)))
                    if message.sender != TaskId::KERNEL =>
                {
                    touched(&[message.sender], &[])
                }
                _ => touched(&[], &[]),
            },
            Syscall::Reply { peer: task, .. }
            | Syscall::ReplyFault { peer: task, .. }
            | Syscall::BorrowRead { lender: task, .. }
            | Syscall::BorrowWrite { lender: task, .. }
            | Syscall::BorrowInfo { lender: task, .. }
            | Syscall::Post { task, .. } => touched(&[task], &[]),
            Syscall::RefreshTaskId { task } => touched(&[], &[task]),
            Syscall::SetTimer { .. } | Syscall::GetTimer => Touched::Some {
                changed: Vec::new(),
                read: Vec::new(),
                clock: true,
            },
            Syscall::IrqControl { .. }
            | Syscall::IrqStatus { .. }
            | Syscall::Panic { .. } => touched(&[], &[]),
        }
    }
}

fn touched(changed: &[TaskId], read: &[TaskId]) -> Touched {
    let indices = |ids: &[TaskId]| ids.iter().map(|id| id.index()).collect();
    Touched::Some {
        changed: indices(changed),
        read: indices(read),
        clock: false,
    }
}
