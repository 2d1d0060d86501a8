//! A system that lives beside a world of its own: whoever holds it lets it run
//! as far as it can at the present time, moves its clock on, and kills tasks.

use super::System;
use crate::core::State;
use crate::report::Fault;
use crate::script::{Deed, Restart};
use userlib::TaskId;

/// How far a run at the present time came; see [`System::run_now`].
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[must_use = "there may be more to do"]
pub enum Now {
    /// No task can run before something happens:
    /// [from outside](System::post), or [at a time](System::next_event).
    Still,
    /// As many system calls as were allowed have been made, and there may be
    /// more.
    Busy,
    /// This task has asked the kernel for a reset, with
    /// `userlib::kipc::reset`.
    Reset(TaskId),
}

impl System {
    /// Runs as long as a task can run without the clock moving on, for at most
    /// so many system calls and restarts.
    ///
    /// Unlike [`run`](Self::run) this is no end of anything: it prints nothing,
    /// does not care who waits for whom, and knows no
    /// [`step_limit`](Self::step_limit).
    ///
    /// ```
    /// use kernel::{Now, System};
    /// use userlib::hl::sleep_for;
    ///
    /// let mut system = System::new();
    /// system.task("sleeper", 1, || sleep_for(30));
    /// assert_eq!(system.run_now(1_000), Now::Still);
    /// assert_eq!(system.next_event(), Some(30));
    /// system.advance(100);
    /// assert_eq!(system.now(), 30);
    /// assert_eq!(system.run_now(1_000), Now::Still);
    /// assert_eq!(system.next_event(), None);
    /// ```
    pub fn run_now(&mut self, calls: u64) -> Now {
        self.watch();
        self.resolve_plan();
        self.touched_all = true;
        self.take_lines();
        let last = self.steps.saturating_add(calls);
        loop {
            self.keep_appointments();
            if let Some(task) = self.core.reset_by.take() {
                return Now::Reset(self.core.id(task));
            }
            let Some(task) = self.choose() else {
                return Now::Still;
            };
            if self.steps >= last {
                return Now::Busy;
            }
            self.step(task);
        }
    }

    /// When something happens next although no task can run, in milliseconds
    /// since the start: a timer fires, a script acts, or a task restarts.
    pub fn next_event(&self) -> Option<u64> {
        self.next_appointment()
    }

    /// Moves the clock on to `time`, in milliseconds since the start, or to the
    /// [next event](Self::next_event) if that is earlier. It does not go back,
    /// and stands still as long as a task [can run](Self::run_now).
    pub fn advance(&mut self, time: u64) -> &mut Self {
        let mut states = self.core.tasks.iter().map(|task| &task.state);
        let someone_runs = states.any(|state| matches!(state, State::Runnable));
        let time = self.next_event().map_or(time, |next| next.min(time));
        if time > self.now() && !someone_runs {
            self.advance_to(time);
        }
        self
    }

    /// Faults a task from outside, now, in whatever generation it is and
    /// whatever it does; `restart` says what follows. A task that has finished
    /// or faulted stays as it is.
    pub fn kill(&mut self, task: TaskId, restart: Restart) -> &mut Self {
        self.perform(Deed::Kill(task.index(), restart));
        self.settle();
        self
    }

    /// The fault that keeps a task stopped: [`fault`](Self::fault), unless the
    /// task has been restarted since.
    pub fn stopped_by(&self, task: TaskId) -> Option<&Fault> {
        match &self.core.tasks[task.index()].state {
            State::Faulted { fault, .. } => Some(fault),
            _ => None,
        }
    }

    /// Every task, in the order in which they were added: its id in its
    /// current generation and its name.
    pub fn tasks(&self) -> impl Iterator<Item = (TaskId, &str)> {
        let named = self.core.tasks.iter().enumerate();
        named.map(|(index, task)| (self.core.id(index), task.name.as_str()))
    }
}
