//! Requests that are answered later: what the reply handles of pipelined
//! servers are made of.
//!
//! For each operation of a pipelined server, generated code has a handle: the
//! right to answer one request, once, with the operation's own types. All that
//! does not depend on the operation is here.
//!
//! A handle that is dropped instead of answered does not leave its client
//! waiting for ever: the client is faulted, see [`Unanswered`].

use core::marker::PhantomData;
use core::mem;
use core::num::NonZeroU16;
use core::ops::Deref;

use userlib::{
    RecvMessage, ReplyFaultReason, TaskId, sys_refresh_task_id, sys_reply,
    sys_reply_fault,
};

use crate::answer::Answer;
use crate::error::ClientError;
use crate::lease::Lent;

/// A request that has no answer yet, in a value that can be a member of
/// anything: 4 bytes, and an `Option` of it as well.
///
/// It knows who waits for the answer, not for what; generated handles hold one
/// and add that. Whoever has it owes the client an answer:
///
/// | what becomes of it | what the client gets |
/// | --- | --- |
/// | it answers | the reply |
/// | it fails | a fault with the reason of the [`ClientError`] |
/// | it is dropped | a fault with the reason `UndefinedOperation` |
/// | it is leaked, as by `mem::forget` | nothing: it waits for ever |
/// | any of these, after the client died | nothing, and nobody is harmed |
///
/// `UndefinedOperation` is what a server says that does not do what it was
/// asked for. [`dispatch`](crate::dispatch) gives that reason for no operation
/// that the interface has, so in counters and traces it tells a forgotten
/// answer from a refused request.
///
/// Nothing here panics. A task on a host that is killed drops its handles
/// while it unwinds: system calls do nothing then, so nobody is faulted, but
/// the handles are counted, as [`ClientError::WentAway`]. Elsewhere a task that
/// is killed does not unwind.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Unanswered<T: Tally = ()> {
    /// The client's id, each bit turned round. Not 0, because messages do not
    /// come from the kernel, whose id is all ones.
    client: NonZeroU16,
    /// The bytes of room for the reply; 65,535 stands for that or more.
    room: u16,
    tally: PhantomData<fn(T)>,
}

/// What is counted of requests that a handle refuses or forgets. Implemented
/// by generated code; `()` counts nothing.
pub trait Tally {
    /// The client is about to be faulted for this reason, or has gone away.
    fn refused(error: ClientError);
}

impl Tally for () {
    #[inline]
    fn refused(_: ClientError) {}
}

impl<T: Tally> Unanswered<T> {
    /// The request that just arrived.
    ///
    /// There must be no other value for it, and nobody else must answer it:
    /// the client's next request would get the second answer. Called by
    /// generated code.
    #[inline]
    pub fn of(msg: &RecvMessage) -> Self {
        Self {
            client: NonZeroU16::new(!msg.sender.0).unwrap_or(NonZeroU16::MIN),
            room: u16::try_from(msg.response_capacity).unwrap_or(u16::MAX),
            tally: PhantomData,
        }
    }

    /// Who waits for the answer.
    #[inline]
    pub fn client(&self) -> TaskId {
        TaskId(!self.client.get())
    }

    /// Whether the client still is the incarnation that asked. One that has
    /// faulted, and has not been restarted yet, counts as alive.
    #[inline]
    pub fn is_client_alive(&self) -> bool {
        is_alive(self.client())
    }

    /// Whether the client has room for a reply of `len` bytes, as far as is
    /// remembered: of more than 65,535 bytes it says no.
    #[inline]
    pub fn has_room_for(&self, len: usize) -> bool {
        len <= self.room.into()
    }

    /// Sends a reply. It must fit the client's room, or the kernel faults the
    /// caller.
    #[inline]
    pub fn reply(self, code: u32, body: &[u8]) {
        sys_reply(self.into_client(), code, body);
    }

    /// Sends an error that is a code. The code 0 would look like success to
    /// the client, who is faulted with [`ClientError::BadMessageContents`]
    /// instead.
    #[inline]
    pub fn reply_code(self, code: u16) {
        if code == 0 {
            self.fail(ClientError::BadMessageContents);
        } else {
            self.reply(code.into(), &[]);
        }
    }

    /// Faults the client. [`ClientError::WentAway`] says that there is none
    /// any more, but if there is one, it does not wait for ever: it is faulted
    /// with the reason `UndefinedOperation`.
    #[inline]
    pub fn fail(self, error: ClientError) {
        T::refused(error);
        fault(self.into_client(), error);
    }

    /// The client, which is no longer owed an answer.
    #[inline]
    fn into_client(self) -> TaskId {
        let client = self.client();
        mem::forget(self);
        client
    }
}

impl<T: Tally> Drop for Unanswered<T> {
    fn drop(&mut self) {
        T::refused(forgotten(self.client()));
    }
}

fn is_alive(client: TaskId) -> bool {
    sys_refresh_task_id(client) == client
}

/// Faults a client that nobody has answered; gives what there is to count.
#[cold]
#[inline(never)]
fn forgotten(client: TaskId) -> ClientError {
    if !is_alive(client) {
        return ClientError::WentAway;
    }
    fault(client, ClientError::UnknownOperation);
    ClientError::UnknownOperation
}

#[inline]
fn fault(client: TaskId, error: ClientError) {
    let reason = Answer::refuse(error).fault();
    // The kernel ignores it where nobody waits.
    sys_reply_fault(
        client,
        reason.unwrap_or(ReplyFaultReason::UndefinedOperation),
    );
}

/// What can be kept until a client is answered: every generated handle, a pair
/// of one and whatever the server remembers of the request, and what a server
/// implements this for, such as an enum of handles.
pub trait ReplyHandle {
    /// Who waits for the answer.
    fn client(&self) -> TaskId;

    /// Whether the client still is the incarnation that asked. One that has
    /// faulted, and has not been restarted yet, counts as alive.
    #[inline]
    fn is_client_alive(&self) -> bool {
        is_alive(self.client())
    }
}

impl<T: Tally> ReplyHandle for Unanswered<T> {
    #[inline]
    fn client(&self) -> TaskId {
        Unanswered::client(self)
    }
}

impl<H: ReplyHandle, S> ReplyHandle for (H, S) {
    #[inline]
    fn client(&self) -> TaskId {
        self.0.client()
    }
}

/// A lease of a request that is not answered yet, lent by the request's
/// handle: a [`Leased`](crate::Leased) or [`LenLimit`](crate::LenLimit) to call
/// methods on.
///
/// Answering takes the handle, so the compiler sees to it that no lease is used
/// once its request is answered, when it would name the memory of the client's
/// next request.
pub struct LeaseGuard<'handle, L> {
    lease: L,
    handle: PhantomData<&'handle ()>,
}

impl<'handle, L: Lent> LeaseGuard<'handle, L> {
    /// The lease `index` of the request that `unanswered` stands for, which
    /// had [`Lent::kept_len`] `len` when the request arrived. Called by
    /// generated code.
    #[inline]
    pub fn new<T: Tally>(
        unanswered: &'handle Unanswered<T>,
        index: u8,
        len: u32,
    ) -> Self {
        Self {
            lease: L::restored(unanswered.client(), index, len),
            handle: PhantomData,
        }
    }
}

/// To the lease, but not mutably: nobody takes it out of here.
impl<L> Deref for LeaseGuard<'_, L> {
    type Target = L;

    #[inline]
    fn deref(&self) -> &L {
        &self.lease
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_takes_4_bytes_whether_it_is_there_or_not() {
        assert_eq!(size_of::<Unanswered>(), 4);
        assert_eq!(size_of::<Option<Unanswered>>(), 4);
    }

    #[test]
    fn the_client_and_its_room_are_remembered() {
        for id in [0, 1, 0x1234, 0xfffe] {
            for (room, remembered) in
                [(0, 0), (7, 7), (65_535, 65_535), (65_536, 65_535)]
            {
                let unanswered = Unanswered::<()>::of(&RecvMessage {
                    sender: TaskId(id),
                    operation: 1,
                    message_len: 0,
                    response_capacity: room,
                    lease_count: 0,
                });
                assert_eq!(unanswered.client(), TaskId(id));
                assert!(unanswered.has_room_for(remembered));
                assert!(!unanswered.has_room_for(remembered + 1));
                // There is no task here that could answer.
                mem::forget(unanswered);
            }
        }
    }
}
