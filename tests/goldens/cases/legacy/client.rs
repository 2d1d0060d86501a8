// The client of `Legacy`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_legacy_prelude {
    pub(super) use ::userlib::{UnwrapLite, sys_send};
}
#[allow(unused_imports)]
use __idol_legacy_prelude::*;

/// The operations of `Legacy`.
#[allow(clippy::all, dead_code, nonstandard_style, unreachable_pub)]
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum LegacyOperation {
    /// Operation 1 on the wire.
    store = 1,
    /// Operation 2 on the wire.
    wipe = 2,
}

/// A client of a server of `Legacy`.
///
/// Remembers the server's generation and learns a new one when
/// the server has been restarted. 2 bytes.
#[derive(Clone, Debug)]
#[allow(clippy::all, dead_code, nonstandard_style, unreachable_pub)]
pub struct Legacy {
    server: ::core::cell::Cell<::userlib::TaskId>,
}

impl ::core::convert::From<::userlib::TaskId> for Legacy {
    fn from(server: ::userlib::TaskId) -> Self {
        Self {
            server: ::core::cell::Cell::new(server),
        }
    }
}

#[allow(clippy::all, dead_code, nonstandard_style, unreachable_pub)]
#[allow(rustdoc::all)]
impl Legacy {
    /// Operation 1 on the wire.
    /// Sent once.
    /// If the server dies before it answers, that is
    /// reported as an error.
    pub fn store(
        &self,
        slot: u8,
        value: Option<bool>,
        r#final: bool,
    ) -> ::core::result::Result<Option<bool>, crate::LegacyError> {
        #[derive(::serde::Serialize)]
        #[allow(non_camel_case_types)]
        struct Legacy_store_CALL {
            slot: u8,
            value: Option<bool>,
            raw_final: u8,
        }
        let call = Legacy_store_CALL {
            slot,
            value,
            raw_final: r#final as u8,
        };
        let mut buffer = [0; 2 * ::core::mem::size_of::<Legacy_store_CALL>()];
        let ::core::option::Option::Some(message) =
            ::ssmarshal::serialize(&mut buffer, &__idol_legacy_Roomy { value: call, room: ::core::option::Option::None })
                .ok()
                .and_then(|len| buffer.get(..len))
        else {
            __idol_legacy_cannot_encode();
        };
        let mut reply = [0; 2 * ::core::mem::size_of::<Option<bool>>()];
        let (code, len) = __idol_legacy_send(
            &self.server,
            (LegacyOperation::store as u32) << 1,
            message,
            &mut reply,
            &[],
        );
        if let ::core::result::Result::Err(error) = __idol_legacy_outcome_1(code) {
            let event = LegacyEvent::store(::core::result::Result::Err(error));
            ::counters::Count::count(&event, &__LEGACY_CLIENT_COUNTERS);
            // The event owned the error: take it back.
            let LegacyEvent::store(::core::result::Result::Err(error)) = event else {
                __idol_legacy_server_broke_protocol();
            };
            return ::core::result::Result::Err(error);
        }
        let ::core::option::Option::Some(::core::result::Result::Ok((__idol_legacy_Roomy { value: value_, .. }, used))) = reply.get(..len)
            .map(::ssmarshal::deserialize::<__idol_legacy_Roomy<Option<bool>>>)
        else {
            __idol_legacy_server_broke_protocol();
        };
        if used != len {
            __idol_legacy_server_broke_protocol();
        }
        ::counters::Count::count(&LegacyEvent::store(::core::result::Result::Ok(())), &__LEGACY_CLIENT_COUNTERS);
        ::core::result::Result::Ok(value_)
    }

    /// Operation 2 on the wire.
    /// Sent again to every new generation of the server
    /// until one answers.
    pub fn wipe(
        &self,
    ) -> ::core::result::Result<(), crate::LegacyError> {
        let (code, _) = __idol_legacy_send(
            &self.server,
            (LegacyOperation::wipe as u32) << 1 | 1,
            &[],
            &mut [],
            &[],
        );
        if let ::core::result::Result::Err(error) = __idol_legacy_outcome_1(code) {
            let event = LegacyEvent::wipe(::core::result::Result::Err(error));
            ::counters::Count::count(&event, &__LEGACY_CLIENT_COUNTERS);
            // The event owned the error: take it back.
            let LegacyEvent::wipe(::core::result::Result::Err(error)) = event else {
                __idol_legacy_server_broke_protocol();
            };
            return ::core::result::Result::Err(error);
        }
        ::counters::Count::count(&LegacyEvent::wipe(::core::result::Result::Ok(())), &__LEGACY_CLIENT_COUNTERS);
        ::core::result::Result::Ok(())
    }
}

/// What is counted, an event per operation.
#[allow(clippy::all, dead_code, nonstandard_style, unreachable_pub)]
#[allow(missing_docs)]
#[derive(::counters::Count)]
pub enum LegacyEvent {
    store(
        #[count(children)]
        ::core::result::Result<(), crate::LegacyError>,
    ),
    wipe(
        #[count(children)]
        ::core::result::Result<(), crate::LegacyError>,
    ),
}

static __LEGACY_CLIENT_COUNTERS: <LegacyEvent as ::counters::Count>::Counters =
    <LegacyEvent as ::counters::Count>::NEW_COUNTERS;

/// What a return code means: success, or an error.
#[inline(never)]
fn __idol_legacy_outcome_1(
    code: u32,
) -> ::core::result::Result<(), crate::LegacyError> {
    if code == 0 {
        return ::core::result::Result::Ok(());
    }
    let ::core::result::Result::Ok(error) =
        <crate::LegacyError as ::core::convert::TryFrom<u32>>::try_from(code)
    else {
        __idol_legacy_server_broke_protocol();
    };
    ::core::result::Result::Err(error)
}

/// Sends a request and waits for the answer. Remembers the
/// server's new generation if it died meanwhile.
///
/// `request` is twice the operation's number, and 1 more if
/// it is to be sent again after such a death.
fn __idol_legacy_send(
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

/// Ends the task: the server broke the protocol.
#[cold]
#[inline(never)]
fn __idol_legacy_server_broke_protocol() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"P");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Legacy: the server broke the protocol");
}

/// Ends the task: an argument exceeds its `MAX_SIZE`.
#[cold]
#[inline(never)]
fn __idol_legacy_cannot_encode() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"E");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Legacy: an argument exceeds its `MAX_SIZE`");
}

/// A value with room for its message, which may be longer.
#[allow(clippy::all, dead_code, nonstandard_style, unreachable_pub)]
#[derive(::serde::Serialize, ::serde::Deserialize)]
#[serde(transparent)]
#[serde(bound(deserialize = "T: ::serde::Deserialize<'de>"))]
struct __idol_legacy_Roomy<T> {
    value: T,
    #[serde(skip)]
    room: ::core::option::Option<T>,
}
