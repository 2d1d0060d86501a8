//! What the text of a type says, and what is wrong with one that is none.

use std::ops::Range;

use crate::diagnostic::Code;
use crate::model::Integer;

/// Whether a text is a type. The fault is boxed, so that what is returned is
/// no larger than the facts.
pub(crate) type Result<T> = std::result::Result<T, Box<Fault>>;

/// What the text of a legal type says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Facts {
    pub(crate) form: Form,
    /// Its size in memory in bytes, where Rust guarantees one. For a slice,
    /// its element's.
    pub(crate) memory: Option<u32>,
    /// `hubpack::SerializedSize::MAX_SIZE`, where it is known, and then every
    /// value takes as many bytes.
    pub(crate) hubpack: Option<u32>,
    /// Whether `usize` or `isize` is part of it.
    pub(crate) machine_word: bool,
    /// What in it no debugger builds, as far as its text tells.
    pub(crate) unbuilt: Option<Unbuilt>,
}

impl Facts {
    pub(crate) fn is_slice(&self) -> bool {
        matches!(self.form, Form::Slice(_))
    }
}

/// What no debugger builds.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Unbuilt {
    Option,
    /// A `bool` inside of another value: one by itself is a number for them.
    Bool,
    Char,
}

/// What kind of type it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Form {
    Unit,
    Integer(Integer),
    Bool,
    /// A slice; where in the text its element stands.
    Slice(Range<usize>),
    /// A single identifier that is no primitive type.
    Unqualified,
    Other,
}

/// Why a text is not a legal type.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    /// The part of the text that is wrong.
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

impl Fault {
    /// A slice where its size must be known.
    pub(crate) fn slice(text: &str) -> Box<Self> {
        Self::new(
            Code::Unsized,
            0..text.len(),
            "a slice has no size of its own",
            UNSIZED_HELP,
        )
    }

    pub(super) fn new(
        code: Code,
        range: Range<usize>,
        message: impl Into<String>,
        help: &'static str,
    ) -> Box<Self> {
        Box::new(Self {
            code,
            range,
            message: message.into(),
            help,
        })
    }
}

pub(super) const SIZED: Facts = Facts {
    form: Form::Other,
    memory: None,
    hubpack: None,
    machine_word: false,
    unbuilt: None,
};

/// Whether a byte can be part of an identifier, ASCII ones only.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

// Facts of types made of others.

pub(super) fn unit() -> Facts {
    Facts {
        form: Form::Unit,
        memory: Some(0),
        hubpack: Some(0),
        ..SIZED
    }
}

/// A path that is a single identifier.
pub(super) fn single(name: &str) -> Facts {
    let primitive = |bytes| Facts {
        memory: Some(bytes),
        hubpack: Some(bytes),
        ..SIZED
    };
    match name {
        "bool" => Facts {
            form: Form::Bool,
            ..primitive(1)
        },
        "f32" => primitive(4),
        "char" => Facts {
            unbuilt: Some(Unbuilt::Char),
            ..primitive(4)
        },
        "f64" => primitive(8),
        _ => {
            let Some(integer) = integer(name) else {
                return Facts {
                    form: Form::Unqualified,
                    ..SIZED
                };
            };
            let form = Form::Integer(integer);
            match integer.width() {
                Some(width) => Facts {
                    form,
                    ..primitive(width)
                },
                None => Facts {
                    form,
                    machine_word: true,
                    ..SIZED
                },
            }
        }
    }
}

/// The integer type of this name.
pub(crate) fn integer(name: &str) -> Option<Integer> {
    Some(match name {
        "u8" => Integer::U8,
        "u16" => Integer::U16,
        "u32" => Integer::U32,
        "u64" => Integer::U64,
        "u128" => Integer::U128,
        "usize" => Integer::Usize,
        "i8" => Integer::I8,
        "i16" => Integer::I16,
        "i32" => Integer::I32,
        "i64" => Integer::I64,
        "i128" => Integer::I128,
        "isize" => Integer::Isize,
        _ => return None,
    })
}

/// An array of elements; its length where it is a number.
pub(super) fn array(element: &Facts, length: Option<u64>) -> Facts {
    let times = |size: Option<u32>| {
        let total = u64::from(size?).checked_mul(length?)?;
        u32::try_from(total).ok()
    };
    // No element, or elements without a size: it takes no memory.
    let empty = length == Some(0) || element.memory == Some(0);
    Facts {
        form: Form::Other,
        memory: if empty {
            Some(0)
        } else {
            times(element.memory)
        },
        hubpack: times(element.hubpack),
        machine_word: element.machine_word,
        unbuilt: inside(element),
    }
}

/// What of a part of a value no debugger builds.
fn inside(part: &Facts) -> Option<Unbuilt> {
    match part.form {
        Form::Bool => Some(Unbuilt::Bool),
        _ => part.unbuilt,
    }
}

/// Adds an element to a tuple, which starts as [`unit`]. How its elements
/// lie in memory is the compiler's choice, unless they take none.
pub(super) fn and(tuple: &mut Facts, element: &Facts) {
    let zero = tuple.memory == Some(0) && element.memory == Some(0);
    tuple.form = Form::Other;
    tuple.memory = if zero { Some(0) } else { None };
    tuple.hubpack = match (tuple.hubpack, element.hubpack) {
        (Some(a), Some(b)) => a.checked_add(b),
        _ => None,
    };
    tuple.machine_word |= element.machine_word;
    tuple.unbuilt = tuple.unbuilt.or(inside(element));
}

/// A slice whose element stands there in the text.
pub(super) fn slice(element: Facts, range: Range<usize>) -> Facts {
    Facts {
        form: Form::Slice(range),
        hubpack: None,
        ..element
    }
}

pub(super) const UNSIZED_HELP: &str =
    "lend it with a lease (`type: \"[u8]\"`), or use an array";
