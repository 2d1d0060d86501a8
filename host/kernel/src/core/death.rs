//! Faults, restarts, and the requests of the supervisor task.

use super::{Core, Effect, Request, State, memory};
use crate::core::task::Interrupts;
use crate::core::timer::Timer;
use crate::report::Fault;
use userlib::host::Outcome;
use userlib::kipc::number;
use userlib::{FaultInfo, UsageError, dead_response_code};

impl Core {
    /// Stops a task until it is restarted. A task that already faulted or
    /// finished stays as it is.
    pub(crate) fn fault(&mut self, index: usize, fault: Fault) {
        let task = &mut self.tasks[index];
        if matches!(task.state, State::Faulted { .. } | State::Finished) {
            return;
        }
        let original = task.state.sched_state();
        task.last_fault = Some(fault.clone());
        task.state = State::Faulted { fault, original };
        task.answer = None;
        self.faulted.push(index);
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

    /// SEND to the kernel: `userlib::kipc`.
    ///
    /// # Safety
    ///
    /// As for [`Core::call`].
    pub(super) unsafe fn send_to_kernel(
        &mut self,
        caller: usize,
        request: Request,
    ) -> Effect {
        if caller != 0 {
            return UsageError::NotSupervisor.into();
        }
        let mut message = [0; 5];
        // SAFETY: the caller is in SEND, so its message is valid; ours is.
        let len = unsafe { memory::copy(request.outgoing, &mut message) };
        let [a, b, c, d, flag] = message;
        let subject = u32::from_le_bytes([a, b, c, d]) as usize;
        let wanted = match request.operation {
            number::REINIT_TASK => 5,
            number::FAULT_TASK | number::FIND_FAULTED_TASK => 4,
            _ => return UsageError::BadKernelMessage.into(),
        };
        if len != wanted || request.outgoing.len() != wanted {
            return UsageError::BadKernelMessage.into();
        }
        let last = match request.operation {
            number::FIND_FAULTED_TASK => self.tasks.len(),
            _ => self.tasks.len() - 1,
        };
        if subject > last {
            return UsageError::TaskOutOfRange.into();
        }
        let mut answer: &[u8] = &[];
        let found;
        match request.operation {
            number::REINIT_TASK => {
                self.reinitialised.push((subject, flag != 0));
            }
            number::FAULT_TASK => {
                let info = FaultInfo::Injected(self.id(caller));
                self.fault(subject, Fault::new(info));
            }
            _ => {
                let faulted = (subject.max(1)..self.tasks.len()).find(|&i| {
                    matches!(self.tasks[i].state, State::Faulted { .. })
                });
                found = (faulted.unwrap_or(0) as u32).to_le_bytes();
                answer = &found;
            }
        }
        // SAFETY: the caller is in SEND, so its buffer is valid.
        let len = unsafe { memory::copy(answer, request.incoming) };
        Effect::Return(Outcome::Sent { code: 0, len })
    }

    /// Notifies the supervisor task, the one of index 0, of a fault.
    pub(crate) fn tell_supervisor(&mut self, faulted: usize) {
        if faulted != 0 {
            self.notify(0, 1);
        }
    }
}
