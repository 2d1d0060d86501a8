// The client of `Gate`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_gate_client_prelude {
    pub(super) use ::userlib::{UnwrapLite, sys_send};
}
#[allow(unused_imports)]
use __idol_gate_client_prelude::*;
const _: fn() = || _ = sys_send;

use ::idol_runtime::client_items as __idol_gate_alone_in_its_module; // interface.idol:4: A `mod` of its own for each side.
__idol_gate_alone_in_its_module! { client "Gate" "interface.idol:4: " Gate __idol_gate_proofs {
[CODE: T: ::core::convert::TryFrom<u32>]
__idol_gate_is_GateError = __idol_gate_types::GateError:
CODE "interface.idol:7: error of `open`: `crate::GateError` is to derive `idol_derive::IdolError`",
;
} {
} {
1 open () () ok own, code coded;
2 state () () ok flag;
7 service () () ok nothing, code coded;
}
mod __idol_gate_types {
    pub(super) use {
        crate::GateError, // interface.idol:7: misspelt, or no `use` here?
    };
}

/// The operations of `Gate`.
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum GateOperation {
    open = 1,
    state = 2,
    service = 7,
}

/// A client of a server of `Gate`.
///
/// Remembers the server's generation and learns a new one when
/// the server has been restarted. 2 bytes.
#[derive(Clone, Debug)]
pub struct Gate {
    server: ::core::cell::Cell<::userlib::TaskId>,
}

impl Gate {
    /// Operation 1 on the wire, sent at most 3 times: the server's death is an error.
    pub fn open(&self) -> ::core::result::Result<u8, __idol_gate_types::GateError> {
        let mut __reply = <u8 as ::zerocopy::FromZeros>::new_zeroed();
        let (__code, __len) = __idol_gate_send_reply_again(&self.server, GateOperation::open as u16, ::zerocopy::IntoBytes::as_mut_bytes(&mut __reply));
        if __code != 0 || __len != 1 { return ::core::result::Result::Err(__idol_gate_error_1(&self.server, __code)) }
        ::core::result::Result::Ok(__reply)
    }

    /// Operation 2 on the wire, sent once: the server's death is an error.
    pub fn state(&self) -> ::core::result::Result<bool, ::idol_runtime::ServerDeath> {
        let mut __reply = [0; 1];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), GateOperation::state as u16, ::zerocopy::IntoBytes::as_bytes(&[0_u32; 0]), &mut __reply, &[]);
        if __code != 0 { return ::core::result::Result::Err(__idol_gate_error_2(&self.server, __code)) }
        let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
            .map(<u8 as ::zerocopy::FromBytes>::read_from_bytes)
        else { __idol_gate_server_broke_protocol() };
        ::core::result::Result::Ok(__value != 0)
    }

    /// Operation 7 on the wire, sent once: the server's death is an error.
    pub fn service(&self) -> ::core::result::Result<(), __idol_gate_types::GateError> {
        let (__code, _) = ::userlib::sys_send(self.server.get(), GateOperation::service as u16, ::zerocopy::IntoBytes::as_bytes(&[0_u32; 0]), ::zerocopy::IntoBytes::as_mut_bytes(&mut [0_u32; 0]), &[]);
        if __code == 0 {
            ::core::result::Result::Ok(())
        } else {
            ::core::result::Result::Err(__idol_gate_error_1(&self.server, __code))
        }
    }

    #[doc(hidden)]
    #[deprecated = "a client is made of a task: write `Gate::from(..)`"]
    pub fn new(__server: ::userlib::TaskId) -> Self {
        ::core::convert::From::from(__server)
    }
}

/// The error that a return code is.
#[cold]
fn __idol_gate_error_1(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
) -> __idol_gate_is_GateError {
    let __dead = __idol_gate_learn(__server, __code);
    match <__idol_gate_is_GateError as ::core::convert::TryFrom<u32>>::try_from(__code) {
        ::core::result::Result::Ok(__error) if __code != 0 => __error,
        _ if __dead => __idol_gate_error_cannot_express_death(),
        _ => __idol_gate_server_broke_protocol(),
    }
}

/// The error that a return code is.
#[cold]
fn __idol_gate_error_2(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
) -> ::idol_runtime::ServerDeath {
    if !__idol_gate_learn(__server, __code) {
        __idol_gate_server_broke_protocol();
    }
    ::idol_runtime::ServerDeath
}

/// Sends a request once.
fn __idol_gate_send_reply(
    __to: u32,
    __incoming: &mut [u8],
) -> (u32, usize) {
    ::userlib::sys_send(::userlib::TaskId((__to >> 16) as u16), __to as u16, ::zerocopy::IntoBytes::as_bytes(&[0_u32; 0]), __incoming, &[])
}

/// Sends a request until a generation of the server answers.
#[inline(always)]
fn __idol_gate_send_reply_again(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __operation: u16,
    __incoming: &mut [u8],
) -> (u32, usize) {
    let mut __task = __server.get();
    let mut __attempts: u32 = 3;
    loop {
        let __to = u32::from(__task.0) << 16 | u32::from(__operation);
        let __answer = __idol_gate_send_reply(__to, __incoming);
        let ::core::option::Option::Some(__generation) =
            ::userlib::extract_new_generation(__answer.0)
        else { return __answer };
        __task = ::userlib::TaskId::for_index_and_gen(__task.index(), __generation);
        __server.set(__task);
        __attempts -= 1;
        if __attempts == 0 { return __answer; }
    }
}

/// Remembers the new generation that a return code says.
#[cold]
fn __idol_gate_learn(
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

/// Ends the task: the server broke the protocol.
#[cold]
#[inline(never)]
fn __idol_gate_server_broke_protocol() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"P");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Gate: the server broke the protocol");
}

/// Ends the task: the server died, which its error type cannot express.
#[cold]
#[inline(never)]
fn __idol_gate_error_cannot_express_death() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"D");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Gate: the server died, which its error type cannot express");
}

// For debuggers.
const _: () = {
    struct Gate_CLIENT_e57b54e76346d008;
    #[used]
    static __FINGERPRINT: ::core::marker::PhantomData<Gate_CLIENT_e57b54e76346d008> =
        ::core::marker::PhantomData;
};
}
