//! Values as they are in memory: the encoding Zerocopy.

use crate::decode::{Source, get, no_value};
use crate::encode::{Sink, put};
use crate::error::{Error, Problem};
use crate::ty::{Kind, Type};
use crate::value::Value;

/// The bytes of a value in memory. Padding is 0.
pub(crate) fn encode(ty: &Type, value: &Value) -> Result<Vec<u8>, Error> {
    let mut bytes = Bytes(vec![0; ty.size]);
    put(&mut bytes, ty, 0, value)?;
    Ok(bytes.0)
}

/// The value whose bytes these are.
pub(crate) fn decode(ty: &Type, bytes: &[u8]) -> Result<Value, Error> {
    length(ty.size, bytes)?;
    get(&mut Bytes(bytes.to_vec()), ty, 0)
}

/// The bytes of an `Option` that travels as a byte, 0 or 1, and its value:
/// `size` in all.
pub(crate) fn encode_flagged(
    ty: &Type,
    size: usize,
    value: &Value,
) -> Result<Vec<u8>, Error> {
    let payload = payload(ty, size)?;
    // It is a variant of the type, whatever that is in memory.
    encode(ty, value)?;
    let mut bytes = vec![0; size];
    if let Value::Variant(_, inside) = value
        && let Value::Tuple(values) = inside.as_ref()
        && let [value] = values.as_slice()
        && let Some((flag, rest)) = bytes.split_first_mut()
    {
        *flag = 1;
        rest.copy_from_slice(&encode(payload, value)?);
    }
    Ok(bytes)
}

/// The `Option` that has travelled so.
pub(crate) fn decode_flagged(
    ty: &Type,
    size: usize,
    bytes: &[u8],
) -> Result<Value, Error> {
    let payload = payload(ty, size)?;
    length(size, bytes)?;
    match bytes.split_first() {
        Some((0, _)) => Ok(Value::unit_variant("None")),
        Some((1, rest)) => Ok(Value::variant("Some", [decode(payload, rest)?])),
        _ => Err(no_value(ty)),
    }
}

/// What the `Option` holds, a byte less than travels.
fn payload(ty: &Type, size: usize) -> Result<&Type, Error> {
    ty.of_option()
        .filter(|payload| Some(payload.size) == size.checked_sub(1))
        .ok_or_else(|| Problem::UnsupportedType(ty.name.clone()).into())
}

pub(crate) fn length(expected: usize, bytes: &[u8]) -> Result<(), Error> {
    let found = bytes.len();
    match found == expected {
        true => Ok(()),
        false => Err(Problem::Length { expected, found }.into()),
    }
}

/// All of a value, of which each part has its place.
struct Bytes(Vec<u8>);

impl Bytes {
    fn write(
        &mut self,
        ty: &Type,
        at: usize,
        size: usize,
        bits: u128,
    ) -> Result<(), Error> {
        let part = at.checked_add(size).and_then(|end| self.0.get_mut(at..end));
        match (part, bits.to_le_bytes().get(..size)) {
            (Some(part), Some(bytes)) => {
                part.copy_from_slice(bytes);
                Ok(())
            }
            _ => Err(outside(ty)),
        }
    }

    fn read(&self, ty: &Type, at: usize, size: usize) -> Result<u128, Error> {
        let mut bits = [0; 16];
        let part = at.checked_add(size).and_then(|end| self.0.get(at..end));
        match (part, bits.get_mut(..size)) {
            (Some(part), Some(low)) => {
                low.copy_from_slice(part);
                Ok(u128::from_le_bytes(bits))
            }
            _ => Err(outside(ty)),
        }
    }
}

/// The debug information contradicts itself.
fn outside(ty: &Type) -> Error {
    Problem::BadFile(format!("a part of `{}` lies outside of it", ty.name))
        .into()
}

impl Sink for Bytes {
    fn number(
        &mut self,
        ty: &Type,
        at: usize,
        bits: u128,
    ) -> Result<(), Error> {
        self.write(ty, at, ty.size, bits)
    }

    fn character(
        &mut self,
        ty: &Type,
        at: usize,
        value: char,
    ) -> Result<(), Error> {
        self.write(ty, at, ty.size, u128::from(u32::from(value)))
    }

    fn variant(
        &mut self,
        ty: &Type,
        at: usize,
        index: usize,
    ) -> Result<(), Error> {
        let Kind::Enum {
            discriminant: Some(place),
            variants,
        } = &ty.kind
        else {
            return Ok(());
        };
        match variants.get(index).and_then(|v| v.discriminant) {
            Some(bits) => {
                let at = at.saturating_add(place.offset);
                self.write(ty, at, place.size, bits)
            }
            None => Ok(()),
        }
    }
}

impl Source for Bytes {
    fn number(&mut self, ty: &Type, at: usize) -> Result<u128, Error> {
        self.read(ty, at, ty.size)
    }

    fn character(&mut self, ty: &Type, at: usize) -> Result<char, Error> {
        u32::try_from(self.read(ty, at, ty.size)?)
            .ok()
            .and_then(char::from_u32)
            .ok_or_else(|| no_value(ty))
    }

    fn variant(&mut self, ty: &Type, at: usize) -> Result<usize, Error> {
        let Kind::Enum {
            discriminant,
            variants,
        } = &ty.kind
        else {
            return Err(no_value(ty));
        };
        let Some(place) = discriminant else {
            return Ok(0);
        };
        let at = at.saturating_add(place.offset);
        let found = self.read(ty, at, place.size)?;
        variants
            .iter()
            .position(|v| v.discriminant == Some(found))
            .or_else(|| variants.iter().position(|v| v.discriminant.is_none()))
            .ok_or_else(|| no_value(ty))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ty::{Discriminant, Field, Variant};

    fn number(name: &str, kind: Kind, size: usize) -> Type {
        Type {
            name: name.to_owned(),
            size,
            kind,
        }
    }

    fn there_and_back(ty: &Type, value: impl Into<Value>) -> Vec<u8> {
        let value = value.into();
        let bytes = encode(ty, &value).expect("it fits");
        assert_eq!(decode(ty, &bytes), Ok(value));
        bytes
    }

    #[test]
    fn integers_fit_their_types_to_the_last_value() {
        let signed = number("i16", Kind::Signed, 2);
        assert_eq!(there_and_back(&signed, i16::MIN), [0x00, 0x80]);
        assert_eq!(there_and_back(&signed, i16::MAX), [0xFF, 0x7F]);
        for wrong in [i32::from(i16::MIN) - 1, i32::from(i16::MAX) + 1] {
            assert!(encode(&signed, &wrong.into()).is_err(), "{wrong}");
        }
        let byte = number("u8", Kind::Unsigned, 1);
        assert_eq!(there_and_back(&byte, 255u8), [0xFF]);
        assert!(encode(&byte, &256.into()).is_err());
        let wide = number("i128", Kind::Signed, 16);
        there_and_back(&wide, i128::MIN);
        there_and_back(&wide, i128::MAX);
        let wide = number("u128", Kind::Unsigned, 16);
        there_and_back(&wide, u128::MAX);
    }

    #[test]
    fn other_scalars_are_checked() {
        let bool = number("bool", Kind::Bool, 1);
        assert_eq!(there_and_back(&bool, true), [1]);
        assert!(decode(&bool, &[2]).is_err());
        let char = number("char", Kind::Char, 4);
        there_and_back(&char, '𝄞');
        assert!(decode(&char, &[0, 0xD8, 0, 0]).is_err());
        let float = number("f32", Kind::Float, 4);
        assert_eq!(there_and_back(&float, -0.5), (-0.5f32).to_le_bytes());
        assert_eq!(encode(&float, &2.into()), Ok(2f32.to_le_bytes().into()));
        assert!(encode(&number("f16", Kind::Float, 2), &2.into()).is_err());
    }

    /// An `Option` whose `None` is a value that its content leaves unused.
    fn option() -> Type {
        let content = Field {
            name: "__0".to_owned(),
            offset: 0,
            ty: number("NonZero", Kind::Unsigned, 2),
        };
        let variant = |name: &str, discriminant, fields| Variant {
            name: name.to_owned(),
            discriminant,
            fields,
        };
        Type {
            name: "Option<NonZero>".to_owned(),
            size: 2,
            kind: Kind::Enum {
                discriminant: Some(Discriminant { offset: 0, size: 2 }),
                variants: vec![
                    variant("None", Some(0), Vec::new()),
                    variant("Some", None, vec![content]),
                ],
            },
        }
    }

    #[test]
    fn a_niche_is_used_as_the_compiler_does() {
        let none = Value::unit_variant("None");
        let some = Value::variant("Some", [513u16]);
        assert_eq!(there_and_back(&option(), none), [0, 0]);
        assert_eq!(there_and_back(&option(), some), [1, 2]);
    }

    #[test]
    fn an_option_with_a_flag_is_a_byte_longer_than_its_value() {
        let option = option();
        for (value, bytes) in [
            (Value::unit_variant("None"), [0, 0, 0]),
            (Value::variant("Some", [513u16]), [1, 1, 2]),
        ] {
            let encoded = encode_flagged(&option, 3, &value);
            assert_eq!(encoded, Ok(bytes.to_vec()));
            assert_eq!(decode_flagged(&option, 3, &bytes), Ok(value));
        }
        assert!(decode_flagged(&option, 3, &[2, 0, 0]).is_err());
        assert!(decode_flagged(&option, 3, &[1, 0]).is_err());
        assert!(decode_flagged(&option, 4, &[1, 0, 0, 0]).is_err());
        let more = Value::unit_variant("More");
        assert!(encode_flagged(&option, 3, &more).is_err());
        assert!(encode_flagged(&option, 3, &7.into()).is_err());
    }

    #[test]
    fn parts_outside_of_a_value_are_errors() {
        let outside = Type {
            name: "S".to_owned(),
            size: 2,
            kind: Kind::Struct(vec![Field {
                name: "far".to_owned(),
                offset: usize::MAX,
                ty: number("u16", Kind::Unsigned, 2),
            }]),
        };
        let value = Value::record([("far", 1.into())]);
        for error in [
            encode(&outside, &value).expect_err("it does not fit"),
            decode(&outside, &[0, 0]).expect_err("it does not fit"),
        ] {
            assert!(matches!(error.problem, Problem::BadFile(_)), "{error}");
        }
    }
}
