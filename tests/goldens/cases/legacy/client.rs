// The client of `Legacy`. Generated; do not edit.

#[allow(unused_imports)]
mod __idol_legacy_client_prelude {
    pub(super) use ::userlib::{UnwrapLite, sys_send};
}
#[allow(unused_imports)]
use __idol_legacy_client_prelude::*;
const _: fn() = || _ = sys_send;

macro_rules! __idol_legacy_client {
(client $iface:literal $at:literal $proofs:ident
{
$([$has:ident: $($bound:tt)*])*
$($is:ident = $ty:ty: $($must:ident $told:literal,)*;)*
}
{ $(size $one:ty = $other:ty: $differ:literal;)* }
$($item:item)*
) => {
#[allow(clippy::all, dead_code, nonstandard_style, single_use_lifetimes, unnameable_types, unreachable_pub)]
mod $proofs {
pub trait Is<const PROVED: u8> {
type It;
}
impl<T> Is<0> for T {
type It = T;
}
pub struct Has<T>(T);
$(impl<T> Has<T>
where
$($bound)*
{
pub const $has: bool = true;
})*
pub trait Lacks {
$(const $has: bool = false;)*
}
impl<T> Lacks for Has<T> {}
}
#[allow(unused_imports)]
use $proofs::Lacks as _;
$(#[allow(clippy::all, dead_code, nonstandard_style, unreachable_pub, unused_qualifications)]
pub(crate) type $is = <$ty as $proofs::Is<{
$(::core::assert!(<$proofs::Has<$ty>>::$must, $told);)*
0
}>>::It;)*
$(#[allow(unused_qualifications)] const _: () = ::core::assert!(
::core::mem::size_of::<$one>() == ::core::mem::size_of::<$other>(),
$differ,
);)*
$(
#[allow(bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, missing_debug_implementations, missing_docs, nonstandard_style, private_bounds, private_interfaces, rustdoc::all, single_use_lifetimes, unnameable_types, unreachable_pub, unused_imports, unused_qualifications, unused_variables, variant_size_differences)]
$item
)*
};
(server $($item:tt)*) => { ::core::compile_error!("interface.idol:3: the client and a server of `Legacy` are in one module: give each a `mod` of its own"); };
}
use __idol_legacy_client as __idol_legacy_alone_in_its_module; // interface.idol:3: A `mod` of its own for each side.
__idol_legacy_alone_in_its_module! { client "Legacy" "interface.idol:3: " __idol_legacy_proofs {
[WRITTEN: T: ::serde::Serialize]
[READ: T: for<'de> ::serde::Deserialize<'de>]
[CODE: T: ::core::convert::TryFrom<u32>]
[COUNTED: T: ::counters::Count]
__idol_legacy_is_Option_bool = Option<bool>:
WRITTEN "interface.idol:6: argument `value` of `store`: `Option<bool>` is to derive `serde::Serialize`",
READ "interface.idol:7: reply of `store`: `Option<bool>` is to derive `serde::Deserialize`",
;
__idol_legacy_is_LegacyError = __idol_legacy_types::LegacyError:
CODE "interface.idol:7: error of `store`: `crate::LegacyError` is to derive `idol_derive::IdolError`",
COUNTED "interface.idol:7: error of `store`: `crate::LegacyError` is to derive `counters::Count`, or build the stub without counters",
;
} {
}
mod __idol_legacy_types {
    pub(super) use {
        crate::LegacyError, // interface.idol:7: misspelt, or no `use` here?
    };
}

/// The operations of `Legacy`.
#[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
pub enum LegacyOperation {
    store = 1,
    choose = 2,
    wipe = 3,
}

/// A client of a server of `Legacy`.
///
/// Remembers the server's generation and learns a new one when
/// the server has been restarted. 2 bytes.
#[derive(Clone, Debug)]
pub struct Legacy {
    server: ::core::cell::Cell<::userlib::TaskId>,
}

impl ::core::convert::From<::userlib::TaskId> for Legacy {
    fn from(__server: ::userlib::TaskId) -> Self {
        #[cfg(not(target_os = "none"))]
        {
            trait __Asked { fn idol_asked<T>(&self) {} } impl<T> __Asked for T {}
            __server.idol_asked::<LegacyOperation>();
        }
        Self {
            server: ::core::cell::Cell::new(__server),
        }
    }
}

impl Legacy {
    /// Operation 1 on the wire, sent once: the server's death is an error.
    pub fn store(&self, slot: u8, value: Option<bool>, r#final: bool) -> ::core::result::Result<Option<bool>, __idol_legacy_types::LegacyError> {
        let mut __buffer = [0; 2 * (::core::mem::size_of::<u8>() + ::core::mem::size_of::<__idol_legacy_is_Option_bool>() + ::core::mem::size_of::<u8>())];
        let ::core::option::Option::Some(__message) =
            __idol_legacy_coder::encode::<false, _>(&mut __buffer, &__idol_legacy_coder::Arguments::<1, (&u8, &__idol_legacy_is_Option_bool, u8,)>((&slot, &value, r#final as u8,)))
        else { __idol_legacy_cannot_encode() };
        let mut __reply = [0; 2 * ::core::mem::size_of::<__idol_legacy_is_Option_bool>()];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), LegacyOperation::store as u16, __message, &mut __reply, &[]);
        if __code != 0 { return ::core::result::Result::Err(__idol_legacy_error_1(&self.server, __code, &__LEGACY_CLIENT_COUNTERS.store.Err)) }
        let ::core::option::Option::Some(__value) =
            __idol_legacy_coder::decode_reply::<false, __idol_legacy_is_Option_bool>(&__reply, __len)
        else { __idol_legacy_server_broke_protocol() };
        ::counters::Count::count(&(), &__LEGACY_CLIENT_COUNTERS.store.Ok);
        ::core::result::Result::Ok(__value)
    }

    /// Operation 2 on the wire, sent once: the server's death is an error.
    pub fn choose(&self, first: Option<bool>, second: Option<bool>) -> ::core::result::Result<bool, __idol_legacy_types::LegacyError> {
        let mut __buffer = [0; 2 * (::core::mem::size_of::<__idol_legacy_is_Option_bool>() + ::core::mem::size_of::<__idol_legacy_is_Option_bool>())];
        let ::core::option::Option::Some(__message) =
            __idol_legacy_coder::encode::<false, _>(&mut __buffer, &__idol_legacy_coder::Arguments::<2, (&__idol_legacy_is_Option_bool, &__idol_legacy_is_Option_bool,)>((&first, &second,)))
        else { __idol_legacy_cannot_encode() };
        let mut __reply = [0; 2 * 1];
        let (__code, __len) = ::userlib::sys_send(self.server.get(), LegacyOperation::choose as u16, __message, &mut __reply, &[]);
        if __code != 0 { return ::core::result::Result::Err(__idol_legacy_error_1(&self.server, __code, &__LEGACY_CLIENT_COUNTERS.choose.Err)) }
        let ::core::option::Option::Some(__value) =
            __idol_legacy_coder::decode_reply::<false, bool>(&__reply, __len)
        else { __idol_legacy_server_broke_protocol() };
        ::counters::Count::count(&(), &__LEGACY_CLIENT_COUNTERS.choose.Ok);
        ::core::result::Result::Ok(__value)
    }

    /// Operation 3 on the wire, sent again until the server answers.
    pub fn wipe(&self) -> ::core::result::Result<(), __idol_legacy_types::LegacyError> {
        let (__code, _) = __idol_legacy_send_again(&self.server, LegacyOperation::wipe as u16);
        if __code != 0 { return ::core::result::Result::Err(__idol_legacy_error_1(&self.server, __code, &__LEGACY_CLIENT_COUNTERS.wipe.Err)) }
        ::counters::Count::count(&(), &__LEGACY_CLIENT_COUNTERS.wipe.Ok);
        ::core::result::Result::Ok(())
    }

    #[doc(hidden)]
    #[deprecated = "a client is made of a task: write `Legacy::from(..)`"]
    pub fn new(__server: ::userlib::TaskId) -> Self {
        ::core::convert::From::from(__server)
    }
}

/// What is counted, an event per operation.
#[derive(::counters::Count)]
pub enum LegacyEvent {
    store(#[count(children)] ::core::result::Result<(), __idol_legacy_is_LegacyError>),
    choose(#[count(children)] ::core::result::Result<(), __idol_legacy_is_LegacyError>),
    wipe(#[count(children)] ::core::result::Result<(), __idol_legacy_is_LegacyError>),
}

static __LEGACY_CLIENT_COUNTERS: <LegacyEvent as ::counters::Count>::Counters =
    <LegacyEvent as ::counters::Count>::NEW_COUNTERS;

/// The error that a return code is.
#[cold]
fn __idol_legacy_error_1(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __code: u32,
    __counted: &<__idol_legacy_is_LegacyError as ::counters::Count>::Counters,
) -> __idol_legacy_is_LegacyError {
    let __dead = __idol_legacy_learn(__server, __code);
    let __error = match <__idol_legacy_is_LegacyError as ::core::convert::TryFrom<u32>>::try_from(__code) {
        ::core::result::Result::Ok(__error) if __code != 0 => __error,
        _ if __dead => __idol_legacy_error_cannot_express_death(),
        _ => __idol_legacy_server_broke_protocol(),
    };
    ::counters::Count::count(&__error, __counted);
    __error
}

/// Sends a request once.
fn __idol_legacy_send(
    __to: u32,
) -> (u32, usize) {
    ::userlib::sys_send(::userlib::TaskId((__to >> 16) as u16), __to as u16, &[], &mut [], &[])
}

/// Sends a request until a generation of the server answers.
#[inline(always)]
fn __idol_legacy_send_again(
    __server: &::core::cell::Cell<::userlib::TaskId>,
    __operation: u16,
) -> (u32, usize) {
    let mut __task = __server.get();
    loop {
        let __to = u32::from(__task.0) << 16 | u32::from(__operation);
        let __answer = __idol_legacy_send(__to);
        let ::core::option::Option::Some(__generation) =
            ::userlib::extract_new_generation(__answer.0)
        else { return __answer };
        __task = ::userlib::TaskId::for_index_and_gen(__task.index(), __generation);
        __server.set(__task);
    }
}

/// Remembers the new generation that a return code says.
#[cold]
fn __idol_legacy_learn(
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

/// Ends the task: the server died, which its error type cannot express.
#[cold]
#[inline(never)]
fn __idol_legacy_error_cannot_express_death() -> ! {
    #[cfg(target_os = "none")]
    ::userlib::sys_panic(b"D");
    #[cfg(not(target_os = "none"))]
    ::core::panic!("Legacy: the server died, which its error type cannot express");
}

// `idol_runtime::wire`, as far as it is needed here.
mod __idol_legacy_coder {
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error;
impl ::core::fmt::Display for Error {
fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
f.write_str("value and bytes do not match")
}
}
impl ::serde::ser::StdError for Error {}
impl ::serde::ser::Error for Error {
fn custom<T: ::core::fmt::Display>(_: T) -> Self {
Error
}
}
impl ::serde::de::Error for Error {
fn custom<T: ::core::fmt::Display>(_: T) -> Self {
Error
}
}
type Result<T> = ::core::result::Result<T, Error>;
use ::serde::ser::Serialize;
pub(super) fn serialize<const HUBPACK: bool, T: Serialize>(
buf: &mut [u8],
value: &T,
) -> Result<usize> {
let len = buf.len();
let mut output = Output {
left: buf,
overrun: false,
};
value.serialize(Encoder::<HUBPACK>(&mut output))?;
if output.overrun {
return Err(Error);
}
Ok(len.wrapping_sub(output.left.len()))
}
pub(super) fn encode<'b, const HUBPACK: bool, T: Serialize>(
buf: &'b mut [u8],
value: &T,
) -> Option<&'b [u8]> {
let len = serialize::<HUBPACK, T>(buf, value).ok()?;
buf.get(..len)
}
struct Output<'a> {
left: &'a mut [u8],
overrun: bool,
}
impl Output<'_> {
fn put<const N: usize>(&mut self, bytes: [u8; N]) {
if self.left.len() < N {
self.overrun = true;
return;
}
let left = ::core::mem::take(&mut self.left);
if let Some((head, tail)) = left.split_first_chunk_mut() {
*head = bytes;
self.left = tail;
}
}
}
struct Encoder<'o, 'a, const HUBPACK: bool>(&'o mut Output<'a>);
impl<const HUBPACK: bool> Encoder<'_, '_, HUBPACK> {
fn variant(&mut self, index: u32) -> Result<()> {
let index = u8::try_from(index).map_err(|_| Error)?;
self.0.put([index]);
Ok(())
}
}
macro_rules! put {
($($method:ident: $int:ty,)*) => {
$(fn $method(self, value: $int) -> Result<()> {
self.0.put(value.to_le_bytes());
Ok(())
})*
};
}
impl<'o, 'a, const HUBPACK: bool> ::serde::Serializer
for Encoder<'o, 'a, HUBPACK>
{
type Ok = ();
type Error = Error;
type SerializeSeq = Self;
type SerializeTuple = Self;
type SerializeTupleStruct = Self;
type SerializeTupleVariant = Self;
type SerializeMap = ::serde::ser::Impossible<(), Error>;
type SerializeStruct = Self;
type SerializeStructVariant = Self;
put! {
serialize_u8: u8,
serialize_u16: u16,
serialize_u32: u32,
serialize_u64: u64,
serialize_i8: i8,
serialize_i16: i16,
serialize_i32: i32,
serialize_i64: i64,
serialize_f32: f32,
serialize_f64: f64,
}
fn serialize_u128(self, value: u128) -> Result<()> {
if !HUBPACK {
return Err(Error);
}
self.0.put(value.to_le_bytes());
Ok(())
}
fn serialize_i128(self, value: i128) -> Result<()> {
self.serialize_u128(value.cast_unsigned())
}
fn serialize_bool(self, value: bool) -> Result<()> {
self.serialize_u8(u8::from(value))
}
fn serialize_char(self, value: char) -> Result<()> {
if HUBPACK {
return Err(Error);
}
let code = u32::from(value);
let lead = |mark: u8, shift: u32| mark | (code >> shift) as u8;
let next = |shift: u32| 0x80 | (code >> shift) as u8 & 0x3F;
match value.len_utf8() {
1 => self.0.put([lead(0, 0)]),
2 => self.0.put([lead(0xC0, 6), next(0)]),
3 => self.0.put([lead(0xE0, 12), next(6), next(0)]),
_ => self.0.put([lead(0xF0, 18), next(12), next(6), next(0)]),
}
Ok(())
}
fn serialize_str(self, _: &str) -> Result<()> {
Err(Error)
}
fn collect_str<T: ::core::fmt::Display + ?Sized>(
self,
_: &T,
) -> Result<()> {
Err(Error)
}
fn serialize_bytes(self, _: &[u8]) -> Result<()> {
Err(Error)
}
fn serialize_none(self) -> Result<()> {
self.serialize_u8(0)
}
fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
self.0.put([1]);
value.serialize(self)
}
fn serialize_unit(self) -> Result<()> {
Ok(())
}
fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
Ok(())
}
fn serialize_unit_variant(
mut self,
_: &'static str,
index: u32,
_: &'static str,
) -> Result<()> {
self.variant(index)
}
fn serialize_newtype_struct<T: Serialize + ?Sized>(
self,
_: &'static str,
value: &T,
) -> Result<()> {
value.serialize(self)
}
fn serialize_newtype_variant<T: Serialize + ?Sized>(
mut self,
_: &'static str,
index: u32,
_: &'static str,
value: &T,
) -> Result<()> {
self.variant(index)?;
value.serialize(self)
}
fn serialize_seq(self, len: Option<usize>) -> Result<Self> {
match len {
Some(len) if !HUBPACK => self.0.put((len as u64).to_le_bytes()),
_ => return Err(Error),
}
Ok(self)
}
fn serialize_tuple(self, _: usize) -> Result<Self> {
Ok(self)
}
fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self> {
Ok(self)
}
fn serialize_tuple_variant(
mut self,
_: &'static str,
index: u32,
_: &'static str,
_: usize,
) -> Result<Self> {
self.variant(index)?;
Ok(self)
}
fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
Err(Error)
}
fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self> {
Ok(self)
}
fn serialize_struct_variant(
mut self,
_: &'static str,
index: u32,
_: &'static str,
_: usize,
) -> Result<Self> {
self.variant(index)?;
Ok(self)
}
fn is_human_readable(&self) -> bool {
!HUBPACK
}
}
macro_rules! compound {
($($kind:ident: $method:ident $(($key:ty))?,)*) => {
$(impl<const HUBPACK: bool> ::serde::ser::$kind
for Encoder<'_, '_, HUBPACK>
{
type Ok = ();
type Error = Error;
fn $method<T: Serialize + ?Sized>(
&mut self,
$(_: $key,)?
value: &T,
) -> Result<()> {
value.serialize(Encoder::<HUBPACK>(self.0))
}
fn end(self) -> Result<()> {
Ok(())
}
})*
};
}
compound! {
SerializeSeq: serialize_element,
SerializeTuple: serialize_element,
SerializeTupleStruct: serialize_field,
SerializeTupleVariant: serialize_field,
SerializeStruct: serialize_field(&'static str),
SerializeStructVariant: serialize_field(&'static str),
}
#[doc(hidden)]
pub struct Arguments<const OPERATION: u16, T>(pub T);
macro_rules! arguments {
($($len:literal: $($value:ident $at:tt),*;)*) => {
$(impl<const OPERATION: u16, $($value: Serialize),*> Serialize
for Arguments<OPERATION, ($($value,)*)>
{
fn serialize<S: ::serde::Serializer>(
&self,
serializer: S,
) -> ::core::result::Result<S::Ok, S::Error> {
let mut tuple = serializer.serialize_tuple($len)?;
$(::serde::ser::SerializeTuple::serialize_element(
&mut tuple,
&self.0.$at,
)?;)*
::serde::ser::SerializeTuple::end(tuple)
}
})*
};
}
    arguments! {
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    }
use ::serde::de::{Deserialize, DeserializeSeed, Visitor};
pub(super) fn decode_exact<'a, const HUBPACK: bool, T: Deserialize<'a>>(
bytes: &'a [u8],
) -> Option<T> {
let mut input = Input {
left: bytes,
failed: false,
};
let value = T::deserialize(Decoder::<HUBPACK>(&mut input));
if input.failed | !input.left.is_empty() {
return None;
}
value.ok()
}
pub(super) fn decode_reply<'a, const HUBPACK: bool, T: Deserialize<'a>>(
bytes: &'a [u8],
len: usize,
) -> Option<T> {
decode_exact::<HUBPACK, T>(bytes.get(..len)?)
}
struct Input<'a> {
left: &'a [u8],
failed: bool,
}
impl Input<'_> {
fn take<const N: usize>(&mut self) -> [u8; N] {
match self.left.split_first_chunk() {
Some((head, tail)) => {
self.left = tail;
*head
}
None => {
self.left = &[];
self.failed = true;
[0; N]
}
}
}
#[inline]
fn take_byte(&mut self) -> u32 {
match self.left.split_first() {
Some((byte, tail)) => {
self.left = tail;
u32::from(*byte)
}
None => {
self.failed = true;
u32::MAX
}
}
}
#[inline]
fn take_bool(&mut self) -> bool {
let byte = self.take_byte();
if byte > 1 {
self.failed = true;
}
byte == 1
}
}
struct Decoder<'i, 'a, const HUBPACK: bool>(&'i mut Input<'a>);
macro_rules! take {
($($method:ident: $visit:ident($int:ty),)*) => {
$(fn $method<V: Visitor<'a>>(
self,
visitor: V,
) -> Result<V::Value> {
visitor.$visit(<$int>::from_le_bytes(self.0.take()))
})*
};
}
macro_rules! refuse {
($($method:ident,)*) => {
$(fn $method<V: Visitor<'a>>(
self,
_: V,
) -> Result<V::Value> {
Err(Error)
})*
};
}
impl<'a, const HUBPACK: bool> ::serde::Deserializer<'a>
for Decoder<'_, 'a, HUBPACK>
{
type Error = Error;
take! {
deserialize_u8: visit_u8(u8),
deserialize_u16: visit_u16(u16),
deserialize_u32: visit_u32(u32),
deserialize_u64: visit_u64(u64),
deserialize_i8: visit_i8(i8),
deserialize_i16: visit_i16(i16),
deserialize_i32: visit_i32(i32),
deserialize_i64: visit_i64(i64),
deserialize_f32: visit_f32(f32),
deserialize_f64: visit_f64(f64),
}
refuse! {
deserialize_any,
deserialize_str,
deserialize_string,
deserialize_bytes,
deserialize_byte_buf,
deserialize_map,
deserialize_identifier,
deserialize_ignored_any,
}
fn deserialize_u128<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
if !HUBPACK {
return Err(Error);
}
visitor.visit_u128(u128::from_le_bytes(self.0.take()))
}
fn deserialize_i128<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
if !HUBPACK {
return Err(Error);
}
visitor.visit_i128(i128::from_le_bytes(self.0.take()))
}
fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
visitor.visit_bool(self.0.take_bool())
}
fn deserialize_char<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
if HUBPACK {
return Err(Error);
}
let lead = self.0.take_byte();
let (width, mut code) = match lead {
0..0x80 => (1, lead),
0xC0..0xE0 => (2, lead & 0x1F),
0xE0..0xF0 => (3, lead & 0x0F),
0xF0..0xF8 => (4, lead & 0x07),
_ => return Err(Error),
};
for _ in 1..width {
let next = self.0.take_byte();
if next & !0x3F != 0x80 {
return Err(Error);
}
code = code << 6 | next & 0x3F;
}
match char::from_u32(code) {
Some(value) if value.len_utf8() == width => {
visitor.visit_char(value)
}
_ => Err(Error),
}
}
fn deserialize_option<V: Visitor<'a>>(
self,
visitor: V,
) -> Result<V::Value> {
if self.0.take_bool() {
visitor.visit_some(self)
} else {
visitor.visit_none()
}
}
fn deserialize_unit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
visitor.visit_unit()
}
fn deserialize_unit_struct<V: Visitor<'a>>(
self,
_: &'static str,
visitor: V,
) -> Result<V::Value> {
visitor.visit_unit()
}
fn deserialize_newtype_struct<V: Visitor<'a>>(
self,
_: &'static str,
visitor: V,
) -> Result<V::Value> {
visitor.visit_newtype_struct(self)
}
fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
if HUBPACK {
return Err(Error);
}
let len = u64::from_le_bytes(self.0.take());
visitor.visit_seq(Elements::<HUBPACK, true> {
input: self.0,
left: usize::try_from(len).map_err(|_| Error)?,
})
}
fn deserialize_tuple<V: Visitor<'a>>(
self,
len: usize,
visitor: V,
) -> Result<V::Value> {
visitor.visit_seq(Elements::<HUBPACK, false> {
input: self.0,
left: len,
})
}
fn deserialize_tuple_struct<V: Visitor<'a>>(
self,
_: &'static str,
len: usize,
visitor: V,
) -> Result<V::Value> {
self.deserialize_tuple(len, visitor)
}
fn deserialize_struct<V: Visitor<'a>>(
self,
_: &'static str,
fields: &'static [&'static str],
visitor: V,
) -> Result<V::Value> {
self.deserialize_tuple(fields.len(), visitor)
}
fn deserialize_enum<V: Visitor<'a>>(
self,
_: &'static str,
_: &'static [&'static str],
visitor: V,
) -> Result<V::Value> {
visitor.visit_enum(self)
}
fn is_human_readable(&self) -> bool {
!HUBPACK
}
}
struct Elements<'i, 'a, const HUBPACK: bool, const SEQUENCE: bool> {
input: &'i mut Input<'a>,
left: usize,
}
impl<'a, const HUBPACK: bool, const SEQUENCE: bool> ::serde::de::SeqAccess<'a>
for Elements<'_, 'a, HUBPACK, SEQUENCE>
{
type Error = Error;
#[inline(always)]
fn next_element<T: Deserialize<'a>>(&mut self) -> Result<Option<T>> {
self.next_element_seed(::core::marker::PhantomData)
}
#[inline(always)]
fn next_element_seed<S: DeserializeSeed<'a>>(
&mut self,
seed: S,
) -> Result<Option<S::Value>> {
if SEQUENCE && self.input.failed {
return Err(Error);
}
match self.left.checked_sub(1) {
Some(left) => {
self.left = left;
seed.deserialize(Decoder::<HUBPACK>(self.input)).map(Some)
}
None => Ok(None),
}
}
fn size_hint(&self) -> Option<usize> {
Some(self.left)
}
}
impl<'a, const HUBPACK: bool> ::serde::de::EnumAccess<'a>
for Decoder<'_, 'a, HUBPACK>
{
type Error = Error;
type Variant = Self;
fn variant_seed<S: DeserializeSeed<'a>>(
self,
seed: S,
) -> Result<(S::Value, Self)> {
let index =
::serde::de::value::U32Deserializer::new(self.0.take_byte());
Ok((seed.deserialize(index)?, self))
}
}
impl<'a, const HUBPACK: bool> ::serde::de::VariantAccess<'a>
for Decoder<'_, 'a, HUBPACK>
{
type Error = Error;
fn unit_variant(self) -> Result<()> {
Ok(())
}
fn newtype_variant_seed<S: DeserializeSeed<'a>>(
self,
seed: S,
) -> Result<S::Value> {
seed.deserialize(self)
}
fn tuple_variant<V: Visitor<'a>>(
self,
len: usize,
visitor: V,
) -> Result<V::Value> {
::serde::Deserializer::deserialize_tuple(self, len, visitor)
}
fn struct_variant<V: Visitor<'a>>(
self,
fields: &'static [&'static str],
visitor: V,
) -> Result<V::Value> {
::serde::Deserializer::deserialize_tuple(self, fields.len(), visitor)
}
}
}

// For debuggers.
const _: () = {
    struct Legacy_CLIENT_518829abf077be33;
    #[used]
    static __FINGERPRINT: ::core::marker::PhantomData<Legacy_CLIENT_518829abf077be33> =
        ::core::marker::PhantomData;
};
}
