//! Values into bytes.

use crate::error::{Error, Problem};
use crate::ty::{Field, Kind, Type, Variant, is_tuple};
use crate::value::Value;

/// Where the parts of a value go.
pub(crate) trait Sink {
    /// A number of the type's size, in its lowest bytes; `at` is where it is
    /// in memory.
    fn number(&mut self, ty: &Type, at: usize, bits: u128)
    -> Result<(), Error>;

    /// A `char`.
    fn character(
        &mut self,
        ty: &Type,
        at: usize,
        value: char,
    ) -> Result<(), Error>;

    /// Which variant follows.
    fn variant(
        &mut self,
        ty: &Type,
        at: usize,
        index: usize,
    ) -> Result<(), Error>;
}

/// Gives a sink all parts of a value.
pub(crate) fn put(
    sink: &mut impl Sink,
    ty: &Type,
    at: usize,
    value: &Value,
) -> Result<(), Error> {
    if ty.is_unit() {
        return match value {
            Value::Unit => Ok(()),
            Value::Struct(fields) if fields.is_empty() => Ok(()),
            Value::Tuple(fields) if fields.is_empty() => Ok(()),
            _ => Err(mismatch(ty, value)),
        };
    }
    match &ty.kind {
        Kind::Bool => match value {
            Value::Bool(value) => sink.number(ty, at, u128::from(*value)),
            _ => Err(mismatch(ty, value)),
        },
        Kind::Char => match value {
            Value::Char(value) => sink.character(ty, at, *value),
            _ => Err(mismatch(ty, value)),
        },
        Kind::Unsigned | Kind::Signed => {
            let bits = integer(ty, value).ok_or_else(|| mismatch(ty, value))?;
            sink.number(ty, at, bits)
        }
        Kind::Float => {
            let bits = float(ty, value).ok_or_else(|| mismatch(ty, value))?;
            sink.number(ty, at, bits)
        }
        Kind::Array { element, count } => {
            let (Value::Array(values) | Value::Tuple(values)) = value else {
                return Err(mismatch(ty, value));
            };
            if values.len() != *count {
                return Err(mismatch(ty, value));
            }
            for (index, value) in values.iter().enumerate() {
                let at = at.saturating_add(index.saturating_mul(element.size));
                put(sink, element, at, value)
                    .map_err(|e| e.within(index.to_string()))?;
            }
            Ok(())
        }
        Kind::Struct(fields) => match value {
            Value::Struct(_) if !is_tuple(fields) => {
                put_fields(sink, ty, fields, at, value)
            }
            Value::Tuple(values)
                if is_tuple(fields) && values.len() == fields.len() =>
            {
                put_fields(sink, ty, fields, at, value)
            }
            _ => match ty.newtype() {
                Some(field) => {
                    let at = at.saturating_add(field.offset);
                    put(sink, &field.ty, at, value)
                }
                None => Err(mismatch(ty, value)),
            },
        },
        Kind::Enum { variants, .. } => {
            let (index, payload) = chosen(ty, variants, value)?;
            sink.variant(ty, at, index)?;
            let Some(variant) = variants.get(index) else {
                return Err(mismatch(ty, value));
            };
            put_fields(sink, ty, &variant.fields, at, payload)
                .map_err(|e| e.within(variant.name.as_str()))
        }
    }
}

/// The variant that a value names: by its name, or by its number where no
/// variant has fields.
fn chosen<'v>(
    ty: &Type,
    variants: &[Variant],
    value: &'v Value,
) -> Result<(usize, &'v Value), Error> {
    let found = match value {
        Value::Variant(name, payload) => {
            let index = variants.iter().position(|v| v.name == *name);
            let Some(index) = index else {
                return Err(Error::from(Problem::NoVariant {
                    ty: ty.name.clone(),
                    name: name.clone(),
                    known: variants.iter().map(|v| v.name.clone()).collect(),
                }));
            };
            Some((index, payload.as_ref()))
        }
        Value::Unsigned(number) => variants
            .iter()
            .position(|v| {
                v.fields.is_empty() && v.discriminant == Some(*number)
            })
            .map(|index| (index, &Value::Unit)),
        _ => None,
    };
    found.ok_or_else(|| mismatch(ty, value))
}

/// The fields of a struct or of a variant of `ty`.
fn put_fields(
    sink: &mut impl Sink,
    ty: &Type,
    fields: &[Field],
    at: usize,
    value: &Value,
) -> Result<(), Error> {
    let values: Vec<&Value> = match value {
        Value::Unit if fields.is_empty() => Vec::new(),
        Value::Tuple(values)
            if values.len() == fields.len()
                && (fields.is_empty() || is_tuple(fields)) =>
        {
            values.iter().collect()
        }
        Value::Struct(named) => by_name(fields, named)?,
        _ => return Err(mismatch(ty, value)),
    };
    for (field, value) in fields.iter().zip(values) {
        put(sink, &field.ty, at.saturating_add(field.offset), value)
            .map_err(|e| e.within(field.name.as_str()))?;
    }
    Ok(())
}

/// Named values in the order of the fields: each once.
fn by_name<'v>(
    fields: &[Field],
    named: &'v [(String, Value)],
) -> Result<Vec<&'v Value>, Error> {
    for (index, (name, _)) in named.iter().enumerate() {
        let known = fields.iter().any(|field| field.name == *name);
        let twice = named.iter().take(index).any(|(other, _)| other == name);
        if !known || twice {
            return Err(Problem::Unknown(name.clone()).into());
        }
    }
    fields
        .iter()
        .map(|field| {
            let found = named.iter().find(|(name, _)| *name == field.name);
            match found {
                Some((_, value)) => Ok(value),
                None => Err(Problem::Missing(field.name.clone()).into()),
            }
        })
        .collect()
}

/// An integer's bits, if it is in the type's range.
fn integer(ty: &Type, value: &Value) -> Option<u128> {
    let width = u32::try_from(ty.size).ok()?.checked_mul(8)?;
    let unused = 128u32.checked_sub(width)?;
    match (&ty.kind, value) {
        (Kind::Unsigned, Value::Unsigned(value)) => {
            let most = u128::MAX.checked_shr(unused).unwrap_or(0);
            (*value <= most).then_some(*value)
        }
        (Kind::Signed, Value::Unsigned(_) | Value::Signed(_)) => {
            let value = match value {
                Value::Unsigned(value) => i128::try_from(*value).ok()?,
                Value::Signed(value) => *value,
                _ => return None,
            };
            let most = i128::MAX.checked_shr(unused).unwrap_or(0);
            let least = i128::MIN.checked_shr(unused).unwrap_or(0);
            (least..=most)
                .contains(&value)
                .then(|| value.cast_unsigned())
        }
        // Such as one that is 0 by calculation.
        (Kind::Unsigned, Value::Signed(value)) => {
            let value = u128::try_from(*value).ok()?;
            integer(ty, &Value::Unsigned(value))
        }
        _ => None,
    }
}

/// A floating-point number's bits.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the nearest number is what a literal means too"
)]
fn float(ty: &Type, value: &Value) -> Option<u128> {
    let value = match value {
        Value::Float(value) => *value,
        Value::Unsigned(value) => *value as f64,
        Value::Signed(value) => *value as f64,
        _ => return None,
    };
    match ty.size {
        4 => Some(u128::from((value as f32).to_bits())),
        8 => Some(u128::from(value.to_bits())),
        _ => None,
    }
}

fn mismatch(ty: &Type, value: &Value) -> Error {
    Error::from(Problem::Mismatch {
        ty: ty.name.clone(),
        value: value.to_string(),
    })
}
