//! JSON into values.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::forms::{is_bytes, is_nullable};
use crate::error::{Error, Problem};
use crate::ty::{Field, Kind, Type, Variant, is_tuple};
use crate::value::Value;

/// The value of a type that a JSON text is.
///
/// # Errors
///
/// If the text is no JSON, or no value of the type; the error's place says
/// where in it.
pub fn read(ty: &Type, json: &str) -> Result<Value, Error> {
    value(ty, whole(json)?)
}

/// The same of JSON that was parsed before. Numbers of more than 64 bits are
/// there as strings only.
///
/// # Errors
///
/// As [`read`].
pub fn read_parsed(
    ty: &Type,
    json: &serde_json::Value,
) -> Result<Value, Error> {
    read(ty, &json.to_string())
}

/// All of a text, as it is written.
pub(super) fn whole(json: &str) -> Result<&RawValue, Error> {
    serde_json::from_str(json).map_err(|e| bad(&e))
}

fn bad(error: &serde_json::Error) -> Error {
    Problem::BadJson(error.to_string()).into()
}

pub(super) fn value(ty: &Type, json: &RawValue) -> Result<Value, Error> {
    let text = json.get();
    let wrong = || mismatch(ty, text);
    if ty.is_unit() {
        return match text {
            "null" => Ok(Value::Unit),
            _ => Err(wrong()),
        };
    }
    match &ty.kind {
        Kind::Bool => match text {
            "true" => Ok(true.into()),
            "false" => Ok(false.into()),
            _ => Err(wrong()),
        },
        Kind::Char => {
            let text = string(text).ok_or_else(wrong)?;
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => Ok(c.into()),
                _ => Err(wrong()),
            }
        }
        Kind::Unsigned | Kind::Signed => integer(text).ok_or_else(wrong),
        Kind::Float => float(text).ok_or_else(wrong),
        Kind::Array { element, count } => {
            if is_bytes(ty)
                && let Some(bytes) = base64(json)?
            {
                let bytes = bytes.into_iter().map(Value::from).collect();
                return Ok(Value::Array(bytes));
            }
            let parts = list(json).ok_or_else(wrong)?;
            if parts.len() != *count {
                let (expected, found) = (*count, parts.len());
                return Err(Problem::Elements { expected, found }.into());
            }
            let parts = parts.into_iter().enumerate();
            parts
                .map(|(index, part)| {
                    value(element, part)
                        .map_err(|e| e.within(index.to_string()))
                })
                .collect::<Result<_, _>>()
                .map(Value::Array)
        }
        Kind::Struct(fields) => match ty.newtype() {
            Some(field) => value(&field.ty, json),
            None => fields_of(ty, fields, json),
        },
        Kind::Enum { variants, .. } => match ty.of_option() {
            Some(held) => option(held, json),
            None => variant(ty, variants, json),
        },
    }
}

fn mismatch(ty: &Type, json: &str) -> Error {
    /// Longer texts are not repeated.
    const SHOWN: usize = 60;
    let mut value: String = json.chars().take(SHOWN).collect();
    if value.len() < json.len() {
        value.push_str("..");
    }
    Problem::Mismatch {
        ty: ty.name.clone(),
        value,
    }
    .into()
}

fn string(text: &str) -> Option<String> {
    text.starts_with('"')
        .then(|| serde_json::from_str(text).ok())
        .flatten()
}

/// An integer, or a string of one.
fn integer(text: &str) -> Option<Value> {
    let text = match string(text) {
        Some(text) => text,
        None => text.to_owned(),
    };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.parse::<u128>() {
        Ok(value) => Some(value.into()),
        Err(_) => text.parse::<i128>().ok().map(Value::from),
    }
}

fn float(text: &str) -> Option<Value> {
    let value = match string(text) {
        None => text.parse().ok().filter(|value: &f64| value.is_finite())?,
        Some(text) => match text.as_str() {
            "NaN" => f64::NAN,
            "inf" => f64::INFINITY,
            "-inf" => f64::NEG_INFINITY,
            _ => return None,
        },
    };
    Some(value.into())
}

pub(super) fn list(json: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(json.get()).ok()
}

/// The fields of a struct or of a variant of `ty`.
fn fields_of(
    ty: &Type,
    fields: &[Field],
    json: &RawValue,
) -> Result<Value, Error> {
    if !is_tuple(fields) {
        let given = object(json).ok_or_else(|| mismatch(ty, json.get()))?;
        return named(fields, given);
    }
    let parts = list(json).ok_or_else(|| mismatch(ty, json.get()))?;
    if parts.len() != fields.len() {
        let (expected, found) = (fields.len(), parts.len());
        return Err(Problem::Elements { expected, found }.into());
    }
    let parts = fields.iter().zip(parts).enumerate();
    parts
        .map(|(index, (field, part))| {
            value(&field.ty, part).map_err(|e| e.within(index.to_string()))
        })
        .collect::<Result<_, _>>()
        .map(Value::Tuple)
}

/// Named values in the order of the fields: each once.
fn named(
    fields: &[Field],
    given: Vec<(String, &RawValue)>,
) -> Result<Value, Error> {
    let mut values: Vec<Option<Value>> = vec![None; fields.len()];
    for (name, json) in given {
        let known = fields.iter().zip(&mut values);
        let place = known.into_iter().find(|(field, _)| field.name == name);
        match place {
            Some((field, place @ None)) => {
                let read = value(&field.ty, json);
                *place = Some(read.map_err(|e| e.within(name))?);
            }
            _ => return Err(Problem::Unknown(name).into()),
        }
    }
    let values = fields.iter().zip(values).map(|(field, value)| {
        let name = field.name.clone();
        match value {
            Some(value) => Ok((name, value)),
            None => Err(Error::from(Problem::Missing(name))),
        }
    });
    values.collect::<Result<_, _>>().map(Value::Struct)
}

fn option(held: &Type, json: &RawValue) -> Result<Value, Error> {
    if json.get() == "null" {
        return Ok(Value::unit_variant("None"));
    }
    if !is_nullable(held) {
        return Ok(Value::variant("Some", [value(held, json)?]));
    }
    match object(json).as_deref() {
        Some([(name, inside)]) if name == "Some" => {
            let inside = value(held, inside).map_err(|e| e.within("Some"))?;
            Ok(Value::variant("Some", [inside]))
        }
        _ => Err(mismatch(held, json.get())),
    }
}

fn variant(
    ty: &Type,
    variants: &[Variant],
    json: &RawValue,
) -> Result<Value, Error> {
    let (name, payload) = match string(json.get()) {
        Some(name) => (name, None),
        None => {
            let mut given =
                object(json).ok_or_else(|| mismatch(ty, json.get()))?;
            match (given.pop(), given.pop()) {
                (Some((name, payload)), None) => (name, Some(payload)),
                _ => return Err(mismatch(ty, json.get())),
            }
        }
    };
    let known = variants.iter().find(|variant| variant.name == name);
    let Some(known) = known else {
        return Err(Problem::NoVariant {
            ty: ty.name.clone(),
            name,
            known: variants.iter().map(|v| v.name.clone()).collect(),
        }
        .into());
    };
    let inside = match (payload, known.fields.as_slice()) {
        (None, []) => Value::Unit,
        (Some(payload), fields @ [_, ..]) => fields_of(ty, fields, payload)
            .map_err(|e| e.within(name.as_str()))?,
        _ => return Err(mismatch(ty, json.get())),
    };
    Ok(Value::Variant(name, Box::new(inside)))
}

/// The bytes of `{"base64": ".."}`, if a value is that.
///
/// # Errors
///
/// If it is, and what is in it is not base64 with its padding.
pub(super) fn base64(json: &RawValue) -> Result<Option<Vec<u8>>, Error> {
    let given = object(json);
    let Some([(name, inside)]) = given.as_deref() else {
        return Ok(None);
    };
    if name != "base64" {
        return Ok(None);
    }
    let text = string(inside.get()).unwrap_or_default();
    match STANDARD.decode(&text) {
        Ok(bytes) if inside.get().starts_with('"') => Ok(Some(bytes)),
        _ => Err(Problem::BadJson("it is no base64".to_owned()).into()),
    }
}

/// The members of an object in their order, those of one name all. `None` of
/// other values.
pub(super) fn object(json: &RawValue) -> Option<Vec<(String, &RawValue)>> {
    struct Members;

    impl<'de> Visitor<'de> for Members {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(
            self,
            mut from: A,
        ) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = from.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }

    let mut from = serde_json::Deserializer::from_str(json.get());
    from.deserialize_map(Members).ok()
}
