//! POST and interrupts: bits that wake a receiver.

use super::{Core, Effect, Next, State};
use userlib::host::Outcome;
use userlib::{IrqStatus, RecvMessage, TaskId, UsageError};

impl Core {
    /// POST.
    pub(super) fn post(
        &mut self,
        caller: usize,
        target: TaskId,
        bits: u32,
    ) -> Effect {
        let index = match self.index_of(target) {
            Ok(index) => index,
            Err(mistake) => return mistake,
        };
        if let Some(code) = self.dead_code(target) {
            return Effect::Return(Outcome::Posted(code));
        }
        let woken = self.notify(index, bits);
        if woken && self.tasks[index].priority < self.tasks[caller].priority {
            Effect::ReturnLater(Outcome::Posted(0), Next::To(index))
        } else {
            Effect::Return(Outcome::Posted(0))
        }
    }

    /// Adds notification bits to a task and says whether that woke it.
    pub(crate) fn notify(&mut self, index: usize, bits: u32) -> bool {
        self.tasks[index].notifications |= bits;
        let State::Receiving { mask, .. } = self.tasks[index].state else {
            return false;
        };
        match self.take_notifications(index, mask) {
            Some(message) => {
                self.answer(index, Outcome::Received(Ok(message)));
                true
            }
            None => false,
        }
    }

    /// The notifications within the mask, as a message from the kernel;
    /// clears these bits and no others.
    pub(super) fn take_notifications(
        &mut self,
        index: usize,
        mask: u32,
    ) -> Option<RecvMessage> {
        let pending = &mut self.tasks[index].notifications;
        let bits = *pending & mask;
        *pending &= !mask;
        (bits != 0).then_some(RecvMessage {
            sender: TaskId::KERNEL,
            operation: bits,
            message_len: 0,
            response_capacity: 0,
            lease_count: 0,
        })
    }

    /// An interrupt arrives: it is posted and disabled if it was enabled,
    /// else it is pending until it is enabled.
    pub(crate) fn interrupt(&mut self, index: usize, bits: u32) {
        let interrupts = &mut self.tasks[index].interrupts;
        interrupts.pending |= bits & interrupts.lines;
        self.raise_enabled(index);
    }

    /// Posts the interrupts that are both pending and enabled.
    fn raise_enabled(&mut self, index: usize) {
        let interrupts = &mut self.tasks[index].interrupts;
        let raised = interrupts.pending & interrupts.enabled;
        interrupts.pending &= !raised;
        interrupts.enabled &= !raised;
        if raised != 0 {
            self.notify(index, raised);
        }
    }

    /// Is there an interrupt behind each bit of a mask that has any?
    fn check_interrupts(&self, caller: usize, mask: u32) -> bool {
        mask != 0 && mask & !self.tasks[caller].interrupts.lines == 0
    }

    /// IRQ_CONTROL. Action bits: 1 enable, 2 clear pending.
    pub(super) fn irq_control(
        &mut self,
        caller: usize,
        mask: u32,
        action: u32,
    ) -> Effect {
        if !self.check_interrupts(caller, mask) {
            return UsageError::NoIrq.into();
        }
        let interrupts = &mut self.tasks[caller].interrupts;
        if action & 2 != 0 {
            interrupts.pending &= !mask;
        }
        if action & 1 != 0 {
            interrupts.enabled |= mask;
        } else {
            interrupts.enabled &= !mask;
        }
        self.raise_enabled(caller);
        Effect::Return(Outcome::Done)
    }

    /// IRQ_STATUS.
    pub(super) fn irq_status(&mut self, caller: usize, mask: u32) -> Effect {
        if !self.check_interrupts(caller, mask) {
            return UsageError::NoIrq.into();
        }
        let task = &self.tasks[caller];
        let mut status = IrqStatus::empty();
        let facts = [
            (IrqStatus::ENABLED, task.interrupts.enabled),
            (IrqStatus::PENDING, task.interrupts.pending),
            (IrqStatus::POSTED, task.notifications),
        ];
        for (flag, bits) in facts {
            status.set(flag, bits & mask != 0);
        }
        Effect::Return(Outcome::IrqStatus(status))
    }
}
