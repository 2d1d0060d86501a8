// The client of `Roster`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_roster_client_prelude {
    pub(super) use ::userlib::{UnwrapLite, sys_send};
}
#[allow(unused_imports)]
use __idol_roster_client_prelude::*;
const _: fn() = || _ = sys_send;

use ::idol_runtime::client_items as __idol_roster_alone_in_its_module; // interface.idol:3: A `mod` of its own for each side.
__idol_roster_alone_in_its_module! { client "Roster" "interface.idol:3: " Roster __idol_roster_proofs {
[CODE: T: ::core::convert::TryFrom<u32>]
[COUNTED: T: ::counters::Count]
[PACKED: T: ::serde::Serialize + ::hubpack::SerializedSize]
[UNPACKED: T: for<'de> ::serde::Deserialize<'de> + ::hubpack::SerializedSize]
__idol_roster_is_RosterError = __idol_roster_types::RosterError:
CODE "interface.idol:10: error of `members`: `crate::RosterError` is to derive `idol_derive::IdolError`",
COUNTED "interface.idol:10: error of `members`: `crate::RosterError` is to derive `counters::Count`, or build the stub without counters",
;
__idol_roster_is_Day = __idol_roster_types::Day:
PACKED "interface.idol:15: argument `since` of `visits`: `crate::Day` is to derive `serde::Serialize` and `hubpack::SerializedSize`",
;
__idol_roster_is_Option_Entry_Day = Option<(__idol_roster_types::Entry, __idol_roster_types::Day)>:
UNPACKED "interface.idol:17: reply of `visits`: `Option<(crate::Entry, crate::Day)>` is to derive `serde::Deserialize` and `hubpack::SerializedSize`",
;
__idol_roster_is_Damage = __idol_roster_types::Damage:
UNPACKED "interface.idol:18: error of `visits`: `crate::Damage` is to derive `serde::Deserialize` and `hubpack::SerializedSize`",
COUNTED "interface.idol:18: error of `visits`: `crate::Damage` is to derive `counters::Count`, or build the stub without counters",
;
__idol_roster_is_Option_u8_2_u8 = Option<([u8; 2], u8)>:
UNPACKED "interface.idol:26: reply of `letters`: `Option<([u8; 2], u8)>` is to derive `serde::Deserialize` and `hubpack::SerializedSize`",
;
} {
} {
1 members (group: own,from: own,) () ok own, code coded;
2 visits (since: hubpack,) () ok hubpack, error hubpack;
3 letters (urgent: flag,from: hubpack,) () plain hubpack;
4 r#type (self_: own,) () ok own;
}
mod __idol_roster_types {
    pub(super) use {
        crate::Group, // interface.idol:7: misspelt, or no `use` here?
        crate::Member, // interface.idol:9: misspelt, or no `use` here?
        crate::RosterError, // interface.idol:10: misspelt, or no `use` here?
        crate::Day, // interface.idol:15: misspelt, or no `use` here?
        crate::Entry, // interface.idol:17: misspelt, or no `use` here?
        crate::Damage, // interface.idol:18: misspelt, or no `use` here?
    };
}

/// The operations of `Roster`.
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum RosterOperation {
    members = 1,
    visits = 2,
    letters = 3,
    r#type = 4,
}

/// A client of a server of `Roster`.
///
/// Remembers the server's generation and learns a new one when
/// the server has been restarted. 2 bytes.
#[derive(Clone, Debug)]
pub struct Roster {
    server: ::core::cell::Cell<::userlib::TaskId>,
}

impl Roster {
    /// Who belongs to a group.
    ///
    /// Operation 1 on the wire, sent once: the server's death is an error.
    pub fn members(&self, group: __idol_roster_types::Group, from: u16) -> ::core::result::Result<Option<__idol_roster_types::Member>, __idol_roster_types::RosterError> {
        let __call = __idol_roster_packed_2(<__idol_roster_types::Group as __idol_roster_wire::Departs<__IDOL_ROSTER_SENT_Group, __IDOL_ROSTER_SENT_Group_PAYLOAD>>::depart(group), from);
        let mut __reply = [0; ::core::mem::size_of::<<Option<__idol_roster_types::Member> as __idol_roster_wire::Arrives<__IDOL_ROSTER_RECEIVED_Option_3c_Member_3e_, __IDOL_ROSTER_RECEIVED_Option_3c_Member_3e__PAYLOAD>>::Form>()];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), RosterOperation::members as u16, ::zerocopy::IntoBytes::as_bytes(&__call), &mut __reply, &[]);
        if __code != 0 { return ::core::result::Result::Err(__idol_roster_error_1(&self.server, __code, &__ROSTER_CLIENT_COUNTERS.members.Err)) }
        let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
            .map(<<Option<__idol_roster_types::Member> as __idol_roster_wire::Arrives<__IDOL_ROSTER_RECEIVED_Option_3c_Member_3e_, __IDOL_ROSTER_RECEIVED_Option_3c_Member_3e__PAYLOAD>>::Form as ::zerocopy::TryFromBytes>::try_read_from_bytes)
        else { __idol_roster_server_broke_protocol() };
        let ::core::option::Option::Some(__value) =
            <Option<__idol_roster_types::Member> as __idol_roster_wire::Arrives<__IDOL_ROSTER_RECEIVED_Option_3c_Member_3e_, __IDOL_ROSTER_RECEIVED_Option_3c_Member_3e__PAYLOAD>>::arrive(__value)
        else { __idol_roster_server_broke_protocol() };
        ::counters::Count::count(&(), &__ROSTER_CLIENT_COUNTERS.members.Ok);
        ::core::result::Result::Ok(__value)
    }

    /// Goes through what `members` gives, from `from` on.
    ///
    /// Each element is asked for when it is wanted, and the end once
    /// more. After an error there is nothing more: to go on, begin
    /// anew. Holds a place and no element.
    pub fn members_iter(
        &self,
        group: __idol_roster_types::Group,
        from: u16,
    ) -> impl ::core::iter::Iterator<Item = ::core::result::Result<__idol_roster_types::Member, __idol_roster_types::RosterError>> + '_ {
        let mut __place = ::core::option::Option::Some(from);
        ::core::iter::from_fn(move || {
            match self.members(::core::clone::Clone::clone(&group), __place.take()?) {
                ::core::result::Result::Ok(__answer) => {
                    let __element = __answer?;
                    __place = ::core::option::Option::Some(__element.next);
                    ::core::option::Option::Some(::core::result::Result::Ok(__element))
                }
                ::core::result::Result::Err(__error) => ::core::option::Option::Some(::core::result::Result::Err(__error)),
            }
        })
    }

    /// Operation 2 on the wire, sent again until the server answers.
    pub fn visits(&self, since: __idol_roster_types::Day) -> ::core::result::Result<Option<(__idol_roster_types::Entry, __idol_roster_types::Day)>, __idol_roster_types::Damage> {
        let mut __buffer = [0; <__idol_roster_is_Day as ::hubpack::SerializedSize>::MAX_SIZE];
        let ::core::option::Option::Some(__message) =
            ::idol_runtime::wire::hubpack::encode(&mut __buffer, &::idol_runtime::wire::Arguments::<2, (&__idol_roster_is_Day,)>((&since,)))
        else { __idol_roster_cannot_encode() };
        let mut __reply = [0; if <__idol_roster_is_Option_Entry_Day as ::hubpack::SerializedSize>::MAX_SIZE > <__idol_roster_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE { <__idol_roster_is_Option_Entry_Day as ::hubpack::SerializedSize>::MAX_SIZE } else { <__idol_roster_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE }];
        let (__code, __len) = __idol_roster_send_message_reply_again(&self.server, RosterOperation::visits as u16, __message, &mut __reply);
        if __code == 0 {
            let ::core::option::Option::Some(__value) =
                ::idol_runtime::wire::hubpack::decode_reply::<__idol_roster_is_Option_Entry_Day>(&__reply, __len)
            else { __idol_roster_server_broke_protocol() };
            ::counters::Count::count(&(), &__ROSTER_CLIENT_COUNTERS.visits.Ok);
            return ::core::result::Result::Ok(__value);
        }
        let __error = {
            let ::core::option::Option::Some(__value) =
                ::idol_runtime::wire::hubpack::decode_reply::<__idol_roster_is_Damage>(&__reply, __len)
            else { __idol_roster_server_broke_protocol() };
            __value
        };
        ::counters::Count::count(&__error, &__ROSTER_CLIENT_COUNTERS.visits.Err);
        ::core::result::Result::Err(__error)
    }

    /// Goes through what `visits` gives, from `since` on.
    ///
    /// Each element is asked for when it is wanted, and the end once
    /// more. After an error there is nothing more: to go on, begin
    /// anew. Holds a place and no element.
    pub fn visits_iter(
        &self,
        since: __idol_roster_types::Day,
    ) -> impl ::core::iter::Iterator<Item = ::core::result::Result<__idol_roster_types::Entry, __idol_roster_types::Damage>> + '_ {
        let mut __place = ::core::option::Option::Some(since);
        ::core::iter::from_fn(move || {
            match self.visits(__place.take()?) {
                ::core::result::Result::Ok(__answer) => {
                    let (__element, __next) = __answer?;
                    __place = ::core::option::Option::Some(__next);
                    ::core::option::Option::Some(::core::result::Result::Ok(__element))
                }
                ::core::result::Result::Err(__error) => ::core::option::Option::Some(::core::result::Result::Err(__error)),
            }
        })
    }

    /// Operation 3 on the wire, sent again until the server answers.
    pub fn letters(&self, urgent: bool, from: u8) -> Option<([u8; 2], u8)> {
        let mut __buffer = [0; 2];
        let ::core::option::Option::Some(__message) =
            ::idol_runtime::wire::hubpack::encode(&mut __buffer, &::idol_runtime::wire::Arguments::<3, (u8, &u8,)>((urgent as u8, &from,)))
        else { __idol_roster_cannot_encode() };
        let mut __reply = [0; <__idol_roster_is_Option_u8_2_u8 as ::hubpack::SerializedSize>::MAX_SIZE];
        let (_, __len) = __idol_roster_send_message_reply_again(&self.server, RosterOperation::letters as u16, __message, &mut __reply);
        let ::core::option::Option::Some(__value) =
            ::idol_runtime::wire::hubpack::decode_reply::<__idol_roster_is_Option_u8_2_u8>(&__reply, __len)
        else { __idol_roster_server_broke_protocol() };
        ::counters::Count::count(&(), &__ROSTER_CLIENT_COUNTERS.letters);
        __value
    }

    /// Goes through what `letters` gives, from `from` on.
    ///
    /// Each element is asked for when it is wanted, and the end once
    /// more. After an error there is nothing more: to go on, begin
    /// anew. Holds a place and no element.
    pub fn letters_iter(
        &self,
        urgent: bool,
        from: u8,
    ) -> impl ::core::iter::Iterator<Item = [u8; 2]> + '_ {
        let mut __place = ::core::option::Option::Some(from);
        ::core::iter::from_fn(move || {
            let (__element, __next) = self.letters(::core::clone::Clone::clone(&urgent), __place.take()?)?;
            __place = ::core::option::Option::Some(__next);
            ::core::option::Option::Some(__element)
        })
    }

    /// Operation 4 on the wire, sent once: the server's death is an error.
    pub fn r#type(&self, self_: u16) -> ::core::result::Result<Option<__idol_roster_types::Member>, ::idol_runtime::ServerDeath> {
        let __call = self_;
        let mut __reply = [0; ::core::mem::size_of::<<Option<__idol_roster_types::Member> as __idol_roster_wire::Arrives<__IDOL_ROSTER_RECEIVED_Option_3c_Member_3e_, __IDOL_ROSTER_RECEIVED_Option_3c_Member_3e__PAYLOAD>>::Form>()];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), RosterOperation::r#type as u16, ::zerocopy::IntoBytes::as_bytes(&__call), &mut __reply, &[]);
        if __code != 0 { return ::core::result::Result::Err(__idol_roster_error_2(&self.server, __code, &__ROSTER_CLIENT_COUNTERS.r#type.Err)) }
        let ::core::option::Option::Some(::core::result::Result::Ok(__value)) = __reply.get(..__len)
            .map(<<Option<__idol_roster_types::Member> as __idol_roster_wire::Arrives<__IDOL_ROSTER_RECEIVED_Option_3c_Member_3e_, __IDOL_ROSTER_RECEIVED_Option_3c_Member_3e__PAYLOAD>>::Form as ::zerocopy::TryFromBytes>::try_read_from_bytes)
        else { __idol_roster_server_broke_protocol() };
        let ::core::option::Option::Some(__value) =
            <Option<__idol_roster_types::Member> as __idol_roster_wire::Arrives<__IDOL_ROSTER_RECEIVED_Option_3c_Member_3e_, __IDOL_ROSTER_RECEIVED_Option_3c_Member_3e__PAYLOAD>>::arrive(__value)
        else { __idol_roster_server_broke_protocol() };
        ::counters::Count::count(&(), &__ROSTER_CLIENT_COUNTERS.r#type.Ok);
        ::core::result::Result::Ok(__value)
    }

    /// Goes through what `type` gives, from `self_` on.
    ///
    /// Each element is asked for when it is wanted, and the end once
    /// more. After an error there is nothing more: to go on, begin
    /// anew. Holds a place and no element.
    pub fn type_iter(
        &self,
        self_: u16,
    ) -> impl ::core::iter::Iterator<Item = ::core::result::Result<__idol_roster_types::Member, ::idol_runtime::ServerDeath>> + '_ {
        let mut __place = ::core::option::Option::Some(self_);
        ::core::iter::from_fn(move || {
            match self.r#type(__place.take()?) {
                ::core::result::Result::Ok(__answer) => {
                    let __element = __answer?;
                    __place = ::core::option::Option::Some(__element.next);
                    ::core::option::Option::Some(::core::result::Result::Ok(__element))
                }
                ::core::result::Result::Err(__error) => ::core::option::Option::Some(::core::result::Result::Err(__error)),
            }
        })
    }

    #[doc(hidden)]
    #[deprecated = "a client is made of a task: write `Roster::from(..)`"]
    pub fn new(__server: ::userlib::TaskId) -> Self {
        ::core::convert::From::from(__server)
    }
}

#[derive(::zerocopy_derive::IntoBytes, ::zerocopy_derive::Immutable)]
#[repr(C, packed)]
struct __idol_roster_packed_2<__0, __1>(__0, __1);

/// What is counted, an event per operation.
#[derive(::counters::Count)]
pub enum RosterEvent {
    members(#[count(children)] ::core::result::Result<(), __idol_roster_is_RosterError>),
    visits(#[count(children)] ::core::result::Result<(), __idol_roster_is_Damage>),
    letters,
    r#type(#[count(children)] ::core::result::Result<(), ::idol_runtime::ServerDeath>),
}

static __ROSTER_CLIENT_COUNTERS: <RosterEvent as ::counters::Count>::Counters =
    <RosterEvent as ::counters::Count>::NEW_COUNTERS;

/// The error that a return code is.
#[cold]
fn __idol_roster_error_1(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
    __counted: &<__idol_roster_is_RosterError as ::counters::Count>::Counters,
) -> __idol_roster_is_RosterError {
    let __dead = __idol_roster_learn(__server, __code);
    let __error = match <__idol_roster_is_RosterError as ::core::convert::TryFrom<u32>>::try_from(__code) {
        ::core::result::Result::Ok(__error) if __code != 0 => __error,
        _ if __dead => __idol_roster_error_cannot_express_death(),
        _ => __idol_roster_server_broke_protocol(),
    };
    ::counters::Count::count(&__error, __counted);
    __error
}

/// The error that a return code is.
#[cold]
fn __idol_roster_error_2(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
    __counted: &<::idol_runtime::ServerDeath as ::counters::Count>::Counters,
) -> ::idol_runtime::ServerDeath {
    if !__idol_roster_learn(__server, __code) {
        __idol_roster_server_broke_protocol();
    }
    ::counters::Count::count(&::idol_runtime::ServerDeath, __counted);
    ::idol_runtime::ServerDeath
}

/// Sends a request once.
fn __idol_roster_send_message_reply<__R: ::core::convert::AsMut<[u8]> + ?Sized>(
    __to: u32,
    __outgoing: &[u8],
    __incoming: &mut __R,
) -> (u32, usize) {
    ::userlib::sys_send(::userlib::TaskId((__to >> 16) as u16), __to as u16, __outgoing, __incoming.as_mut(), &[])
}

/// Sends a request until a generation of the server answers.
#[inline(always)]
fn __idol_roster_send_message_reply_again<__R: ::core::convert::AsMut<[u8]> + ?Sized>(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __operation: u16,
    __outgoing: &[u8],
    __incoming: &mut __R,
) -> (u32, usize) {
    let mut __task = __server.get();
    loop {
        let __to = u32::from(__task.0) << 16 | u32::from(__operation);
        let __answer = __idol_roster_send_message_reply(__to, __outgoing, __incoming);
        let ::core::option::Option::Some(__generation) =
            ::userlib::extract_new_generation(__answer.0)
        else { return __answer };
        __task = ::userlib::TaskId::for_index_and_gen(__task.index(), __generation);
        __server.set(__task);
    }
}

/// Remembers the new generation that a return code says.
#[cold]
fn __idol_roster_learn(
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
fn __idol_roster_server_broke_protocol() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"P");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Roster: the server broke the protocol");
}

/// Ends the task: an argument exceeds its `MAX_SIZE`.
#[cold]
#[inline(never)]
fn __idol_roster_cannot_encode() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"E");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Roster: an argument exceeds its `MAX_SIZE`");
}

/// Ends the task: the server died, which its error type cannot express.
#[cold]
#[inline(never)]
fn __idol_roster_error_cannot_express_death() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"D");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Roster: the server died, which its error type cannot express");
}

const _: () = ::core::assert!(
    __IDOL_ROSTER_SENT_Group != 0,
    "interface.idol:7: argument `group` of `members`: `crate::Group` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_ROSTER_RECEIVED_Option_3c_Member_3e_ != 0,
    "interface.idol:9: reply of `members`: `Option<crate::Member>` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

/// An element of `members` has a field `next`, where to go on.
const _: fn(&__idol_roster_types::Member) -> u16 = |__element| __element.next;

/// An element of `type` has a field `next`, where to go on.
const _: fn(&__idol_roster_types::Member) -> u16 = |__element| __element.next;

// The form in which each value travels.
const __IDOL_ROSTER_SENT_Group: u8 = <__idol_roster_wire::Sent<__idol_roster_types::Group>>::OWN | <__idol_roster_wire::Sent<__idol_roster_types::Group>>::FLAGGED;
const __IDOL_ROSTER_SENT_Group_PAYLOAD: usize = <__idol_roster_wire::Sent<__idol_roster_types::Group>>::PAYLOAD;
const __IDOL_ROSTER_RECEIVED_Option_3c_Member_3e_: u8 = <__idol_roster_wire::Received<Option<__idol_roster_types::Member>>>::OWN | <__idol_roster_wire::Received<Option<__idol_roster_types::Member>>>::FLAGGED;
const __IDOL_ROSTER_RECEIVED_Option_3c_Member_3e__PAYLOAD: usize = <__idol_roster_wire::Received<Option<__idol_roster_types::Member>>>::PAYLOAD;

/// The forms in which values travel, chosen by their traits.
mod __idol_roster_wire {
pub struct Sent<T>(::core::marker::PhantomData<T>);
pub struct Received<T>(::core::marker::PhantomData<T>);
impl<T: ::zerocopy::IntoBytes + ::zerocopy::Immutable> Sent<T> {
pub const OWN: u8 = 3;
}
impl<T: ::zerocopy::TryFromBytes> Received<T> {
pub const OWN: u8 = 3;
}
impl<T> Sent<::core::option::Option<T>> {
pub const PAYLOAD: usize = ::core::mem::size_of::<T>();
}
impl<T> Received<::core::option::Option<T>> {
pub const PAYLOAD: usize = ::core::mem::size_of::<T>();
}
impl<T> Sent<::core::option::Option<T>>
where
T: ::zerocopy::IntoBytes + ::zerocopy::Immutable,
{
pub const FLAGGED: u8 = 1;
}
impl<T: ::zerocopy::TryFromBytes> Received<::core::option::Option<T>> {
pub const FLAGGED: u8 = 1;
}
pub trait Otherwise {
const OWN: u8 = 0;
const PAYLOAD: usize = 0;
const FLAGGED: u8 = 0;
}
impl<T> Otherwise for Sent<T> {}
impl<T> Otherwise for Received<T> {}
#[derive(
::zerocopy_derive::FromBytes,
::zerocopy_derive::IntoBytes,
::zerocopy_derive::Immutable,
)]
#[repr(C, packed)]
pub struct Flagged<const PAYLOAD: usize> {
flag: u8,
value: [u8; PAYLOAD],
}
pub trait Departs<const WAY: u8, const PAYLOAD: usize> {
type Form;
fn depart(self) -> Self::Form;
fn lend(&self, send: impl ::core::ops::FnOnce(&[u8]));
}
pub trait Arrives<const WAY: u8, const PAYLOAD: usize>:
::core::marker::Sized
{
type Form;
fn arrive(form: Self::Form) -> ::core::option::Option<Self>;
}
impl<T, const PAYLOAD: usize> Departs<3, PAYLOAD> for T
where
T: ::zerocopy::IntoBytes + ::zerocopy::Immutable,
{
type Form = T;
#[inline(always)]
fn depart(self) -> T {
self
}
#[inline(always)]
fn lend(&self, send: impl ::core::ops::FnOnce(&[u8])) {
send(::zerocopy::IntoBytes::as_bytes(self));
}
}
impl<T, const PAYLOAD: usize> Arrives<3, PAYLOAD> for T {
type Form = T;
#[inline(always)]
fn arrive(form: T) -> ::core::option::Option<T> {
::core::option::Option::Some(form)
}
}
impl<const PAYLOAD: usize> Flagged<PAYLOAD> {
fn of<T>(value: ::core::option::Option<&T>) -> Self
where
T: ::zerocopy::IntoBytes + ::zerocopy::Immutable,
{
let value = value.and_then(|value| {
let bytes = ::zerocopy::IntoBytes::as_bytes(value);
<[u8; PAYLOAD] as ::zerocopy::FromBytes>::read_from_bytes(bytes)
.ok()
});
match value {
::core::option::Option::Some(value) => Self { flag: 1, value },
::core::option::Option::None => Self {
flag: 0,
value: [0; PAYLOAD],
},
}
}
}
impl<T, const PAYLOAD: usize> Departs<1, PAYLOAD>
for ::core::option::Option<T>
where
T: ::zerocopy::IntoBytes + ::zerocopy::Immutable,
{
type Form = Flagged<PAYLOAD>;
fn depart(self) -> Flagged<PAYLOAD> {
Flagged::of(self.as_ref())
}
fn lend(&self, send: impl ::core::ops::FnOnce(&[u8])) {
let form = Flagged::<PAYLOAD>::of(self.as_ref());
send(::zerocopy::IntoBytes::as_bytes(&form));
}
}
impl<T, const PAYLOAD: usize> Arrives<1, PAYLOAD>
for ::core::option::Option<T>
where
T: ::zerocopy::TryFromBytes,
{
type Form = Flagged<PAYLOAD>;
fn arrive(
form: Flagged<PAYLOAD>,
) -> ::core::option::Option<::core::option::Option<T>> {
match form.flag {
0 => ::core::option::Option::Some(::core::option::Option::None),
1 => {
let value = form.value;
<T as ::zerocopy::TryFromBytes>::try_read_from_bytes(&value)
.ok()
.map(::core::option::Option::Some)
}
_ => ::core::option::Option::None,
}
}
}
impl<T, const PAYLOAD: usize> Departs<0, PAYLOAD> for T {
type Form = ();
fn depart(self) {}
fn lend(&self, _: impl ::core::ops::FnOnce(&[u8])) {}
}
impl<T, const PAYLOAD: usize> Arrives<0, PAYLOAD> for T {
type Form = ();
fn arrive(_: ()) -> ::core::option::Option<T> {
::core::option::Option::None
}
}
}
use __idol_roster_wire::Otherwise as _;

// For debuggers.
const _: () = {
    struct Roster_CLIENT_b064f54c78629a85;
    #[used]
    static __FINGERPRINT: ::core::marker::PhantomData<Roster_CLIENT_b064f54c78629a85> =
        ::core::marker::PhantomData;
};
}
