// A server of `Journal`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_journal_server_prelude {
    pub(super) use ::userlib::UnwrapLite;
}
#[allow(unused_imports)]
use __idol_journal_server_prelude::*;

use ::idol_runtime::server_items as __idol_journal_alone_in_its_module; // A `mod` of its own for each side.
__idol_journal_alone_in_its_module! { server "Journal" "" JournalOperation __idol_journal_proofs {
[UNPACKED: T: for<'de> ::serde::Deserialize<'de> + ::hubpack::SerializedSize]
[CODE: u16: ::core::convert::From<T>]
[CONSIDERED: T: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType]
[COUNTED: T: ::counters::Count]
[PACKED: T: ::serde::Serialize + ::hubpack::SerializedSize]
[DEATH: T: ::core::convert::From<::idol_runtime::ServerDeath>]
__idol_journal_is_Entry = __idol_journal_types::Entry:
UNPACKED "argument `entry` of `append`: `crate::Entry` is to derive `serde::Deserialize` and `hubpack::SerializedSize`",
;
__idol_journal_is_JournalError = __idol_journal_types::JournalError:
CODE "error of `append`: `crate::JournalError` is to derive `idol_derive::IdolError`",
CONSIDERED "error of `append`: `crate::JournalError` is to derive `idol_derive::IdolError` with `#[idol(server_death)]` on the variant that says that the server died",
COUNTED "error of `append`: `crate::JournalError` is to derive `counters::Count`, or build the stub without counters",
;
__idol_journal_is_Option_Entry = Option<__idol_journal_types::Entry>:
PACKED "reply of `find`: `Option<crate::Entry>` is to derive `serde::Serialize` and `hubpack::SerializedSize`",
;
__idol_journal_is_Damage = __idol_journal_types::Damage:
PACKED "error of `find`: `crate::Damage` is to derive `serde::Serialize` and `hubpack::SerializedSize`",
COUNTED "error of `find`: `crate::Damage` is to derive `counters::Count`, or build the stub without counters",
DEATH "error of `repair`: `crate::Damage` is to implement `From<idol_runtime::ServerDeath>`, or make the operation `idempotent: true`, if doing it twice does no harm",
;
} {
} {
table
1 append 4, 1 __IDOL_JOURNAL_1_TYPES Journal_append_ARGS Journal_append_REPLY (entry: hubpack __idol_journal_is_Entry,urgent: flag bool,) (text: u8,) ok hubpack u32, code coded __idol_journal_is_JournalError => ();
2 find FIND_REPLY_SIZE, 0 __IDOL_JOURNAL_2_TYPES Journal_find_ARGS Journal_find_REPLY fits FIND_REPLY_SIZE (number: hubpack u32,) ok hubpack __idol_journal_is_Option_Entry, error hubpack __idol_journal_is_Damage;
3 repair REPAIR_REPLY_SIZE, 0 __IDOL_JOURNAL_3_TYPES Journal_repair_ARGS Journal_repair_REPLY fits REPAIR_REPLY_SIZE () ok nothing (), error hubpack __idol_journal_is_Damage;
4 close 1, 0 __IDOL_JOURNAL_4_TYPES Journal_close_ARGS Journal_close_REPLY () ok hubpack bool;
5 count 5, 0 __IDOL_JOURNAL_5_TYPES Journal_count_ARGS Journal_count_REPLY () plain hubpack (u32, u8);
}
mod __idol_journal_types {
    pub(super) use {
        crate::Entry, // the interface: misspelt, or no `use` here?
        crate::JournalError, // the interface: misspelt, or no `use` here?
        crate::Damage, // the interface: misspelt, or no `use` here?
    };
}

/// The operations of `Journal`.
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum JournalOperation {
    append = 1,
    find = 2,
    repair = 3,
    close = 4,
    count = 5,
}

/// A server of `Journal` that answers when it likes,
/// with `userlib::sys_reply`.
///
/// Servers had better implement [`JournalReplies`]:
/// nothing here sees to it that each request is
/// answered, once, with what its client can decode,
/// and such answers are not counted. A lease must
/// not be used once its request is answered: it
/// would be one of the client's next request, or
/// fault the server.
pub trait PipelinedJournalImpl: ::idol_runtime::NotificationHandler {
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
    fn append(
        &mut self,
        msg: &::userlib::RecvMessage,
        entry: __idol_journal_types::Entry,
        urgent: bool,
        text: ::idol_runtime::LenLimit<::idol_runtime::Leased<::idol_runtime::R, [u8]>, 128>,
    )
    where
        __idol_journal_is_JournalError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 2 on the wire.
    fn find(
        &mut self,
        msg: &::userlib::RecvMessage,
        number: u32,
    );

    /// Operation 3 on the wire.
    fn repair(
        &mut self,
        msg: &::userlib::RecvMessage,
    )
    where
        __idol_journal_is_Damage: ::core::convert::From<::idol_runtime::ServerDeath>;

    /// Operation 4 on the wire.
    fn close(
        &mut self,
        msg: &::userlib::RecvMessage,
    );

    /// Operation 5 on the wire.
    fn count(
        &mut self,
        msg: &::userlib::RecvMessage,
    );
}

/// A server of `Journal` that answers when it likes,
/// with the handle that comes with each request.
/// Whoever implements this implements
/// [`PipelinedJournalImpl`] by it.
pub trait JournalReplies: ::idol_runtime::NotificationHandler {
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
    fn append(
        &mut self,
        msg: &::userlib::RecvMessage,
        entry: __idol_journal_types::Entry,
        urgent: bool,
        reply: Journal_append_PENDING,
    )
    where
        __idol_journal_is_JournalError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 2 on the wire.
    fn find(
        &mut self,
        msg: &::userlib::RecvMessage,
        number: u32,
        reply: Journal_find_PENDING,
    );

    /// Operation 3 on the wire.
    fn repair(
        &mut self,
        msg: &::userlib::RecvMessage,
        reply: Journal_repair_PENDING,
    )
    where
        __idol_journal_is_Damage: ::core::convert::From<::idol_runtime::ServerDeath>;

    /// Operation 4 on the wire.
    fn close(
        &mut self,
        msg: &::userlib::RecvMessage,
        reply: Journal_close_PENDING,
    );

    /// Operation 5 on the wire.
    fn count(
        &mut self,
        msg: &::userlib::RecvMessage,
        reply: Journal_count_PENDING,
    );
}

/// A request for `append` that is not answered yet. 8 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Journal_append_PENDING {
    unanswered: ::idol_runtime::Unanswered<Journal_append_PENDING>,
    len_of_text: u32,
}

const _: () = ::core::assert!(::core::mem::size_of::<Journal_append_PENDING>() == 8);

impl Journal_append_PENDING {
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

    /// The lease `text`, until this answers.
    pub fn text(&self) -> ::idol_runtime::LeaseGuard<
        '_, ::idol_runtime::LenLimit<::idol_runtime::Leased<::idol_runtime::R, [u8]>, 128>,
    > {
        ::idol_runtime::LeaseGuard::new(
            &self.unanswered, 0, self.len_of_text,
        )
    }

    /// Answers with success.
    pub fn ok(self, __value: u32) {
        self.succeed(&__value);
    }

    fn succeed(self, __value: &u32) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        __Count::count(&(), &__counted.append.Ok);
        let mut __buffer = [0; 4];
        let ::core::option::Option::Some(__body) =
            ::idol_runtime::wire::hubpack::encode::<u32>(&mut __buffer, __value)
        else { return self.unanswered.fail(::idol_runtime::ClientError::ReplyBufferTooSmall) };
        self.unanswered.reply(0, __body);
    }

    /// Answers with an error of the operation.
    pub fn err(self, __error: __idol_journal_types::JournalError) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        <__idol_journal_is_JournalError as __Count>::count(&__error, &__counted.append.Err);
        self.unanswered.reply_code(
            <u16 as ::core::convert::From<__idol_journal_is_JournalError>>::from(__error),
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
            u32,
            ::idol_runtime::RequestError<__idol_journal_types::JournalError>,
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

impl ::idol_runtime::ReplyHandle for Journal_append_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

impl ::idol_runtime::Tally for Journal_append_PENDING {
    fn refused(__error: ::idol_runtime::ClientError) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        __Count::count(&__error, &__counted.ClientError);
    }
}

/// A request for `find` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Journal_find_PENDING {
    unanswered: ::idol_runtime::Unanswered<Journal_find_PENDING>,
}

const _: () = ::core::assert!(::core::mem::size_of::<Journal_find_PENDING>() == 4);

impl Journal_find_PENDING {
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
    pub fn ok(self, __value: Option<__idol_journal_types::Entry>) {
        self.succeed(&__value);
    }

    fn succeed(self, __value: &__idol_journal_is_Option_Entry) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        __Count::count(&(), &__counted.find.Ok);
        let mut __buffer = [0; <__idol_journal_is_Option_Entry as ::hubpack::SerializedSize>::MAX_SIZE];
        let ::core::option::Option::Some(__body) =
            ::idol_runtime::wire::hubpack::encode::<__idol_journal_is_Option_Entry>(&mut __buffer, __value)
        else { return self.unanswered.fail(::idol_runtime::ClientError::ReplyBufferTooSmall) };
        self.unanswered.reply(0, __body);
    }

    /// Answers with an error of the operation.
    pub fn err(self, __error: __idol_journal_types::Damage) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        <__idol_journal_is_Damage as __Count>::count(&__error, &__counted.find.Err);
        let mut __buffer = [0; <__idol_journal_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE];
        let ::core::option::Option::Some(__body) =
            ::idol_runtime::wire::hubpack::encode::<__idol_journal_is_Damage>(&mut __buffer, &__error)
        else { return self.unanswered.fail(::idol_runtime::ClientError::ReplyBufferTooSmall) };
        self.unanswered.reply(1, __body);
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
            Option<__idol_journal_types::Entry>,
            ::idol_runtime::RequestError<__idol_journal_types::Damage>,
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

impl ::idol_runtime::ReplyHandle for Journal_find_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

impl ::idol_runtime::Tally for Journal_find_PENDING {
    fn refused(__error: ::idol_runtime::ClientError) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        __Count::count(&__error, &__counted.ClientError);
    }
}

/// A request for `repair` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Journal_repair_PENDING {
    unanswered: ::idol_runtime::Unanswered<Journal_repair_PENDING>,
}

const _: () = ::core::assert!(::core::mem::size_of::<Journal_repair_PENDING>() == 4);

impl Journal_repair_PENDING {
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
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        __Count::count(&(), &__counted.repair.Ok);
        self.unanswered.reply(0, &[]);
    }

    /// Answers with an error of the operation.
    pub fn err(self, __error: __idol_journal_types::Damage) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        <__idol_journal_is_Damage as __Count>::count(&__error, &__counted.repair.Err);
        let mut __buffer = [0; <__idol_journal_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE];
        let ::core::option::Option::Some(__body) =
            ::idol_runtime::wire::hubpack::encode::<__idol_journal_is_Damage>(&mut __buffer, &__error)
        else { return self.unanswered.fail(::idol_runtime::ClientError::ReplyBufferTooSmall) };
        self.unanswered.reply(1, __body);
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
            ::idol_runtime::RequestError<__idol_journal_types::Damage>,
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

impl ::idol_runtime::ReplyHandle for Journal_repair_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

impl ::idol_runtime::Tally for Journal_repair_PENDING {
    fn refused(__error: ::idol_runtime::ClientError) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        __Count::count(&__error, &__counted.ClientError);
    }
}

/// A request for `close` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Journal_close_PENDING {
    unanswered: ::idol_runtime::Unanswered<Journal_close_PENDING>,
}

const _: () = ::core::assert!(::core::mem::size_of::<Journal_close_PENDING>() == 4);

impl Journal_close_PENDING {
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
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        __Count::count(&(), &__counted.close);
        let mut __buffer = [0; 1];
        let ::core::option::Option::Some(__body) =
            ::idol_runtime::wire::hubpack::encode::<bool>(&mut __buffer, __value)
        else { return self.unanswered.fail(::idol_runtime::ClientError::ReplyBufferTooSmall) };
        self.unanswered.reply(0, __body);
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

impl ::idol_runtime::ReplyHandle for Journal_close_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

impl ::idol_runtime::Tally for Journal_close_PENDING {
    fn refused(__error: ::idol_runtime::ClientError) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        __Count::count(&__error, &__counted.ClientError);
    }
}

/// A request for `count` that is not answered yet. 4 bytes.
///
/// Its client waits until this answers. Dropped unanswered, it
/// faults the client with the reason `UndefinedOperation`.
#[must_use = "a client waits for the answer, and is faulted if this is dropped"]
pub struct Journal_count_PENDING {
    unanswered: ::idol_runtime::Unanswered<Journal_count_PENDING>,
}

const _: () = ::core::assert!(::core::mem::size_of::<Journal_count_PENDING>() == 4);

impl Journal_count_PENDING {
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
    pub fn ok(self, __value: (u32, u8)) {
        self.succeed(&__value);
    }

    fn succeed(self, __value: &(u32, u8)) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        __Count::count(&(), &__counted.count);
        let mut __buffer = [0; 5];
        let ::core::option::Option::Some(__body) =
            ::idol_runtime::wire::hubpack::encode::<(u32, u8)>(&mut __buffer, __value)
        else { return self.unanswered.fail(::idol_runtime::ClientError::ReplyBufferTooSmall) };
        self.unanswered.reply(0, __body);
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
            (u32, u8),
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

impl ::idol_runtime::ReplyHandle for Journal_count_PENDING {
    fn client(&self) -> ::userlib::TaskId {
        ::idol_runtime::Unanswered::client(&self.unanswered)
    }
}

impl ::idol_runtime::Tally for Journal_count_PENDING {
    fn refused(__error: ::idol_runtime::ClientError) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        __Count::count(&__error, &__counted.ClientError);
    }
}

impl<__S: JournalReplies> PipelinedJournalImpl for __S {
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        <__S as JournalReplies>::recv_source(self)
    }

    fn closed_recv_fail(&mut self) {
        <__S as JournalReplies>::closed_recv_fail(self)
    }

    fn append(
        &mut self,
        __msg: &::userlib::RecvMessage,
        entry: __idol_journal_types::Entry,
        urgent: bool,
        text: ::idol_runtime::LenLimit<::idol_runtime::Leased<::idol_runtime::R, [u8]>, 128>,
    ) {
        let __reply = Journal_append_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
            len_of_text: ::idol_runtime::Lent::kept_len(&text),
        };
        <__S as JournalReplies>::append(
            self,
            __msg,
            entry,
            urgent,
            __reply,
        );
    }

    fn find(
        &mut self,
        __msg: &::userlib::RecvMessage,
        number: u32,
    ) {
        let __reply = Journal_find_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as JournalReplies>::find(
            self,
            __msg,
            number,
            __reply,
        );
    }

    fn repair(
        &mut self,
        __msg: &::userlib::RecvMessage,
    ) {
        let __reply = Journal_repair_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as JournalReplies>::repair(
            self,
            __msg,
            __reply,
        );
    }

    fn close(
        &mut self,
        __msg: &::userlib::RecvMessage,
    ) {
        let __reply = Journal_close_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as JournalReplies>::close(
            self,
            __msg,
            __reply,
        );
    }

    fn count(
        &mut self,
        __msg: &::userlib::RecvMessage,
    ) {
        let __reply = Journal_count_PENDING {
            unanswered: ::idol_runtime::Unanswered::of(__msg),
        };
        <__S as JournalReplies>::count(
            self,
            __msg,
            __reply,
        );
    }
}

#[cfg(any())] // The build script says `ServerStyle::Pipelined`: implement `JournalReplies`, or change it.
pub trait InOrderJournalImpl {}

// Each operation's longest message and longest reply, in bytes.
pub const APPEND_MSG_SIZE: usize = <__idol_journal_is_Entry as ::hubpack::SerializedSize>::MAX_SIZE + 1;
pub const APPEND_REPLY_SIZE: usize = 4;
pub const FIND_MSG_SIZE: usize = 4;
pub const FIND_REPLY_SIZE: usize = if <__idol_journal_is_Option_Entry as ::hubpack::SerializedSize>::MAX_SIZE > <__idol_journal_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE { <__idol_journal_is_Option_Entry as ::hubpack::SerializedSize>::MAX_SIZE } else { <__idol_journal_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE };
pub const REPAIR_MSG_SIZE: usize = 0;
pub const REPAIR_REPLY_SIZE: usize = <__idol_journal_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE;
pub const CLOSE_MSG_SIZE: usize = 0;
pub const CLOSE_REPLY_SIZE: usize = 1;
pub const COUNT_MSG_SIZE: usize = 0;
pub const COUNT_REPLY_SIZE: usize = 5;
/// The size of a server's buffer in bytes: the longest message
/// and one byte more, which tells a message that the kernel cut.
pub const INCOMING_SIZE: usize =
    ::idol_runtime::message::largest(&[APPEND_MSG_SIZE, FIND_MSG_SIZE, REPAIR_MSG_SIZE, CLOSE_MSG_SIZE, COUNT_MSG_SIZE]) + 1;

// Arguments that are decoded, and what decodes a message: `None` if it
// is none.
pub struct Journal_append_ARGS {
    pub entry: __idol_journal_is_Entry,
    pub raw_urgent: u8,
}
pub fn read_append_msg(__bytes: &[u8]) -> ::core::option::Option<Journal_append_ARGS> {
    ::idol_runtime::wire::hubpack::decode_all(__bytes, |__values| ::core::option::Option::Some(Journal_append_ARGS { entry: __values.take()?, raw_urgent: __values.take()? }))
}
pub struct Journal_find_ARGS {
    pub number: u32,
}
pub fn read_find_msg(__bytes: &[u8]) -> ::core::option::Option<Journal_find_ARGS> {
    ::idol_runtime::wire::hubpack::decode_all(__bytes, |__values| ::core::option::Option::Some(Journal_find_ARGS { number: __values.take()? }))
}
pub struct Journal_repair_ARGS {}
pub fn read_repair_msg(__bytes: &[u8]) -> ::core::option::Option<Journal_repair_ARGS> {
    ::idol_runtime::wire::hubpack::decode_all(__bytes, |_| ::core::option::Option::Some(Journal_repair_ARGS {}))
}
pub struct Journal_close_ARGS {}
pub fn read_close_msg(__bytes: &[u8]) -> ::core::option::Option<Journal_close_ARGS> {
    ::idol_runtime::wire::hubpack::decode_all(__bytes, |_| ::core::option::Option::Some(Journal_close_ARGS {}))
}
pub struct Journal_count_ARGS {}
pub fn read_count_msg(__bytes: &[u8]) -> ::core::option::Option<Journal_count_ARGS> {
    ::idol_runtime::wire::hubpack::decode_all(__bytes, |_| ::core::option::Option::Some(Journal_count_ARGS {}))
}

impl<__S: PipelinedJournalImpl> ::idol_runtime::Server<JournalOperation>
    for (::core::marker::PhantomData<JournalOperation>, &mut __S) {
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        <__S as PipelinedJournalImpl>::recv_source(&*self.1)
    }

    fn closed_recv_fail(&mut self) {
        <__S as PipelinedJournalImpl>::closed_recv_fail(&mut *self.1)
    }

    fn handle(
        &mut self,
        __op: JournalOperation,
        __incoming: &[u8],
        __rm: &::userlib::RecvMessage,
    ) -> ::idol_runtime::Answer {
        use ::core::option::Option::Some as __Some;
        use ::core::result::Result::{Err as __Err, Ok as __Ok};
        use ::idol_runtime::Answer as __Answer;
        use ::idol_runtime::message::Arguments as __Arguments;
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        match __op {
            JournalOperation::append => (|| {
                let __Some(__args) = read_append_msg(__incoming)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                let __Some(__of_text) = <::idol_runtime::LenLimit<::idol_runtime::Leased<::idol_runtime::R, [u8]>, 128>>::read_only_slice(__rm.sender, 0)
                else { return __Answer::BAD_LEASE };
                <__S as PipelinedJournalImpl>::append(&mut *self.1, __rm, __args.entry, __args.raw_urgent != 0, __of_text);
                __Answer::SENT
            })(),
            JournalOperation::find => (|| {
                let __Some(__args) = read_find_msg(__incoming)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                <__S as PipelinedJournalImpl>::find(&mut *self.1, __rm, __args.number);
                __Answer::SENT
            })(),
            JournalOperation::repair => (|| {
                if !__incoming.is_empty() { return __Answer::BAD_MESSAGE_CONTENTS }
                <__S as PipelinedJournalImpl>::repair(&mut *self.1, __rm);
                __Answer::SENT
            })(),
            JournalOperation::close => (|| {
                if !__incoming.is_empty() { return __Answer::BAD_MESSAGE_CONTENTS }
                <__S as PipelinedJournalImpl>::close(&mut *self.1, __rm);
                __Answer::SENT
            })(),
            JournalOperation::count => (|| {
                if !__incoming.is_empty() { return __Answer::BAD_MESSAGE_CONTENTS }
                <__S as PipelinedJournalImpl>::count(&mut *self.1, __rm);
                __Answer::SENT
            })(),
        }
    }

    fn refused(
        &mut self,
        __op: JournalOperation,
        __error: ::idol_runtime::ClientError,
    ) {
        use ::counters::Count as __Count;
        let __counted = &__JOURNAL_SERVER_COUNTERS;
        __Count::count(&__error, &__counted.ClientError);
    }
}

/// What is counted, an event per operation.
#[derive(::counters::Count)]
pub enum JournalEvent {
    append(#[count(children)] ::core::result::Result<(), __idol_journal_is_JournalError>),
    find(#[count(children)] ::core::result::Result<(), __idol_journal_is_Damage>),
    repair(#[count(children)] ::core::result::Result<(), __idol_journal_is_Damage>),
    close,
    count,
    ClientError(#[count(children)] ::idol_runtime::ClientError),
}

static __JOURNAL_SERVER_COUNTERS: <JournalEvent as ::counters::Count>::Counters =
    <JournalEvent as ::counters::Count>::NEW_COUNTERS;
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
static __IDOL_JOURNAL_INTERFACE: [u8; 633] = *b"\
Interface(name:\"Journal\",ops:{\n\
\"append\":(args:{\"entry\":\"crate::Entry\",\"urgent\":\"bool\",},leases:{\"text\":(type:\"[u8]\",read:true,max_len:Some(128)),},reply:Result(ok:\"u32\",err:CLike(\"crate::JournalError\")),encoding:Hubpack),\n\
\"find\":(args:{\"number\":\"u32\",},reply:Result(ok:\"Option<crate::Entry>\",err:Complex(\"crate::Damage\")),idempotent:true,encoding:Hubpack),\n\
\"repair\":(args:{},reply:Result(ok:\"()\",err:Complex(\"crate::Damage\")),encoding:Hubpack),\n\
\"close\":(args:{},reply:Result(ok:\"bool\",err:ServerDeath),encoding:Hubpack),\n\
\"count\":(args:{},reply:Simple(\"(u32, u8)\"),idempotent:true,encoding:Hubpack),\n\
},fingerprint:\"704b51914177e71b\")\n\
";
