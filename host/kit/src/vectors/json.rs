//! Values as JSON.

use std::fmt;

/// A JSON value whose objects keep their order, and whose numbers may have 128
/// bits.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// A number.
    pub fn number(number: impl fmt::Display) -> Self {
        Self::Number(number.to_string())
    }

    /// An object.
    pub fn object<'a>(
        members: impl IntoIterator<Item = (&'a str, Json)>,
    ) -> Self {
        let members = members.into_iter();
        Self::Object(members.map(|(k, v)| (k.to_owned(), v)).collect())
    }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            c if c.is_control() => write!(f, "\\u{:04x}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}

fn parted<T>(
    f: &mut fmt::Formatter<'_>,
    all: &[T],
    each: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (i, it) in all.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        each(f, it)?;
    }
    Ok(())
}

/// In one line.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(number) => f.write_str(number),
            Self::String(text) => quoted(f, text),
            Self::Array(all) => {
                f.write_str("[")?;
                parted(f, all, |f, it| write!(f, "{it}"))?;
                f.write_str("]")
            }
            Self::Object(all) => {
                f.write_str("{")?;
                parted(f, all, |f, (name, it)| {
                    quoted(f, name)?;
                    write!(f, ": {it}")
                })?;
                f.write_str("}")
            }
        }
    }
}
