//! Dispatch on the host kernel, with a stub written by hand: what is answered
//! to whom, in which order requests are checked, and what is never called.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use idol_runtime::{
    Answer, ClientError, NoNotifications, NotificationHandler, Server,
    ServerOp, Shape, dispatch, dispatch_n, serve,
};
use kernel::trace::Call;
use kernel::{Action, End, Restart, System, WaitKind, When};
use userlib::{
    FaultInfo, FromPrimitive, Lease, NotificationBits, RecvMessage,
    ReplyFaultReason, TaskId, sys_reply, sys_send,
};

/// The operations of the interface; every message of the tests fits 4 bytes.
#[derive(Copy, Clone, Debug, Eq, PartialEq, FromPrimitive)]
enum Op {
    /// Answers with the message.
    Echo = 1,
    /// Needs one lease and no reply.
    Borrow = 2,
    /// Fails with the code in the message's first byte.
    Fail = 3,
    /// Is refused by the server.
    Refuse = 4,
    /// Is refused because the client went away, which it did not.
    Ignore = 5,
}

impl ServerOp for Op {
    fn shape(self) -> Shape {
        match self {
            Op::Echo => Shape::new(4, 0),
            Op::Borrow => Shape::new(0, 1),
            Op::Fail | Op::Refuse | Op::Ignore => Shape::new(0, 0),
        }
    }
}

/// What a server was called for.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Called {
    Handle(Op, Vec<u8>),
    Refused(Op, ClientError),
    Notified(u32),
    SourceDied,
}

/// A server that writes down what it was called for.
#[derive(Clone, Default)]
struct Recorder {
    calls: Arc<Mutex<Vec<Called>>>,
    mask: u32,
    source: Option<TaskId>,
}

impl Recorder {
    fn record(&self, called: Called) {
        self.calls.lock().unwrap().push(called);
    }

    fn calls(&self) -> Vec<Called> {
        self.calls.lock().unwrap().clone()
    }
}

impl NotificationHandler for Recorder {
    fn current_notification_mask(&self) -> u32 {
        self.mask
    }

    fn handle_notification(&mut self, bits: NotificationBits) {
        self.record(Called::Notified(bits.get_raw_bits()));
    }
}

impl Server<Op> for (PhantomData<Op>, &mut Recorder) {
    fn recv_source(&self) -> Option<TaskId> {
        self.1.source
    }

    fn closed_recv_fail(&mut self) {
        self.1.record(Called::SourceDied);
        self.1.source = None;
    }

    fn handle(&mut self, op: Op, incoming: &[u8], rm: &RecvMessage) -> Answer {
        self.1.record(Called::Handle(op, incoming.to_vec()));
        match op {
            Op::Echo => sys_reply(rm.sender, 0, incoming),
            Op::Borrow => sys_reply(rm.sender, 0, &[]),
            Op::Fail => return Answer::code(incoming[0].into()),
            Op::Refuse => {
                return Answer::refuse(ClientError::AccessViolation);
            }
            Op::Ignore => return Answer::refuse(ClientError::WentAway),
        }
        Answer::SENT
    }

    fn refused(&mut self, op: Op, error: ClientError) {
        self.1.record(Called::Refused(op, error));
    }
}

/// One byte more than the longest message, as generated code has it.
mod stub {
    pub(super) const INCOMING_SIZE: usize = 5;
}

type Dispatch = fn(&mut [u8], &mut Recorder);

const BOTH: [(&str, Dispatch); 2] = [
    ("dispatch", dispatch::<Recorder, Op>),
    ("dispatch_n", dispatch_n::<Recorder, Op>),
];

fn serving(dispatch: Dispatch, mut server: Recorder) -> impl FnMut() + Send {
    move || loop {
        dispatch(&mut [0; stub::INCOMING_SIZE], &mut server);
    }
}

/// A message as a client sends it, well-formed or not.
struct Request {
    operation: u16,
    message: &'static [u8],
    reply_capacity: usize,
    leases: usize,
}

/// What the client gets.
type Answered = Result<(u32, Vec<u8>), ReplyFaultReason>;

/// Sends `request` to a server that runs `dispatch`, and a good request after
/// it, which must be answered. Gives the answer to the first, and what the
/// server was called for.
fn exchange(dispatch: Dispatch, request: Request) -> (Answered, Vec<Called>) {
    let server = Recorder::default();
    let mut system = System::new();
    let id = system.task("server", 0, serving(dispatch, server.clone()));
    let answer = Arc::new(Mutex::new(None));
    let answered = Arc::clone(&answer);
    let client = system.task("client", 1, move || {
        let mut reply = vec![0; request.reply_capacity];
        let leases: Vec<_> =
            (0..request.leases).map(|_| Lease::from(&[][..])).collect();
        let (code, len) = sys_send(
            id,
            request.operation,
            request.message,
            &mut reply,
            &leases,
        );
        *answered.lock().unwrap() = Some((code, reply[..len].to_vec()));
    });
    let next = system.task("next client", 2, move || {
        let mut reply = [0; 4];
        assert_eq!(sys_send(id, 1, b"next", &mut reply, &[]), (0, 4));
        assert_eq!(&reply, b"next");
    });
    let end = system.run();

    let answer = match system.fault(client).map(|fault| fault.info) {
        None => Ok(answer.lock().unwrap().take().unwrap()),
        Some(FaultInfo::FromServer(_, reason)) => Err(reason),
        Some(other) => panic!("{other:?}"),
    };
    assert_eq!(end.is_success(), answer.is_ok(), "{end}");
    assert_eq!(system.fault(id), None, "the server lives");
    assert_eq!(system.fault(next), None, "the next client was answered");
    let mut calls = server.calls();
    let last = calls.pop();
    assert_eq!(last, Some(Called::Handle(Op::Echo, b"next".to_vec())));
    (answer, calls)
}

/// Checks what both kinds of dispatch do with a request.
#[track_caller]
fn both(request: fn() -> Request, answer: &Answered, calls: &[Called]) {
    for (name, dispatch) in BOTH {
        let (answered, called) = exchange(dispatch, request());
        assert_eq!(&answered, answer, "{name}");
        assert_eq!(called, calls, "{name}");
    }
}

#[test]
fn what_an_operation_needs_is_what_its_shape_says() {
    let needs = |op: Op| (op.max_reply_size(), op.required_lease_count());
    assert_eq!(needs(Op::Echo), (4, 0));
    assert_eq!(needs(Op::Borrow), (0, 1));
}

#[test]
fn a_request_is_handled_and_answered_by_the_server() {
    both(
        || Request {
            operation: 1,
            message: b"echo",
            reply_capacity: 4,
            leases: 0,
        },
        &Ok((0, b"echo".to_vec())),
        &[Called::Handle(Op::Echo, b"echo".to_vec())],
    );
}

#[test]
fn more_room_for_the_reply_than_needed_is_fine() {
    both(
        || Request {
            operation: 1,
            message: b"",
            reply_capacity: 9,
            leases: 0,
        },
        &Ok((0, vec![])),
        &[Called::Handle(Op::Echo, vec![])],
    );
}

#[test]
fn a_message_cut_by_the_kernel_reaches_the_server_a_byte_too_long() {
    both(
        || Request {
            operation: 3,
            message: &[1; 99],
            reply_capacity: 0,
            leases: 0,
        },
        &Ok((1, vec![])),
        &[Called::Handle(Op::Fail, vec![1; stub::INCOMING_SIZE])],
    );
}

#[test]
fn the_code_of_an_error_is_the_answer() {
    both(
        || Request {
            operation: 3,
            message: &[200],
            reply_capacity: 9,
            leases: 0,
        },
        &Ok((200, vec![])),
        &[Called::Handle(Op::Fail, vec![200])],
    );
}

#[test]
fn an_error_whose_code_is_0_is_answered_with_a_fault() {
    both(
        || Request {
            operation: 3,
            message: &[0],
            reply_capacity: 0,
            leases: 0,
        },
        &Err(ReplyFaultReason::BadMessageContents),
        &[
            Called::Handle(Op::Fail, vec![0]),
            Called::Refused(Op::Fail, ClientError::BadMessageContents),
        ],
    );
}

#[test]
fn a_request_that_the_server_refuses_is_answered_with_its_fault_and_counted() {
    both(
        || Request {
            operation: 4,
            message: b"",
            reply_capacity: 0,
            leases: 0,
        },
        &Err(ReplyFaultReason::AccessViolation),
        &[
            Called::Handle(Op::Refuse, vec![]),
            Called::Refused(Op::Refuse, ClientError::AccessViolation),
        ],
    );
}

#[test]
fn an_operation_of_no_such_number_is_answered_with_a_fault() {
    fn of(operation: u16) -> Request {
        Request {
            operation,
            message: b"",
            reply_capacity: 0,
            leases: 0,
        }
    }
    for request in [|| of(0), || of(6), || of(0xFFFF), || of(0x101)] {
        both(request, &Err(ReplyFaultReason::UndefinedOperation), &[]);
    }
}

#[test]
fn too_little_room_for_the_reply_is_answered_with_a_fault_and_counted() {
    both(
        || Request {
            operation: 1,
            message: b"echo",
            reply_capacity: 3,
            leases: 0,
        },
        &Err(ReplyFaultReason::ReplyBufferTooSmall),
        &[Called::Refused(Op::Echo, ClientError::ReplyBufferTooSmall)],
    );
}

#[test]
fn a_wrong_number_of_leases_is_answered_with_a_fault_and_counted() {
    fn of(operation: u16, leases: usize) -> Request {
        Request {
            operation,
            message: b"",
            reply_capacity: 4,
            leases,
        }
    }
    let fault = &Err(ReplyFaultReason::BadLeases);
    let refused = |op| [Called::Refused(op, ClientError::BadLease)];
    both(|| of(2, 0), fault, &refused(Op::Borrow));
    both(|| of(2, 2), fault, &refused(Op::Borrow));
    both(|| of(1, 1), fault, &refused(Op::Echo));
    both(
        || of(2, 1),
        &Ok((0, vec![])),
        &[Called::Handle(Op::Borrow, vec![])],
    );
}

#[test]
fn the_reply_capacity_is_checked_before_the_leases() {
    both(
        || Request {
            operation: 1,
            message: b"",
            reply_capacity: 0,
            leases: 1,
        },
        &Err(ReplyFaultReason::ReplyBufferTooSmall),
        &[Called::Refused(Op::Echo, ClientError::ReplyBufferTooSmall)],
    );
}

#[test]
fn a_client_that_went_away_gets_nothing() {
    for (name, dispatch) in BOTH {
        let mut system = System::new();
        let server = Recorder::default();
        let id = system.task("server", 0, serving(dispatch, server));
        let client = system.task("client", 1, move || {
            sys_send(id, 5, &[], &mut [], &[]);
        });
        // This one did not go away, so it waits for ever.
        let End::Deadlock(waits) = system.run() else {
            panic!("{name}: the client was answered");
        };
        assert_eq!(waits.len(), 1);
        assert_eq!((waits[0].task, waits[0].kind), (client, WaitKind::Reply));
        assert!(system.trace().calls(id).all(|(call, _)| {
            !matches!(call, Call::Reply { .. } | Call::ReplyFault { .. })
        }));
    }
}

#[test]
fn notifications_in_the_mask_are_handled_and_others_are_not() {
    for (name, dispatch) in BOTH {
        let server = Recorder {
            mask: 0b011,
            ..Recorder::default()
        };
        let mut system = System::new();
        let id = system.task("server", 0, serving(dispatch, server.clone()));
        system.post(id, 0b101);
        system.run_for(1).expect_success();
        system.post(id, 0b100);
        system.run_for(1).expect_success();
        system.post(id, 0b011);
        system.run_for(1).expect_success();
        let expected = [Called::Notified(0b001), Called::Notified(0b011)];
        assert_eq!(server.calls(), expected, "{name}");
    }
}

#[test]
fn a_server_that_listens_to_notifications_handles_requests_as_well() {
    for (name, dispatch) in BOTH {
        let server = Recorder {
            mask: 1,
            ..Recorder::default()
        };
        let mut system = System::new();
        let id = system.task("server", 0, serving(dispatch, server.clone()));
        system.task("client", 1, move || {
            let mut reply = [0; 4];
            assert_eq!(sys_send(id, 1, b"1st", &mut reply, &[]), (0, 3));
            assert_eq!(&reply[..3], b"1st");
        });
        system.run().expect_success();
        let expected = [Called::Handle(Op::Echo, b"1st".to_vec())];
        assert_eq!(server.calls(), expected, "{name}");
    }
}

#[test]
fn a_server_without_a_mask_is_never_called_for_a_notification() {
    for (name, dispatch) in BOTH {
        let server = Recorder::default();
        let mut system = System::new();
        let id = system.task("server", 0, serving(dispatch, server.clone()));
        system.post(id, u32::MAX);
        system.run_for(1).expect_success();
        assert_eq!(server.calls(), [], "{name}");
    }
}

#[test]
fn a_closed_receive_takes_messages_of_its_source_until_it_dies() {
    for (name, dispatch) in BOTH {
        let mut system = System::new();
        let calls = Recorder::default();
        let mut server = calls.clone();
        let source = TaskId(1);
        server.source = Some(source);
        let id = system.task("server", 0, serving(dispatch, server));
        let mut lives = 0;
        let task = system.task("source", 2, move || {
            lives += 1;
            if lives == 1 {
                sys_send(id, 1, b"1st", &mut [0; 4], &[]);
                userlib::hl::sleep_for(10);
            }
        });
        assert_eq!(task, source);
        // More important, and still it waits until the source is dead.
        system.task("other", 1, move || {
            sys_send(id, 1, b"2nd", &mut [0; 4], &[]);
        });
        system.script(When::time(5), Action::kill(source, Restart::AtOnce));
        assert_eq!(system.run(), End::Idle, "{name}");
        let expected = [
            Called::Handle(Op::Echo, b"1st".to_vec()),
            Called::SourceDied,
            Called::Handle(Op::Echo, b"2nd".to_vec()),
        ];
        assert_eq!(calls.calls(), expected, "{name}");
    }
}

#[test]
fn serve_receives_for_ever_into_a_buffer_of_the_stubs_size() {
    let mut system = System::new();
    let recorder = Recorder::default();
    let mut server = recorder.clone();
    let id = system.task("server", 0, move || serve!(stub, server));
    system.task("client", 1, move || {
        for message in [b"one", b"two"] {
            let mut reply = [0; 4];
            assert_eq!(sys_send(id, 1, message, &mut reply, &[]), (0, 3));
        }
    });
    assert_eq!(system.run(), End::Idle);
    assert_eq!(recorder.calls().len(), 2);
    let capacities: Vec<_> = system
        .trace()
        .calls(id)
        .filter_map(|(call, _)| match call {
            Call::Recv { capacity, .. } => Some(*capacity),
            _ => None,
        })
        .collect();
    assert_eq!(capacities, [stub::INCOMING_SIZE; 3]);
}

/// What `serve!` takes as the stub's path and as the server; never run.
mod served {
    use super::{Recorder, serve};

    pub(super) const INCOMING_SIZE: usize = 5;

    #[expect(dead_code, reason = "that it compiles is the test")]
    fn in_this_module() -> ! {
        serve!(self, Recorder::default())
    }

    #[expect(dead_code, reason = "that it compiles is the test")]
    fn by_reference(server: &mut Recorder) -> ! {
        serve!(crate::dispatch::served, *server);
    }

    #[expect(dead_code, reason = "that it compiles is the test")]
    fn in_a_field(mut servers: (Recorder,)) -> ! {
        serve!(super::stub, servers.0,)
    }
}

struct Quiet;

impl NoNotifications for Quiet {}

#[test]
fn a_server_without_notifications_has_an_empty_mask() {
    assert_eq!(Quiet.current_notification_mask(), 0);
}

/// The kernel as its manual describes it: a message longer than the buffer is
/// cut, and its true length reported.
mod manual {
    use std::cell::RefCell;
    use std::ptr::NonNull;

    use userlib::host::{Kernel, Outcome, Syscall, set_current};
    use userlib::{RecvMessage, ReplyFaultReason, TaskId};

    pub(super) struct ManualKernel {
        pub(super) operation: u32,
        pub(super) message_len: usize,
        pub(super) fault: RefCell<Option<ReplyFaultReason>>,
    }

    impl Kernel for ManualKernel {
        unsafe fn call(&self, call: Syscall) -> Outcome {
            match call {
                Syscall::Recv { .. } => Outcome::Received(Ok(RecvMessage {
                    sender: TaskId(1),
                    operation: self.operation,
                    message_len: self.message_len,
                    // Wrong for `Op::Borrow`, but that is checked later.
                    response_capacity: 0,
                    lease_count: 7,
                })),
                Syscall::ReplyFault { reason, .. } => {
                    let before = self.fault.replace(Some(reason));
                    assert_eq!(before, None);
                    Outcome::Done
                }
                other => panic!("{other:?}"),
            }
        }

        fn stop_for_good(&self) -> ! {
            panic!("no task unwinds here")
        }

        fn slot_index(&self, name: &str) -> Result<u16, String> {
            Err(format!("no slot `{name}`"))
        }
    }

    /// Runs `task` with its system calls going to `kernel`.
    pub(super) fn run(kernel: &ManualKernel, task: impl FnOnce()) {
        struct Restore(Option<NonNull<dyn Kernel>>);
        impl Drop for Restore {
            fn drop(&mut self) {
                // SAFETY: it was current before, and whoever made it so keeps
                // it valid.
                unsafe { set_current(self.0) };
            }
        }
        let kernel: &dyn Kernel = kernel;
        let kernel = NonNull::from(kernel);
        // SAFETY: `Kernel` in a pointer type has no lifetime but 'static; the
        // kernel outlives this function, and is replaced before it returns.
        let kernel = unsafe {
            std::mem::transmute::<NonNull<dyn Kernel + '_>, NonNull<dyn Kernel>>(
                kernel,
            )
        };
        // SAFETY: the kernel outlives this function, at whose end `Restore`
        // replaces it.
        let _restore = Restore(unsafe { set_current(Some(kernel)) });
        task();
    }
}

#[test]
fn a_message_longer_than_the_buffer_is_refused_before_anything_else() {
    let too_long = |operation, message_len| {
        let kernel = manual::ManualKernel {
            operation,
            message_len,
            fault: None.into(),
        };
        let mut server = Recorder::default();
        manual::run(&kernel, || dispatch(&mut [0; 5], &mut server));
        (kernel.fault.into_inner().unwrap(), server.calls())
    };
    for message_len in [6, usize::MAX] {
        assert_eq!(
            too_long(2, message_len),
            (ReplyFaultReason::BadMessageSize, vec![])
        );
        // Also of an operation that does not exist, which nobody counts.
        assert_eq!(
            too_long(99, message_len),
            (ReplyFaultReason::BadMessageSize, vec![])
        );
    }
    let operation = 0x1_0002;
    assert_eq!(
        too_long(operation, 5),
        (ReplyFaultReason::UndefinedOperation, vec![])
    );
}
