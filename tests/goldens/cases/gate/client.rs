// The client of `Gate`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_gate_prelude {
    pub(super) use ::userlib::{UnwrapLite, sys_send};
}
#[allow(unused_imports)]
use __idol_gate_prelude::*;

/// The operations of `Gate`.
#[allow(clippy::all, dead_code, nonstandard_style, private_bounds, private_interfaces, unreachable_pub)]
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
#[allow(clippy::all, dead_code, nonstandard_style, private_bounds, private_interfaces, unreachable_pub)]
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

#[allow(clippy::all, dead_code, nonstandard_style, private_bounds, private_interfaces, unreachable_pub)]
#[allow(rustdoc::all)]
impl Gate {
    /// Operation 1 on the wire.
    /// Sent at most 3 times.
    /// If the server dies before it answers, that is
    /// reported as an error.
    pub fn open(
        &self,
    ) -> ::core::result::Result<u8, crate::GateError> {
        let mut reply = <u8 as ::zerocopy::FromZeros>::new_zeroed();
        let (code, len) = __idol_gate_send(
            &self.server,
            (GateOperation::open as u32) << 1 | 1,
            &[],
            ::zerocopy::IntoBytes::as_mut_bytes(&mut reply),
            &[],
        );
        if code != 0 || len != 1 {
            #[cold]
            #[inline(never)]
            fn failed(code: u32) -> ::core::result::Result<u8, crate::GateError> {
                ::core::hint::black_box(::core::result::Result::Err(__idol_gate_error_1(code)))
            }
            return failed(code);
        }
        ::core::result::Result::Ok(reply)
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
            (GateOperation::state as u32) << 1,
            &[],
            &mut reply,
            &[],
        );
        if code != 0 {
            #[cold]
            #[inline(never)]
            fn failed(code: u32) -> ::core::result::Result<bool, ::idol_runtime::ServerDeath> {
                ::core::hint::black_box(::core::result::Result::Err(__idol_gate_error_2(code)))
            }
            return failed(code);
        }
        let ::core::option::Option::Some(::core::result::Result::Ok(value)) = reply.get(..len)
            .map(<u8 as ::zerocopy::FromBytes>::read_from_bytes)
        else {
            __idol_gate_server_broke_protocol();
        };
        ::core::result::Result::Ok(value != 0)
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
            (GateOperation::service as u32) << 1,
            &[],
            &mut [],
            &[],
        );
        if code == 0 {
            ::core::result::Result::Ok(())
        } else {
            ::core::result::Result::Err(__idol_gate_error_1(code))
        }
    }
}

/// The error that a return code is.
#[inline(never)]
fn __idol_gate_error_1(code: u32) -> crate::GateError {
    match <crate::GateError as ::core::convert::TryFrom<u32>>::try_from(code) {
        ::core::result::Result::Ok(error) if code != 0 => error,
        _ => __idol_gate_server_broke_protocol(),
    }
}

/// The error that a return code is.
fn __idol_gate_error_2(code: u32) -> ::idol_runtime::ServerDeath {
    if ::userlib::extract_new_generation(code).is_none() {
        __idol_gate_server_broke_protocol();
    }
    ::idol_runtime::ServerDeath
}

/// Sends a request and waits for the answer. Remembers the
/// server's new generation if it died meanwhile.
///
/// `request` is twice the operation's number, and 1 more if
/// it is to be sent again after such a death.
fn __idol_gate_send(
    server: &::core::cell::Cell<::userlib::TaskId>,
    request: u32,
    outgoing: &[u8],
    incoming: &mut [u8],
    leases: &[::userlib::Lease<'_>],
) -> (u32, usize) {
    let mut attempts: u32 =
        if request & 1 == 0 { 1 } else { 3 };
    loop {
        let task = server.get();
        let (code, len) =
            sys_send(task, (request >> 1) as u16, outgoing, incoming, leases);
        if code == 0 || !__idol_gate_learn(server, code) {
            return (code, len);
        }
        attempts -= 1;
        if attempts == 0 {
            return (code, len);
        }
    }
}

/// Remembers the server's new generation, if that is what a
/// return code says.
#[cold]
#[inline(never)]
fn __idol_gate_learn(
    server: &::core::cell::Cell<::userlib::TaskId>,
    code: u32,
) -> bool {
    let task = server.get();
    let dead = ::userlib::extract_new_generation(code);
    let ::core::option::Option::Some(generation) = dead else {
        return false;
    };
    server.set(::userlib::TaskId::for_index_and_gen(
        task.index(),
        generation,
    ));
    true
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

#[allow(dead_code)]
const _: () = {
    struct __IdolError<T>(::core::marker::PhantomData<T>);

    impl<T> __IdolError<T>
    where
        T: ::core::convert::TryFrom<u32>,
    {
        const IS_MADE_OF_A_CODE: bool = true;
    }

    trait __IdolOtherwise {
        const IS_MADE_OF_A_CODE: bool = false;
    }

    impl<T> __IdolOtherwise for __IdolError<T> {}

    ::core::assert!(
        <__IdolError<crate::GateError>>::IS_MADE_OF_A_CODE,
        "operation `open`, error: `crate::GateError` cannot be made of a return code. Derive `IdolError` for it, or implement `TryFrom<u32>`",
    );
};

// The interface as this client knows it, for debuggers.
#[allow(nonstandard_style)]
const _: () = {
    struct Gate_CLIENT_e57b54e76346d008;
    #[used]
    static FINGERPRINT: ::core::marker::PhantomData<Gate_CLIENT_e57b54e76346d008> =
        ::core::marker::PhantomData;
};
