//! Why there are no bytes, or no value.

use std::fmt;

/// Why a call cannot be encoded, a reply not decoded, or a file not read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Error {
    /// Where in the value: names of arguments, fields and variants, positions
    /// in arrays, from the outside in.
    pub place: Vec<String>,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// The file is no ELF file that can be read, or its debug information is
    /// broken; in other words.
    BadFile(String),
    /// The file has no symbols that tell where its functions are.
    NoSymbols,
    /// The text of the section `.idolatry` is no interface; in other words.
    BadInterface(String),
    /// The document is no schema, or contradicts itself; in other words.
    BadSchema(String),
    /// The text is no JSON, or not of a form that is understood; in other
    /// words.
    BadJson(String),
    /// Another number of elements than the type's.
    Elements {
        /// How many the type has.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// The interface has no operation of this name.
    NoOperation(String),
    /// The debug information does not have what is named here.
    NoType(String),
    /// The debug information has several types of this name.
    Ambiguous(String),
    /// A type that is not part of messages: a pointer, a union.
    UnsupportedType(String),
    /// A type that is nested too deep or too large to be of a message.
    TypeTooLarge(String),
    /// An argument or a field that was not given.
    Missing(String),
    /// An argument or a field that there is not, or that was given twice.
    Unknown(String),
    /// The value does not fit the type.
    Mismatch {
        /// The type.
        ty: String,
        /// The value.
        value: String,
    },
    /// The enum has no such variant.
    NoVariant {
        /// The enum.
        ty: String,
        /// The name that was given.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// The format has no encoding for the type.
    NoEncoding(String),
    /// The bytes are of another number than the type's.
    Length {
        /// How many the type has.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// The bytes end before the value.
    Truncated,
    /// Bytes after the value: how many.
    Trailing(usize),
    /// The bytes are no value of the type.
    NoValue(String),
    /// A return code that the operation does not have.
    Code(u32),
}

impl Error {
    /// The same, a step further out.
    pub(crate) fn within(mut self, name: impl Into<String>) -> Self {
        self.place.insert(0, name.into());
        self
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self {
            place: Vec::new(),
            problem,
        }
    }
}

impl From<gimli::Error> for Error {
    fn from(error: gimli::Error) -> Self {
        Problem::BadFile(error.to_string()).into()
    }
}

impl From<object::Error> for Error {
    fn from(error: object::Error) -> Self {
        Problem::BadFile(error.to_string()).into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "`{}`: ", self.place.join("."))?;
        }
        self.problem.fmt(f)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadFile(why) => write!(f, "the file cannot be read: {why}"),
            Self::NoSymbols => f.write_str("it has no symbols of functions"),
            Self::BadInterface(why) => {
                write!(f, "the embedded interface is wrong: {why}")
            }
            Self::BadSchema(why) => write!(f, "the schema is wrong: {why}"),
            Self::BadJson(why) => write!(f, "the JSON is wrong: {why}"),
            Self::Elements { expected, found } => {
                write!(f, "{found} elements where {expected} are needed")
            }
            Self::NoOperation(name) => write!(f, "no operation `{name}`"),
            Self::NoType(name) => {
                write!(f, "the debug information has no `{name}`")
            }
            Self::Ambiguous(name) => {
                write!(f, "there are several types `{name}`")
            }
            Self::UnsupportedType(ty) => {
                write!(f, "`{ty}` is no type that travels")
            }
            Self::TypeTooLarge(ty) => {
                write!(f, "`{ty}` is too large for a message")
            }
            Self::Missing(name) => write!(f, "`{name}` is missing"),
            Self::Unknown(name) => {
                write!(f, "there is no `{name}`, or it is there already")
            }
            Self::Mismatch { ty, value } => {
                write!(f, "{value} is no value of `{ty}`")
            }
            Self::NoVariant { ty, name, known } => {
                write!(f, "`{ty}` has no variant `{name}`")?;
                if known.is_empty() {
                    return Ok(());
                }
                write!(f, "; it has `{}`", known.join("`, `"))
            }
            Self::NoEncoding(ty) => {
                write!(f, "the format has no encoding for `{ty}`")
            }
            Self::Length { expected, found } => {
                write!(f, "{found} bytes where {expected} are needed")
            }
            Self::Truncated => f.write_str("the bytes end too early"),
            Self::Trailing(count) => {
                write!(f, "{count} bytes after the value")
            }
            Self::NoValue(ty) => write!(f, "the bytes are no `{ty}`"),
            Self::Code(code) => {
                write!(f, "the return code {code:#x} means nothing")
            }
        }
    }
}

impl std::error::Error for Error {}
