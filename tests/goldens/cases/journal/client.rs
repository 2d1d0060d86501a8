// The client of `Journal`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_journal_client_prelude {
    pub(super) use ::userlib::{UnwrapLite, sys_send};
}
#[allow(unused_imports)]
use __idol_journal_client_prelude::*;
const _: fn() = || _ = sys_send;

use ::idol_runtime::client_items as __idol_journal_alone_in_its_module; // interface.idol:3: A `mod` of its own for each side.
__idol_journal_alone_in_its_module! { client "Journal" "interface.idol:3: " Journal __idol_journal_proofs {
[PACKED: T: ::serde::Serialize + ::hubpack::SerializedSize]
[CODE: T: ::core::convert::TryFrom<u32>]
[COUNTED: T: ::counters::Count]
[UNPACKED: T: for<'de> ::serde::Deserialize<'de> + ::hubpack::SerializedSize]
[DEATH: T: ::core::convert::From<::idol_runtime::ServerDeath>]
__idol_journal_is_Entry = __idol_journal_types::Entry:
PACKED "interface.idol:6: argument `entry` of `append`: `crate::Entry` is to derive `serde::Serialize` and `hubpack::SerializedSize`",
;
__idol_journal_is_JournalError = __idol_journal_types::JournalError:
CODE "interface.idol:10: error of `append`: `crate::JournalError` is to derive `idol_derive::IdolError`",
COUNTED "interface.idol:10: error of `append`: `crate::JournalError` is to derive `counters::Count`, or build the stub without counters",
;
__idol_journal_is_Option_Entry = Option<__idol_journal_types::Entry>:
UNPACKED "interface.idol:16: reply of `find`: `Option<crate::Entry>` is to derive `serde::Deserialize` and `hubpack::SerializedSize`",
;
__idol_journal_is_Damage = __idol_journal_types::Damage:
UNPACKED "interface.idol:17: error of `find`: `crate::Damage` is to derive `serde::Deserialize` and `hubpack::SerializedSize`",
COUNTED "interface.idol:17: error of `find`: `crate::Damage` is to derive `counters::Count`, or build the stub without counters",
DEATH "interface.idol:23: error of `repair`: `crate::Damage` is to implement `From<idol_runtime::ServerDeath>`, or make the operation `idempotent: true`, if doing it twice does no harm",
;
} {
} {
1 append (entry: hubpack,urgent: flag,) (text,) ok hubpack, code coded;
2 find (number: hubpack,) () ok hubpack, error hubpack;
3 repair () () ok nothing, error hubpack;
4 close () () ok hubpack;
5 count () () plain hubpack;
}
mod __idol_journal_types {
    pub(super) use {
        crate::Entry, // interface.idol:6: misspelt, or no `use` here?
        crate::JournalError, // interface.idol:10: misspelt, or no `use` here?
        crate::Damage, // interface.idol:17: misspelt, or no `use` here?
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

/// A client of a server of `Journal`.
///
/// Remembers the server's generation and learns a new one when
/// the server has been restarted. 2 bytes.
#[derive(Clone, Debug)]
pub struct Journal {
    server: ::core::cell::Cell<::userlib::TaskId>,
}

impl Journal {
    /// Operation 1 on the wire, sent once: the server's death is an error.
    ///
    /// # Panics
    ///
    /// If `text` has more than 128 elements.
    #[cfg_attr(not(target_os = "none"), track_caller)]
    pub fn append(&self, entry: __idol_journal_types::Entry, urgent: bool, text: &[u8]) -> ::core::result::Result<u32, __idol_journal_types::JournalError> {
        if text.len() > 128 { __idol_journal_lease_too_long("lease `text` of `append`") }
        let mut __buffer = [0; <__idol_journal_is_Entry as ::hubpack::SerializedSize>::MAX_SIZE + 1];
        let ::core::option::Option::Some(__message) =
            ::idol_runtime::wire::hubpack::encode(&mut __buffer, &::idol_runtime::wire::Arguments::<1, (&__idol_journal_is_Entry, u8,)>((&entry, urgent as u8,)))
        else { __idol_journal_cannot_encode() };
        let mut __reply = [0; 4];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), JournalOperation::append as u16, __message, &mut __reply, &[::userlib::Lease::read_only(text)]);
        if __code != 0 { return ::core::result::Result::Err(__idol_journal_error_1(&self.server, __code, &__JOURNAL_CLIENT_COUNTERS.append.Err)) }
        let ::core::option::Option::Some(__value) =
            ::idol_runtime::wire::hubpack::decode_reply::<u32>(&__reply, __len)
        else { __idol_journal_server_broke_protocol() };
        ::counters::Count::count(&(), &__JOURNAL_CLIENT_COUNTERS.append.Ok);
        ::core::result::Result::Ok(__value)
    }

    /// Operation 2 on the wire, sent again until the server answers.
    pub fn find(&self, number: u32) -> ::core::result::Result<Option<__idol_journal_types::Entry>, __idol_journal_types::Damage> {
        let mut __buffer = [0; 4];
        let ::core::option::Option::Some(__message) =
            ::idol_runtime::wire::hubpack::encode(&mut __buffer, &::idol_runtime::wire::Arguments::<2, (&u32,)>((&number,)))
        else { __idol_journal_cannot_encode() };
        let mut __reply = [0; if <__idol_journal_is_Option_Entry as ::hubpack::SerializedSize>::MAX_SIZE > <__idol_journal_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE { <__idol_journal_is_Option_Entry as ::hubpack::SerializedSize>::MAX_SIZE } else { <__idol_journal_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE }];
        let (__code, __len) = __idol_journal_send_message_reply_again(&self.server, JournalOperation::find as u16, __message, &mut __reply);
        if __code == 0 {
            let ::core::option::Option::Some(__value) =
                ::idol_runtime::wire::hubpack::decode_reply::<__idol_journal_is_Option_Entry>(&__reply, __len)
            else { __idol_journal_server_broke_protocol() };
            ::counters::Count::count(&(), &__JOURNAL_CLIENT_COUNTERS.find.Ok);
            return ::core::result::Result::Ok(__value);
        }
        let __error = {
            let ::core::option::Option::Some(__value) =
                ::idol_runtime::wire::hubpack::decode_reply::<__idol_journal_is_Damage>(&__reply, __len)
            else { __idol_journal_server_broke_protocol() };
            __value
        };
        ::counters::Count::count(&__error, &__JOURNAL_CLIENT_COUNTERS.find.Err);
        ::core::result::Result::Err(__error)
    }

    /// Operation 3 on the wire, sent once: the server's death is an error.
    pub fn repair(&self) -> ::core::result::Result<(), __idol_journal_types::Damage> {
        let mut __reply = [0; <__idol_journal_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), JournalOperation::repair as u16, &[], &mut __reply, &[]);
        if __code == 0 {
            ::counters::Count::count(&(), &__JOURNAL_CLIENT_COUNTERS.repair.Ok);
            return ::core::result::Result::Ok(());
        }
        let __error = if __idol_journal_learn(&self.server, __code) {
            <__idol_journal_is_Damage as ::core::convert::From<
                ::idol_runtime::ServerDeath,
            >>::from(::idol_runtime::ServerDeath)
        } else {
            let ::core::option::Option::Some(__value) =
                ::idol_runtime::wire::hubpack::decode_reply::<__idol_journal_is_Damage>(&__reply, __len)
            else { __idol_journal_server_broke_protocol() };
            __value
        };
        ::counters::Count::count(&__error, &__JOURNAL_CLIENT_COUNTERS.repair.Err);
        ::core::result::Result::Err(__error)
    }

    /// Operation 4 on the wire, sent once: the server's death is an error.
    pub fn close(&self) -> ::core::result::Result<bool, ::idol_runtime::ServerDeath> {
        let mut __reply = [0; 1];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), JournalOperation::close as u16, &[], &mut __reply, &[]);
        if __code != 0 { return ::core::result::Result::Err(__idol_journal_error_2(&self.server, __code, &__JOURNAL_CLIENT_COUNTERS.close.Err)) }
        let ::core::option::Option::Some(__value) =
            ::idol_runtime::wire::hubpack::decode_reply::<bool>(&__reply, __len)
        else { __idol_journal_server_broke_protocol() };
        ::counters::Count::count(&(), &__JOURNAL_CLIENT_COUNTERS.close.Ok);
        ::core::result::Result::Ok(__value)
    }

    /// Operation 5 on the wire, sent again until the server answers.
    pub fn count(&self) -> (u32, u8) {
        let mut __reply = [0; 5];
        let (_, __len) = __idol_journal_send_reply_again(&self.server, JournalOperation::count as u16, &mut __reply);
        let ::core::option::Option::Some(__value) =
            ::idol_runtime::wire::hubpack::decode_reply::<(u32, u8)>(&__reply, __len)
        else { __idol_journal_server_broke_protocol() };
        ::counters::Count::count(&(), &__JOURNAL_CLIENT_COUNTERS.count);
        __value
    }

    #[doc(hidden)]
    #[deprecated = "a client is made of a task: write `Journal::from(..)`"]
    pub fn new(__server: ::userlib::TaskId) -> Self {
        ::core::convert::From::from(__server)
    }
}

/// What is counted, an event per operation.
#[derive(::counters::Count)]
pub enum JournalEvent {
    append(#[count(children)] ::core::result::Result<(), __idol_journal_is_JournalError>),
    find(#[count(children)] ::core::result::Result<(), __idol_journal_is_Damage>),
    repair(#[count(children)] ::core::result::Result<(), __idol_journal_is_Damage>),
    close(#[count(children)] ::core::result::Result<(), ::idol_runtime::ServerDeath>),
    count,
}

static __JOURNAL_CLIENT_COUNTERS: <JournalEvent as ::counters::Count>::Counters =
    <JournalEvent as ::counters::Count>::NEW_COUNTERS;

/// The error that a return code is.
#[cold]
fn __idol_journal_error_1(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
    __counted: &<__idol_journal_is_JournalError as ::counters::Count>::Counters,
) -> __idol_journal_is_JournalError {
    let __dead = __idol_journal_learn(__server, __code);
    let __error = match <__idol_journal_is_JournalError as ::core::convert::TryFrom<u32>>::try_from(__code) {
        ::core::result::Result::Ok(__error) if __code != 0 => __error,
        _ if __dead => __idol_journal_error_cannot_express_death(),
        _ => __idol_journal_server_broke_protocol(),
    };
    ::counters::Count::count(&__error, __counted);
    __error
}

/// The error that a return code is.
#[cold]
fn __idol_journal_error_2(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
    __counted: &<::idol_runtime::ServerDeath as ::counters::Count>::Counters,
) -> ::idol_runtime::ServerDeath {
    if !__idol_journal_learn(__server, __code) {
        __idol_journal_server_broke_protocol();
    }
    ::counters::Count::count(&::idol_runtime::ServerDeath, __counted);
    ::idol_runtime::ServerDeath
}

/// Sends a request once.
fn __idol_journal_send_message_reply<__R: ::core::convert::AsMut<[u8]> + ?Sized>(
    __to: u32,
    __outgoing: &[u8],
    __incoming: &mut __R,
) -> (u32, usize) {
    ::userlib::sys_send(::userlib::TaskId((__to >> 16) as u16), __to as u16, __outgoing, __incoming.as_mut(), &[])
}

/// Sends a request until a generation of the server answers.
#[inline(always)]
fn __idol_journal_send_message_reply_again<__R: ::core::convert::AsMut<[u8]> + ?Sized>(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __operation: u16,
    __outgoing: &[u8],
    __incoming: &mut __R,
) -> (u32, usize) {
    let mut __task = __server.get();
    loop {
        let __to = u32::from(__task.0) << 16 | u32::from(__operation);
        let __answer = __idol_journal_send_message_reply(__to, __outgoing, __incoming);
        let ::core::option::Option::Some(__generation) =
            ::userlib::extract_new_generation(__answer.0)
        else { return __answer };
        __task = ::userlib::TaskId::for_index_and_gen(__task.index(), __generation);
        __server.set(__task);
    }
}

/// Sends a request once.
fn __idol_journal_send_reply(
    __to: u32,
    __incoming: &mut [u8],
) -> (u32, usize) {
    ::userlib::sys_send(::userlib::TaskId((__to >> 16) as u16), __to as u16, &[], __incoming, &[])
}

/// Sends a request until a generation of the server answers.
#[inline(always)]
fn __idol_journal_send_reply_again(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __operation: u16,
    __incoming: &mut [u8],
) -> (u32, usize) {
    let mut __task = __server.get();
    loop {
        let __to = u32::from(__task.0) << 16 | u32::from(__operation);
        let __answer = __idol_journal_send_reply(__to, __incoming);
        let ::core::option::Option::Some(__generation) =
            ::userlib::extract_new_generation(__answer.0)
        else { return __answer };
        __task = ::userlib::TaskId::for_index_and_gen(__task.index(), __generation);
        __server.set(__task);
    }
}

/// Remembers the new generation that a return code says.
#[cold]
fn __idol_journal_learn(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
) -> bool {
    let __dead = ::userlib::extract_new_generation(__code);
    let ::core::option::Option::Some(__generation) = __dead else {
        return false;
    };
    __server.set(::userlib::TaskId::for_index_and_gen(
        __server.get().index(),
        __generation,
    ));
    true
}

/// Ends the task: a lease is longer than allowed.
#[cfg(not(target_os = "none"))]
#[cold]
#[inline(never)]
#[track_caller]
fn __idol_journal_lease_too_long(__which: &str) -> ! {
    ::core::panic!("Journal: {__which} is longer than allowed")
}

#[cfg(target_os = "none")]
#[inline(always)]
fn __idol_journal_lease_too_long(_: &str) -> ! {
    #[cold]
    #[inline(never)]
    fn __idol_journal_lease_too_long() -> ! {
        ::userlib::sys_panic(b"L")
    }
    __idol_journal_lease_too_long()
}

/// Ends the task: the server broke the protocol.
#[cold]
#[inline(never)]
fn __idol_journal_server_broke_protocol() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"P");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Journal: the server broke the protocol");
}

/// Ends the task: an argument exceeds its `MAX_SIZE`.
#[cold]
#[inline(never)]
fn __idol_journal_cannot_encode() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"E");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Journal: an argument exceeds its `MAX_SIZE`");
}

/// Ends the task: the server died, which its error type cannot express.
#[cold]
#[inline(never)]
fn __idol_journal_error_cannot_express_death() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"D");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Journal: the server died, which its error type cannot express");
}

// For debuggers.
const _: () = {
    struct Journal_CLIENT_704b51914177e71b;
    #[used]
    static __FINGERPRINT: ::core::marker::PhantomData<Journal_CLIENT_704b51914177e71b> =
        ::core::marker::PhantomData;
};
}
