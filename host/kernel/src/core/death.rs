//! Faults and restarts.

use super::{Core, State};
use crate::core::task::Interrupts;
use crate::core::timer::Timer;
use crate::report::Fault;
use userlib::host::Outcome;
use userlib::{FaultInfo, dead_response_code};

impl Core {
    /// Stops a task until it is restarted. A task that already faulted or
    /// finished stays as it is.
    pub(crate) fn fault(&mut self, index: usize, fault: Fault) {
        let fault = self.with_names(index, fault);
        let task = &mut self.tasks[index];
        if matches!(task.state, State::Faulted { .. } | State::Finished) {
            return;
        }
        let original = task.state.sched_state();
        task.last_fault = Some(fault.clone());
        task.state = State::Faulted { fault, original };
        task.answer = None;
        self.faulted.push_back(index);
    }

    /// Names the task that faults, and the one that caused it.
    pub(super) fn with_names(&self, index: usize, mut fault: Fault) -> Fault {
        fault.about().task.clone_from(&self.tasks[index].name);
        if let FaultInfo::Injected(by) | FaultInfo::FromServer(by, _) =
            fault.info
        {
            let by = self.tasks.get(by.index());
            fault.about().by = by.map(|task| task.name.clone());
        }
        fault
    }

    /// Begins the next generation of a task, whose stack is gone by now;
    /// `start` makes it runnable. Wakes whoever waits for the old one.
    pub(crate) fn restart(&mut self, index: usize, start: bool) {
        let task = &mut self.tasks[index];
        task.generation = task.generation.next();
        task.state = if start {
            State::Runnable
        } else {
            State::Stopped
        };
        task.notifications = 0;
        task.timer = Timer::default();
        task.interrupts = Interrupts {
            lines: task.interrupts.lines,
            ..Interrupts::default()
        };
        task.answer = None;
        let code = dead_response_code(task.generation);
        for other in 0..self.tasks.len() {
            let state = &self.tasks[other].state;
            if state.waits_for().is_none_or(|peer| peer.index() != index) {
                continue;
            }
            let outcome = match state {
                State::Receiving { .. } => Outcome::Received(Err(code)),
                _ => Outcome::Sent { code, len: 0 },
            };
            self.answer(other, outcome);
        }
    }

    /// The entry function of a task has returned.
    pub(crate) fn finish(&mut self, index: usize) {
        self.tasks[index].state = State::Finished;
    }

    /// Ends whatever a task does, so that its stack may be unwound.
    pub(crate) fn stop(&mut self, index: usize) {
        let task = &mut self.tasks[index];
        task.state = State::Stopped;
        task.answer = None;
    }

    /// Notifies the supervisor task, the one of index 0, of a fault.
    pub(crate) fn tell_supervisor(&mut self, faulted: usize) {
        if faulted != 0 {
            self.notify(0, 1);
        }
    }
}
