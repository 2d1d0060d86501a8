//! Values as `serde` writes them in the formats of `hubpack` and `ssmarshal`:
//! one part after the other, without padding, each variant by its index in a
//! byte. They are those of types that derive serde's traits, without
//! attributes that change the form.

use idol::syntax::Encoding;

use crate::decode::{Source, get, no_value};
use crate::encode::{Sink, put};
use crate::error::{Error, Problem};
use crate::ty::Type;
use crate::value::Value;

/// Which of the two.
#[derive(Copy, Clone, Eq, PartialEq)]
pub(crate) enum Format {
    Hubpack,
    Ssmarshal,
}

impl Format {
    /// That of an encoding. `None` of the one that is memory's.
    pub(crate) fn of(encoding: Encoding) -> Option<Self> {
        match encoding {
            Encoding::Zerocopy => None,
            Encoding::Hubpack => Some(Self::Hubpack),
            Encoding::Ssmarshal => Some(Self::Ssmarshal),
        }
    }

    /// Adds a value to a message.
    pub(crate) fn encode(
        self,
        message: &mut Vec<u8>,
        ty: &Type,
        value: &Value,
    ) -> Result<(), Error> {
        let format = self;
        put(&mut Output { format, message }, ty, 0, value)
    }

    /// The value that all of a message is.
    pub(crate) fn decode(
        self,
        message: &[u8],
        ty: &Type,
    ) -> Result<Value, Error> {
        let (value, left) = self.decode_next(message, ty)?;
        match left.len() {
            0 => Ok(value),
            more => Err(Problem::Trailing(more).into()),
        }
    }

    /// The value that a message begins with, and what is behind it.
    pub(crate) fn decode_next<'m>(
        self,
        message: &'m [u8],
        ty: &Type,
    ) -> Result<(Value, &'m [u8]), Error> {
        let mut input = Input {
            format: self,
            left: message,
        };
        let value = get(&mut input, ty, 0)?;
        Ok((value, input.left))
    }

    /// The bytes that a number takes: as in memory, but serde knows no
    /// `usize`.
    pub(crate) fn width(self, ty: &Type) -> Result<usize, Error> {
        match ty.name.as_str() {
            "usize" | "isize" => Ok(8),
            "u128" | "i128" if self == Self::Ssmarshal => Err(no_encoding(ty)),
            _ => Ok(ty.size),
        }
    }
}

fn no_encoding(ty: &Type) -> Error {
    Error::from(Problem::NoEncoding(ty.name.clone()))
}

struct Output<'m> {
    format: Format,
    message: &'m mut Vec<u8>,
}

impl Sink for Output<'_> {
    fn number(&mut self, ty: &Type, _: usize, bits: u128) -> Result<(), Error> {
        let width = self.format.width(ty)?;
        let bytes = bits.to_le_bytes();
        let bytes = bytes.get(..width).ok_or_else(|| no_encoding(ty))?;
        self.message.extend_from_slice(bytes);
        Ok(())
    }

    fn character(
        &mut self,
        ty: &Type,
        _: usize,
        value: char,
    ) -> Result<(), Error> {
        match self.format {
            Format::Hubpack => Err(no_encoding(ty)),
            Format::Ssmarshal => {
                let mut buffer = [0; 4];
                let text = value.encode_utf8(&mut buffer);
                self.message.extend_from_slice(text.as_bytes());
                Ok(())
            }
        }
    }

    fn variant(
        &mut self,
        ty: &Type,
        _: usize,
        index: usize,
    ) -> Result<(), Error> {
        let index = u8::try_from(index).map_err(|_| no_encoding(ty))?;
        self.message.push(index);
        Ok(())
    }
}

struct Input<'m> {
    format: Format,
    left: &'m [u8],
}

impl<'m> Input<'m> {
    fn take(&mut self, count: usize) -> Result<&'m [u8], Error> {
        match self.left.split_at_checked(count) {
            Some((taken, left)) => {
                self.left = left;
                Ok(taken)
            }
            None => Err(Problem::Truncated.into()),
        }
    }
}

impl Source for Input<'_> {
    fn number(&mut self, ty: &Type, _: usize) -> Result<u128, Error> {
        let width = self.format.width(ty)?;
        let taken = self.take(width)?;
        let mut bits = [0; 16];
        let low = bits.get_mut(..width).ok_or_else(|| no_encoding(ty))?;
        low.copy_from_slice(taken);
        Ok(u128::from_le_bytes(bits))
    }

    fn character(&mut self, ty: &Type, _: usize) -> Result<char, Error> {
        if self.format == Format::Hubpack {
            return Err(no_encoding(ty));
        }
        let lead = *self.left.first().ok_or(Problem::Truncated)?;
        let width = match lead {
            0..0x80 => 1,
            0x80..0xE0 => 2,
            0xE0..0xF0 => 3,
            0xF0.. => 4,
        };
        let text = str::from_utf8(self.take(width)?).ok();
        text.and_then(|text| text.chars().next())
            .ok_or_else(|| no_value(ty))
    }

    fn variant(&mut self, _: &Type, _: usize) -> Result<usize, Error> {
        let index = self.take(1)?.first().ok_or(Problem::Truncated)?;
        Ok(usize::from(*index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ty::{Field, Kind, Variant};

    fn number(name: &str, kind: Kind, size: usize) -> Type {
        Type {
            name: name.to_owned(),
            size,
            kind,
        }
    }

    fn there_and_back(format: Format, ty: &Type, value: Value) -> Vec<u8> {
        let mut message = Vec::new();
        format
            .encode(&mut message, ty, &value)
            .expect("it has an encoding");
        assert_eq!(format.decode(&message, ty), Ok(value));
        message
    }

    fn refusal(format: Format, ty: &Type, value: Value) -> Problem {
        let refused = format.encode(&mut Vec::new(), ty, &value);
        refused.expect_err("it has no encoding").problem
    }

    #[test]
    fn a_machine_word_is_of_eight_bytes_on_every_machine() {
        let word = number("usize", Kind::Unsigned, 4);
        let bytes = there_and_back(Format::Hubpack, &word, 7u8.into());
        assert_eq!(bytes, [7, 0, 0, 0, 0, 0, 0, 0]);
        let word = number("isize", Kind::Signed, 4);
        let bytes = there_and_back(Format::Ssmarshal, &word, (-2).into());
        assert_eq!(bytes, [0xFE, 255, 255, 255, 255, 255, 255, 255]);
    }

    #[test]
    fn each_format_refuses_what_it_has_no_encoding_for() {
        let char = number("char", Kind::Char, 4);
        let big = number("u128", Kind::Unsigned, 16);
        let none = |ty: &Type| Problem::NoEncoding(ty.name.clone());
        assert_eq!(refusal(Format::Hubpack, &char, 'a'.into()), none(&char));
        assert_eq!(refusal(Format::Ssmarshal, &big, 1u8.into()), none(&big));
        there_and_back(Format::Hubpack, &big, u128::MAX.into());
        let texts = ['a', 'ß', '€', '𝄞'];
        for (text, len) in texts.into_iter().zip(1..) {
            let bytes = there_and_back(Format::Ssmarshal, &char, text.into());
            assert_eq!(bytes.len(), len);
        }
        for broken in [&[0x80][..], &[0xC3], &[0xC3, 0x41], &[0xF8, 0, 0, 0]] {
            let decoded = Format::Ssmarshal.decode(broken, &char);
            assert!(decoded.is_err(), "{broken:?}");
        }
    }

    #[test]
    fn a_variant_is_its_index_not_its_discriminant() {
        let byte = number("u8", Kind::Unsigned, 1);
        let variant = |name: &str, discriminant, fields| Variant {
            name: name.to_owned(),
            discriminant: Some(discriminant),
            fields,
        };
        let field = Field {
            name: "__0".to_owned(),
            offset: 1,
            ty: byte,
        };
        let mut variants =
            vec![variant("A", 20, Vec::new()), variant("B", 10, vec![field])];
        let ty = |variants| Type {
            name: "E".to_owned(),
            size: 2,
            kind: Kind::Enum {
                discriminant: None,
                variants,
            },
        };
        let value = Value::variant("B", [5u8]);
        let bytes =
            there_and_back(Format::Hubpack, &ty(variants.clone()), value);
        assert_eq!(bytes, [1, 5]);
        let decoded = Format::Hubpack.decode(&[2], &ty(variants.clone()));
        let error = decoded.expect_err("there is no such variant");
        assert_eq!(error.problem, Problem::NoValue("E".to_owned()));
        // An index that no byte holds.
        let first = variants[0].clone();
        variants.splice(0..0, (0..255).map(|_| first.clone()));
        let value = Value::variant("B", [5u8]);
        assert_eq!(
            refusal(Format::Hubpack, &ty(variants), value),
            Problem::NoEncoding("E".to_owned())
        );
    }
}
