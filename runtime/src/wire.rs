//! Values as bytes: the formats of the crates `hubpack` 0.1 and `ssmarshal`
//! 1.0, from serde's types and back, byte for byte, without a panic.
//!
//! Both formats are the fields in order: integers and floats little-endian at
//! their full width, `bool` and `Option`'s flag a byte 0 or 1, an enum's
//! variant its index in one byte, and nothing for structs, tuples, arrays and
//! units themselves. They differ in little:
//!
//! | | [`hubpack`] | [`ssmarshal`] |
//! | --- | --- | --- |
//! | `u128`, `i128` | 16 bytes | refused |
//! | `char` | refused | UTF-8, 1 to 4 bytes |
//! | sequences | refused | length as `u64`, then the elements |
//! | strings, bytes, maps | refused | refused |
//! | human readable | no | yes |
//!
//! Neither direction branches on a failure: it is remembered, the missing bytes
//! read as zeros, and whoever asked for the value or the bytes gets an
//! [`Error`] in the end. So a type's own `Deserialize` may be asked about
//! values that are not in the message, and one that goes on after an error of
//! its fields fails all the same.
//!
//! No panic comes from here, but one may come with a type: that of
//! `core::time::Duration` and, in [`ssmarshal`], those of `core::net` can.

/// A value cannot be encoded, or bytes do not decode. 0 bytes: all causes (no
/// room, truncated, out of range, not supported) are answered alike.
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

macro_rules! functions {
    ($(#[$doc:meta])* $name:ident, $hubpack:literal) => {
        $(#[$doc])*
        pub mod $name {
            use super::{Error, Input, Output};

            /// Encodes `value` at the start of `buf` and says how many bytes
            /// it took.
            ///
            /// # Errors
            ///
            /// If `buf` is too short, or the format has no encoding for the
            /// value. What `buf` then holds is unspecified.
            pub fn serialize(
                buf: &mut [u8],
                value: &impl ::serde::Serialize,
            ) -> ::core::result::Result<usize, Error> {
                let len = buf.len();
                let mut output = Output {
                    left: buf,
                    overrun: false,
                };
                value.serialize(super::Encoder::<$hubpack>(&mut output))?;
                if output.overrun {
                    return Err(Error);
                }
                Ok(len.wrapping_sub(output.left.len()))
            }

            /// Encodes `value` at the start of `buf`: its message, which is
            /// `None` where [`serialize`] fails.
            pub fn encode<'b>(
                buf: &'b mut [u8],
                value: &impl ::serde::Serialize,
            ) -> Option<&'b [u8]> {
                let len = serialize(buf, value).ok()?;
                buf.get(..len)
            }

            /// Decodes the value at the start of `bytes`, and returns it with
            /// the bytes after it.
            ///
            /// # Errors
            ///
            /// If `bytes` are too few or no encoding of a `T`.
            pub fn deserialize<'a, T: ::serde::Deserialize<'a>>(
                bytes: &'a [u8],
            ) -> ::core::result::Result<(T, &'a [u8]), Error> {
                let mut input = Input {
                    left: bytes,
                    failed: false,
                };
                let value = T::deserialize(
                    super::Decoder::<$hubpack>(&mut input),
                )?;
                if input.failed {
                    return Err(Error);
                }
                Ok((value, input.left))
            }

            /// Decodes the value that `bytes` are: `None` where
            /// [`deserialize`] fails or leaves a byte.
            pub fn decode_exact<'a, T: ::serde::Deserialize<'a>>(
                bytes: &'a [u8],
            ) -> Option<T> {
                let mut input = Input {
                    left: bytes,
                    failed: false,
                };
                let value = T::deserialize(
                    super::Decoder::<$hubpack>(&mut input),
                );
                // `|`, and not `||`: of a value of one length the compiler makes
                // a single comparison.
                if input.failed | !input.left.is_empty() {
                    return None;
                }
                value.ok()
            }
        }
    };
}

functions! {
    /// The format of the crate `hubpack` 0.1.
    hubpack, true
}

functions! {
    /// The format of the crate `ssmarshal` 1.0.
    ///
    /// Where that crate panics this fails: in debug builds the crate panics on
    /// types that it does not support, on short buffers and messages, and on
    /// values whose encoding is longer than the value in memory (an `Option`
    /// that fits in its niche), which are encoded here as in release builds.
    ssmarshal, false
}

/// The part of the buffer that is not written yet.
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

/// The part of the message that is not read yet.
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
                // So that what is left says the same, for the compiler.
                self.left = &[];
                self.failed = true;
                [0; N]
            }
        }
    }

    /// A byte, or a number that no byte is.
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

    fn take_bool(&mut self) -> bool {
        let byte = self.take_byte();
        if byte > 1 {
            self.failed = true;
        }
        byte == 1
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

    fn serialize_some<T: ::serde::Serialize + ?Sized>(
        self,
        value: &T,
    ) -> Result<()> {
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

    fn serialize_newtype_struct<T: ::serde::Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ::serde::Serialize + ?Sized>(
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

            fn $method<T: ::serde::Serialize + ?Sized>(
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

struct Decoder<'i, 'a, const HUBPACK: bool>(&'i mut Input<'a>);

macro_rules! take {
    ($($method:ident: $visit:ident($int:ty),)*) => {
        $(fn $method<V: ::serde::de::Visitor<'a>>(
            self,
            visitor: V,
        ) -> Result<V::Value> {
            visitor.$visit(<$int>::from_le_bytes(self.0.take()))
        })*
    };
}

macro_rules! refuse {
    ($($method:ident,)*) => {
        $(fn $method<V: ::serde::de::Visitor<'a>>(
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

    fn deserialize_u128<V: ::serde::de::Visitor<'a>>(
        self,
        visitor: V,
    ) -> Result<V::Value> {
        if !HUBPACK {
            return Err(Error);
        }
        visitor.visit_u128(u128::from_le_bytes(self.0.take()))
    }

    fn deserialize_i128<V: ::serde::de::Visitor<'a>>(
        self,
        visitor: V,
    ) -> Result<V::Value> {
        if !HUBPACK {
            return Err(Error);
        }
        visitor.visit_i128(i128::from_le_bytes(self.0.take()))
    }

    fn deserialize_bool<V: ::serde::de::Visitor<'a>>(
        self,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_bool(self.0.take_bool())
    }

    fn deserialize_char<V: ::serde::de::Visitor<'a>>(
        self,
        visitor: V,
    ) -> Result<V::Value> {
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

    fn deserialize_option<V: ::serde::de::Visitor<'a>>(
        self,
        visitor: V,
    ) -> Result<V::Value> {
        if self.0.take_bool() {
            visitor.visit_some(self)
        } else {
            visitor.visit_none()
        }
    }

    fn deserialize_unit<V: ::serde::de::Visitor<'a>>(
        self,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: ::serde::de::Visitor<'a>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: ::serde::de::Visitor<'a>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: ::serde::de::Visitor<'a>>(
        self,
        visitor: V,
    ) -> Result<V::Value> {
        if HUBPACK {
            return Err(Error);
        }
        let len = u64::from_le_bytes(self.0.take());
        visitor.visit_seq(Elements::<HUBPACK, true> {
            input: self.0,
            left: usize::try_from(len).map_err(|_| Error)?,
        })
    }

    fn deserialize_tuple<V: ::serde::de::Visitor<'a>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_seq(Elements::<HUBPACK, false> {
            input: self.0,
            left: len,
        })
    }

    fn deserialize_tuple_struct<V: ::serde::de::Visitor<'a>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_struct<V: ::serde::de::Visitor<'a>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_tuple(fields.len(), visitor)
    }

    fn deserialize_enum<V: ::serde::de::Visitor<'a>>(
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

/// The elements of a tuple, or of a sequence. A sequence's number is what the
/// message says, and a broken message may say anything: it ends at once.
struct Elements<'i, 'a, const HUBPACK: bool, const SEQUENCE: bool> {
    input: &'i mut Input<'a>,
    left: usize,
}

impl<'a, const HUBPACK: bool, const SEQUENCE: bool> ::serde::de::SeqAccess<'a>
    for Elements<'_, 'a, HUBPACK, SEQUENCE>
{
    type Error = Error;

    // Both inlined, so that the count of a struct's fields is no code.
    #[inline(always)]
    fn next_element<T: ::serde::Deserialize<'a>>(
        &mut self,
    ) -> Result<Option<T>> {
        self.next_element_seed(::core::marker::PhantomData)
    }

    #[inline(always)]
    fn next_element_seed<S: ::serde::de::DeserializeSeed<'a>>(
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

    // A type that holds itself in a variant ends with the message: where that
    // is broken off there is no byte, and no variant of that number.
    fn variant_seed<S: ::serde::de::DeserializeSeed<'a>>(
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

    fn newtype_variant_seed<S: ::serde::de::DeserializeSeed<'a>>(
        self,
        seed: S,
    ) -> Result<S::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: ::serde::de::Visitor<'a>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value> {
        ::serde::Deserializer::deserialize_tuple(self, len, visitor)
    }

    fn struct_variant<V: ::serde::de::Visitor<'a>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        ::serde::Deserializer::deserialize_tuple(self, fields.len(), visitor)
    }
}
