// The client of `Gate`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_gate_prelude {
    pub(super) use ::userlib::{UnwrapLite, sys_send};
}
#[allow(unused_imports)]
use __idol_gate_prelude::*;

/// The operations of `Gate`.
#[allow(clippy::all, dead_code, nonstandard_style, unreachable_pub)]
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum GateOperation {
    /// Operation 1 on the wire.
    open = 1,
    /// Operation 2 on the wire.
    state = 2,
    /// Operation 7 on the wire.
    service = 7,
}

/// A client of a server of `Gate`.
///
/// Remembers the server's generation and learns a new one when
/// the server has been restarted. 2 bytes.
#[derive(Clone, Debug)]
#[allow(clippy::all, dead_code, nonstandard_style, unreachable_pub)]
pub struct Gate {
    server: ::core::cell::Cell<::userlib::TaskId>,
}

impl ::core::convert::From<::userlib::TaskId> for Gate {
    fn from(server: ::userlib::TaskId) -> Self {
        Self {
            server: ::core::cell::Cell::new(server),
        }
    }
}

#[allow(clippy::all, dead_code, nonstandard_style, unreachable_pub)]
#[allow(rustdoc::all)]
impl Gate {
    /// Operation 1 on the wire.
    /// Sent at most 3 times.
    /// If the server dies before it answers, that is
    /// reported as an error.
    pub fn open(
        &self,
    ) -> ::core::result::Result<u8, crate::GateError> {
        let mut reply = [0; 1];
        let (code, len) = __idol_gate_send_again(
            &self.server,
            GateOperation::open as u16,
            &[],
            &mut reply,
            &[],
        );
        if code == 0 {
            let ::core::option::Option::Some(::core::result::Result::Ok(value)) = reply.get(..len)
                .map(<u8 as ::zerocopy::FromBytes>::read_from_bytes)
            else {
                __idol_gate_server_broke_protocol();
            };
            return ::core::result::Result::Ok(value);
        }
        let ::core::result::Result::Ok(error) =
            <crate::GateError as ::core::convert::TryFrom<u32>>::try_from(code)
        else {
            __idol_gate_server_broke_protocol();
        };
        ::core::result::Result::Err(error)
    }

    /// Operation 2 on the wire.
    /// Sent once.
    /// If the server dies before it answers, that is
    /// reported as an error.
    pub fn state(
        &self,
    ) -> ::core::result::Result<bool, ::idol_runtime::ServerDeath> {
        let mut reply = [0; 1];
        let (code, len) = __idol_gate_send(
            &self.server,
            GateOperation::state as u16,
            &[],
            &mut reply,
            &[],
        );
        if code == 0 {
            let ::core::option::Option::Some(::core::result::Result::Ok(value)) = reply.get(..len)
                .map(<u8 as ::zerocopy::FromBytes>::read_from_bytes)
            else {
                __idol_gate_server_broke_protocol();
            };
            return ::core::result::Result::Ok(value != 0);
        }
        if ::userlib::extract_new_generation(code).is_none() {
            __idol_gate_server_broke_protocol();
        }
        ::core::result::Result::Err(::idol_runtime::ServerDeath)
    }

    /// Operation 7 on the wire.
    /// Sent once.
    /// If the server dies before it answers, that is
    /// reported as an error.
    pub fn service(
        &self,
    ) -> ::core::result::Result<(), crate::GateError> {
        let (code, _) = __idol_gate_send(
            &self.server,
            GateOperation::service as u16,
            &[],
            &mut [],
            &[],
        );
        if code == 0 {
            return ::core::result::Result::Ok(());
        }
        let ::core::result::Result::Ok(error) =
            <crate::GateError as ::core::convert::TryFrom<u32>>::try_from(code)
        else {
            __idol_gate_server_broke_protocol();
        };
        ::core::result::Result::Err(error)
    }
}

/// Sends a request and waits for the answer. Remembers the
/// server's new generation if it died meanwhile.
fn __idol_gate_send(
    server: &::core::cell::Cell<::userlib::TaskId>,
    operation: u16,
    outgoing: &[u8],
    incoming: &mut [u8],
    leases: &[::userlib::Lease<'_>],
) -> (u32, usize) {
    let task = server.get();
    let (code, len) =
        sys_send(task, operation, outgoing, incoming, leases);
    let dead = ::userlib::extract_new_generation(code);
    if let ::core::option::Option::Some(generation) = dead {
        server.set(::userlib::TaskId::for_index_and_gen(
            task.index(),
            generation,
        ));
    }
    (code, len)
}

/// Sends a request at most 3 times, until a
/// server lives long enough to answer it.
fn __idol_gate_send_again(
    server: &::core::cell::Cell<::userlib::TaskId>,
    operation: u16,
    outgoing: &[u8],
    incoming: &mut [u8],
    leases: &[::userlib::Lease<'_>],
) -> (u32, usize) {
    for _ in 0..2 {
        let (code, len) =
            __idol_gate_send(server, operation, outgoing, incoming, leases);
        if ::userlib::extract_new_generation(code).is_none() {
            return (code, len);
        }
    }
    __idol_gate_send(server, operation, outgoing, incoming, leases)
}

/// Ends the task: the server broke the protocol.
#[cold]
#[inline(never)]
fn __idol_gate_server_broke_protocol() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"P");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Gate: the server broke the protocol");
}
