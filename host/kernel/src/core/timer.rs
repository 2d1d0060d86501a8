//! SET_TIMER and GET_TIMER: one timer per task, on a virtual clock.

use super::{Core, Effect};
use userlib::TimerState;
use userlib::host::Outcome;

/// A task's timer.
#[derive(Copy, Clone, Default)]
pub(crate) struct Timer {
    /// Milliseconds since the start; `None` when not armed.
    pub(crate) deadline: Option<u64>,
    /// Posted at the deadline.
    pub(crate) notifications: u32,
}

impl Core {
    /// SET_TIMER. A deadline already past posts at once.
    pub(super) fn set_timer(
        &mut self,
        caller: usize,
        deadline: Option<u64>,
        notifications: u32,
    ) -> Effect {
        self.tasks[caller].timer = Timer {
            deadline,
            notifications,
        };
        self.fire_timer(caller);
        Effect::Return(Outcome::Done)
    }

    /// GET_TIMER.
    pub(super) fn get_timer(&mut self, caller: usize) -> Effect {
        let timer = self.tasks[caller].timer;
        Effect::Return(Outcome::Timer(TimerState {
            now: self.now,
            deadline: timer.deadline,
            on_dl: timer.notifications,
        }))
    }

    /// Posts a task's timer notification if it is due: clears the deadline,
    /// keeps the bits.
    fn fire_timer(&mut self, index: usize) {
        let timer = &mut self.tasks[index].timer;
        if timer.deadline.is_some_and(|deadline| deadline <= self.now) {
            timer.deadline = None;
            let bits = timer.notifications;
            self.notify(index, bits);
        }
    }

    /// The earliest deadline of any task that could still notice it.
    pub(crate) fn next_deadline(&self) -> Option<u64> {
        self.tasks
            .iter()
            .filter(|task| task.state.is_alive())
            .filter_map(|task| task.timer.deadline)
            .min()
    }

    /// Moves the clock on and fires what is due by then.
    pub(crate) fn advance_to(&mut self, now: u64) {
        self.now = now;
        for index in 0..self.tasks.len() {
            self.fire_timer(index);
        }
    }
}
