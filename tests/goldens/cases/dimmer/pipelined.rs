// A server of `Dimmer`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_dimmer_server_prelude {
    pub(super) use ::userlib::UnwrapLite;
}
#[allow(unused_imports)]
use __idol_dimmer_server_prelude::*;

use ::idol_runtime::server_items as __idol_dimmer_alone_in_its_module; // A `mod` of its own for each side.
__idol_dimmer_alone_in_its_module! { server "Dimmer" "" DimmerOperation __idol_dimmer_proofs {
[SENT: T: ::zerocopy::IntoBytes + ::zerocopy::Immutable]
__idol_dimmer_is_Percent = __idol_dimmer_types::Percent:
SENT "reply of `dim`: `crate::Percent` is to derive zerocopy's `IntoBytes` and `Immutable`",
;
} {
size __idol_dimmer_is_Percent = u8: "argument `power` of `dim`: `crate::Percent` travels as `u8`, but the two differ in size";
} {
matching
1 dim 1, 0 __IDOL_DIMMER_1_TYPES Dimmer_dim_ARGS Dimmer_dim_REPLY reading read_dim_msg take { raw_power: u8, raw_floor: u8, } (power: integer @u8 __idol_dimmer_is_Percent,floor: integer @u8 __idol_dimmer_is_Percent,) ok integer @u8 __idol_dimmer_is_Percent;
2 power 1, 0 __IDOL_DIMMER_2_TYPES Dimmer_power_ARGS Dimmer_power_REPLY reading read_power_msg take { } () plain integer @u8 __idol_dimmer_is_Percent;
}
mod __idol_dimmer_types {
    pub(super) use {
        crate::Percent, // the interface: misspelt, or no `use` here?
    };
}

const _: fn(u8) -> ::core::option::Option<__idol_dimmer_is_Percent> = crate::percent; // the interface: `From` if it returns no `Option`
/// The operations of `Dimmer`.
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum DimmerOperation {
    dim = 1,
    power = 2,
}

/// A server of `Dimmer` that answers when it likes,
/// with `userlib::sys_reply`.
///
/// Servers had better implement [`DimmerReplies`]:
/// nothing here sees to it that each request is
/// answered, once, with what its client can decode,
/// and such answers are not counted. A lease must
/// not be used once its request is answered: it
/// would be one of the client's next request, or
/// fault the server.
pub trait PipelinedDimmerImpl: ::idol_runtime::NotificationHandler {
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
    fn dim(
        &mut self,
        msg: &::userlib::RecvMessage,
        power: __idol_dimmer_types::Percent,
        floor: __idol_dimmer_types::Percent,
    );

    /// Operation 2 on the wire.
    fn power(
        &mut self,
        msg: &::userlib::RecvMessage,
    );
}

/// A server of `Dimmer` that answers when it likes,
/// with the handle that comes with each request.
/// Whoever implements this implements
/// [`PipelinedDimmerImpl`] by it.
pub trait DimmerReplies: ::idol_runtime::NotificationHandler {
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
    fn dim(
        &mut self,
        msg: &::userlib::RecvMessage,
        power: __idol_dimmer_types::Percent,
        floor: __idol_dimmer_types::Percent,
        reply: Dimmer_dim_PENDING,
    );

    /// Operation 2 on the wire.
    fn power(
        &mut self,
        msg: &::userlib::RecvMessage,
        reply: Dimmer_power_PENDING,
    );
}

/// A request for `dim` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Dimmer_dim_PENDING {
    unanswered: ::idol_runtime::Unanswered<Dimmer_dim_PENDING>,
}

const _: () = ::core::assert!(::core::mem::size_of::<Dimmer_dim_PENDING>() == 4);

impl Dimmer_dim_PENDING {
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
    pub fn ok(self, __value: __idol_dimmer_types::Percent) {
        self.succeed(&__value);
    }

    fn succeed(self, __value: &__idol_dimmer_is_Percent) {
        use ::counters::Count as __Count;
        let __counted = &__DIMMER_SERVER_COUNTERS;
        __Count::count(&(), &__counted.dim.Ok);
        self.unanswered.reply(0, <__idol_dimmer_is_Percent as ::zerocopy::IntoBytes>::as_bytes(__value));
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
            __idol_dimmer_types::Percent,
            ::idol_runtime::RequestError<::core::convert::Infallible>,
        >,
    ) {
        match __result {
            ::core::result::Result::Ok(ref __value) => self.succeed(__value),
            ::core::result::Result::Err(
                ::idol_runtime::RequestError::Runtime(__error),
            ) => match __error {},
            ::core::result::Result::Err(
                ::idol_runtime::RequestError::Fail(__error),
            ) => self.fail(__error),
        }
    }
}

impl ::idol_runtime::ReplyHandle for Dimmer_dim_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

impl ::idol_runtime::Tally for Dimmer_dim_PENDING {
    fn refused(__error: ::idol_runtime::ClientError) {
        use ::counters::Count as __Count;
        let __counted = &__DIMMER_SERVER_COUNTERS;
        __Count::count(&__error, &__counted.dim.Err.Fail);
    }
}

/// A request for `power` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Dimmer_power_PENDING {
    unanswered: ::idol_runtime::Unanswered,
}

const _: () = ::core::assert!(::core::mem::size_of::<Dimmer_power_PENDING>() == 4);

impl Dimmer_power_PENDING {
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
    pub fn ok(self, __value: __idol_dimmer_types::Percent) {
        self.succeed(&__value);
    }

    fn succeed(self, __value: &__idol_dimmer_is_Percent) {
        use ::counters::Count as __Count;
        let __counted = &__DIMMER_SERVER_COUNTERS;
        __Count::count(&(), &__counted.power);
        self.unanswered.reply(0, <__idol_dimmer_is_Percent as ::zerocopy::IntoBytes>::as_bytes(__value));
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
            __idol_dimmer_types::Percent,
            ::idol_runtime::RequestError<::core::convert::Infallible>,
        >,
    ) {
        match __result {
            ::core::result::Result::Ok(ref __value) => self.succeed(__value),
            ::core::result::Result::Err(
                ::idol_runtime::RequestError::Runtime(__error),
            ) => match __error {},
            ::core::result::Result::Err(
                ::idol_runtime::RequestError::Fail(__error),
            ) => self.fail(__error),
        }
    }
}

impl ::idol_runtime::ReplyHandle for Dimmer_power_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

impl<__S: DimmerReplies> PipelinedDimmerImpl for __S {
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        <__S as DimmerReplies>::recv_source(self)
    }

    fn closed_recv_fail(&mut self) {
        <__S as DimmerReplies>::closed_recv_fail(self)
    }

    fn dim(
        &mut self,
        __msg: &::userlib::RecvMessage,
        power: __idol_dimmer_types::Percent,
        floor: __idol_dimmer_types::Percent,
    ) {
        let __reply = Dimmer_dim_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as DimmerReplies>::dim(
            self,
            __msg,
            power,
            floor,
            __reply,
        );
    }

    fn power(
        &mut self,
        __msg: &::userlib::RecvMessage,
    ) {
        let __reply = Dimmer_power_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as DimmerReplies>::power(
            self,
            __msg,
            __reply,
        );
    }
}

#[cfg(any())] // The build script says `ServerStyle::Pipelined`: implement `DimmerReplies`, or change it.
pub trait InOrderDimmerImpl {}

// Each operation's longest message and longest reply, in bytes.
pub const DIM_MSG_SIZE: usize = 2;
pub const DIM_REPLY_SIZE: usize = 1;
pub const POWER_MSG_SIZE: usize = 0;
pub const POWER_REPLY_SIZE: usize = 1;
/// The size of a server's buffer in bytes: the longest message
/// and one byte more, which tells a message that the kernel cut.
pub const INCOMING_SIZE: usize =
    ::idol_runtime::message::largest(&[DIM_MSG_SIZE, POWER_MSG_SIZE]) + 1;

impl<__S: PipelinedDimmerImpl> ::idol_runtime::Server<DimmerOperation>
    for (::core::marker::PhantomData<DimmerOperation>, &mut __S) {
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        <__S as PipelinedDimmerImpl>::recv_source(&*self.1)
    }

    fn closed_recv_fail(&mut self) {
        <__S as PipelinedDimmerImpl>::closed_recv_fail(&mut *self.1)
    }

    fn handle(
        &mut self,
        __op: DimmerOperation,
        __incoming: &[u8],
        __rm: &::userlib::RecvMessage,
    ) -> ::idol_runtime::Answer {
        use ::core::option::Option::Some as __Some;
        use ::core::result::Result::{Err as __Err, Ok as __Ok};
        use ::idol_runtime::Answer as __Answer;
        use ::idol_runtime::message::Arguments as __Arguments;
        use ::counters::Count as __Count;
        let __counted = &__DIMMER_SERVER_COUNTERS;
        match __op {
            DimmerOperation::dim => (|| {
                let __Some(__args) = <Dimmer_dim_ARGS as __Arguments>::of(__incoming)
                else { return __Answer::BAD_MESSAGE_SIZE };
                let __Ok(__of_power) = <__idol_dimmer_is_Percent as ::core::convert::TryFrom<u8>>::try_from(__args.raw_power)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                let __Some(__of_floor) = crate::percent(__args.raw_floor)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                <__S as PipelinedDimmerImpl>::dim(&mut *self.1, __rm, __of_power, __of_floor);
                __Answer::SENT
            })(),
            DimmerOperation::power => (|| {
                if !__incoming.is_empty() { return __Answer::BAD_MESSAGE_SIZE }
                <__S as PipelinedDimmerImpl>::power(&mut *self.1, __rm);
                __Answer::SENT
            })(),
        }
    }

    fn refused(
        &mut self,
        __op: DimmerOperation,
        __error: ::idol_runtime::ClientError,
    ) {
        use ::counters::Count as __Count;
        let __counted = &__DIMMER_SERVER_COUNTERS;
        let __counted = match __op {
            DimmerOperation::dim => &__counted.dim.Err.Fail,
            DimmerOperation::power => return,
        };
        __Count::count(&__error, __counted);
    }
}

/// What is counted, an event per operation.
#[derive(::counters::Count)]
pub enum DimmerEvent {
    dim(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<::core::convert::Infallible>>),
    power,
}

static __DIMMER_SERVER_COUNTERS: <DimmerEvent as ::counters::Count>::Counters =
    <DimmerEvent as ::counters::Count>::NEW_COUNTERS;
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
static __IDOL_DIMMER_INTERFACE: [u8; 702] = *b"\
Interface(name:\"Dimmer\",ops:{\n\
\"dim\":(args:{\"power\":(type:\"crate::Percent\",recv:From(\"u8\",None)),\"floor\":(type:\"crate::Percent\",recv:From(\"u8\",None)),},reply:Result(ok:(type:\"crate::Percent\",recv:From(\"u8\",None)),err:ServerDeath)),\n\
\"power\":(args:{},reply:Simple((type:\"crate::Percent\",recv:From(\"u8\",None))),idempotent:true),\n\
},written:{\n\
\"dim\":(args:{\"power\":(type:\"crate::Percent\",recv:From(\"u8\",None)),\"floor\":(type:\"crate::Percent\",recv:From(\"u8\",Some(\"crate::percent\"))),},reply:Result(ok:(type:\"crate::Percent\",recv:From(\"u8\",None)),err:ServerDeath)),\n\
\"power\":(args:{},reply:Simple((type:\"crate::Percent\",recv:From(\"u8\",Some(\"crate::percent\")))),idempotent:true),\n\
},fingerprint:\"9b7113f2017c500c\")\n\
";
