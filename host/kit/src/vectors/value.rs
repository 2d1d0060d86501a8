//! What has `serde::Serialize` as JSON, by the convention that all of Idol's
//! tools share: see the page about vectors.

use std::fmt;

use serde::ser::{self, Serialize};

use super::json::Json;

/// A value as JSON.
///
/// # Errors
///
/// If its `Serialize` says so, or it is what no interface carries.
pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<Json, Unwritable> {
    value.serialize(Writer).map(|written| written.json)
}

/// Why a value is no JSON.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unwritable(String);

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// JSON, and whether another value of its type may be `null`.
struct Written {
    json: Json,
    nullable: bool,
}

impl Written {
    fn new(json: Json) -> Self {
        Self {
            json,
            nullable: false,
        }
    }

    fn nullable(json: Json) -> Self {
        Self {
            json,
            nullable: true,
        }
    }
}

struct Writer;

/// The parts of a value, and what they are parts of.
struct Parts {
    variant: Option<&'static str>,
    items: Vec<Json>,
    fields: Vec<(String, Json)>,
    is_record: bool,
}

impl Parts {
    fn new(variant: Option<&'static str>, is_record: bool) -> Self {
        Self {
            variant,
            items: Vec::new(),
            fields: Vec::new(),
            is_record,
        }
    }

    fn finish(self) -> Written {
        let whole = match self.is_record {
            true => Json::Object(self.fields),
            false => Json::Array(self.items),
        };
        match self.variant {
            Some(name) => Written::new(Json::object([(name, whole)])),
            None if self.is_record && whole == Json::Object(Vec::new()) => {
                Written::nullable(Json::Null)
            }
            None => Written::new(whole),
        }
    }

    fn push<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.items.push(json(value)?);
        Ok(())
    }

    fn set<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.fields.push((name.to_owned(), json(value)?));
        Ok(())
    }
}

/// Implements what writes a number as its digits.
macro_rules! numbers {
    ($($name:ident: $ty:ty),*) => {
        $(
            fn $name(self, v: $ty) -> Result<Written, Unwritable> {
                Ok(Written::new(Json::number(v)))
            }
        )*
    };
}

fn float(text: String, value: f64) -> Json {
    match value {
        v if v.is_nan() => Json::text("NaN"),
        v if v.is_infinite() && v > 0.0 => Json::text("inf"),
        v if v.is_infinite() => Json::text("-inf"),
        _ => Json::Number(text),
    }
}

impl ser::Serializer for Writer {
    type Ok = Written;
    type Error = Unwritable;
    type SerializeSeq = Parts;
    type SerializeTuple = Parts;
    type SerializeTupleStruct = Parts;
    type SerializeTupleVariant = Parts;
    type SerializeMap = ser::Impossible<Written, Unwritable>;
    type SerializeStruct = Parts;
    type SerializeStructVariant = Parts;

    numbers!(
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128
    );

    fn serialize_bool(self, v: bool) -> Result<Written, Unwritable> {
        Ok(Written::new(Json::Bool(v)))
    }

    fn serialize_f32(self, v: f32) -> Result<Written, Unwritable> {
        Ok(Written::new(float(format!("{v:?}"), v.into())))
    }

    fn serialize_f64(self, v: f64) -> Result<Written, Unwritable> {
        Ok(Written::new(float(format!("{v:?}"), v)))
    }

    fn serialize_char(self, v: char) -> Result<Written, Unwritable> {
        Ok(Written::new(Json::text(v)))
    }

    fn serialize_str(self, v: &str) -> Result<Written, Unwritable> {
        Ok(Written::new(Json::text(v)))
    }

    fn serialize_bytes(self, v: &[u8]) -> Result<Written, Unwritable> {
        let bytes = v.iter().map(Json::number).collect();
        Ok(Written::new(Json::Array(bytes)))
    }

    fn serialize_none(self) -> Result<Written, Unwritable> {
        Ok(Written::nullable(Json::Null))
    }

    fn serialize_some<T: Serialize + ?Sized>(
        self,
        value: &T,
    ) -> Result<Written, Unwritable> {
        let inside = value.serialize(Writer)?;
        // Whether there is a value must be seen, even where it is null.
        Ok(Written::nullable(match inside.nullable {
            true => Json::object([("Some", inside.json)]),
            false => inside.json,
        }))
    }

    fn serialize_unit(self) -> Result<Written, Unwritable> {
        Ok(Written::nullable(Json::Null))
    }

    fn serialize_unit_struct(
        self,
        _: &'static str,
    ) -> Result<Written, Unwritable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Written, Unwritable> {
        Ok(Written::new(Json::text(variant)))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Written, Unwritable> {
        value.serialize(Writer)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Written, Unwritable> {
        let mut parts = Parts::new(Some(variant), false);
        parts.push(value)?;
        Ok(parts.finish())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts, Unwritable> {
        Ok(Parts::new(None, false))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts, Unwritable> {
        Ok(Parts::new(None, false))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Parts, Unwritable> {
        Ok(Parts::new(None, false))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts, Unwritable> {
        Ok(Parts::new(Some(variant), false))
    }

    fn serialize_map(
        self,
        _: Option<usize>,
    ) -> Result<Self::SerializeMap, Unwritable> {
        Err(Unwritable("no interface carries maps".to_owned()))
    }

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Parts, Unwritable> {
        Ok(Parts::new(None, true))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts, Unwritable> {
        Ok(Parts::new(Some(variant), true))
    }
}

/// Implements a trait for parts without names.
macro_rules! unnamed {
    ($($trait:ident::$push:ident),*) => {
        $(
            impl ser::$trait for Parts {
                type Ok = Written;
                type Error = Unwritable;

                fn $push<T: Serialize + ?Sized>(
                    &mut self,
                    value: &T,
                ) -> Result<(), Unwritable> {
                    self.push(value)
                }

                fn end(self) -> Result<Written, Unwritable> {
                    Ok(self.finish())
                }
            }
        )*
    };
}

/// Implements a trait for parts with names.
macro_rules! named {
    ($($trait:ident),*) => {
        $(
            impl ser::$trait for Parts {
                type Ok = Written;
                type Error = Unwritable;

                fn serialize_field<T: Serialize + ?Sized>(
                    &mut self,
                    name: &'static str,
                    value: &T,
                ) -> Result<(), Unwritable> {
                    self.set(name, value)
                }

                fn end(self) -> Result<Written, Unwritable> {
                    Ok(self.finish())
                }
            }
        )*
    };
}

unnamed!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

named!(SerializeStruct, SerializeStructVariant);

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Serialize)]
    struct Nothing {}

    #[derive(serde::Serialize)]
    struct Inside(Option<u8>);

    #[derive(serde::Serialize)]
    enum Mixed {
        Plain,
        One(u8),
        Two(u8, bool),
        Named { a: char },
    }

    fn text<T: Serialize>(value: T) -> String {
        json(&value).map_or_else(|e| e.to_string(), |it| it.to_string())
    }

    #[test]
    fn numbers_of_all_sizes_are_written_out() {
        assert_eq!(text(u128::MAX), u128::MAX.to_string());
        assert_eq!(text(i128::MIN), i128::MIN.to_string());
        assert_eq!(text((-1_i8, 1.5_f32, 0.1_f64)), "[-1, 1.5, 0.1]");
        assert_eq!(
            text([f32::NAN, f32::INFINITY, f32::NEG_INFINITY]),
            r#"["NaN", "inf", "-inf"]"#
        );
    }

    #[test]
    fn variants_are_their_names_or_objects_of_one_member() {
        assert_eq!(text(Mixed::Plain), r#""Plain""#);
        assert_eq!(text(Mixed::One(1)), r#"{"One": [1]}"#);
        assert_eq!(text(Mixed::Two(1, true)), r#"{"Two": [1, true]}"#);
        let named = Mixed::Named { a: '"' };
        assert_eq!(text(named), r#"{"Named": {"a": "\""}}"#);
    }

    #[test]
    fn what_may_be_null_inside_an_option_is_wrapped() {
        assert_eq!(text(Some(3_u8)), "3");
        assert_eq!(text(None::<u8>), "null");
        assert_eq!(text(Some(())), r#"{"Some": null}"#);
        assert_eq!(text(Some(Nothing {})), r#"{"Some": null}"#);
        assert_eq!(text(Some(Some(3_u8))), r#"{"Some": 3}"#);
        assert_eq!(text(Some(None::<u8>)), r#"{"Some": null}"#);
        assert_eq!(text(Some(Inside(Some(3)))), r#"{"Some": 3}"#);
        assert_eq!(text(Some(Mixed::Plain)), r#""Plain""#);
    }
}
