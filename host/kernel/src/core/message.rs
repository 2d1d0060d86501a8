//! SEND, RECV, REPLY and REPLY_FAULT: the rendezvous.

use super::{Core, Effect, Next, Request, State, Task, memory};
use crate::report::Fault;
use userlib::host::Outcome;
use userlib::{FaultInfo, RecvMessage, ReplyFaultReason, TaskId, UsageError};

impl Core {
    /// SEND.
    ///
    /// # Safety
    ///
    /// As for [`Core::call`].
    pub(super) unsafe fn send(
        &mut self,
        caller: usize,
        target: TaskId,
        request: Request,
    ) -> Effect {
        if target == TaskId::KERNEL {
            // SAFETY: the condition is passed on as it is.
            return unsafe { self.send_to_kernel(caller, request) };
        }
        let receiver = match self.index_of(target) {
            Ok(index) => index,
            Err(mistake) => return mistake,
        };
        if let Some(code) = self.dead_code(target) {
            return Effect::Return(Outcome::Sent { code, len: 0 });
        }
        let sender_id = self.id(caller);
        self.tasks[caller].state = State::Sending {
            peer: target,
            request,
        };
        match self.tasks[receiver].state {
            State::Receiving { from, buffer, .. }
                if from.is_none_or(|from| from == sender_id) =>
            {
                // SAFETY: the caller is in SEND and the receiver in RECV, so
                // the memory of both calls is valid.
                let message = unsafe { self.deliver(caller, buffer) };
                self.answer(receiver, Outcome::Received(Ok(message)));
                Effect::Block(Next::To(receiver))
            }
            _ => Effect::Block(Next::Any),
        }
    }

    /// Copies the message of a task in `Sending` to `buffer` and lets the
    /// sender wait for the reply.
    ///
    /// # Safety
    ///
    /// `buffer` must be valid for writing.
    unsafe fn deliver(
        &mut self,
        sender: usize,
        buffer: *mut [u8],
    ) -> RecvMessage {
        let State::Sending { peer, request } = self.tasks[sender].state else {
            unreachable!("only a sending task has a message to deliver");
        };
        self.tasks[sender].state = State::AwaitingReply { peer, request };
        // SAFETY: the sender is still in its SEND, so its leases are valid.
        let lease_count = unsafe { &*request.leases }.count();
        RecvMessage {
            sender: self.id(sender),
            operation: u32::from(request.operation),
            // SAFETY: the sender is still in its SEND, so `outgoing` is
            // valid; `buffer` is, as the caller says.
            message_len: unsafe { memory::copy(request.outgoing, buffer) },
            response_capacity: request.incoming.len(),
            lease_count,
        }
    }

    /// RECV.
    ///
    /// # Safety
    ///
    /// As for [`Core::call`].
    pub(super) unsafe fn recv(
        &mut self,
        caller: usize,
        buffer: *mut [u8],
        mask: u32,
        from: Option<TaskId>,
    ) -> Effect {
        let awaited = from.filter(|from| *from != TaskId::KERNEL);
        if let Some(Err(mistake)) = awaited.map(|id| self.index_of(id)) {
            return mistake;
        }
        if let Some(message) = self.take_notifications(caller, mask) {
            return Effect::Return(Outcome::Received(Ok(message)));
        }
        if let Some(code) = awaited.and_then(|id| self.dead_code(id)) {
            return Effect::Return(Outcome::Received(Err(code)));
        }
        if let Some(sender) = self.waiting_sender(caller, from) {
            // SAFETY: `buffer` is valid, as the caller says.
            let message = unsafe { self.deliver(sender, buffer) };
            return Effect::Return(Outcome::Received(Ok(message)));
        }
        self.tasks[caller].state = State::Receiving { from, mask, buffer };
        Effect::Block(Next::Any)
    }

    /// The most important task that sends to `receiver`, among equals the
    /// next index after it; with `from`, that task alone.
    fn waiting_sender(
        &self,
        receiver: usize,
        from: Option<TaskId>,
    ) -> Option<usize> {
        let receiver_id = self.id(receiver);
        let sends = |task: &Task| {
            matches!(
                task.state,
                State::Sending { peer, .. } if peer == receiver_id
            )
        };
        match from {
            None => self.most_important_of(receiver, sends),
            Some(from) => {
                let index = from.index();
                let task = self.tasks.get(index)?;
                (self.id(index) == from && sends(task)).then_some(index)
            }
        }
    }

    /// The request of `peer`, if it waits for the caller's reply.
    fn request_of(
        &self,
        caller: usize,
        peer: TaskId,
    ) -> Result<Option<(usize, Request)>, Effect> {
        let index = self.index_of(peer)?;
        Ok(match self.tasks[index].state {
            State::AwaitingReply {
                peer: server,
                request,
            } if server == self.id(caller) && peer == self.id(index) => {
                Some((index, request))
            }
            _ => None,
        })
    }

    /// The operation that `peer` asked the caller for and waits for.
    pub(crate) fn awaited_operation(
        &self,
        caller: usize,
        peer: TaskId,
    ) -> Option<u16> {
        let (_, request) = self.request_of(caller, peer).ok()??;
        Some(request.operation)
    }

    /// REPLY.
    ///
    /// # Safety
    ///
    /// As for [`Core::call`].
    pub(super) unsafe fn reply(
        &mut self,
        caller: usize,
        peer: TaskId,
        code: u32,
        message: *const [u8],
    ) -> Effect {
        match self.request_of(caller, peer) {
            Err(mistake) => mistake,
            Ok(None) => Effect::Return(Outcome::Done),
            Ok(Some((_, request)))
                if message.len() > request.incoming.len() =>
            {
                UsageError::ReplyTooBig.into()
            }
            Ok(Some((client, request))) => {
                // SAFETY: `message` is valid, as the caller says; the client
                // is still in its SEND, so `incoming` is.
                let len = unsafe { memory::copy(message, request.incoming) };
                self.answer(client, Outcome::Sent { code, len });
                Effect::Return(Outcome::Done)
            }
        }
    }

    /// REPLY_FAULT.
    pub(super) fn reply_fault(
        &mut self,
        caller: usize,
        peer: TaskId,
        reason: ReplyFaultReason,
    ) -> Effect {
        match self.request_of(caller, peer) {
            Err(mistake) => mistake,
            Ok(None) => Effect::Return(Outcome::Done),
            Ok(Some((client, _))) => {
                let info = FaultInfo::FromServer(self.id(caller), reason);
                self.fault(client, Fault::new(info));
                Effect::Return(Outcome::Done)
            }
        }
    }
}
