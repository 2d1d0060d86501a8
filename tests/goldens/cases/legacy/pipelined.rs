// A server of `Legacy`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_legacy_server_prelude {
    pub(super) use ::userlib::UnwrapLite;
}
#[allow(unused_imports)]
use __idol_legacy_server_prelude::*;

use ::idol_runtime::server_items as __idol_legacy_alone_in_its_module; // A `mod` of its own for each side.
__idol_legacy_alone_in_its_module! { server "Legacy" "" LegacyOperation __idol_legacy_proofs {
[READ: T: for<'de> ::serde::Deserialize<'de>]
[WRITTEN: T: ::serde::Serialize]
[CODE: u16: ::core::convert::From<T>]
[CONSIDERED: T: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType]
[COUNTED: T: ::counters::Count]
__idol_legacy_is_Option_bool = Option<bool>:
READ "argument `value` of `store`: `Option<bool>` is to derive `serde::Deserialize`",
WRITTEN "reply of `store`: `Option<bool>` is to derive `serde::Serialize`",
;
__idol_legacy_is_LegacyError = __idol_legacy_types::LegacyError:
CODE "error of `store`: `crate::LegacyError` is to derive `idol_derive::IdolError`",
CONSIDERED "error of `store`: `crate::LegacyError` is to derive `idol_derive::IdolError` with `#[idol(server_death)]` on the variant that says that the server died",
COUNTED "error of `store`: `crate::LegacyError` is to derive `counters::Count`, or build the stub without counters",
;
} {
} {
matching
1 store 0, 0 __IDOL_LEGACY_1_TYPES Legacy_store_ARGS Legacy_store_REPLY fits STORE_REPLY_SIZE (slot: ssmarshal u8,value: ssmarshal __idol_legacy_is_Option_bool,r#final: flag bool,) ok ssmarshal __idol_legacy_is_Option_bool, code coded __idol_legacy_is_LegacyError => ();
2 choose 0, 0 __IDOL_LEGACY_2_TYPES Legacy_choose_ARGS Legacy_choose_REPLY (first: ssmarshal __idol_legacy_is_Option_bool,second: ssmarshal __idol_legacy_is_Option_bool,) ok ssmarshal bool, code coded __idol_legacy_is_LegacyError => ();
3 wipe 0, 0 __IDOL_LEGACY_3_TYPES Legacy_wipe_ARGS Legacy_wipe_REPLY () ok nothing (), code coded __idol_legacy_is_LegacyError => ();
}
mod __idol_legacy_types {
    pub(super) use {
        crate::LegacyError, // the interface: misspelt, or no `use` here?
    };
}

/// The operations of `Legacy`.
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum LegacyOperation {
    store = 1,
    choose = 2,
    wipe = 3,
}

/// A server of `Legacy` that answers when it likes,
/// with `userlib::sys_reply`.
///
/// Servers had better implement [`LegacyReplies`]:
/// nothing here sees to it that each request is
/// answered, once, with what its client can decode,
/// and such answers are not counted. A lease must
/// not be used once its request is answered: it
/// would be one of the client's next request, or
/// fault the server.
pub trait PipelinedLegacyImpl: ::idol_runtime::NotificationHandler {
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
    fn store(
        &mut self,
        msg: &::userlib::RecvMessage,
        slot: u8,
        value: Option<bool>,
        r#final: bool,
    )
    where
        __idol_legacy_is_LegacyError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 2 on the wire.
    fn choose(
        &mut self,
        msg: &::userlib::RecvMessage,
        first: Option<bool>,
        second: Option<bool>,
    )
    where
        __idol_legacy_is_LegacyError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 3 on the wire.
    fn wipe(
        &mut self,
        msg: &::userlib::RecvMessage,
    );
}

/// A server of `Legacy` that answers when it likes,
/// with the handle that comes with each request.
/// Whoever implements this implements
/// [`PipelinedLegacyImpl`] by it.
pub trait LegacyReplies: ::idol_runtime::NotificationHandler {
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
    fn store(
        &mut self,
        msg: &::userlib::RecvMessage,
        slot: u8,
        value: Option<bool>,
        r#final: bool,
        reply: Legacy_store_PENDING,
    )
    where
        __idol_legacy_is_LegacyError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 2 on the wire.
    fn choose(
        &mut self,
        msg: &::userlib::RecvMessage,
        first: Option<bool>,
        second: Option<bool>,
        reply: Legacy_choose_PENDING,
    )
    where
        __idol_legacy_is_LegacyError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 3 on the wire.
    fn wipe(
        &mut self,
        msg: &::userlib::RecvMessage,
        reply: Legacy_wipe_PENDING,
    );
}

/// A request for `store` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Legacy_store_PENDING {
    unanswered: ::idol_runtime::Unanswered<Legacy_store_PENDING>,
}

const _: () = ::core::assert!(::core::mem::size_of::<Legacy_store_PENDING>() == 4);

impl Legacy_store_PENDING {
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
    pub fn ok(self, __value: Option<bool>) {
        self.succeed(&__value);
    }

    fn succeed(self, __value: &__idol_legacy_is_Option_bool) {
        use ::counters::Count as __Count;
        let __counted = &__LEGACY_SERVER_COUNTERS;
        __Count::count(&(), &__counted.store.Ok);
        let mut __buffer = [0; 2 * ::core::mem::size_of::<__idol_legacy_is_Option_bool>()];
        let ::core::option::Option::Some(__body) =
            ::idol_runtime::wire::ssmarshal::encode::<__idol_legacy_is_Option_bool>(&mut __buffer, __value)
        else { return self.unanswered.fail(::idol_runtime::ClientError::ReplyBufferTooSmall) };
        if !self.unanswered.has_room_for(__body.len()) { return self.unanswered.fail(::idol_runtime::ClientError::ReplyBufferTooSmall) }
        self.unanswered.reply(0, __body);
    }

    /// Answers with an error of the operation.
    pub fn err(self, __error: __idol_legacy_types::LegacyError) {
        use ::counters::Count as __Count;
        let __counted = &__LEGACY_SERVER_COUNTERS;
        <__idol_legacy_is_LegacyError as __Count>::count(&__error, &__counted.store.Err.Runtime);
        self.unanswered.reply_code(
            <u16 as ::core::convert::From<__idol_legacy_is_LegacyError>>::from(__error),
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
            Option<bool>,
            ::idol_runtime::RequestError<__idol_legacy_types::LegacyError>,
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

impl ::idol_runtime::ReplyHandle for Legacy_store_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

impl ::idol_runtime::Tally for Legacy_store_PENDING {
    fn refused(__error: ::idol_runtime::ClientError) {
        use ::counters::Count as __Count;
        let __counted = &__LEGACY_SERVER_COUNTERS;
        __Count::count(&__error, &__counted.store.Err.Fail);
    }
}

/// A request for `choose` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Legacy_choose_PENDING {
    unanswered: ::idol_runtime::Unanswered<Legacy_choose_PENDING>,
}

const _: () = ::core::assert!(::core::mem::size_of::<Legacy_choose_PENDING>() == 4);

impl Legacy_choose_PENDING {
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
        self.succeed(&__value);
    }

    fn succeed(self, __value: &bool) {
        use ::counters::Count as __Count;
        let __counted = &__LEGACY_SERVER_COUNTERS;
        __Count::count(&(), &__counted.choose.Ok);
        let mut __buffer = [0; 2 * ::core::mem::size_of::<bool>()];
        let ::core::option::Option::Some(__body) =
            ::idol_runtime::wire::ssmarshal::encode::<bool>(&mut __buffer, __value)
        else { return self.unanswered.fail(::idol_runtime::ClientError::ReplyBufferTooSmall) };
        if !self.unanswered.has_room_for(__body.len()) { return self.unanswered.fail(::idol_runtime::ClientError::ReplyBufferTooSmall) }
        self.unanswered.reply(0, __body);
    }

    /// Answers with an error of the operation.
    pub fn err(self, __error: __idol_legacy_types::LegacyError) {
        use ::counters::Count as __Count;
        let __counted = &__LEGACY_SERVER_COUNTERS;
        <__idol_legacy_is_LegacyError as __Count>::count(&__error, &__counted.choose.Err.Runtime);
        self.unanswered.reply_code(
            <u16 as ::core::convert::From<__idol_legacy_is_LegacyError>>::from(__error),
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
            bool,
            ::idol_runtime::RequestError<__idol_legacy_types::LegacyError>,
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

impl ::idol_runtime::ReplyHandle for Legacy_choose_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

impl ::idol_runtime::Tally for Legacy_choose_PENDING {
    fn refused(__error: ::idol_runtime::ClientError) {
        use ::counters::Count as __Count;
        let __counted = &__LEGACY_SERVER_COUNTERS;
        __Count::count(&__error, &__counted.choose.Err.Fail);
    }
}

/// A request for `wipe` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Legacy_wipe_PENDING {
    unanswered: ::idol_runtime::Unanswered<Legacy_wipe_PENDING>,
}

const _: () = ::core::assert!(::core::mem::size_of::<Legacy_wipe_PENDING>() == 4);

impl Legacy_wipe_PENDING {
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
        use ::counters::Count as __Count;
        let __counted = &__LEGACY_SERVER_COUNTERS;
        __Count::count(&(), &__counted.wipe.Ok);
        self.unanswered.reply(0, &[]);
    }

    /// Answers with an error of the operation.
    pub fn err(self, __error: __idol_legacy_types::LegacyError) {
        use ::counters::Count as __Count;
        let __counted = &__LEGACY_SERVER_COUNTERS;
        <__idol_legacy_is_LegacyError as __Count>::count(&__error, &__counted.wipe.Err.Runtime);
        self.unanswered.reply_code(
            <u16 as ::core::convert::From<__idol_legacy_is_LegacyError>>::from(__error),
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
            ::idol_runtime::RequestError<__idol_legacy_types::LegacyError>,
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

impl ::idol_runtime::ReplyHandle for Legacy_wipe_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

impl ::idol_runtime::Tally for Legacy_wipe_PENDING {
    fn refused(__error: ::idol_runtime::ClientError) {
        use ::counters::Count as __Count;
        let __counted = &__LEGACY_SERVER_COUNTERS;
        __Count::count(&__error, &__counted.wipe.Err.Fail);
    }
}

impl<__S: LegacyReplies> PipelinedLegacyImpl for __S {
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        <__S as LegacyReplies>::recv_source(self)
    }

    fn closed_recv_fail(&mut self) {
        <__S as LegacyReplies>::closed_recv_fail(self)
    }

    fn store(
        &mut self,
        __msg: &::userlib::RecvMessage,
        slot: u8,
        value: Option<bool>,
        r#final: bool,
    ) {
        let __reply = Legacy_store_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as LegacyReplies>::store(
            self,
            __msg,
            slot,
            value,
            r#final,
            __reply,
        );
    }

    fn choose(
        &mut self,
        __msg: &::userlib::RecvMessage,
        first: Option<bool>,
        second: Option<bool>,
    ) {
        let __reply = Legacy_choose_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as LegacyReplies>::choose(
            self,
            __msg,
            first,
            second,
            __reply,
        );
    }

    fn wipe(
        &mut self,
        __msg: &::userlib::RecvMessage,
    ) {
        let __reply = Legacy_wipe_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as LegacyReplies>::wipe(
            self,
            __msg,
            __reply,
        );
    }
}

#[cfg(any())] // The build script says `ServerStyle::Pipelined`: implement `LegacyReplies`, or change it.
pub trait InOrderLegacyImpl {}

// Each operation's longest message and longest reply, in bytes.
pub const STORE_MSG_SIZE: usize = ::core::mem::size_of::<Legacy_store_ARGS>();
pub const STORE_REPLY_SIZE: usize = ::core::mem::size_of::<__idol_legacy_is_Option_bool>();
pub const CHOOSE_MSG_SIZE: usize = ::core::mem::size_of::<Legacy_choose_ARGS>();
pub const CHOOSE_REPLY_SIZE: usize = 1;
pub const WIPE_MSG_SIZE: usize = 0;
pub const WIPE_REPLY_SIZE: usize = 0;
/// The size of a server's buffer in bytes: the longest message
/// and one byte more, which tells a message that the kernel cut.
pub const INCOMING_SIZE: usize =
    ::idol_runtime::message::largest(&[2 * STORE_MSG_SIZE, 2 * CHOOSE_MSG_SIZE, WIPE_MSG_SIZE]) + 1;

// Arguments that are decoded, and what decodes a message: `None` if it
// is none.
pub struct Legacy_store_ARGS {
    pub slot: u8,
    pub value: __idol_legacy_is_Option_bool,
    pub raw_final: u8,
}
pub fn read_store_msg(__bytes: &[u8]) -> ::core::option::Option<Legacy_store_ARGS> {
    ::idol_runtime::wire::ssmarshal::decode_all(__bytes, |__values| ::core::option::Option::Some(Legacy_store_ARGS { slot: __values.take()?, value: __values.take()?, raw_final: __values.take()? }))
}
pub struct Legacy_choose_ARGS {
    pub first: __idol_legacy_is_Option_bool,
    pub second: __idol_legacy_is_Option_bool,
}
pub fn read_choose_msg(__bytes: &[u8]) -> ::core::option::Option<Legacy_choose_ARGS> {
    ::idol_runtime::wire::ssmarshal::decode_all(__bytes, |__values| ::core::option::Option::Some(Legacy_choose_ARGS { first: __values.take()?, second: __values.take()? }))
}
pub struct Legacy_wipe_ARGS {}
pub fn read_wipe_msg(__bytes: &[u8]) -> ::core::option::Option<Legacy_wipe_ARGS> {
    ::idol_runtime::wire::ssmarshal::decode_all(__bytes, |_| ::core::option::Option::Some(Legacy_wipe_ARGS {}))
}

impl<__S: PipelinedLegacyImpl> ::idol_runtime::Server<LegacyOperation>
    for (::core::marker::PhantomData<LegacyOperation>, &mut __S) {
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        <__S as PipelinedLegacyImpl>::recv_source(&*self.1)
    }

    fn closed_recv_fail(&mut self) {
        <__S as PipelinedLegacyImpl>::closed_recv_fail(&mut *self.1)
    }

    fn handle(
        &mut self,
        __op: LegacyOperation,
        __incoming: &[u8],
        __rm: &::userlib::RecvMessage,
    ) -> ::idol_runtime::Answer {
        use ::core::option::Option::Some as __Some;
        use ::core::result::Result::{Err as __Err, Ok as __Ok};
        use ::idol_runtime::Answer as __Answer;
        use ::idol_runtime::message::Arguments as __Arguments;
        use ::counters::Count as __Count;
        let __counted = &__LEGACY_SERVER_COUNTERS;
        match __op {
            LegacyOperation::store => (|| {
                let __Some(__args) = read_store_msg(__incoming)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                <__S as PipelinedLegacyImpl>::store(&mut *self.1, __rm, __args.slot, __args.value, __args.raw_final != 0);
                __Answer::SENT
            })(),
            LegacyOperation::choose => (|| {
                let __Some(__args) = read_choose_msg(__incoming)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                <__S as PipelinedLegacyImpl>::choose(&mut *self.1, __rm, __args.first, __args.second);
                __Answer::SENT
            })(),
            LegacyOperation::wipe => (|| {
                if !__incoming.is_empty() { return __Answer::BAD_MESSAGE_CONTENTS }
                <__S as PipelinedLegacyImpl>::wipe(&mut *self.1, __rm);
                __Answer::SENT
            })(),
        }
    }

    fn refused(
        &mut self,
        __op: LegacyOperation,
        __error: ::idol_runtime::ClientError,
    ) {
        use ::counters::Count as __Count;
        let __counted = &__LEGACY_SERVER_COUNTERS;
        let __counted = match __op {
            LegacyOperation::store => &__counted.store.Err.Fail,
            LegacyOperation::choose => &__counted.choose.Err.Fail,
            LegacyOperation::wipe => &__counted.wipe.Err.Fail,
        };
        __Count::count(&__error, __counted);
    }
}

/// A server that fails every operation with one error.
pub struct FailServer<__E = __idol_legacy_types::LegacyError> {
    err: __E,
}

impl<__E> FailServer<__E> {
    /// A server that fails every operation with this error.
    pub fn new(__err: __E) -> Self {
        Self { err: __err }
    }
}

impl<__E> ::idol_runtime::NotificationHandler for FailServer<__E> {
    fn current_notification_mask(&self) -> u32 {
        0
    }

    fn handle_notification(&mut self, _: ::userlib::NotificationBits) {}
}

impl<__E> LegacyReplies for FailServer<__E>
where
    __E: ::core::clone::Clone + ::core::convert::Into<__idol_legacy_types::LegacyError>,
{
    fn store(
        &mut self,
        __msg: &::userlib::RecvMessage,
        slot: u8,
        value: Option<bool>,
        r#final: bool,
        __reply: Legacy_store_PENDING,
    ) {
        __reply.err(
            ::core::convert::Into::into(
                ::core::clone::Clone::clone(&self.err),
            ),
        );
    }

    fn choose(
        &mut self,
        __msg: &::userlib::RecvMessage,
        first: Option<bool>,
        second: Option<bool>,
        __reply: Legacy_choose_PENDING,
    ) {
        __reply.err(
            ::core::convert::Into::into(
                ::core::clone::Clone::clone(&self.err),
            ),
        );
    }

    fn wipe(
        &mut self,
        __msg: &::userlib::RecvMessage,
        __reply: Legacy_wipe_PENDING,
    ) {
        __reply.err(
            ::core::convert::Into::into(
                ::core::clone::Clone::clone(&self.err),
            ),
        );
    }
}

// The build script demands a `FailServer`.
const _: () = {
    fn __is_clone<__E: ::core::clone::Clone>() {}
    let _ = __is_clone::<__idol_legacy_is_LegacyError>;
};

/// What is counted, an event per operation.
#[derive(::counters::Count)]
pub enum LegacyEvent {
    store(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<__idol_legacy_is_LegacyError>>),
    choose(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<__idol_legacy_is_LegacyError>>),
    wipe(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<__idol_legacy_is_LegacyError>>),
}

static __LEGACY_SERVER_COUNTERS: <LegacyEvent as ::counters::Count>::Counters =
    <LegacyEvent as ::counters::Count>::NEW_COUNTERS;
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
static __IDOL_LEGACY_INTERFACE: [u8; 631] = *b"\
Interface(name:\"Legacy\",ops:{\n\
\"store\":(args:{\"slot\":\"u8\",\"value\":\"Option<bool>\",\"r#final\":\"bool\",},reply:Result(ok:\"Option<bool>\",err:CLike(\"crate::LegacyError\")),encoding:Ssmarshal),\n\
\"choose\":(args:{\"first\":\"Option<bool>\",\"second\":\"Option<bool>\",},reply:Result(ok:\"bool\",err:CLike(\"crate::LegacyError\")),encoding:Ssmarshal),\n\
\"wipe\":(args:{},reply:Result(ok:\"()\",err:CLike(\"crate::LegacyError\")),idempotent:true,encoding:Ssmarshal),\n\
},written:{\n\
\"store\":(args:{\"slot\":\"u8\",\"value\":\"Option<bool>\",\"final\":\"bool\",},reply:Result(ok:\"Option<bool>\",err:CLike(\"crate::LegacyError\")),encoding:Ssmarshal),\n\
},fingerprint:\"518829abf077be33\")\n\
";
