//! Values of any type that derives `Deserialize`: a format of which every
//! value is read from a random number generator.

use serde::de::{self, DeserializeSeed, Visitor};

/// The generator of Marsaglia's xorshift, 64 bits. Never seeded with 0.
pub struct Random(pub u64);

/// A value that its type refuses, such as a `NonZero` that is 0.
#[derive(Debug)]
pub struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Refused
    }
}

impl Random {
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.number() >> 16) as usize % bound
    }

    /// Mostly arbitrary, often at the ends and near zero, where the edges are.
    fn bits(&mut self) -> u64 {
        match self.below(4) {
            0 => self.below(4) as u64,
            1 => u64::MAX - self.below(4) as u64,
            _ => self.number(),
        }
    }

    /// Any bytes, at most `most`, often such that they are valid flags.
    pub fn bytes(&mut self, most: usize) -> Vec<u8> {
        let small = self.below(2) == 0;
        (0..self.below(most + 1))
            .map(|_| match small && self.below(4) > 0 {
                true => self.below(4) as u8,
                false => self.number() as u8,
            })
            .collect()
    }

    pub fn value<T: de::DeserializeOwned>(&mut self) -> T {
        loop {
            if let Ok(value) = T::deserialize(&mut *self) {
                return value;
            }
        }
    }
}

macro_rules! draw {
    ($($method:ident: $visit:ident($bits:ident => $value:expr),)*) => {
        $(fn $method<V: Visitor<'de>>(
            self,
            visitor: V,
        ) -> Result<V::Value, Refused> {
            let $bits = self.bits();
            visitor.$visit($value)
        })*
    };
}

impl<'de> de::Deserializer<'de> for &mut Random {
    type Error = Refused;

    draw! {
        deserialize_bool: visit_bool(bits => bits & 1 == 1),
        deserialize_u8: visit_u8(bits => bits as u8),
        deserialize_u16: visit_u16(bits => bits as u16),
        deserialize_u32: visit_u32(bits => bits as u32),
        deserialize_u64: visit_u64(bits => bits),
        deserialize_i8: visit_i8(bits => bits as i8),
        deserialize_i16: visit_i16(bits => bits as i16),
        deserialize_i32: visit_i32(bits => bits as i32),
        deserialize_i64: visit_i64(bits => bits as i64),
        deserialize_f32: visit_f32(bits => f32::from_bits(bits as u32)),
        deserialize_f64: visit_f64(bits => f64::from_bits(bits)),
        deserialize_u128: visit_u128(bits => u128::from(bits) << 60 | 7),
        deserialize_i128: visit_i128(bits => i128::from(bits as i64) << 60),
        deserialize_string: visit_string(bits => format!("{bits:x}")),
    }

    fn deserialize_char<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let most = [0x7F, 0x7FF, 0xFFFF, 0x10_FFFF][self.below(4)];
        let code = self.bits() as u32 & most;
        visitor.visit_char(char::from_u32(code).ok_or(Refused)?)
    }

    fn deserialize_option<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        match self.below(3) {
            0 => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let left = self.below(4);
        visitor.visit_seq(Elements { random: self, left })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_seq(Elements { random: self, left })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_seq(Elements { random: self, left })
    }

    fn deserialize_map<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let left = 2 * self.below(3);
        visitor.visit_map(Elements { random: self, left })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let left = fields.len();
        visitor.visit_seq(Elements { random: self, left })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let index = self.below(variants.len()) as u32;
        visitor.visit_enum(Variant {
            random: self,
            index,
        })
    }

    fn deserialize_any<V: Visitor<'de>>(
        self,
        _: V,
    ) -> Result<V::Value, Refused> {
        Err(Refused)
    }

    serde::forward_to_deserialize_any! {
        str bytes byte_buf identifier ignored_any
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

struct Elements<'r> {
    random: &'r mut Random,
    left: usize,
}

impl<'de> de::SeqAccess<'de> for Elements<'_> {
    type Error = Refused;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refused> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.random).map(Some)
    }
}

impl<'de> de::MapAccess<'de> for Elements<'_> {
    type Error = Refused;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refused> {
        de::SeqAccess::next_element_seed(self, seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Refused> {
        self.left -= 1;
        seed.deserialize(&mut *self.random)
    }
}

struct Variant<'r> {
    random: &'r mut Random,
    index: u32,
}

impl<'de, 'r> de::EnumAccess<'de> for Variant<'r> {
    type Error = Refused;
    type Variant = &'r mut Random;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), Refused> {
        let index = de::value::U32Deserializer::new(self.index);
        Ok((seed.deserialize(index)?, self.random))
    }
}

impl<'de> de::VariantAccess<'de> for &mut Random {
    type Error = Refused;

    fn unit_variant(self) -> Result<(), Refused> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, Refused> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        de::Deserializer::deserialize_tuple(self, len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        de::Deserializer::deserialize_tuple(self, fields.len(), visitor)
    }
}
