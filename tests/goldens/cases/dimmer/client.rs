// The client of `Dimmer`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_dimmer_client_prelude {
    pub(super) use ::userlib::{UnwrapLite, sys_send};
}
#[allow(unused_imports)]
use __idol_dimmer_client_prelude::*;
const _: fn() = || _ = sys_send;

use ::idol_runtime::client_items as __idol_dimmer_alone_in_its_module; // interface.idol:3: A `mod` of its own for each side.
__idol_dimmer_alone_in_its_module! { client "Dimmer" "interface.idol:3: " Dimmer __idol_dimmer_proofs {
[SENT: T: ::zerocopy::IntoBytes + ::zerocopy::Immutable]
__idol_dimmer_is_Percent = __idol_dimmer_types::Percent:
SENT "interface.idol:7: argument `power` of `dim`: `crate::Percent` is to derive zerocopy's `IntoBytes` and `Immutable`",
;
} {
size __idol_dimmer_is_Percent = u8: "interface.idol:7: argument `power` of `dim`: `crate::Percent` travels as `u8`, but the two differ in size";
} {
1 dim (power: integer @u8,floor: integer @u8,) () ok integer @u8;
2 power () () plain integer @u8;
}
mod __idol_dimmer_types {
    pub(super) use {
        crate::Percent, // interface.idol:7: misspelt, or no `use` here?
    };
}

const _: fn(u8) -> ::core::option::Option<__idol_dimmer_is_Percent> = crate::percent; // interface.idol:21: `From` if it returns no `Option`
/// The operations of `Dimmer`.
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum DimmerOperation {
    dim = 1,
    power = 2,
}

/// A client of a server of `Dimmer`.
///
/// Remembers the server's generation and learns a new one when
/// the server has been restarted. 2 bytes.
#[derive(Clone, Debug)]
pub struct Dimmer {
    server: ::core::cell::Cell<::userlib::TaskId>,
}

impl Dimmer {
    /// Operation 1 on the wire, sent once: the server's death is an error.
    pub fn dim(&self, power: __idol_dimmer_types::Percent, floor: __idol_dimmer_types::Percent) -> ::core::result::Result<__idol_dimmer_types::Percent, ::idol_runtime::ServerDeath> {
        let __call = __idol_dimmer_packed_2::<__idol_dimmer_is_Percent, __idol_dimmer_is_Percent>(power, floor);
        let mut __reply = [0; 1];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), DimmerOperation::dim as u16, ::zerocopy::IntoBytes::as_bytes(&__call), &mut __reply, &[]);
        if __code != 0 { return ::core::result::Result::Err(__idol_dimmer_error_1(&self.server, __code, &__DIMMER_CLIENT_COUNTERS.dim.Err)) }
        let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
            .map(<u8 as ::zerocopy::FromBytes>::read_from_bytes)
        else { __idol_dimmer_server_broke_protocol() };
        let ::core::result::Result::Ok(__value) =
            <__idol_dimmer_is_Percent as ::core::convert::TryFrom<u8>>::try_from(__value)
        else { __idol_dimmer_server_broke_protocol() };
        ::counters::Count::count(&(), &__DIMMER_CLIENT_COUNTERS.dim.Ok);
        ::core::result::Result::Ok(__value)
    }

    /// Operation 2 on the wire, sent again until the server answers.
    pub fn power(&self) -> __idol_dimmer_types::Percent {
        let mut __reply = [0; 1];
        let (_, __len) = __idol_dimmer_send_reply_again(&self.server, DimmerOperation::power as u16, &mut __reply);
        let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
            .map(<u8 as ::zerocopy::FromBytes>::read_from_bytes)
        else { __idol_dimmer_server_broke_protocol() };
        let ::core::option::Option::Some(__value) =
            crate::percent(__value)
        else { __idol_dimmer_server_broke_protocol() };
        ::counters::Count::count(&(), &__DIMMER_CLIENT_COUNTERS.power);
        __value
    }

    #[doc(hidden)]
    #[deprecated = "a client is made of a task: write `Dimmer::from(..)`"]
    pub fn new(__server: ::userlib::TaskId) -> Self {
        ::core::convert::From::from(__server)
    }
}

#[derive(::zerocopy_derive::IntoBytes, ::zerocopy_derive::Immutable)]
#[repr(C, packed)]
struct __idol_dimmer_packed_2<__0, __1>(__0, __1);

/// What is counted, an event per operation.
#[derive(::counters::Count)]
pub enum DimmerEvent {
    dim(#[count(children)] ::core::result::Result<(), ::idol_runtime::ServerDeath>),
    power,
}

static __DIMMER_CLIENT_COUNTERS: <DimmerEvent as ::counters::Count>::Counters =
    <DimmerEvent as ::counters::Count>::NEW_COUNTERS;

/// The error that a return code is.
#[cold]
fn __idol_dimmer_error_1(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
    __counted: &<::idol_runtime::ServerDeath as ::counters::Count>::Counters,
) -> ::idol_runtime::ServerDeath {
    if !__idol_dimmer_learn(__server, __code) {
        __idol_dimmer_server_broke_protocol();
    }
    ::counters::Count::count(&::idol_runtime::ServerDeath, __counted);
    ::idol_runtime::ServerDeath
}

/// Sends a request once.
fn __idol_dimmer_send_reply(
    __to: u32,
    __incoming: &mut [u8],
) -> (u32, usize) {
    ::userlib::sys_send(::userlib::TaskId((__to >> 16) as u16), __to as u16, ::zerocopy::IntoBytes::as_bytes(&[0_u32; 0]), __incoming, &[])
}

/// Sends a request until a generation of the server answers.
#[inline(always)]
fn __idol_dimmer_send_reply_again(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __operation: u16,
    __incoming: &mut [u8],
) -> (u32, usize) {
    let mut __task = __server.get();
    loop {
        let __to = u32::from(__task.0) << 16 | u32::from(__operation);
        let __answer = __idol_dimmer_send_reply(__to, __incoming);
        let ::core::option::Option::Some(__generation) =
            ::userlib::extract_new_generation(__answer.0)
        else { return __answer };
        __task = ::userlib::TaskId::for_index_and_gen(__task.index(), __generation);
        __server.set(__task);
    }
}

/// Remembers the new generation that a return code says.
#[cold]
fn __idol_dimmer_learn(
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
fn __idol_dimmer_server_broke_protocol() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"P");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Dimmer: the server broke the protocol");
}

// For debuggers.
const _: () = {
    struct Dimmer_CLIENT_9b7113f2017c500c;
    #[used]
    static __FINGERPRINT: ::core::marker::PhantomData<Dimmer_CLIENT_9b7113f2017c500c> =
        ::core::marker::PhantomData;
};
}
