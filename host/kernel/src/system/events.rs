//! What follows from what happened: results of system calls, faults,
//! restarts, scripts, and what was planned for a time.

use super::{Due, System};
use crate::core::{Next, State};
use crate::machine::Body;
use crate::report::Fault;
use crate::script::{Action, Deed, Moment, Restart, When};
use crate::switch::{Answer, Ask};
use crate::trace::{CallResult, Event};
use userlib::{FaultInfo, TaskId};

/// Answers to a task that is to unwind and makes system calls instead, before
/// it is stopped for good.
const MOST_ORDERS_TO_UNWIND: u32 = 1_000;

impl System {
    /// Follows up what has happened in the core, until there is nothing more.
    pub(super) fn settle(&mut self) {
        loop {
            if let Some(index) = self.core.answered.pop_front() {
                self.end_call(index);
            } else if let Some(index) = self.core.faulted.pop_front() {
                self.follow_fault(index);
            } else if let Some((index, start)) =
                self.core.reinitialised.pop_front()
            {
                self.core.stop(index);
                self.unwind(index);
                self.restart(index, start);
            } else {
                break;
            }
        }
    }

    /// Records the result of a system call, and does what scripts do after
    /// it.
    pub(super) fn end_call(&mut self, index: usize) {
        let Some(outcome) = &self.core.tasks[index].answer else {
            // The task was stopped in the meantime.
            return;
        };
        let Some(pending) = self.lives[index].pending.take() else {
            return;
        };
        // SAFETY: the task is suspended in this call, so what it names is
        // valid, and no task is running.
        let result = unsafe {
            CallResult::of(&pending.call, outcome, self.trace.buffers())
        };
        self.trace.end_call(pending.record, result, self.core.now);
        self.play(|moment| {
            matches!(moment, Moment::After(point) if pending.is(index, point))
        });
    }

    /// Does what scripts ask for at this moment.
    pub(super) fn play(&mut self, is_now: impl Fn(Moment) -> bool) {
        if self.scripts.is_empty() {
            return;
        }
        let scripts = std::mem::take(&mut self.scripts);
        let (now, later) =
            scripts.into_iter().partition(|(when, _)| is_now(when.0));
        self.scripts = later;
        let now: Vec<(When, Action)> = now;
        for (_, action) in now {
            self.perform(action.0);
        }
    }

    pub(super) fn perform(&mut self, deed: Deed) {
        self.touched_all = true;
        match deed {
            Deed::Kill(task, restart) => {
                if self.core.tasks[task].state.is_alive() {
                    self.lives[task].sentence = Some(restart);
                    let info = FaultInfo::Injected(TaskId::KERNEL);
                    self.core.fault(task, Fault::new(info));
                }
            }
            Deed::Post(task, bits) => {
                self.record(task, Event::Posted(bits));
                self.core.notify(task, bits);
            }
            Deed::Interrupt(task, bits) => {
                self.record(task, Event::Interrupted(bits));
                self.core.interrupt(task, bits);
            }
        }
    }

    /// Has the interrupts arrive whose lines were raised.
    pub(super) fn take_lines(&mut self) {
        let mut arrived = false;
        for line in 0..self.lines.len() {
            let (line, task, bits) = &self.lines[line];
            let (task, bits) = (*task, *bits);
            if line.take() {
                self.perform(Deed::Interrupt(task, bits));
                arrived = true;
            }
        }
        if !arrived {
            return;
        }
        self.settle();
        // The processor goes to something more important at once.
        let current = self.core.tasks.get(self.current);
        if let Some(task) = self.core.most_important(self.current)
            && let Some(current) = current
            && self.core.tasks[task].priority < current.priority
        {
            self.next = Next::To(task);
        }
    }

    /// Unwinds a task that has faulted, and does what its supervisor does.
    pub(super) fn follow_fault(&mut self, index: usize) {
        let State::Faulted { fault, .. } = &self.core.tasks[index].state else {
            return;
        };
        let fault = fault.clone();
        self.touched_all = true;
        let life = &mut self.lives[index];
        let sentence = life.sentence.take();
        let usual = life.supervisor.unwrap_or(self.supervisor);
        let given_up = sentence.is_none()
            && usual == Restart::AtOnce
            && self.dies_too_often(index);
        let fault = match given_up {
            true => self.give_up(index, fault),
            false => fault,
        };
        self.record(index, Event::Faulted(fault));
        self.unwind(index);
        match sentence.unwrap_or(usual) {
            _ if given_up => {}
            Restart::Never => {}
            Restart::AtOnce => self.restart(index, true),
            Restart::After(milliseconds) => self.agenda.push((
                self.core.now.saturating_add(milliseconds),
                Due::Restart(self.core.id(index)),
            )),
            Restart::BySupervisorTask => self.core.tell_supervisor(index),
        }
    }

    /// Counts a death. Is it one more than there may be?
    fn dies_too_often(&mut self, index: usize) -> bool {
        let (time, deaths) = &mut self.lives[index].deaths;
        if *time != self.core.now {
            (*time, *deaths) = (self.core.now, 0);
        }
        *deaths = deaths.saturating_add(1);
        *deaths >= self.death_limit
    }

    /// Says with its fault that a task is not restarted any more.
    fn give_up(&mut self, index: usize, fault: Fault) -> Fault {
        let mut given_up = fault;
        given_up.about().given_up =
            Some((self.lives[index].deaths.1, self.core.now));
        let task = &mut self.core.tasks[index];
        task.last_fault = Some(given_up.clone());
        if let State::Faulted { fault, .. } = &mut task.state {
            *fault = given_up.clone();
        }
        given_up
    }

    /// Restarts a task whose stack is gone, unless it is stopped for good.
    pub(super) fn restart(&mut self, index: usize, start: bool) {
        if self.lives[index].stopped_for_good {
            return;
        }
        self.steps += 1;
        self.touched_all = true;
        self.core.restart(index, start);
        self.record(index, Event::Restarted);
    }

    /// Unwinds a task's stack. Its state in the core no longer waits for
    /// anything, so nothing points into that stack.
    pub(super) fn unwind(&mut self, index: usize) {
        self.lives[index].pending = None;
        for _ in 0..MOST_ORDERS_TO_UNWIND {
            if self.lives[index].strand.is_none() {
                return;
            }
            match self.resume(index, Answer::Unwind) {
                Ask::Ended(_, body) => {
                    self.bury_strand(index, Some(body));
                }
                Ask::StoppedForGood => self.bury_strand(index, None),
                // It caught what it was to unwind with.
                Ask::Call(_)
                | Ask::Slot(_)
                | Ask::Serves(_)
                | Ask::Asks(..) => {}
            }
        }
        if self.lives[index].strand.is_some() {
            self.bury_strand(index, None);
        }
    }

    /// Removes a strand that has ended with what starts it again, or that will
    /// never run again without.
    pub(super) fn bury_strand(&mut self, index: usize, body: Option<Body>) {
        let life = &mut self.lives[index];
        life.strand = None;
        if body.is_none() {
            life.stopped_for_good = true;
        }
        life.body = body;
        if self.lives[index].stopped_for_good {
            self.record(index, Event::StoppedForGood);
        }
    }

    /// When something happens next although no task can run.
    pub(super) fn next_appointment(&self) -> Option<u64> {
        let planned = self.agenda.iter().map(|(time, _)| *time).min();
        planned.into_iter().chain(self.core.next_deadline()).min()
    }

    /// Does what is planned for now.
    pub(super) fn keep_appointments(&mut self) {
        if self.agenda.is_empty() {
            return;
        }
        let now = self.core.now;
        let agenda = std::mem::take(&mut self.agenda);
        let (mut due, later): (Vec<_>, Vec<_>) =
            agenda.into_iter().partition(|(time, _)| *time <= now);
        self.agenda = later;
        due.sort_by_key(|(time, _)| *time);
        for (_, due) in due {
            match due {
                Due::Deed(deed) => self.perform(deed),
                Due::Restart(id) => {
                    let index = id.index();
                    let faulted = matches!(
                        self.core.tasks[index].state,
                        State::Faulted { .. }
                    );
                    if faulted && self.core.id(index) == id {
                        self.restart(index, true);
                    }
                }
            }
            self.settle();
        }
    }

    pub(super) fn advance_to(&mut self, time: u64) {
        self.touched_all = true;
        self.core.advance_to(time);
        for life in &mut self.lives {
            life.polls = 0;
        }
        self.settle();
    }
}
