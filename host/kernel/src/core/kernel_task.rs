//! SEND to the kernel itself: `userlib::kipc`.

use super::{Core, Effect, Request, State, memory};
use crate::report::Fault;
use userlib::host::Outcome;
use userlib::kipc::number;
use userlib::{FaultInfo, PANIC_MESSAGE_MAX_LEN, UsageError};

/// What the kernel answers: a code and a message.
pub(super) type Answer = (u32, Vec<u8>);

/// Why a request faults whoever made it.
pub(super) type Mistake = FaultInfo;

/// Bytes of the longest request.
const LONGEST: usize = 12;

impl Core {
    /// SEND to the kernel.
    ///
    /// # Safety
    ///
    /// As for [`Core::call`].
    pub(super) unsafe fn send_to_kernel(
        &mut self,
        caller: usize,
        request: Request,
    ) -> Effect {
        // SAFETY: the caller is in SEND, so its leases are valid.
        let lends = unsafe { &*request.leases }.count() > 0;
        if lends || request.outgoing.len() > LONGEST {
            return UsageError::BadKernelMessage.into();
        }
        let mut message = [0; LONGEST];
        // SAFETY: the caller is in SEND, so its message is valid; ours is.
        let len = unsafe { memory::copy(request.outgoing, &mut message) };
        let message = &message[..len];
        let room = request.incoming.len();
        let answer = match request.operation {
            number::GET_DUMP_REGION if self.has_dumps => {
                self.dump_region(message)
            }
            number::READ_DUMP_REGION if self.has_dumps => {
                self.read_dump(caller, message, room)
            }
            operation => self
                .kernel_answer(caller, operation, message)
                .map_err(FaultInfo::SyscallUsage),
        };
        match answer {
            Err(mistake) => Effect::Fault(Fault::new(mistake)),
            Ok((code, answer)) => {
                // SAFETY: the caller is in SEND, so its buffer is valid.
                unsafe { memory::copy(&answer[..], request.incoming) };
                // With too little room it is told how much there should be.
                let len = answer.len();
                Effect::Return(Outcome::Sent { code, len })
            }
        }
    }

    fn kernel_answer(
        &mut self,
        caller: usize,
        operation: u16,
        message: &[u8],
    ) -> Result<Answer, UsageError> {
        let done = Ok((0, Vec::new()));
        match operation {
            number::READ_TASK_STATUS => {
                let subject = self.subject(exactly(message)?)?;
                let state = self.tasks[subject].kernel_state();
                let mut bytes = [0; 16];
                let len = ssmarshal::serialize(&mut bytes, &state)
                    .expect("a state takes at most 12 bytes");
                Ok((0, bytes[..len].to_vec()))
            }
            number::REINIT_TASK => {
                let [a, b, c, d, start] = exactly(message)?;
                let subject = self.subject([a, b, c, d])?;
                if start > 1 {
                    return Err(UsageError::BadKernelMessage);
                }
                self.reinitialised.push_back((subject, start == 1));
                done
            }
            number::FAULT_TASK => {
                let subject = self.subject(exactly(message)?)?;
                if subject == 0 || subject == caller {
                    return Err(UsageError::IllegalTask);
                }
                self.inject_fault(subject, caller);
                done
            }
            number::READ_IMAGE_ID => {
                let [] = exactly(message)?;
                Ok((0, self.image_id.to_le_bytes().to_vec()))
            }
            number::RESET => {
                let [] = exactly(message)?;
                self.reset_by = Some(caller);
                done
            }
            number::SOFTWARE_IRQ => {
                if caller != 0 {
                    return Err(UsageError::NotSupervisor);
                }
                let [a, b, c, d, mask @ ..]: [u8; 8] = exactly(message)?;
                let subject = self.subject([a, b, c, d])?;
                self.interrupt(subject, u32::from_le_bytes(mask));
                done
            }
            number::FIND_FAULTED_TASK => {
                let from = u32::from_le_bytes(exactly(message)?) as usize;
                if from > self.tasks.len() {
                    return Err(UsageError::TaskOutOfRange);
                }
                let faulted = (from.max(1)..self.tasks.len()).find(|&i| {
                    matches!(self.tasks[i].state, State::Faulted { .. })
                });
                let found = faulted.unwrap_or(0) as u32;
                Ok((0, found.to_le_bytes().to_vec()))
            }
            number::READ_PANIC_MESSAGE => {
                let subject = self.subject(exactly(message)?)?;
                let State::Faulted { fault, .. } = &self.tasks[subject].state
                else {
                    return Ok((1, Vec::new()));
                };
                let said = fault.about.as_ref().and_then(|it| it.said.as_ref());
                match (fault.info, &fault.message) {
                    (FaultInfo::Panic, Some(text)) => {
                        let said = said.map_or(text.as_bytes(), |it| it);
                        let kept = said.len().min(PANIC_MESSAGE_MAX_LEN);
                        Ok((0, said[..kept].to_vec()))
                    }
                    (FaultInfo::Panic, None) => Ok((2, Vec::new())),
                    _ => Ok((1, Vec::new())),
                }
            }
            _ => Err(UsageError::BadKernelMessage),
        }
    }

    /// The task of an index in a request.
    pub(super) fn subject(&self, index: [u8; 4]) -> Result<usize, UsageError> {
        let index = u32::from_le_bytes(index) as usize;
        if index < self.tasks.len() {
            Ok(index)
        } else {
            Err(UsageError::TaskOutOfRange)
        }
    }

    /// Faults a task for another. It replaces a fault that the task has.
    fn inject_fault(&mut self, subject: usize, caller: usize) {
        let injected = Fault::new(FaultInfo::Injected(self.id(caller)));
        let injected = self.with_names(subject, injected);
        let task = &mut self.tasks[subject];
        if let State::Faulted { fault, .. } = &mut task.state {
            *fault = injected.clone();
            task.last_fault = Some(injected);
            self.faulted.push_back(subject);
        } else {
            self.fault(subject, injected);
        }
    }
}

/// A request of so many bytes.
pub(super) fn exactly<const N: usize>(
    message: &[u8],
) -> Result<[u8; N], UsageError> {
    message.try_into().map_err(|_| UsageError::BadKernelMessage)
}
