//! Bytes into values.

use crate::error::{Error, Problem};
use crate::ty::{Field, Kind, Type, is_tuple};
use crate::value::Value;

/// Where the parts of a value come from.
pub(crate) trait Source {
    /// A number of the type's size; `at` is where it is in memory.
    fn number(&mut self, ty: &Type, at: usize) -> Result<u128, Error>;

    /// A `char`.
    fn character(&mut self, ty: &Type, at: usize) -> Result<char, Error>;

    /// Which variant follows.
    fn variant(&mut self, ty: &Type, at: usize) -> Result<usize, Error>;
}

/// Takes a value out of a source.
pub(crate) fn get(
    source: &mut impl Source,
    ty: &Type,
    at: usize,
) -> Result<Value, Error> {
    if ty.is_unit() {
        return Ok(Value::Unit);
    }
    Ok(match &ty.kind {
        Kind::Bool => match source.number(ty, at)? {
            0 => Value::Bool(false),
            1 => Value::Bool(true),
            _ => return Err(no_value(ty)),
        },
        Kind::Char => Value::Char(source.character(ty, at)?),
        Kind::Unsigned => Value::Unsigned(source.number(ty, at)?),
        Kind::Signed => Value::integer(signed(ty, source.number(ty, at)?)),
        Kind::Float => {
            Value::Float(float(ty, source.number(ty, at)?).ok_or_else(
                || Error::from(Problem::UnsupportedType(ty.name.clone())),
            )?)
        }
        Kind::Array { element, count } => {
            let mut values = Vec::new();
            for index in 0..*count {
                let at = at.saturating_add(index.saturating_mul(element.size));
                let value = get(source, element, at)
                    .map_err(|e| e.within(index.to_string()))?;
                values.push(value);
            }
            Value::Array(values)
        }
        Kind::Struct(fields) => match ty.newtype() {
            Some(field) => {
                get(source, &field.ty, at.saturating_add(field.offset))?
            }
            None => get_fields(source, fields, at)?,
        },
        Kind::Enum { variants, .. } => {
            let index = source.variant(ty, at)?;
            let variant = variants.get(index).ok_or_else(|| no_value(ty))?;
            let payload = get_fields(source, &variant.fields, at)
                .map_err(|e| e.within(variant.name.as_str()))?;
            Value::Variant(variant.name.clone(), Box::new(payload))
        }
    })
}

fn get_fields(
    source: &mut impl Source,
    fields: &[Field],
    at: usize,
) -> Result<Value, Error> {
    if fields.is_empty() {
        return Ok(Value::Unit);
    }
    let mut values = Vec::new();
    for field in fields {
        let at = at.saturating_add(field.offset);
        let value = get(source, &field.ty, at)
            .map_err(|e| e.within(field.name.as_str()))?;
        values.push((field.name.clone(), value));
    }
    Ok(if is_tuple(fields) {
        Value::Tuple(values.into_iter().map(|(_, value)| value).collect())
    } else {
        Value::Struct(values)
    })
}

fn signed(ty: &Type, bits: u128) -> i128 {
    let unused = 128usize.saturating_sub(ty.size.saturating_mul(8));
    let unused = u32::try_from(unused).unwrap_or(0);
    let high = bits.checked_shl(unused).unwrap_or(0).cast_signed();
    high.checked_shr(unused).unwrap_or(0)
}

fn float(ty: &Type, bits: u128) -> Option<f64> {
    match ty.size {
        4 => Some(f32::from_bits(u32::try_from(bits).ok()?).into()),
        8 => Some(f64::from_bits(u64::try_from(bits).ok()?)),
        _ => None,
    }
}

pub(crate) fn no_value(ty: &Type) -> Error {
    Error::from(Problem::NoValue(ty.name.clone()))
}
