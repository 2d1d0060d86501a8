//! Values into JSON.

use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

use super::forms::is_nullable;
use crate::error::{Error, Problem};
use crate::ty::{Field, Kind, Type, is_tuple};
use crate::value::Value;

/// A value with its type, to be written by a serializer of JSON.
#[derive(Copy, Clone, Debug)]
pub struct Json<'a> {
    /// The type.
    pub ty: &'a Type,
    /// The value.
    pub value: &'a Value,
}

/// A value as JSON, in one line.
///
/// # Errors
///
/// If it is none of the type.
pub fn text(ty: &Type, value: &Value) -> Result<String, Error> {
    serde_json::to_string(&Json { ty, value })
        .map_err(|e| Problem::BadJson(e.to_string()).into())
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { ty, value } = *self;
        if ty.is_unit() {
            return to.serialize_unit();
        }
        match (&ty.kind, value) {
            (Kind::Bool, Value::Bool(value)) => to.serialize_bool(*value),
            (Kind::Char, Value::Char(value)) => to.serialize_char(*value),
            (Kind::Unsigned | Kind::Signed, Value::Unsigned(value)) => {
                match u64::try_from(*value) {
                    Ok(value) => to.serialize_u64(value),
                    Err(_) => to.serialize_u128(*value),
                }
            }
            (Kind::Unsigned | Kind::Signed, Value::Signed(value)) => {
                match i64::try_from(*value) {
                    Ok(value) => to.serialize_i64(value),
                    Err(_) => to.serialize_i128(*value),
                }
            }
            (Kind::Float, Value::Float(value)) => float(ty, *value, to),
            (
                Kind::Array { element, .. },
                Value::Array(values) | Value::Tuple(values),
            ) => {
                let parts =
                    values.iter().map(|value| Json { ty: element, value });
                to.collect_seq(parts)
            }
            (Kind::Struct(fields), value) => match ty.newtype() {
                Some(field) => {
                    let value = match value {
                        Value::Tuple(values) => match values.as_slice() {
                            [value] => value,
                            _ => value,
                        },
                        value => value,
                    };
                    let ty = &field.ty;
                    Json { ty, value }.serialize(to)
                }
                None => Fields { ty, fields, value }.serialize(to),
            },
            (Kind::Enum { variants, .. }, Value::Variant(name, payload)) => {
                let variant = variants.iter().find(|v| v.name == *name);
                let variant = variant.ok_or_else(|| mismatch(ty, value))?;
                let fields = &variant.fields;
                if let Some(held) = ty.of_option() {
                    return option(held, payload, to);
                }
                if fields.is_empty() {
                    return to.serialize_str(name);
                }
                let mut map = to.serialize_map(Some(1))?;
                let value = payload.as_ref();
                map.serialize_entry(name, &Fields { ty, fields, value })?;
                map.end()
            }
            _ => Err(mismatch(ty, value)),
        }
    }
}

fn float<S: Serializer>(
    ty: &Type,
    value: f64,
    to: S,
) -> Result<S::Ok, S::Error> {
    if value.is_nan() {
        return to.serialize_str("NaN");
    }
    if value.is_infinite() {
        return to.serialize_str(if value > 0.0 { "inf" } else { "-inf" });
    }
    match ty.size {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it was a number of 32 bits"
        )]
        4 => to.serialize_f32(value as f32),
        _ => to.serialize_f64(value),
    }
}

fn option<S: Serializer>(
    held: &Type,
    payload: &Value,
    to: S,
) -> Result<S::Ok, S::Error> {
    let value = match payload {
        Value::Tuple(values) => values.first(),
        _ => None,
    };
    let Some(value) = value else {
        return to.serialize_unit();
    };
    let inside = Json { ty: held, value };
    if !is_nullable(held) {
        return inside.serialize(to);
    }
    let mut map = to.serialize_map(Some(1))?;
    map.serialize_entry("Some", &inside)?;
    map.end()
}

/// The fields of a struct or of a variant.
struct Fields<'a> {
    ty: &'a Type,
    fields: &'a [Field],
    value: &'a Value,
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { ty, fields, value } = self;
        match value {
            Value::Tuple(values)
                if is_tuple(fields) && values.len() == fields.len() =>
            {
                let mut list = to.serialize_seq(Some(fields.len()))?;
                for (field, value) in fields.iter().zip(values) {
                    let ty = &field.ty;
                    list.serialize_element(&Json { ty, value })?;
                }
                list.end()
            }
            Value::Struct(values) => {
                let mut map = to.serialize_map(Some(fields.len()))?;
                for field in *fields {
                    let found =
                        values.iter().find(|(name, _)| *name == field.name);
                    let (name, value) =
                        found.ok_or_else(|| mismatch(ty, self.value))?;
                    let ty = &field.ty;
                    map.serialize_entry(name, &Json { ty, value })?;
                }
                map.end()
            }
            _ => Err(mismatch(ty, value)),
        }
    }
}

fn mismatch<E: serde::ser::Error>(ty: &Type, value: &Value) -> E {
    E::custom(format_args!("{value} is no value of `{}`", ty.name))
}
