//! Values without their Rust types.

use std::fmt;

/// A value of any type that a message can hold.
///
/// ```
/// use idol_debug::Value;
///
/// let picture = Value::Struct(vec![
///     ("width".to_owned(), 3u8.into()),
///     ("hue".to_owned(), Value::variant("Rgb", [1u8, 2, 3])),
///     ("frame".to_owned(), Value::unit_variant("None")),
/// ]);
/// assert_eq!(
///     picture.to_string(),
///     "{ width: 3, hue: Rgb(1, 2, 3), frame: None }"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `()`, a struct without fields, or what a variant without fields holds.
    Unit,
    /// A `bool`.
    Bool(bool),
    /// An integer that is not negative, of a type with or without a sign.
    Unsigned(u128),
    /// A negative integer.
    Signed(i128),
    /// A floating-point number.
    Float(f64),
    /// A `char`.
    Char(char),
    /// An array.
    Array(Vec<Value>),
    /// A tuple, or a struct whose fields have no names. One with a single
    /// field may be left out when a value is encoded, and is left out when one
    /// is decoded: a newtype looks like what it holds.
    Tuple(Vec<Value>),
    /// A struct, or the fields of a variant.
    Struct(Vec<(String, Value)>),
    /// A variant of an enum, `Option` among them: its name, and what it holds,
    /// a [`Unit`](Self::Unit), a [`Tuple`](Self::Tuple), even of a single
    /// field, or a [`Struct`](Self::Struct).
    Variant(String, Box<Value>),
}

impl Value {
    /// A variant without fields.
    pub fn unit_variant(name: &str) -> Self {
        Self::Variant(name.to_owned(), Box::new(Self::Unit))
    }

    /// A variant with fields that have no names.
    pub fn variant(
        name: &str,
        fields: impl IntoIterator<Item = impl Into<Self>>,
    ) -> Self {
        let fields = fields.into_iter().map(Into::into).collect();
        Self::Variant(name.to_owned(), Box::new(Self::Tuple(fields)))
    }

    /// A struct, by the names of its fields.
    pub fn record<'n>(
        fields: impl IntoIterator<Item = (&'n str, Self)>,
    ) -> Self {
        let owned = |(name, value): (&str, _)| (name.to_owned(), value);
        Self::Struct(fields.into_iter().map(owned).collect())
    }

    /// An integer of any sign.
    pub(crate) fn integer(value: i128) -> Self {
        match u128::try_from(value) {
            Ok(value) => Self::Unsigned(value),
            Err(_) => Self::Signed(value),
        }
    }
}

macro_rules! from_integers {
    ($($unsigned:ty, $signed:ty;)*) => {
        $(
            impl From<$unsigned> for Value {
                fn from(value: $unsigned) -> Self {
                    Self::Unsigned(value.into())
                }
            }

            impl From<$signed> for Value {
                fn from(value: $signed) -> Self {
                    Self::integer(value.into())
                }
            }
        )*
    };
}

from_integers! {
    u8, i8;
    u16, i16;
    u32, i32;
    u64, i64;
    u128, i128;
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<char> for Value {
    fn from(value: char) -> Self {
        Self::Char(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<()> for Value {
    fn from((): ()) -> Self {
        Self::Unit
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(values: [T; N]) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }
}

/// As Rust writes it, without the names of structs and enums.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => f.write_str("()"),
            Self::Bool(value) => value.fmt(f),
            Self::Unsigned(value) => value.fmt(f),
            Self::Signed(value) => value.fmt(f),
            Self::Float(value) => fmt::Debug::fmt(value, f),
            Self::Char(value) => fmt::Debug::fmt(value, f),
            Self::Array(values) => list(f, "[", values, "]"),
            Self::Tuple(values) => list(f, "(", values, ")"),
            Self::Struct(fields) if fields.is_empty() => f.write_str("{}"),
            Self::Struct(fields) => {
                f.write_str("{ ")?;
                for (index, (name, value)) in fields.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{name}: {value}")?;
                }
                f.write_str(" }")
            }
            Self::Variant(name, payload) => {
                f.write_str(name)?;
                match payload.as_ref() {
                    Self::Unit => Ok(()),
                    Self::Struct(_) => write!(f, " {payload}"),
                    payload => payload.fmt(f),
                }
            }
        }
    }
}

fn list(
    f: &mut fmt::Formatter<'_>,
    open: &str,
    values: &[Value],
    close: &str,
) -> fmt::Result {
    f.write_str(open)?;
    for (index, value) in values.iter().enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        write!(f, "{comma}{value}")?;
    }
    f.write_str(close)
}
