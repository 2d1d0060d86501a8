//! Values of D-Bus into JSON, and back.

use std::collections::BTreeMap;

use idol_debug::schema::{
    Access, Field, Kind, Lease, Operation, Schema, Variant,
};
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};
use zbus::zvariant::{Array, Signature, Structure, StructureBuilder, Value};

use super::signature;

/// Why values do not fit: what is wrong, in words.
pub(super) type Misfit = String;

/// The parameters of a call.
///
/// # Errors
///
/// If they are others than the operation's.
pub(super) fn params(
    schema: &Schema,
    operation: &Operation,
    given: &[Value<'_>],
) -> Result<Json, Misfit> {
    let expected = signature::inputs(schema, operation);
    if given.len() != expected.len() {
        let (found, expected) = (given.len(), expected.len());
        return Err(format!("{found} values, and it takes {expected}"));
    }
    let mut given = given.iter();
    let (mut args, mut leases) = (Map::new(), Map::new());
    for argument in &operation.arguments {
        let value = given.next().ok_or("too few values")?;
        let value = to_json(schema, &argument.ty, value)
            .map_err(|why| format!("`{}`: {why}", argument.name))?;
        args.insert(argument.name.clone(), value);
    }
    for lease in &operation.leases {
        if signature::passed(schema, lease).is_none() {
            continue;
        }
        let value = given.next().ok_or("too few values")?;
        let value = lent(schema, lease, value)
            .map_err(|why| format!("`{}`: {why}", lease.name))?;
        leases.insert(lease.name.clone(), value);
    }
    Ok(json!({ "args": args, "leases": leases }))
}

fn lent(
    schema: &Schema,
    lease: &Lease,
    value: &Value<'_>,
) -> Result<Json, Misfit> {
    match (lease.access, lease.slice) {
        (Access::Write, _) => integer(value),
        (_, false) => to_json(schema, &lease.ty, value),
        (_, true) => elements(value)?
            .map(|value| to_json(schema, &lease.ty, value))
            .collect::<Result<Vec<_>, _>>()
            .map(Json::from),
    }
}

fn elements<'v>(
    value: &'v Value<'_>,
) -> Result<impl Iterator<Item = &'v Value<'v>>, Misfit> {
    match value {
        Value::Array(values) => Ok(values.inner().iter()),
        _ => Err("it is no array".to_owned()),
    }
}

fn integer(value: &Value<'_>) -> Result<Json, Misfit> {
    match value {
        Value::U8(value) => Ok(json!(value)),
        Value::I16(value) => Ok(json!(value)),
        Value::U16(value) => Ok(json!(value)),
        Value::I32(value) => Ok(json!(value)),
        Value::U32(value) => Ok(json!(value)),
        Value::I64(value) => Ok(json!(value)),
        Value::U64(value) => Ok(json!(value)),
        // Of more than 64 bits.
        Value::Str(value) => Ok(json!(value.as_str())),
        _ => Err("it is no number".to_owned()),
    }
}

/// A value as JSON, as far as D-Bus can tell: whether it is one of the type is
/// found out by whoever reads the JSON.
fn to_json(
    schema: &Schema,
    ty: &str,
    value: &Value<'_>,
) -> Result<Json, Misfit> {
    let found = schema.types.get(ty).ok_or("of an unknown type")?;
    match (&found.kind, value) {
        (_, Value::Value(inner)) => to_json(schema, ty, inner),
        (Kind::Unit, _) => Ok(Json::Null),
        (Kind::Bool, Value::Bool(value)) => Ok(json!(value)),
        (Kind::Char, Value::Str(text)) => Ok(json!(text.as_str())),
        (Kind::Unsigned { .. } | Kind::Signed { .. }, value) => integer(value),
        (Kind::Float, Value::F64(value)) => Ok(float(*value)),
        (Kind::Array { element, .. }, value) => elements(value)?
            .map(|value| to_json(schema, element, value))
            .collect::<Result<Vec<_>, _>>()
            .map(Json::from),
        (Kind::Newtype { of, .. }, value) => to_json(schema, of, value),
        (Kind::Option { of, .. }, value) => {
            let mut held = elements(value)?;
            match (held.next(), held.next()) {
                (None, _) => Ok(Json::Null),
                (Some(value), None) => {
                    let value = to_json(schema, of, value)?;
                    Ok(match is_nullable(schema, of) {
                        true => json!({ "Some": value }),
                        false => value,
                    })
                }
                _ => Err("an option holds one value, or none".to_owned()),
            }
        }
        (Kind::Tuple { fields }, Value::Structure(values)) => {
            fields_to_json(schema, fields, values.fields())
        }
        (Kind::Struct { fields }, Value::Structure(values)) => {
            fields_to_json(schema, fields, values.fields())
        }
        (Kind::Enum { .. }, Value::Str(name)) => Ok(json!(name.as_str())),
        (Kind::Enum { variants, .. }, Value::Structure(value)) => {
            let [Value::Str(name), held] = value.fields() else {
                return Err("a variant is a name and its fields".to_owned());
            };
            variant_to_json(schema, variants, name.as_str(), held)
        }
        _ => Err(format!("it is no value of `{ty}`")),
    }
}

fn float(value: f64) -> Json {
    match value {
        value if value.is_nan() => json!("NaN"),
        value if value.is_infinite() && value > 0.0 => json!("inf"),
        value if value.is_infinite() => json!("-inf"),
        value => json!(value),
    }
}

/// Whether `null` is a value of a type in JSON.
fn is_nullable(schema: &Schema, ty: &str) -> bool {
    match schema.types.get(ty).map(|found| &found.kind) {
        Some(Kind::Unit | Kind::Option { .. }) => true,
        Some(Kind::Newtype { of, .. }) => is_nullable(schema, of),
        _ => false,
    }
}

/// Whether fields have names of their own.
fn are_named(fields: &[Field]) -> bool {
    fields.iter().all(|field| field.name.is_some())
}

fn fields_to_json(
    schema: &Schema,
    fields: &[Field],
    values: &[Value<'_>],
) -> Result<Json, Misfit> {
    if fields.len() != values.len() {
        let (found, expected) = (values.len(), fields.len());
        return Err(format!("{found} fields, and there are {expected}"));
    }
    let each = fields.iter().zip(values);
    if are_named(fields) {
        let named = each.map(|(field, value)| {
            let value = to_json(schema, &field.ty, value)?;
            Ok((field.name.clone().unwrap_or_default(), value))
        });
        return named.collect::<Result<Map<_, _>, Misfit>>().map(Json::from);
    }
    let values = each.map(|(field, value)| to_json(schema, &field.ty, value));
    values.collect::<Result<Vec<_>, _>>().map(Json::from)
}

fn variant_to_json(
    schema: &Schema,
    variants: &[Variant],
    name: &str,
    mut held: &Value<'_>,
) -> Result<Json, Misfit> {
    while let Value::Value(inner) = held {
        held = inner;
    }
    let variant = variants.iter().find(|variant| variant.name == name);
    let variant = variant.ok_or_else(|| format!("no variant `{name}`"))?;
    if variant.fields.is_empty() {
        return Ok(json!(name));
    }
    let Value::Structure(values) = held else {
        return Err("the fields of a variant are a structure".to_owned());
    };
    let fields = fields_to_json(schema, &variant.fields, values.fields())?;
    Ok(json!({ name: fields }))
}

/// What a call gives: the reply, unless it is `()`, and what was written.
///
/// # Errors
///
/// If the JSON is no result of the operation.
pub(super) fn outputs(
    schema: &Schema,
    operation: &Operation,
    result: &RawValue,
) -> Result<Vec<Value<'static>>, Misfit> {
    #[derive(serde::Deserialize)]
    struct Both<'a> {
        #[serde(borrow)]
        reply: &'a RawValue,
        #[serde(borrow)]
        leases: BTreeMap<String, &'a RawValue>,
    }
    let written = |lease: &&Lease| lease.access != Access::Read;
    let mut leases = operation.leases.iter().filter(written).peekable();
    let both: Both = match leases.peek() {
        None => Both {
            reply: result,
            leases: BTreeMap::new(),
        },
        Some(_) => parsed(result)?,
    };
    let mut outputs = Vec::new();
    if !signature::is_unit(schema, &operation.reply.ty) {
        outputs.push(of_json(schema, &operation.reply.ty, both.reply)?);
    }
    for lease in leases {
        let found = both.leases.get(&lease.name).ok_or("a lease is missing")?;
        outputs.push(match lease.slice {
            false => of_json(schema, &lease.ty, found)?,
            true => {
                let element = signature::of(schema, &lease.ty);
                let values = match bytes(found) {
                    Some(bytes) => bytes.into_iter().map(Value::U8).collect(),
                    None => list(schema, &lease.ty, found)?,
                };
                array(&element, values)?
            }
        });
    }
    Ok(outputs)
}

fn parsed<'a, T: serde::Deserialize<'a>>(
    json: &'a RawValue,
) -> Result<T, Misfit> {
    serde_json::from_str(json.get()).map_err(|error| error.to_string())
}

/// The bytes of `{"base64": ".."}`.
fn bytes(json: &RawValue) -> Option<Vec<u8>> {
    use base64::Engine as _;
    let object: BTreeMap<String, String> = parsed(json).ok()?;
    let text = object.get("base64")?;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

fn list(
    schema: &Schema,
    ty: &str,
    json: &RawValue,
) -> Result<Vec<Value<'static>>, Misfit> {
    let parts: Vec<&RawValue> = parsed(json)?;
    parts
        .into_iter()
        .map(|it| of_json(schema, ty, it))
        .collect()
}

fn array(
    element: &str,
    values: Vec<Value<'static>>,
) -> Result<Value<'static>, Misfit> {
    let element = Signature::try_from(element).map_err(|e| e.to_string())?;
    let mut array = Array::new(&element);
    for value in values {
        array.append(value).map_err(|error| error.to_string())?;
    }
    Ok(Value::Array(array))
}

/// A structure of values.
///
/// # Errors
///
/// If there are none.
pub(super) fn structure(
    values: Vec<Value<'static>>,
) -> Result<Structure<'static>, Misfit> {
    let mut structure = StructureBuilder::new();
    for value in values {
        structure.push_value(value);
    }
    structure.build().map_err(|error| error.to_string())
}

fn of_json(
    schema: &Schema,
    ty: &str,
    json: &RawValue,
) -> Result<Value<'static>, Misfit> {
    let found = schema.types.get(ty).ok_or("of an unknown type")?;
    let text = json.get();
    let number = |why: &dyn std::fmt::Display| format!("{text}: {why}");
    macro_rules! number {
        ($variant:ident) => {
            Value::$variant(text.parse().map_err(|why| number(&why))?)
        };
    }
    Ok(match &found.kind {
        Kind::Unit => Value::U8(0),
        Kind::Bool => Value::Bool(parsed(json)?),
        Kind::Char => Value::from(parsed::<String>(json)?),
        Kind::Float => Value::F64(match text {
            "\"NaN\"" => f64::NAN,
            "\"inf\"" => f64::INFINITY,
            "\"-inf\"" => f64::NEG_INFINITY,
            text => text.parse().map_err(|why| number(&why))?,
        }),
        Kind::Unsigned { .. } => match found.size {
            1 => number!(U8),
            2 => number!(U16),
            4 => number!(U32),
            8 => number!(U64),
            _ => Value::from(text.to_owned()),
        },
        Kind::Signed { .. } => match found.size {
            1 | 2 => number!(I16),
            4 => number!(I32),
            8 => number!(I64),
            _ => Value::from(text.to_owned()),
        },
        Kind::Array { element, .. } => {
            let values = match bytes(json) {
                Some(bytes) => bytes.into_iter().map(Value::U8).collect(),
                None => list(schema, element, json)?,
            };
            array(&signature::of(schema, element), values)?
        }
        Kind::Newtype { of, .. } => of_json(schema, of, json)?,
        Kind::Option { of, .. } => {
            let held = match text {
                "null" => Vec::new(),
                _ if is_nullable(schema, of) => {
                    let some: BTreeMap<String, &RawValue> = parsed(json)?;
                    let some = some.get("Some").ok_or("no `Some`")?;
                    vec![of_json(schema, of, some)?]
                }
                _ => vec![of_json(schema, of, json)?],
            };
            array(&signature::of(schema, of), held)?
        }
        Kind::Tuple { fields } | Kind::Struct { fields } => {
            Value::Structure(fields_of_json(schema, fields, json)?)
        }
        Kind::Enum { variants, .. } => enum_of_json(schema, variants, json)?,
    })
}

fn fields_of_json(
    schema: &Schema,
    fields: &[Field],
    json: &RawValue,
) -> Result<Structure<'static>, Misfit> {
    let parts: Vec<&RawValue> = match are_named(fields) {
        false => parsed(json)?,
        true => {
            let named: BTreeMap<String, &RawValue> = parsed(json)?;
            let names = fields.iter().filter_map(|it| it.name.as_ref());
            let parts = names.map(|name| named.get(name));
            let parts = parts.map(|part| part.copied().ok_or("no such field"));
            parts.collect::<Result<_, _>>()?
        }
    };
    let values = fields.iter().zip(parts);
    let values = values.map(|(field, part)| of_json(schema, &field.ty, part));
    structure(values.collect::<Result<_, _>>()?)
}

fn enum_of_json(
    schema: &Schema,
    variants: &[Variant],
    json: &RawValue,
) -> Result<Value<'static>, Misfit> {
    let (name, held) = match parsed::<String>(json) {
        Ok(name) if !signature::has_fields(variants) => {
            return Ok(Value::from(name));
        }
        Ok(name) => (name, Value::U8(0)),
        Err(_) => {
            let object: BTreeMap<String, &RawValue> = parsed(json)?;
            let (name, fields) = object.iter().next().ok_or("no variant")?;
            let variant = variants.iter().find(|known| known.name == *name);
            let variant = variant.ok_or("no such variant")?;
            let fields = fields_of_json(schema, &variant.fields, fields)?;
            (name.clone(), Value::Structure(fields))
        }
    };
    let both = vec![Value::from(name), Value::Value(Box::new(held))];
    Ok(Value::Structure(structure(both)?))
}
