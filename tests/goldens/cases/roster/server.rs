// A server of `Roster`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_roster_server_prelude {
    pub(super) use ::userlib::UnwrapLite;
}
#[allow(unused_imports)]
use __idol_roster_server_prelude::*;

use ::idol_runtime::server_items as __idol_roster_alone_in_its_module; // A `mod` of its own for each side.
__idol_roster_alone_in_its_module! { server "Roster" "" RosterOperation __idol_roster_proofs {
[CODE: u16: ::core::convert::From<T>]
[CONSIDERED: T: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType]
[COUNTED: T: ::counters::Count]
[UNPACKED: T: for<'de> ::serde::Deserialize<'de> + ::hubpack::SerializedSize]
[PACKED: T: ::serde::Serialize + ::hubpack::SerializedSize]
__idol_roster_is_RosterError = __idol_roster_types::RosterError:
CODE "error of `members`: `crate::RosterError` is to derive `idol_derive::IdolError`",
CONSIDERED "error of `members`: `crate::RosterError` is to derive `idol_derive::IdolError` with `#[idol(server_death)]` on the variant that says that the server died",
COUNTED "error of `members`: `crate::RosterError` is to derive `counters::Count`, or build the stub without counters",
;
__idol_roster_is_Day = __idol_roster_types::Day:
UNPACKED "argument `since` of `visits`: `crate::Day` is to derive `serde::Deserialize` and `hubpack::SerializedSize`",
;
__idol_roster_is_Option_Entry_Day = Option<(__idol_roster_types::Entry, __idol_roster_types::Day)>:
PACKED "reply of `visits`: `Option<(crate::Entry, crate::Day)>` is to derive `serde::Serialize` and `hubpack::SerializedSize`",
;
__idol_roster_is_Damage = __idol_roster_types::Damage:
PACKED "error of `visits`: `crate::Damage` is to derive `serde::Serialize` and `hubpack::SerializedSize`",
COUNTED "error of `visits`: `crate::Damage` is to derive `counters::Count`, or build the stub without counters",
;
__idol_roster_is_Option_u8_2_u8 = Option<([u8; 2], u8)>:
PACKED "reply of `letters`: `Option<([u8; 2], u8)>` is to derive `serde::Serialize` and `hubpack::SerializedSize`",
;
} {
} {
matching
1 members MEMBERS_REPLY_SIZE, 0 __IDOL_ROSTER_1_TYPES Roster_members_ARGS Roster_members_REPLY reading read_members_msg try_take { group: <__idol_roster_types::Group as __idol_roster_wire::Arrives<__IDOL_ROSTER_RECEIVED_Group, __IDOL_ROSTER_RECEIVED_Group_PAYLOAD>>::Form, from: u16, } fits MEMBERS_REPLY_SIZE (group: own __idol_roster_types::Group,from: own u16,) ok own Option<__idol_roster_types::Member> => <Option<__idol_roster_types::Member> as __idol_roster_wire::Departs<__IDOL_ROSTER_SENT_Option_3c_Member_3e_, __IDOL_ROSTER_SENT_Option_3c_Member_3e__PAYLOAD>>::Form, code coded __idol_roster_is_RosterError => ();
2 visits VISITS_REPLY_SIZE, 0 __IDOL_ROSTER_2_TYPES Roster_visits_ARGS Roster_visits_REPLY fits VISITS_REPLY_SIZE (since: hubpack __idol_roster_is_Day,) ok hubpack __idol_roster_is_Option_Entry_Day, error hubpack __idol_roster_is_Damage;
3 letters LETTERS_REPLY_SIZE, 0 __IDOL_ROSTER_3_TYPES Roster_letters_ARGS Roster_letters_REPLY fits LETTERS_REPLY_SIZE (urgent: flag bool,from: hubpack u8,) plain hubpack __idol_roster_is_Option_u8_2_u8;
4 r#type TYPE_REPLY_SIZE, 0 __IDOL_ROSTER_4_TYPES Roster_type_ARGS Roster_type_REPLY reading read_type_msg take { self_: u16, } fits TYPE_REPLY_SIZE (self_: own u16,) ok own Option<__idol_roster_types::Member> => <Option<__idol_roster_types::Member> as __idol_roster_wire::Departs<__IDOL_ROSTER_SENT_Option_3c_Member_3e_, __IDOL_ROSTER_SENT_Option_3c_Member_3e__PAYLOAD>>::Form;
}
mod __idol_roster_types {
    pub(super) use {
        crate::Group, // the interface: misspelt, or no `use` here?
        crate::Member, // the interface: misspelt, or no `use` here?
        crate::RosterError, // the interface: misspelt, or no `use` here?
        crate::Day, // the interface: misspelt, or no `use` here?
        crate::Entry, // the interface: misspelt, or no `use` here?
        crate::Damage, // the interface: misspelt, or no `use` here?
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

/// A server of `Roster` that answers in order.
pub trait InOrderRosterImpl: ::idol_runtime::NotificationHandler {
    /// The only task whose messages are received now, if any.
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        ::core::option::Option::None
    }

    /// Called when the task that `recv_source` named has died.
    /// `recv_source` must name another afterwards.
    fn closed_recv_fail(&mut self) {
        ::core::panic!("the task that was waited for has died");
    }

    /// Who belongs to a group.
    ///
    /// Operation 1 on the wire.
    fn members(
        &mut self,
        msg: &::userlib::RecvMessage,
        group: __idol_roster_types::Group,
        from: u16,
    ) -> ::core::result::Result<Option<__idol_roster_types::Member>, ::idol_runtime::RequestError<__idol_roster_types::RosterError>>
    where
        __idol_roster_is_RosterError: ::idol_runtime::IHaveConsideredServerDeathWithThisErrorType;

    /// Operation 2 on the wire.
    fn visits(
        &mut self,
        msg: &::userlib::RecvMessage,
        since: __idol_roster_types::Day,
    ) -> ::core::result::Result<Option<(__idol_roster_types::Entry, __idol_roster_types::Day)>, ::idol_runtime::RequestError<__idol_roster_types::Damage>>;

    /// Operation 3 on the wire.
    fn letters(
        &mut self,
        msg: &::userlib::RecvMessage,
        urgent: bool,
        from: u8,
    ) -> ::core::result::Result<Option<([u8; 2], u8)>, ::idol_runtime::RequestError<::core::convert::Infallible>>;

    /// Operation 4 on the wire.
    fn r#type(
        &mut self,
        msg: &::userlib::RecvMessage,
        self_: u16,
    ) -> ::core::result::Result<Option<__idol_roster_types::Member>, ::idol_runtime::RequestError<::core::convert::Infallible>>;
}

#[cfg(any())] // The build script says `ServerStyle::InOrder`: implement `InOrderRosterImpl`, or change it.
pub trait PipelinedRosterImpl {}
#[cfg(any())] // The build script says `ServerStyle::InOrder`: implement `InOrderRosterImpl`, or change it.
pub trait RosterReplies {}

// Each operation's longest message and longest reply, in bytes.
pub const MEMBERS_MSG_SIZE: usize = ::core::mem::size_of::<Roster_members_ARGS>();
pub const MEMBERS_REPLY_SIZE: usize = ::core::mem::size_of::<<Option<__idol_roster_types::Member> as __idol_roster_wire::Departs<__IDOL_ROSTER_SENT_Option_3c_Member_3e_, __IDOL_ROSTER_SENT_Option_3c_Member_3e__PAYLOAD>>::Form>();
pub const VISITS_MSG_SIZE: usize = <__idol_roster_is_Day as ::hubpack::SerializedSize>::MAX_SIZE;
pub const VISITS_REPLY_SIZE: usize = if <__idol_roster_is_Option_Entry_Day as ::hubpack::SerializedSize>::MAX_SIZE > <__idol_roster_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE { <__idol_roster_is_Option_Entry_Day as ::hubpack::SerializedSize>::MAX_SIZE } else { <__idol_roster_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE };
pub const LETTERS_MSG_SIZE: usize = 2;
pub const LETTERS_REPLY_SIZE: usize = <__idol_roster_is_Option_u8_2_u8 as ::hubpack::SerializedSize>::MAX_SIZE;
pub const TYPE_MSG_SIZE: usize = 2;
pub const TYPE_REPLY_SIZE: usize = ::core::mem::size_of::<<Option<__idol_roster_types::Member> as __idol_roster_wire::Departs<__IDOL_ROSTER_SENT_Option_3c_Member_3e_, __IDOL_ROSTER_SENT_Option_3c_Member_3e__PAYLOAD>>::Form>();
/// The size of a server's buffer in bytes: the longest message
/// and one byte more, which tells a message that the kernel cut.
pub const INCOMING_SIZE: usize =
    ::idol_runtime::message::largest(&[MEMBERS_MSG_SIZE, VISITS_MSG_SIZE, LETTERS_MSG_SIZE, TYPE_MSG_SIZE]) + 1;

// Arguments that are decoded, and what decodes a message: `None` if it
// is none.
pub struct Roster_visits_ARGS {
    pub since: __idol_roster_is_Day,
}
pub fn read_visits_msg(__bytes: &[u8]) -> ::core::option::Option<Roster_visits_ARGS> {
    ::idol_runtime::wire::hubpack::decode_all(__bytes, |__values| ::core::option::Option::Some(Roster_visits_ARGS { since: __values.take()? }))
}
pub struct Roster_letters_ARGS {
    pub raw_urgent: u8,
    pub from: u8,
}
pub fn read_letters_msg(__bytes: &[u8]) -> ::core::option::Option<Roster_letters_ARGS> {
    ::idol_runtime::wire::hubpack::decode_all(__bytes, |__values| ::core::option::Option::Some(Roster_letters_ARGS { raw_urgent: __values.take()?, from: __values.take()? }))
}

impl<__S: InOrderRosterImpl> ::idol_runtime::Server<RosterOperation>
    for (::core::marker::PhantomData<RosterOperation>, &mut __S) {
    fn recv_source(&self) -> ::core::option::Option<::userlib::TaskId> {
        <__S as InOrderRosterImpl>::recv_source(&*self.1)
    }

    fn closed_recv_fail(&mut self) {
        <__S as InOrderRosterImpl>::closed_recv_fail(&mut *self.1)
    }

    fn handle(
        &mut self,
        __op: RosterOperation,
        __incoming: &[u8],
        __rm: &::userlib::RecvMessage,
    ) -> ::idol_runtime::Answer {
        use ::core::option::Option::Some as __Some;
        use ::core::result::Result::{Err as __Err, Ok as __Ok};
        use ::idol_runtime::Answer as __Answer;
        use ::idol_runtime::message::Arguments as __Arguments;
        use ::counters::Count as __Count;
        let __counted = &__ROSTER_SERVER_COUNTERS;
        match __op {
            RosterOperation::members => (|| {
                if __incoming.len() != MEMBERS_MSG_SIZE { return __Answer::BAD_MESSAGE_SIZE }
                let __Some(__args) = <Roster_members_ARGS as __Arguments>::of(__incoming)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                let __Some(__of_group) =
                    <__idol_roster_types::Group as __idol_roster_wire::Arrives<__IDOL_ROSTER_RECEIVED_Group, __IDOL_ROSTER_RECEIVED_Group_PAYLOAD>>::arrive(__args.group)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                match <__S as InOrderRosterImpl>::members(&mut *self.1, __rm, __of_group, __args.from) {
                    __Ok(ref __value) => {
                        __Count::count(&(), &__counted.members.Ok);
                        <Option<__idol_roster_types::Member> as __idol_roster_wire::Departs<__IDOL_ROSTER_SENT_Option_3c_Member_3e_, __IDOL_ROSTER_SENT_Option_3c_Member_3e__PAYLOAD>>::lend(__value, |__bytes| {
                            ::userlib::sys_reply(__rm.sender, 0, __bytes);
                        });
                        __Answer::SENT
                    }
                    __Err(__error) => __Answer::counted::<__idol_roster_is_RosterError>(__error, &__counted.members.Err.Runtime),
                }
            })(),
            RosterOperation::visits => (|| {
                let __Some(__args) = read_visits_msg(__incoming)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                match <__S as InOrderRosterImpl>::visits(&mut *self.1, __rm, __args.since) {
                    __Ok(ref __value) => {
                        __Count::count(&(), &__counted.visits.Ok);
                        let mut __buffer = [0; <__idol_roster_is_Option_Entry_Day as ::hubpack::SerializedSize>::MAX_SIZE];
                        let __Some(__body) =
                            ::idol_runtime::wire::hubpack::encode::<__idol_roster_is_Option_Entry_Day>(&mut __buffer, __value)
                        else { return __Answer::REPLY_BUFFER_TOO_SMALL };
                        ::userlib::sys_reply(__rm.sender, 0, __body);
                        __Answer::SENT
                    }
                    __Err(__error) => match __error {
                        ::idol_runtime::RequestError::Runtime(ref __error) => {
                            <__idol_roster_is_Damage as __Count>::count(__error, &__counted.visits.Err.Runtime);
                            let mut __buffer = [0; <__idol_roster_is_Damage as ::hubpack::SerializedSize>::MAX_SIZE];
                            let __Some(__body) =
                                ::idol_runtime::wire::hubpack::encode::<__idol_roster_is_Damage>(&mut __buffer, __error)
                            else { return __Answer::REPLY_BUFFER_TOO_SMALL };
                            ::userlib::sys_reply(__rm.sender, 1, __body);
                            __Answer::SENT
                        }
                        ::idol_runtime::RequestError::Fail(__error) => __Answer::refuse(__error),
                    },
                }
            })(),
            RosterOperation::letters => (|| {
                let __Some(__args) = read_letters_msg(__incoming)
                else { return __Answer::BAD_MESSAGE_CONTENTS };
                match <__S as InOrderRosterImpl>::letters(&mut *self.1, __rm, __args.raw_urgent != 0, __args.from) {
                    __Ok(ref __value) => {
                        __Count::count(&(), &__counted.letters);
                        let mut __buffer = [0; <__idol_roster_is_Option_u8_2_u8 as ::hubpack::SerializedSize>::MAX_SIZE];
                        let __Some(__body) =
                            ::idol_runtime::wire::hubpack::encode::<__idol_roster_is_Option_u8_2_u8>(&mut __buffer, __value)
                        else { return __Answer::REPLY_BUFFER_TOO_SMALL };
                        ::userlib::sys_reply(__rm.sender, 0, __body);
                        __Answer::SENT
                    }
                    __Err(__error) => __Answer::infallible(__error),
                }
            })(),
            RosterOperation::r#type => (|| {
                let __Some(__args) = <Roster_type_ARGS as __Arguments>::of(__incoming)
                else { return __Answer::BAD_MESSAGE_SIZE };
                match <__S as InOrderRosterImpl>::r#type(&mut *self.1, __rm, __args.self_) {
                    __Ok(ref __value) => {
                        __Count::count(&(), &__counted.r#type.Ok);
                        <Option<__idol_roster_types::Member> as __idol_roster_wire::Departs<__IDOL_ROSTER_SENT_Option_3c_Member_3e_, __IDOL_ROSTER_SENT_Option_3c_Member_3e__PAYLOAD>>::lend(__value, |__bytes| {
                            ::userlib::sys_reply(__rm.sender, 0, __bytes);
                        });
                        __Answer::SENT
                    }
                    __Err(__error) => __Answer::infallible(__error),
                }
            })(),
        }
    }

    fn refused(
        &mut self,
        __op: RosterOperation,
        __error: ::idol_runtime::ClientError,
    ) {
        use ::counters::Count as __Count;
        let __counted = &__ROSTER_SERVER_COUNTERS;
        let __counted = match __op {
            RosterOperation::members => &__counted.members.Err.Fail,
            RosterOperation::visits => &__counted.visits.Err.Fail,
            RosterOperation::letters => return,
            RosterOperation::r#type => &__counted.r#type.Err.Fail,
        };
        __Count::count(&__error, __counted);
    }
}

/// What is counted, an event per operation.
#[derive(::counters::Count)]
pub enum RosterEvent {
    members(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<__idol_roster_is_RosterError>>),
    visits(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<__idol_roster_is_Damage>>),
    letters,
    r#type(#[count(children)] ::core::result::Result<(), ::idol_runtime::RequestError<::core::convert::Infallible>>),
}

static __ROSTER_SERVER_COUNTERS: <RosterEvent as ::counters::Count>::Counters =
    <RosterEvent as ::counters::Count>::NEW_COUNTERS;

const _: () = ::core::assert!(
    __IDOL_ROSTER_RECEIVED_Group != 0,
    "argument `group` of `members`: `crate::Group` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

const _: () = ::core::assert!(
    __IDOL_ROSTER_SENT_Option_3c_Member_3e_ != 0,
    "reply of `members`: `Option<crate::Member>` cannot travel with the encoding Zerocopy. Derive zerocopy's `TryFromBytes`, `IntoBytes` and `Immutable` for it, or name with `recv` what it is made of, or choose `encoding: Hubpack`",
);

/// An element of `members` has a field `next`, where to go on.
const _: fn(&__idol_roster_types::Member) -> u16 = |__element| __element.next;

/// An element of `type` has a field `next`, where to go on.
const _: fn(&__idol_roster_types::Member) -> u16 = |__element| __element.next;

// The form in which each value travels.
const __IDOL_ROSTER_RECEIVED_Group: u8 = <__idol_roster_wire::Received<__idol_roster_types::Group>>::OWN | <__idol_roster_wire::Received<__idol_roster_types::Group>>::FLAGGED;
const __IDOL_ROSTER_RECEIVED_Group_PAYLOAD: usize = <__idol_roster_wire::Received<__idol_roster_types::Group>>::PAYLOAD;
const __IDOL_ROSTER_SENT_Option_3c_Member_3e_: u8 = <__idol_roster_wire::Sent<Option<__idol_roster_types::Member>>>::OWN | <__idol_roster_wire::Sent<Option<__idol_roster_types::Member>>>::FLAGGED;
const __IDOL_ROSTER_SENT_Option_3c_Member_3e__PAYLOAD: usize = <__idol_roster_wire::Sent<Option<__idol_roster_types::Member>>>::PAYLOAD;

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
static __IDOL_ROSTER_INTERFACE: [u8; 944] = *b"\
Interface(name:\"Roster\",ops:{\n\
\"members\":(args:{\"group\":\"crate::Group\",\"from\":\"u16\",},reply:Result(ok:\"Roster_members_REPLY\",err:CLike(\"crate::RosterError\")),stream:\"cursor\",doc:\"Who belongs to a group.\"),\n\
\"visits\":(args:{\"since\":\"crate::Day\",},reply:Result(ok:\"Option<(crate::Entry, crate::Day)>\",err:Complex(\"crate::Damage\")),idempotent:true,encoding:Hubpack,stream:\"cursor\"),\n\
\"letters\":(args:{\"urgent\":\"bool\",\"from\":\"u8\",},reply:Simple(\"Option<([u8; 2], u8)>\"),idempotent:true,encoding:Hubpack,stream:\"cursor\"),\n\
\"r#type\":(args:{\"self_\":\"u16\",},reply:Result(ok:\"Roster_type_REPLY\",err:ServerDeath),stream:\"cursor\"),\n\
},written:{\n\
\"members\":(args:{\"group\":\"crate::Group\",\"from\":\"u16\",},reply:Result(ok:\"Option<crate::Member>\",err:CLike(\"crate::RosterError\")),stream:\"cursor\",doc:\"Who belongs to a group.\"),\n\
\"type\":(args:{\"self_\":\"u16\",},reply:Result(ok:\"Option<crate::Member>\",err:ServerDeath),stream:\"cursor\"),\n\
},fingerprint:\"b064f54c78629a85\")\n\
";
