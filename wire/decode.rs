use ::serde::de::{Deserialize, DeserializeSeed, Visitor};

/// Decodes the value that `bytes` are, to the last.
pub(super) fn decode_exact<'a, const HUBPACK: bool, T: Deserialize<'a>>(
    bytes: &'a [u8],
) -> Option<T> {
    let mut input = Input {
        left: bytes,
        failed: false,
    };
    let value = T::deserialize(Decoder::<HUBPACK>(&mut input));
    // `|`, and not `||`: of a value of one length the compiler makes a single
    // comparison.
    if input.failed | !input.left.is_empty() {
        return None;
    }
    value.ok()
}

/// Decodes the value that the first `len` of `bytes` are.
pub(super) fn decode_reply<'a, const HUBPACK: bool, T: Deserialize<'a>>(
    bytes: &'a [u8],
    len: usize,
) -> Option<T> {
    decode_exact::<HUBPACK, T>(bytes.get(..len)?)
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

    // A type that holds itself in a variant ends with the message: where that
    // is broken off there is no byte, and no variant of that number.
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
