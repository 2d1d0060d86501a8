// A server of `Gate`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_gate_prelude {
    pub(super) use ::userlib::UnwrapLite;
}
#[allow(unused_imports)]
use __idol_gate_prelude::*;

/// The operations of `Gate`.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum GateOperation {
    /// Operation 1 on the wire.
    open = 1,
    /// Operation 2 on the wire.
    state = 2,
    /// Operation 7 on the wire.
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
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(rustdoc::all)]
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
        crate::GateError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 2 on the wire.
    fn state(
        &mut self,
        msg: &::userlib::RecvMessage,
    );

    /// Operation 7 on the wire.
    /// Not supported unless it is implemented.
    #[allow(unused_variables)]
    fn service(
        &mut self,
        __msg: &::userlib::RecvMessage,
    )
    where
        crate::GateError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType,
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
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(rustdoc::all)]
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
        crate::GateError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 2 on the wire.
    fn state(
        &mut self,
        msg: &::userlib::RecvMessage,
        reply: Gate_state_PENDING,
    );

    /// Operation 7 on the wire.
    /// Not supported unless it is implemented.
    #[allow(unused_variables)]
    fn service(
        &mut self,
        __msg: &::userlib::RecvMessage,
        __reply: Gate_service_PENDING,
    )
    where
        crate::GateError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType,
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
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub struct Gate_open_PENDING {
    unanswered: ::idol_runtime::Unanswered,
}

const _: () = ::core::assert!(::core::mem::size_of::<Gate_open_PENDING>() == 4);

#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
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
        self.unanswered.reply(0, ::zerocopy::IntoBytes::as_bytes(__value));
    }

    /// Answers with an error of the operation.
    pub fn err(self, __error: crate::GateError) {
        self.unanswered.reply_code(
            <u16 as ::core::convert::From<_>>::from(__error),
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
            ::idol_runtime::RequestError<crate::GateError>,
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
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub struct Gate_state_PENDING {
    unanswered: ::idol_runtime::Unanswered,
}

const _: () = ::core::assert!(::core::mem::size_of::<Gate_state_PENDING>() == 4);

#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
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
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub struct Gate_service_PENDING {
    unanswered: ::idol_runtime::Unanswered,
}

const _: () = ::core::assert!(::core::mem::size_of::<Gate_service_PENDING>() == 4);

#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
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
    pub fn err(self, __error: crate::GateError) {
        self.unanswered.reply_code(
            <u16 as ::core::convert::From<_>>::from(__error),
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
            ::idol_runtime::RequestError<crate::GateError>,
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

#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(unused_variables)]
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

/// The longest message to `open`, in bytes.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub const OPEN_MSG_SIZE: usize = 0;
/// The longest reply of `open`, in bytes.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub const OPEN_REPLY_SIZE: usize = 1;
/// The longest message to `state`, in bytes.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub const STATE_MSG_SIZE: usize = 0;
/// The longest reply of `state`, in bytes.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub const STATE_REPLY_SIZE: usize = 1;
/// The longest message to `service`, in bytes.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub const SERVICE_MSG_SIZE: usize = 0;
/// The longest reply of `service`, in bytes.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub const SERVICE_REPLY_SIZE: usize = 0;
/// The size of a server's buffer in bytes: the longest message
/// and one byte more, which tells a message that the kernel cut.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub const INCOMING_SIZE: usize = {
    let __sizes = [OPEN_MSG_SIZE, STATE_MSG_SIZE, SERVICE_MSG_SIZE];
    let mut __largest = 0;
    let mut __i = 0;
    while __i < __sizes.len() {
        if __sizes[__i] > __largest {
            __largest = __sizes[__i];
        }
        __i += 1;
    }
    __largest + 1
};

impl ::idol_runtime::ServerOp for GateOperation {
    fn decode(
        __number: u32,
    ) -> ::core::option::Option<(Self, ::idol_runtime::Shape)> {
        let __op = match __number {
            1 => Self::open,
            2 => Self::state,
            7 => Self::service,
            _ => return ::core::option::Option::None,
        };
        let __shape = <Self as ::idol_runtime::ServerOp>::shape(__op);
        ::core::option::Option::Some((__op, __shape))
    }

    fn shape(self) -> ::idol_runtime::Shape {
        match self {
            Self::open => const { ::idol_runtime::Shape::new(1, 0) },
            Self::state => const { ::idol_runtime::Shape::new(1, 0) },
            Self::service => const { ::idol_runtime::Shape::new(0, 0) },
        }
    }
}

/// The arguments of `open`, as they are on the wire.
#[derive(::zerocopy_derive::FromBytes, ::zerocopy_derive::Immutable)]
#[repr(C, packed)]
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(missing_docs)]
pub struct Gate_open_ARGS {
}

/// Reads a message to `open`. `None` if it is none.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub fn read_open_msg(
    __bytes: &[u8],
) -> ::core::option::Option<&Gate_open_ARGS> {
    let [__args] = <[Gate_open_ARGS; 1] as ::zerocopy::FromBytes>
        ::ref_from_bytes(__bytes).ok()?;
    ::core::option::Option::Some(__args)
}

/// The arguments of `state`, as they are on the wire.
#[derive(::zerocopy_derive::FromBytes, ::zerocopy_derive::Immutable)]
#[repr(C, packed)]
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(missing_docs)]
pub struct Gate_state_ARGS {
}

/// Reads a message to `state`. `None` if it is none.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub fn read_state_msg(
    __bytes: &[u8],
) -> ::core::option::Option<&Gate_state_ARGS> {
    let [__args] = <[Gate_state_ARGS; 1] as ::zerocopy::FromBytes>
        ::ref_from_bytes(__bytes).ok()?;
    ::core::option::Option::Some(__args)
}

/// The arguments of `service`, as they are on the wire.
#[derive(::zerocopy_derive::FromBytes, ::zerocopy_derive::Immutable)]
#[repr(C, packed)]
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(missing_docs)]
pub struct Gate_service_ARGS {
}

/// Reads a message to `service`. `None` if it is none.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub fn read_service_msg(
    __bytes: &[u8],
) -> ::core::option::Option<&Gate_service_ARGS> {
    let [__args] = <[Gate_service_ARGS; 1] as ::zerocopy::FromBytes>
        ::ref_from_bytes(__bytes).ok()?;
    ::core::option::Option::Some(__args)
}

#[allow(clippy::all, unused_variables)]
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
        match __op {
            GateOperation::open => {
                if !::core::matches!(__rm.sender.index(), 1 | 2) {
                    return ::idol_runtime::Answer::refuse(
                        ::idol_runtime::ClientError::AccessViolation,
                    );
                }
                if !__incoming.is_empty() {
                    return ::idol_runtime::Answer::refuse(
                        ::idol_runtime::ClientError::BadMessageSize,
                    );
                }
                <__S as PipelinedGateImpl>::open(
                    &mut *self.1,
                    __rm,
                );
                ::idol_runtime::Answer::SENT
            }
            GateOperation::state => {
                if !__incoming.is_empty() {
                    return ::idol_runtime::Answer::refuse(
                        ::idol_runtime::ClientError::BadMessageSize,
                    );
                }
                <__S as PipelinedGateImpl>::state(
                    &mut *self.1,
                    __rm,
                );
                ::idol_runtime::Answer::SENT
            }
            GateOperation::service => {
                if true {
                    return ::idol_runtime::Answer::refuse(
                        ::idol_runtime::ClientError::AccessViolation,
                    );
                }
                if !__incoming.is_empty() {
                    return ::idol_runtime::Answer::refuse(
                        ::idol_runtime::ClientError::BadMessageSize,
                    );
                }
                <__S as PipelinedGateImpl>::service(
                    &mut *self.1,
                    __rm,
                );
                ::idol_runtime::Answer::SENT
            }
        }
    }
}

#[allow(dead_code)]
const _: () = {
    struct __IdolError<T>(::core::marker::PhantomData<T>);

    impl<T> __IdolError<T>
    where
        u16: ::core::convert::From<T>,
    {
        const MAKES_A_CODE: bool = true;
    }

    trait __IdolOtherwise {
        const MAKES_A_CODE: bool = false;
    }

    impl<T> __IdolOtherwise for __IdolError<T> {}

    ::core::assert!(
        <__IdolError<crate::GateError>>::MAKES_A_CODE,
        "operation `open`, error: `crate::GateError` makes no return code. Derive `IdolError` for it, or implement `From<crate::GateError>` for `u16`",
    );
};

/// What `open` returns, for debuggers.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(missing_docs)]
pub struct Gate_open_REPLY {
    pub value: u8,
}

#[allow(clippy::all)]
#[used]
static __IDOL_GATE_1_TYPES: ::core::marker::PhantomData<(
    Gate_open_ARGS,
    Gate_open_REPLY,
    (),
    u8,
    (crate::GateError, ()),
)> = ::core::marker::PhantomData;

/// What `state` returns, for debuggers.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(missing_docs)]
pub struct Gate_state_REPLY {
    pub value: bool,
}

#[allow(clippy::all)]
#[used]
static __IDOL_GATE_2_TYPES: ::core::marker::PhantomData<(
    Gate_state_ARGS,
    Gate_state_REPLY,
    (),
    bool,
    ((), ()),
)> = ::core::marker::PhantomData;

/// No operation has the number 3.
#[repr(C, packed)]
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub struct Gate___reserved_3_ARGS {}

/// No operation has the number 3.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(missing_docs)]
pub struct Gate___reserved_3_REPLY {
    pub value: (),
}

#[allow(clippy::all)]
#[used]
static __IDOL_GATE_3_TYPES: ::core::marker::PhantomData<(
    Gate___reserved_3_ARGS, Gate___reserved_3_REPLY, (), (), ((), ()),
)> = ::core::marker::PhantomData;

/// No operation has the number 4.
#[repr(C, packed)]
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub struct Gate___reserved_4_ARGS {}

/// No operation has the number 4.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(missing_docs)]
pub struct Gate___reserved_4_REPLY {
    pub value: (),
}

#[allow(clippy::all)]
#[used]
static __IDOL_GATE_4_TYPES: ::core::marker::PhantomData<(
    Gate___reserved_4_ARGS, Gate___reserved_4_REPLY, (), (), ((), ()),
)> = ::core::marker::PhantomData;

/// No operation has the number 5.
#[repr(C, packed)]
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub struct Gate___reserved_5_ARGS {}

/// No operation has the number 5.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(missing_docs)]
pub struct Gate___reserved_5_REPLY {
    pub value: (),
}

#[allow(clippy::all)]
#[used]
static __IDOL_GATE_5_TYPES: ::core::marker::PhantomData<(
    Gate___reserved_5_ARGS, Gate___reserved_5_REPLY, (), (), ((), ()),
)> = ::core::marker::PhantomData;

/// No operation has the number 6.
#[repr(C, packed)]
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
pub struct Gate___reserved_6_ARGS {}

/// No operation has the number 6.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(missing_docs)]
pub struct Gate___reserved_6_REPLY {
    pub value: (),
}

#[allow(clippy::all)]
#[used]
static __IDOL_GATE_6_TYPES: ::core::marker::PhantomData<(
    Gate___reserved_6_ARGS, Gate___reserved_6_REPLY, (), (), ((), ()),
)> = ::core::marker::PhantomData;

/// What `service` returns, for debuggers.
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, nonstandard_style, private_bounds, private_interfaces, single_use_lifetimes, unnameable_types, unreachable_pub, variant_size_differences)]
#[allow(missing_docs)]
pub struct Gate_service_REPLY {
    pub value: (),
}

#[allow(clippy::all)]
#[used]
static __IDOL_GATE_7_TYPES: ::core::marker::PhantomData<(
    Gate_service_ARGS,
    Gate_service_REPLY,
    (),
    (),
    (crate::GateError, ()),
)> = ::core::marker::PhantomData;

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
