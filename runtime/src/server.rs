//! Receiving one message or notification, and answering it.

use core::marker::PhantomData;

use userlib::{
    FromPrimitive, NotificationBits, RecvMessage, TaskId, sys_recv, sys_reply,
    sys_reply_fault,
};

use crate::answer::{Answer, Shape};
use crate::error::ClientError;

/// What a server does with notifications: the bits that other tasks, timers
/// and interrupts post to it.
///
/// A server that has none says so in one line, `impl
/// idol_runtime::NoNotifications for MyServer {}`; see [`NoNotifications`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what it does with notifications",
    label = "neither `NotificationHandler` nor `NoNotifications`",
    note = "if it has none, say so: `impl idol_runtime::NoNotifications for \
            {Self} {{}}`",
    note = "if it has some, implement `idol_runtime::NotificationHandler`"
)]
pub trait NotificationHandler {
    /// The bits this server listens to now; 0 for none. Asked for before every
    /// receive.
    fn current_notification_mask(&self) -> u32;

    /// Handles notifications that arrived: those of `bits` that are in the
    /// mask, at least one. Never called while the mask is 0.
    fn handle_notification(&mut self, bits: NotificationBits);
}

/// Marks a server that listens to no notifications.
///
/// ```
/// struct Adder;
///
/// impl idol_runtime::NoNotifications for Adder {}
///
/// use idol_runtime::NotificationHandler;
/// assert_eq!(Adder.current_notification_mask(), 0);
/// ```
///
/// Forgetting this is an error of the compiler's: a server whose notifications
/// are silently lost is not written by omission.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what it does with notifications",
    label = "neither `NotificationHandler` nor `NoNotifications`",
    note = "if it has none, say so: `impl idol_runtime::NoNotifications for \
            {Self} {{}}`",
    note = "if it has some, implement `idol_runtime::NotificationHandler`"
)]
pub trait NoNotifications {}

impl<S: NoNotifications> NotificationHandler for S {
    #[inline]
    fn current_notification_mask(&self) -> u32 {
        0
    }

    #[inline]
    fn handle_notification(&mut self, _bits: NotificationBits) {}
}

/// The operations of an interface, as the generated code knows them.
///
/// Called by [`dispatch`] and implemented by generated code only; the two may
/// change together.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the generated enum of an interface's operations",
    note = "include the server stub of the interface"
)]
pub trait ServerOp: FromPrimitive + Copy {
    /// The operation of a number, as [`FromPrimitive::from_u32`] finds it, and
    /// its shape, in fewer instructions than one after the other.
    #[inline]
    fn decode(number: u32) -> Option<(Self, Shape)> {
        let op = Self::from_u32(number)?;
        Some((op, op.shape()))
    }

    /// What a request for this operation must bring.
    fn shape(self) -> Shape;

    /// The room, in bytes, that a client must have for the reply.
    #[inline]
    fn max_reply_size(&self) -> usize {
        self.shape().reply_size()
    }

    /// How many leases a client must send.
    #[inline]
    fn required_lease_count(&self) -> usize {
        self.shape().lease_count()
    }

    /// Tells a trace on a laptop what is in a message of the operation of this
    /// number. Not there on bare metal.
    #[cfg(not(target_os = "none"))]
    #[doc(hidden)]
    fn told(operation: u32, told: &mut crate::host::Told<'_>) {
        let _ = (operation, told);
    }
}

/// A server of the operations `Op`, as the generated code makes one of a type
/// that implements the interface's generated trait.
///
/// Called by [`dispatch`] and implemented by generated code only; the two may
/// change together.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not serve `{Op}`",
    note = "implement the trait of the interface's server stub for the \
            server's type: `InOrder...Impl`, or `...Replies` if the stub is of \
            a pipelined server"
)]
pub trait Server<Op> {
    /// The only task to receive from; `None` for all of them.
    fn recv_source(&self) -> Option<TaskId>;

    /// The task of [`recv_source`](Server::recv_source) died while this server
    /// waited for it. Never called while that is `None`.
    fn closed_recv_fail(&mut self);

    /// Decodes the arguments in `incoming`, checks the leases, and runs `op`.
    ///
    /// What it returns is what is left to do for [`dispatch`].
    fn handle(&mut self, op: Op, incoming: &[u8], rm: &RecvMessage) -> Answer;

    /// A request for `op` is about to be refused, by [`dispatch`] or by
    /// [`handle`](Server::handle): the one place to count it. An error whose
    /// code is 0 is refused like this, too. What names no operation of this
    /// interface, or is longer than the buffer, is not counted.
    #[inline]
    fn refused(&mut self, op: Op, error: ClientError) {
        let _ = (op, error);
    }
}

/// Receives one message or notification, handles it, and returns.
///
/// `buffer` needs the stub's `INCOMING_SIZE` bytes: the longest message and one
/// byte more, so that a message cut by the kernel is noticed. A request that
/// the server cannot accept is answered with a fault, checked in this order:
///
/// | check | fault |
/// | --- | --- |
/// | the message fits `buffer` | `BadMessageSize` |
/// | the operation is one of `Op` | `UndefinedOperation` |
/// | the client has room for the reply | `ReplyBufferTooSmall` |
/// | the number of leases | `BadLeases` |
/// | all that generated code checks | as [`Server::handle`] returns |
///
/// An error with the code 0 would look like success to the client, who is
/// faulted with `BadMessageContents` instead.
pub fn dispatch<S: NotificationHandler, Op: ServerOp>(
    buffer: &mut [u8],
    server: &mut S,
) where
    for<'a> (PhantomData<Op>, &'a mut S): Server<Op>,
{
    #[cfg(not(target_os = "none"))]
    crate::host::serves(|operation, part, number, bytes, to| {
        crate::host::told(part, number, bytes, to, |told| {
            Op::told(operation, told);
        })
    });
    let mask = server.current_notification_mask();
    let mut server = (PhantomData, server);
    let source = server.recv_source();

    // Both conditions below are known to the optimiser when the server keeps
    // the defaults, so that what they guard is not linked.
    let rm = match sys_recv(buffer, mask, source) {
        Ok(rm) => rm,
        Err(_) => {
            if source.is_some() {
                server.closed_recv_fail();
            }
            return;
        }
    };
    if mask != 0 && rm.sender == TaskId::KERNEL {
        let bits = NotificationBits::new(rm.operation);
        server.1.handle_notification(bits);
        return;
    }

    let answer = answer(buffer, &mut server, &rm);
    // The most frequent answer gets the shortest way.
    if answer == Answer::SENT {
        return;
    }
    if let Some(code) = answer.reply() {
        sys_reply(rm.sender, code, &[]);
    } else if let Some(reason) = answer.fault() {
        sys_reply_fault(rm.sender, reason);
    }
}

/// The same as [`dispatch`], under the name that servers with notifications
/// call it by.
#[inline]
pub fn dispatch_n<S: NotificationHandler, Op: ServerOp>(
    buffer: &mut [u8],
    server: &mut S,
) where
    for<'a> (PhantomData<Op>, &'a mut S): Server<Op>,
{
    dispatch(buffer, server);
}

/// Checks what is known without the arguments, and hands on to the server.
#[inline]
fn answer<S: Server<Op>, Op: ServerOp>(
    buffer: &[u8],
    server: &mut S,
    rm: &RecvMessage,
) -> Answer {
    let Some(incoming) = buffer.get(..rm.message_len) else {
        return Answer::refuse(ClientError::BadMessageSize);
    };
    let Some((op, shape)) = Op::decode(rm.operation) else {
        return Answer::refuse(ClientError::UnknownOperation);
    };
    let answer = if rm.response_capacity < shape.reply_size() {
        Answer::refuse(ClientError::ReplyBufferTooSmall)
    } else if rm.lease_count != shape.lease_count() {
        Answer::refuse(ClientError::BadLease)
    } else {
        server.handle(op, incoming, rm)
    };
    if let Some(error) = answer.client_error() {
        server.refused(op, error);
    }
    answer
}

/// Serves for ever: the loop around [`dispatch`], with its buffer.
///
/// ```text
/// serve!(stub, server)
/// ```
///
/// - `stub`: the path of the module that the server stub is included in, for
///   its `INCOMING_SIZE`: `idl`, `crate::idl`; `self` when it is the one that
///   the call is in.
/// - `server`: the place that holds the server: a variable (`mut`), a field,
///   `*reference`, or an expression that makes one.
///
/// The expression never returns; it is a task's whole `main`:
///
/// ```no_run
/// # use core::marker::PhantomData;
/// # use idol_runtime::{Answer, NoNotifications, Server, ServerOp, Shape};
/// # use userlib::{RecvMessage, TaskId};
/// # #[derive(Copy, Clone)]
/// # enum Op { Add = 1 }
/// # impl userlib::FromPrimitive for Op {
/// #     fn from_i64(_: i64) -> Option<Self> { Some(Self::Add) }
/// #     fn from_u64(_: u64) -> Option<Self> { Some(Self::Add) }
/// # }
/// # impl ServerOp for Op {
/// #     fn shape(self) -> Shape { Shape::new(0, 0) }
/// # }
/// # impl Server<Op> for (PhantomData<Op>, &mut MyServer) {
/// #     fn recv_source(&self) -> Option<TaskId> { None }
/// #     fn closed_recv_fail(&mut self) {}
/// #     fn handle(&mut self, _: Op, _: &[u8], _: &RecvMessage)
/// #         -> Answer { Answer::EMPTY }
/// # }
/// # struct MyServer;
/// # impl NoNotifications for MyServer {}
/// # impl MyServer { fn new() -> Self { Self } }
/// mod idl {
///     // include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
///     # pub const INCOMING_SIZE: usize = 9;
/// }
///
/// # #[cfg(false)]
/// #[unsafe(export_name = "main")]
/// fn main() -> ! {
///     idol_runtime::serve!(idl, MyServer::new())
/// }
/// # fn run() -> ! { idol_runtime::serve!(idl, MyServer::new()) }
/// # fn main() { run() }
/// ```
///
/// The buffer takes `INCOMING_SIZE` bytes of the caller's stack.
#[macro_export]
macro_rules! serve {
    ($($stub:ident)::+, $server:expr $(,)?) => {
        match &mut $server {
            server => {
                let mut buffer = $crate::buffer::Uninit::new();
                let buffer: &mut [u8; $($stub)::+::INCOMING_SIZE] =
                    $crate::buffer::zeroed(&mut buffer);
                loop {
                    $crate::dispatch(buffer, server);
                }
            }
        }
    };
}
