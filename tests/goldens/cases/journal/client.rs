// The client of `Journal`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_journal_prelude {
    pub(super) use ::userlib::{UnwrapLite, sys_send};
}
#[allow(unused_imports)]
use __idol_journal_prelude::*;

/// The operations of `Journal`.
#[allow(clippy::all, dead_code, nonstandard_style, private_bounds, private_interfaces, unreachable_pub)]
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum JournalOperation {
    /// Operation 1 on the wire.
    append = 1,
    /// Operation 2 on the wire.
    find = 2,
    /// Operation 3 on the wire.
    repair = 3,
    /// Operation 4 on the wire.
    close = 4,
    /// Operation 5 on the wire.
    count = 5,
}

/// A client of a server of `Journal`.
///
/// Remembers the server's generation and learns a new one when
/// the server has been restarted. 2 bytes.
#[derive(Clone, Debug)]
#[allow(clippy::all, dead_code, nonstandard_style, private_bounds, private_interfaces, unreachable_pub)]
pub struct Journal {
    server: ::core::cell::Cell<::userlib::TaskId>,
}

impl ::core::convert::From<::userlib::TaskId> for Journal {
    fn from(server: ::userlib::TaskId) -> Self {
        Self {
            server: ::core::cell::Cell::new(server),
        }
    }
}

#[allow(clippy::all, dead_code, nonstandard_style, private_bounds, private_interfaces, unreachable_pub)]
#[allow(rustdoc::all)]
impl Journal {
    /// Operation 1 on the wire.
    /// Sent once.
    /// If the server dies before it answers, that is
    /// reported as an error.
    ///
    /// # Panics
    ///
    /// If `text` has more than 128 elements.
    pub fn append(
        &self,
        entry: crate::Entry,
        urgent: bool,
        text: &[u8],
    ) -> ::core::result::Result<u32, crate::JournalError> {
        #[derive(::serde::Serialize)]
        #[allow(non_camel_case_types)]
        struct Journal_append_CALL<'call> {
            entry: &'call crate::Entry,
            raw_urgent: u8,
        }
        if text.len() > 128 {
            __idol_journal_lease_too_long();
        }
        let call = Journal_append_CALL {
            entry: &entry,
            raw_urgent: urgent as u8,
        };
        let mut buffer = [0; <crate::Entry as ::hubpack::SerializedSize>::MAX_SIZE + 1];
        let ::core::option::Option::Some(message) =
            ::idol_runtime::wire::hubpack::encode(&mut buffer, &call)
        else {
            __idol_journal_cannot_encode();
        };
        let mut reply = [0; 4];
        let (code, len) = __idol_journal_send(
            &self.server,
            (JournalOperation::append as u32) << 1,
            message,
            &mut reply,
            &[::userlib::Lease::read_only(text)],
        );
        if code != 0 {
            let event = JournalEvent::append(::core::result::Result::Err(__idol_journal_error_1(code)));
            ::counters::Count::count(&event, &__JOURNAL_CLIENT_COUNTERS);
            // The event owned the error: take it back.
            let JournalEvent::append(::core::result::Result::Err(error)) = event else {
                __idol_journal_server_broke_protocol();
            };
            return ::core::result::Result::Err(error);
        }
        let ::core::option::Option::Some(value) = reply.get(..len)
            .and_then(::idol_runtime::wire::hubpack::decode_exact::<u32>)
        else {
            __idol_journal_server_broke_protocol();
        };
        ::counters::Count::count(&JournalEvent::append(::core::result::Result::Ok(())), &__JOURNAL_CLIENT_COUNTERS);
        ::core::result::Result::Ok(value)
    }

    /// Operation 2 on the wire.
    /// Sent again to every new generation of the server
    /// until one answers.
    pub fn find(
        &self,
        number: u32,
    ) -> ::core::result::Result<Option<crate::Entry>, crate::Damage> {
        #[derive(::serde::Serialize)]
        #[allow(non_camel_case_types)]
        struct Journal_find_CALL<'call> {
            number: &'call u32,
        }
        let call = Journal_find_CALL {
            number: &number,
        };
        let mut buffer = [0; 4];
        let ::core::option::Option::Some(message) =
            ::idol_runtime::wire::hubpack::encode(&mut buffer, &call)
        else {
            __idol_journal_cannot_encode();
        };
        let mut reply = [0; if <Option<crate::Entry> as ::hubpack::SerializedSize>::MAX_SIZE > <crate::Damage as ::hubpack::SerializedSize>::MAX_SIZE { <Option<crate::Entry> as ::hubpack::SerializedSize>::MAX_SIZE } else { <crate::Damage as ::hubpack::SerializedSize>::MAX_SIZE }];
        let (code, len) = __idol_journal_send(
            &self.server,
            (JournalOperation::find as u32) << 1 | 1,
            message,
            &mut reply,
            &[],
        );
        if code == 0 {
            let ::core::option::Option::Some(value) = reply.get(..len)
                .and_then(::idol_runtime::wire::hubpack::decode_exact::<Option<crate::Entry>>)
            else {
                __idol_journal_server_broke_protocol();
            };
            ::counters::Count::count(&JournalEvent::find(::core::result::Result::Ok(())), &__JOURNAL_CLIENT_COUNTERS);
            return ::core::result::Result::Ok(value);
        }
        let error = {
            let ::core::option::Option::Some(value) = reply.get(..len)
                .and_then(::idol_runtime::wire::hubpack::decode_exact::<crate::Damage>)
            else {
                __idol_journal_server_broke_protocol();
            };
            value
        };
        let event = JournalEvent::find(::core::result::Result::Err(error));
        ::counters::Count::count(&event, &__JOURNAL_CLIENT_COUNTERS);
        // The event owned the error: take it back.
        let JournalEvent::find(::core::result::Result::Err(error)) = event else {
            __idol_journal_server_broke_protocol();
        };
        ::core::result::Result::Err(error)
    }

    /// Operation 3 on the wire.
    /// Sent once.
    /// If the server dies before it answers, that is
    /// reported as an error.
    pub fn repair(
        &self,
    ) -> ::core::result::Result<(), crate::Damage> {
        let mut reply = [0; <crate::Damage as ::hubpack::SerializedSize>::MAX_SIZE];
        let (code, len) = __idol_journal_send(
            &self.server,
            (JournalOperation::repair as u32) << 1,
            &[],
            &mut reply,
            &[],
        );
        if code == 0 {
            ::counters::Count::count(&JournalEvent::repair(::core::result::Result::Ok(())), &__JOURNAL_CLIENT_COUNTERS);
            return ::core::result::Result::Ok(());
        }
        let error = if ::userlib::extract_new_generation(code).is_some() {
            <crate::Damage as ::core::convert::From<
                ::idol_runtime::ServerDeath,
            >>::from(::idol_runtime::ServerDeath)
        } else {
            let ::core::option::Option::Some(value) = reply.get(..len)
                .and_then(::idol_runtime::wire::hubpack::decode_exact::<crate::Damage>)
            else {
                __idol_journal_server_broke_protocol();
            };
            value
        };
        let event = JournalEvent::repair(::core::result::Result::Err(error));
        ::counters::Count::count(&event, &__JOURNAL_CLIENT_COUNTERS);
        // The event owned the error: take it back.
        let JournalEvent::repair(::core::result::Result::Err(error)) = event else {
            __idol_journal_server_broke_protocol();
        };
        ::core::result::Result::Err(error)
    }

    /// Operation 4 on the wire.
    /// Sent once.
    /// If the server dies before it answers, that is
    /// reported as an error.
    pub fn close(
        &self,
    ) -> ::core::result::Result<bool, ::idol_runtime::ServerDeath> {
        let mut reply = [0; 1];
        let (code, len) = __idol_journal_send(
            &self.server,
            (JournalOperation::close as u32) << 1,
            &[],
            &mut reply,
            &[],
        );
        if code != 0 {
            let event = JournalEvent::close(::core::result::Result::Err(__idol_journal_error_2(code)));
            ::counters::Count::count(&event, &__JOURNAL_CLIENT_COUNTERS);
            // The event owned the error: take it back.
            let JournalEvent::close(::core::result::Result::Err(error)) = event else {
                __idol_journal_server_broke_protocol();
            };
            return ::core::result::Result::Err(error);
        }
        let ::core::option::Option::Some(value) = reply.get(..len)
            .and_then(::idol_runtime::wire::hubpack::decode_exact::<bool>)
        else {
            __idol_journal_server_broke_protocol();
        };
        ::counters::Count::count(&JournalEvent::close(::core::result::Result::Ok(())), &__JOURNAL_CLIENT_COUNTERS);
        ::core::result::Result::Ok(value)
    }

    /// Operation 5 on the wire.
    /// Sent again to every new generation of the server
    /// until one answers.
    pub fn count(
        &self,
    ) -> (u32, u8) {
        let mut reply = [0; 5];
        let (_, len) = __idol_journal_send(
            &self.server,
            (JournalOperation::count as u32) << 1 | 1,
            &[],
            &mut reply,
            &[],
        );
        let ::core::option::Option::Some(value) = reply.get(..len)
            .and_then(::idol_runtime::wire::hubpack::decode_exact::<(u32, u8)>)
        else {
            __idol_journal_server_broke_protocol();
        };
        ::counters::Count::count(&JournalEvent::count, &__JOURNAL_CLIENT_COUNTERS);
        value
    }
}

/// What is counted, an event per operation.
#[allow(clippy::all, dead_code, nonstandard_style, private_bounds, private_interfaces, unreachable_pub)]
#[allow(missing_docs)]
#[derive(::counters::Count)]
pub enum JournalEvent {
    append(
        #[count(children)]
        ::core::result::Result<(), crate::JournalError>,
    ),
    find(
        #[count(children)]
        ::core::result::Result<(), crate::Damage>,
    ),
    repair(
        #[count(children)]
        ::core::result::Result<(), crate::Damage>,
    ),
    close(
        #[count(children)]
        ::core::result::Result<(), ::idol_runtime::ServerDeath>,
    ),
    count,
}

static __JOURNAL_CLIENT_COUNTERS: <JournalEvent as ::counters::Count>::Counters =
    <JournalEvent as ::counters::Count>::NEW_COUNTERS;

/// The error that a return code is.
fn __idol_journal_error_1(code: u32) -> crate::JournalError {
    match <crate::JournalError as ::core::convert::TryFrom<u32>>::try_from(code) {
        ::core::result::Result::Ok(error) if code != 0 => error,
        _ => __idol_journal_server_broke_protocol(),
    }
}

/// The error that a return code is.
fn __idol_journal_error_2(code: u32) -> ::idol_runtime::ServerDeath {
    if ::userlib::extract_new_generation(code).is_none() {
        __idol_journal_server_broke_protocol();
    }
    ::idol_runtime::ServerDeath
}

/// Sends a request and waits for the answer. Remembers the
/// server's new generation if it died meanwhile.
///
/// `request` is twice the operation's number, and 1 more if
/// it is to be sent again after such a death.
fn __idol_journal_send(
    server: &::core::cell::Cell<::userlib::TaskId>,
    request: u32,
    outgoing: &[u8],
    incoming: &mut [u8],
    leases: &[::userlib::Lease<'_>],
) -> (u32, usize) {
    loop {
        let task = server.get();
        let (code, len) =
            sys_send(task, (request >> 1) as u16, outgoing, incoming, leases);
        let dead = ::userlib::extract_new_generation(code);
        let ::core::option::Option::Some(generation) = dead else {
            return (code, len);
        };
        server.set(::userlib::TaskId::for_index_and_gen(
            task.index(),
            generation,
        ));
        if request & 1 == 0 {
            return (code, len);
        }
    }
}

/// Ends the task: a lease is longer than allowed.
#[cold]
#[inline(never)]
fn __idol_journal_lease_too_long() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"L");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Journal: a lease is longer than allowed");
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

const _: () = ::core::assert!(
    16777216 > if <Option<crate::Entry> as ::hubpack::SerializedSize>::MAX_SIZE > <crate::Damage as ::hubpack::SerializedSize>::MAX_SIZE { <Option<crate::Entry> as ::hubpack::SerializedSize>::MAX_SIZE } else { <crate::Damage as ::hubpack::SerializedSize>::MAX_SIZE },
    "operation `find`, reply: of 16 MiB or more, which is more than a reply can hold. Give it a lease to write to",
);

const _: () = ::core::assert!(
    16777216 > <crate::Damage as ::hubpack::SerializedSize>::MAX_SIZE,
    "operation `repair`, reply: of 16 MiB or more, which is more than a reply can hold. Give it a lease to write to",
);

#[allow(dead_code)]
const _: () = {
    struct __IdolError<T>(::core::marker::PhantomData<T>);

    impl<T> __IdolError<T>
    where
        T: ::core::convert::TryFrom<u32>,
    {
        const IS_MADE_OF_A_CODE: bool = true;
    }

    impl<T> __IdolError<T>
    where
        T: ::core::convert::From<::idol_runtime::ServerDeath>,
    {
        const REPORTS_SERVER_DEATH: bool = true;
    }

    trait __IdolOtherwise {
        const IS_MADE_OF_A_CODE: bool = false;
        const REPORTS_SERVER_DEATH: bool = false;
    }

    impl<T> __IdolOtherwise for __IdolError<T> {}

    ::core::assert!(
        <__IdolError<crate::JournalError>>::IS_MADE_OF_A_CODE,
        "operation `append`, error: `crate::JournalError` cannot be made of a return code. Derive `IdolError` for it, or implement `TryFrom<u32>`",
    );

    ::core::assert!(
        <__IdolError<crate::Damage>>::REPORTS_SERVER_DEATH,
        "operation `repair`, error: `crate::Damage` cannot say that the server died. Implement `From<ServerDeath>` for it, or make the operation `idempotent: true`, if doing it twice does no harm",
    );
};

// The interface as this client knows it, for debuggers.
#[allow(nonstandard_style)]
const _: () = {
    struct Journal_CLIENT_704b51914177e71b;
    #[used]
    static FINGERPRINT: ::core::marker::PhantomData<Journal_CLIENT_704b51914177e71b> =
        ::core::marker::PhantomData;
};
