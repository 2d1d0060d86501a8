// A server of `Gate`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_gate_server_prelude {
    pub(super) use ::userlib::UnwrapLite;
}
#[allow(unused_imports)]
use __idol_gate_server_prelude::*;

use ::idol_runtime::server_items as __idol_gate_alone_in_its_module; // A `mod` of its own for each side.
__idol_gate_alone_in_its_module! { server "Gate" "" GateOperation __idol_gate_proofs {
[CODE: u16: ::core::convert::From<T>]
[CONSIDERED: T: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType]
__idol_gate_is_GateError = __idol_gate_types::GateError:
CODE "error of `open`: `crate::GateError` is to derive `idol_derive::IdolError`",
CONSIDERED "error of `open`: `crate::GateError` is to derive `idol_derive::IdolError` with `#[idol(server_death)]` on the variant that says that the server died",
;
} {
} {
matching
1 open 1, 0 __IDOL_GATE_1_TYPES Gate_open_ARGS Gate_open_REPLY reading read_open_msg take { } () ok own u8, code coded __idol_gate_is_GateError => ();
2 state 1, 0 __IDOL_GATE_2_TYPES Gate_state_ARGS Gate_state_REPLY reading read_state_msg take { } () ok flag bool;
7 service 0, 0 __IDOL_GATE_7_TYPES Gate_service_ARGS Gate_service_REPLY reading read_service_msg take { } () ok nothing (), code coded __idol_gate_is_GateError => ();
}
mod __idol_gate_types {
    pub(super) use {
        crate::GateError, // the interface: misspelt, or no `use` here?
    };
}

/// The operations of `Gate`.
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum GateOperation {
    open = 1,
    state = 2,
    service = 7,
}

/// A server of `Gate` that answers when it likes,
/// with `userlib::sys_reply`.
///
/// Servers had better implement [`GateReplies`]:
/// nothing here sees to it that each request is
/// answered, once, with what its client can decode,
/// and such answers are not counted. A lease must
/// not be used once its request is answered: it
/// would be one of the client's next request, or
/// fault the server.
pub trait PipelinedGateImpl: ::idol_runtime::NotificationHandler {
    /// The only task whose messages are received now, if any.
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        ::core::option::Option::None
    }

    /// Called when the task that `recv_source` named has died.
    /// `recv_source` must name another afterwards.
    fn closed_recv_fail(&mut self) {
        ::core::panic!("the task that was waited for has died");
    }

    /// Operation 1 on the wire.
    fn open(
        &mut self,
        msg: &::userlib::RecvMessage,
    )
    where
        __idol_gate_is_GateError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 2 on the wire.
    fn state(
        &mut self,
        msg: &::userlib::RecvMessage,
    );

    /// Operation 7 on the wire.
    /// Not supported unless it is implemented.
    fn service(
        &mut self,
        __msg: &::userlib::RecvMessage,
    )
    where
        __idol_gate_is_GateError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType,
    {
        ::userlib::sys_reply_fault(
            __msg.sender,
            ::userlib::ReplyFaultReason::UndefinedOperation,
        );
    }
}

/// A server of `Gate` that answers when it likes,
/// with the handle that comes with each request.
/// Whoever implements this implements
/// [`PipelinedGateImpl`] by it.
pub trait GateReplies: ::idol_runtime::NotificationHandler {
    /// The only task whose messages are received now, if any.
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        ::core::option::Option::None
    }

    /// Called when the task that `recv_source` named has died.
    /// `recv_source` must name another afterwards.
    fn closed_recv_fail(&mut self) {
        ::core::panic!("the task that was waited for has died");
    }

    /// Operation 1 on the wire.
    fn open(
        &mut self,
        msg: &::userlib::RecvMessage,
        reply: Gate_open_PENDING,
    )
    where
        __idol_gate_is_GateError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 2 on the wire.
    fn state(
        &mut self,
        msg: &::userlib::RecvMessage,
        reply: Gate_state_PENDING,
    );

    /// Operation 7 on the wire.
    /// Not supported unless it is implemented.
    fn service(
        &mut self,
        __msg: &::userlib::RecvMessage,
        __reply: Gate_service_PENDING,
    )
    where
        __idol_gate_is_GateError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType,
    {
        __reply.fail(
            ::idol_runtime::ClientError::UnknownOperation,
        );
    }
}

/// A request for `open` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Gate_open_PENDING {
    unanswered: ::idol_runtime::Unanswered,
}

const _: () = ::core::assert!(::core::mem::size_of::<Gate_open_PENDING>() == 4);

impl Gate_open_PENDING {
    /// Who waits for the answer.
    pub fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }

    /// Whether the client still is the incarnation that asked.
    /// One that has faulted, and has not been restarted yet,
    /// counts as alive.
    pub fn is_client_alive(&self) -> bool {
        self.unanswered.is_client_alive()
    }

    /// Answers with success.
    pub fn ok(self, __value: u8) {
        self.succeed(&__value);
    }

    fn succeed(self, __value: &u8) {
        self.unanswered.reply(0, <u8 as ::zerocopy::IntoBytes>::as_bytes(__value));
    }

    /// Answers with an error of the operation.
    pub fn err(self, __error: __idol_gate_types::GateError) {
        self.unanswered.reply_code(
            <u16 as ::core::convert::From<__idol_gate_is_GateError>>::from(__error),
        );
    }

    /// Faults the client.
    pub fn fail(self, __error: ::idol_runtime::ClientError) {
        self.unanswered.fail(__error);
    }

    /// Answers with a result, as a function of a server that
    /// answers in order returns it.
    pub fn answer(
        self,
        __result: ::core::result::Result<
            u8,
            ::idol_runtime::RequestError<__idol_gate_types::GateError>,
        >,
    ) {
        match __result {
            ::core::result::Result::Ok(ref __value) => self.succeed(__value),
            ::core::result::Result::Err(
                ::idol_runtime::RequestError::Runtime(__error),
            ) => self.err(__error),
            ::core::result::Result::Err(
                ::idol_runtime::RequestError::Fail(__error),
            ) => self.fail(__error),
        }
    }
}

impl ::idol_runtime::ReplyHandle for Gate_open_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

/// A request for `state` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Gate_state_PENDING {
    unanswered: ::idol_runtime::Unanswered,
}

const _: () = ::core::assert!(::core::mem::size_of::<Gate_state_PENDING>() == 4);

impl Gate_state_PENDING {
    /// Who waits for the answer.
    pub fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }

    /// Whether the client still is the incarnation that asked.
    /// One that has faulted, and has not been restarted yet,
    /// counts as alive.
    pub fn is_client_alive(&self) -> bool {
        self.unanswered.is_client_alive()
    }

    /// Answers with success.
    pub fn ok(self, __value: bool) {
        self.succeed(__value);
    }

    fn succeed(self, __value: bool) {
        self.unanswered.reply(0, &[__value as u8]);
    }

    /// Faults the client.
    pub fn fail(self, __error: ::idol_runtime::ClientError) {
        self.unanswered.fail(__error);
    }

    /// Answers with a result, as a function of a server that
    /// answers in order returns it.
    pub fn answer(
        self,
        __result: ::core::result::Result<
            bool,
            ::idol_runtime::RequestError<::core::convert::Infallible>,
        >,
    ) {
        match __result {
            ::core::result::Result::Ok(__value) => self.succeed(__value),
            ::core::result::Result::Err(
                ::idol_runtime::RequestError::Runtime(__error),
            ) => match __error {},
            ::core::result::Result::Err(
                ::idol_runtime::RequestError::Fail(__error),
            ) => self.fail(__error),
        }
    }
}

impl ::idol_runtime::ReplyHandle for Gate_state_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

/// A request for `service` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Gate_service_PENDING {
    unanswered: ::idol_runtime::Unanswered,
}

const _: () = ::core::assert!(::core::mem::size_of::<Gate_service_PENDING>() == 4);

impl Gate_service_PENDING {
    /// Who waits for the answer.
    pub fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }

    /// Whether the client still is the incarnation that asked.
    /// One that has faulted, and has not been restarted yet,
    /// counts as alive.
    pub fn is_client_alive(&self) -> bool {
        self.unanswered.is_client_alive()
    }

    /// Answers with success.
    pub fn ok(self, __value: ()) {
        self.succeed(__value);
    }

    fn succeed(self, _: ()) {
        self.unanswered.reply(0, &[]);
    }

    /// Answers with an error of the operation.
    pub fn err(self, __error: __idol_gate_types::GateError) {
        self.unanswered.reply_code(
            <u16 as ::core::convert::From<__idol_gate_is_GateError>>::from(__error),
        );
    }

    /// Faults the client.
    pub fn fail(self, __error: ::idol_runtime::ClientError) {
        self.unanswered.fail(__error);
    }

    /// Answers with a result, as a function of a server that
    /// answers in order returns it.
    pub fn answer(
        self,
        __result: ::core::result::Result<
            (),
            ::idol_runtime::RequestError<__idol_gate_types::GateError>,
        >,
    ) {
        match __result {
            ::core::result::Result::Ok(__value) => self.succeed(__value),
            ::core::result::Result::Err(
                ::idol_runtime::RequestError::Runtime(__error),
            ) => self.err(__error),
            ::core::result::Result::Err(
                ::idol_runtime::RequestError::Fail(__error),
            ) => self.fail(__error),
        }
    }
}

impl ::idol_runtime::ReplyHandle for Gate_service_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

impl<__S: GateReplies> PipelinedGateImpl for __S {
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        <__S as GateReplies>::recv_source(self)
    }

    fn closed_recv_fail(&mut self) {
        <__S as GateReplies>::closed_recv_fail(self)
    }

    fn open(
        &mut self,
        __msg: &::userlib::RecvMessage,
    ) {
        let __reply = Gate_open_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as GateReplies>::open(
            self,
            __msg,
            __reply,
        );
    }

    fn state(
        &mut self,
        __msg: &::userlib::RecvMessage,
    ) {
        let __reply = Gate_state_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as GateReplies>::state(
            self,
            __msg,
            __reply,
        );
    }

    fn service(
        &mut self,
        __msg: &::userlib::RecvMessage,
    ) {
        let __reply = Gate_service_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as GateReplies>::service(
            self,
            __msg,
            __reply,
        );
    }
}

#[cfg(any())] // The build script says `ServerStyle::Pipelined`: implement `GateReplies`, or change it.
pub trait InOrderGateImpl {}

// Each operation's longest message and longest reply, in bytes.
pub const OPEN_MSG_SIZE: usize = 0;
pub const OPEN_REPLY_SIZE: usize = 1;
pub const STATE_MSG_SIZE: usize = 0;
pub const STATE_REPLY_SIZE: usize = 1;
pub const SERVICE_MSG_SIZE: usize = 0;
pub const SERVICE_REPLY_SIZE: usize = 0;
/// The size of a server's buffer in bytes: the longest message
/// and one byte more, which tells a message that the kernel cut.
pub const INCOMING_SIZE: usize =
    ::idol_runtime::message::largest(&[OPEN_MSG_SIZE, STATE_MSG_SIZE, SERVICE_MSG_SIZE]) + 1;

impl<__S: PipelinedGateImpl> ::idol_runtime::Server<GateOperation>
    for (::core::marker::PhantomData<GateOperation>, &mut __S) {
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        <__S as PipelinedGateImpl>::recv_source(&*self.1)
    }

    fn closed_recv_fail(&mut self) {
        <__S as PipelinedGateImpl>::closed_recv_fail(&mut *self.1)
    }

    fn handle(
        &mut self,
        __op: GateOperation,
        __incoming: &[u8],
        __rm: &::userlib::RecvMessage,
    ) -> ::idol_runtime::Answer {
        use ::core::option::Option::Some as __Some;
        use ::core::result::Result::{Err as __Err, Ok as __Ok};
        use ::idol_runtime::Answer as __Answer;
        use ::idol_runtime::message::Arguments as __Arguments;
        match __op {
            GateOperation::open => (|| {
                if !::core::matches!(__rm.sender.index(), 1 | 2) { return __Answer::ACCESS_VIOLATION }
                if !__incoming.is_empty() { return __Answer::BAD_MESSAGE_SIZE }
                <__S as PipelinedGateImpl>::open(&mut *self.1, __rm);
                __Answer::SENT
            })(),
            GateOperation::state => (|| {
                if !__incoming.is_empty() { return __Answer::BAD_MESSAGE_SIZE }
                <__S as PipelinedGateImpl>::state(&mut *self.1, __rm);
                __Answer::SENT
            })(),
            GateOperation::service => (|| {
                if true { return __Answer::ACCESS_VIOLATION }
                if !__incoming.is_empty() { return __Answer::BAD_MESSAGE_SIZE }
                <__S as PipelinedGateImpl>::service(&mut *self.1, __rm);
                __Answer::SENT
            })(),
        }
    }
}

/// No operation has the number 3.
#[repr(C, packed)]
pub struct Gate___reserved_3_ARGS {}

pub struct Gate___reserved_3_REPLY { pub value: () }
#[used]
static __IDOL_GATE_3_TYPES: ::core::marker::PhantomData<(Gate___reserved_3_ARGS, Gate___reserved_3_REPLY, (), (), ((), ()))> = ::core::marker::PhantomData;

/// No operation has the number 4.
#[repr(C, packed)]
pub struct Gate___reserved_4_ARGS {}

pub struct Gate___reserved_4_REPLY { pub value: () }
#[used]
static __IDOL_GATE_4_TYPES: ::core::marker::PhantomData<(Gate___reserved_4_ARGS, Gate___reserved_4_REPLY, (), (), ((), ()))> = ::core::marker::PhantomData;

/// No operation has the number 5.
#[repr(C, packed)]
pub struct Gate___reserved_5_ARGS {}

pub struct Gate___reserved_5_REPLY { pub value: () }
#[used]
static __IDOL_GATE_5_TYPES: ::core::marker::PhantomData<(Gate___reserved_5_ARGS, Gate___reserved_5_REPLY, (), (), ((), ()))> = ::core::marker::PhantomData;

/// No operation has the number 6.
#[repr(C, packed)]
pub struct Gate___reserved_6_ARGS {}

pub struct Gate___reserved_6_REPLY { pub value: () }
#[used]
static __IDOL_GATE_6_TYPES: ::core::marker::PhantomData<(Gate___reserved_6_ARGS, Gate___reserved_6_REPLY, (), (), ((), ()))> = ::core::marker::PhantomData;
}

/// The interface, as debuggers read it.
#[used]
#[cfg_attr(
    any(target_os = "none", target_os = "linux"),
    unsafe(link_section = ".idolatry")
)]
// One server a task: debuggers read one interface.
#[cfg_attr(
    target_os = "none",
    unsafe(export_name = "a task can hold only one Idol server")
)]
#[allow(clippy::all, unsafe_code)]
static __IDOL_GATE_INTERFACE: [u8; 428] = *b"\
Interface(name:\"Gate\",ops:{\n\
\"open\":(args:{},reply:Result(ok:\"u8\",err:CLike(\"crate::GateError\")),idempotent:true),\n\
\"state\":(args:{},reply:Result(ok:\"bool\",err:ServerDeath)),\n\
\"__reserved_3\":(reply:Simple(\"()\")),\n\
\"__reserved_4\":(reply:Simple(\"()\")),\n\
\"__reserved_5\":(reply:Simple(\"()\")),\n\
\"__reserved_6\":(reply:Simple(\"()\")),\n\
\"service\":(args:{},reply:Result(ok:\"()\",err:CLike(\"crate::GateError\"))),\n\
},fingerprint:\"e57b54e76346d008\")\n\
";
