//! Requests that wait for their answers, in the order in which they came.

use userlib::TaskId;

use crate::reply::ReplyHandle;

/// Up to `N` reply handles, the oldest first. No allocation: it takes `N` times
/// the size of an `Option<H>`, which for a generated handle is that of the
/// handle itself.
///
/// A server keeps in it whom it owes an answer, and takes them out when it
/// knows the answer:
///
/// ```
/// use idol_runtime::{ClientError, Queue, ReplyHandle, Unanswered};
/// use userlib::RecvMessage;
///
/// # type Handle = Unanswered;
/// struct Button {
///     waiting: Queue<Handle, 4>,
/// }
///
/// impl Button {
///     fn wait(&mut self, reply: Handle) {
///         if let Err(reply) = self.waiting.push(reply) {
///             // Too many wait already.
///             reply.fail(ClientError::AccessViolation);
///         }
///     }
///
///     fn on_pressed(&mut self) {
///         while let Some(reply) = self.waiting.pop() {
///             reply.reply(0, &[]);
///         }
///     }
/// }
/// ```
///
/// Dropping the queue drops the handles in it, and so faults their clients.
pub struct Queue<H, const N: usize> {
    /// The handles, then only `None`.
    entries: [Option<H>; N],
}

impl<H, const N: usize> Queue<H, N> {
    /// An empty queue.
    #[inline]
    pub const fn new() -> Self {
        Self {
            entries: [const { None }; N],
        }
    }

    /// How many wait.
    #[inline]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether nobody waits.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.first().is_none()
    }

    /// Whether as many wait as there is room for. Some of them may have died.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.entries.last().is_none_or(Option::is_some)
    }

    /// All of them, the oldest first.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = &H> {
        self.entries.iter().map_while(Option::as_ref)
    }

    /// All of them, the oldest first, to be changed in place.
    #[inline]
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut H> {
        self.entries.iter_mut().map_while(Option::as_mut)
    }

    /// The oldest, which stays in the queue.
    #[inline]
    pub fn first(&self) -> Option<&H> {
        self.entries.first()?.as_ref()
    }

    /// The oldest, which stays in the queue and can be changed in place.
    #[inline]
    pub fn first_mut(&mut self) -> Option<&mut H> {
        self.entries.first_mut()?.as_mut()
    }

    /// Takes the oldest.
    #[must_use = "the client is faulted if the handle is dropped"]
    #[inline]
    pub fn pop(&mut self) -> Option<H> {
        self.take(|_| true)
    }

    /// Takes the oldest of those that `wanted` says yes to.
    #[must_use = "the client is faulted if the handle is dropped"]
    pub fn take(&mut self, mut wanted: impl FnMut(&H) -> bool) -> Option<H> {
        let mut taken = None;
        // Where the next one moves to.
        let mut hole: Option<&mut Option<H>> = None;
        for entry in &mut self.entries {
            if let Some(hole) = hole {
                *hole = entry.take();
            } else if entry.as_ref().is_some_and(&mut wanted) {
                taken = entry.take();
            } else {
                continue;
            }
            hole = Some(entry);
        }
        taken
    }
}

impl<H: ReplyHandle, const N: usize> Queue<H, N> {
    /// Appends a handle. If the queue is full, those whose clients have died
    /// leave it first.
    ///
    /// # Errors
    ///
    /// The handle, if as many clients wait as there is room for: the server
    /// answers it at once, with an error of the operation if it has one that
    /// fits, else by failing it.
    pub fn push(&mut self, handle: H) -> Result<(), H> {
        if self.is_full() {
            self.drop_dead();
        }
        match self.entries.iter_mut().find(|entry| entry.is_none()) {
            Some(free) => {
                *free = Some(handle);
                Ok(())
            }
            None => Err(handle),
        }
    }

    /// Takes the handle of a client.
    #[must_use = "the client is faulted if the handle is dropped"]
    #[inline]
    pub fn take_client(&mut self, client: TaskId) -> Option<H> {
        self.take(|handle| handle.client() == client)
    }

    /// Drops the handles of clients that have died, which harms nobody, and
    /// says how many there were.
    pub fn drop_dead(&mut self) -> usize {
        let mut count: usize = 0;
        while self.take(|handle| !handle.is_client_alive()).is_some() {
            // At most `N`.
            count = count.wrapping_add(1);
        }
        count
    }
}

impl<H, const N: usize> Default for Queue<H, N> {
    fn default() -> Self {
        Self::new()
    }
}
