//! Rust types in strings: which are legal, and what their text alone says.
//!
//! [`plain`] reads what nearly all files consist of: paths, with or without
//! generics, tuples and arrays. Everything else, and all that is wrong, is
//! left to `syn` by [`thorough`], which bounds how deep `syn` recurses.
//! The two agree on all that both accept; a test compares them.

mod plain;
mod thorough;

use std::ops::Range;

use crate::diagnostic::Code;
use crate::model::Integer;
use crate::seen;
use plain::plain;
use thorough::thorough;

/// What the text of a legal type says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Facts {
    pub(super) form: Form,
    /// Its size in memory in bytes, where Rust guarantees one. For a slice,
    /// its element's.
    pub(super) memory: Option<u32>,
    /// `hubpack::SerializedSize::MAX_SIZE`, where it is known, and then every
    /// value takes as many bytes.
    pub(super) hubpack: Option<u32>,
    /// Whether `usize` or `isize` is part of it.
    pub(super) machine_word: bool,
}

/// What kind of type it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Form {
    Unit,
    Integer(Integer),
    /// A slice; where in the text its element stands.
    Slice(Range<usize>),
    /// A single identifier that is no primitive type.
    Unqualified,
    Other,
}

/// Why a text is not a legal type.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// The part of the text that is wrong.
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Fault {
    /// A slice where its size must be known.
    pub(super) fn slice(text: &str) -> Self {
        Self::new(
            Code::Unsized,
            0..text.len(),
            "a slice has no size of its own",
            UNSIZED_HELP,
        )
    }

    fn new(
        code: Code,
        range: Range<usize>,
        message: impl Into<String>,
        help: &'static str,
    ) -> Self {
        Self {
            code,
            range,
            message: message.into(),
            help,
        }
    }
}

/// Reads types, each distinct text once where that is costly.
#[derive(Default)]
pub(super) struct Types {
    seen: seen::Texts,
    read: Vec<Result<Facts, Fault>>,
}

impl Types {
    pub(super) fn facts(&mut self, text: &str) -> Result<Facts, Fault> {
        if let Some(facts) = plain(text) {
            return Ok(facts);
        }
        let first = self.seen.see(text, self.read.len());
        if let Some(result) = first.and_then(|first| self.read.get(first)) {
            return result.clone();
        }
        let result = thorough(text);
        self.read.push(result.clone());
        result
    }
}

/// Brackets in a type may nest this deep.
const MAX_DEPTH: usize = 16;
/// Operators and keywords that a type may hold: each can make `syn` recurse.
const MAX_OPERATORS: usize = 16;
/// The longest type in bytes.
const MAX_LEN: usize = 4096;

const SIZED: Facts = Facts {
    form: Form::Other,
    memory: None,
    hubpack: None,
    machine_word: false,
};

/// Whether a byte can be part of an identifier, ASCII ones only.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

// Facts of types made of others.

fn unit() -> Facts {
    Facts {
        form: Form::Unit,
        memory: Some(0),
        hubpack: Some(0),
        machine_word: false,
    }
}

/// A path that is a single identifier.
fn single(name: &str) -> Facts {
    let primitive = |bytes| Facts {
        memory: Some(bytes),
        hubpack: Some(bytes),
        ..SIZED
    };
    match name {
        "bool" => primitive(1),
        "f32" | "char" => primitive(4),
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
pub(super) fn integer(name: &str) -> Option<Integer> {
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
fn array(element: &Facts, length: Option<u64>) -> Facts {
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
    }
}

/// Adds an element to a tuple, which starts as [`unit`]. How its elements
/// lie in memory is the compiler's choice, unless they take none.
fn and(tuple: &mut Facts, element: &Facts) {
    let zero = tuple.memory == Some(0) && element.memory == Some(0);
    tuple.form = Form::Other;
    tuple.memory = if zero { Some(0) } else { None };
    tuple.hubpack = match (tuple.hubpack, element.hubpack) {
        (Some(a), Some(b)) => a.checked_add(b),
        _ => None,
    };
    tuple.machine_word |= element.machine_word;
}

/// A slice whose element stands there in the text.
fn slice(element: Facts, range: Range<usize>) -> Facts {
    Facts {
        form: Form::Slice(range),
        hubpack: None,
        ..element
    }
}

const UNSIZED_HELP: &str =
    "lend it with a lease (`type: \"[u8]\"`), or use an array";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::{Facts, plain, thorough};

    /// Types that both readers know, and some that one of them leaves to the
    /// other.
    fn types() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "(bool|char|f32|f64|[ui](8|16|32|64|128|size))",
            "[A-Z][a-z]{0,3}",
            "(::|crate::|self::|super::|super::super::)?[a-z]{2}(::[A-Z]b){1,2}",
            "(_a|_|str|type|crate|self|Self|r#fn|u8::a::fn|\\(\\))",
        ];
        leaf.prop_recursive(4, 24, 3, |inner| {
            let space = "( ?)";
            prop_oneof![
                (inner.clone(), "(0|4|0x4|1_0|4usize|N|a::N|N \\+ 1)", space)
                    .prop_map(|(ty, n, s)| format!("[{s}{ty}{s};{s}{n}]")),
                (inner.clone(), space).prop_map(|(ty, s)| format!("[{s}{ty}]")),
                (prop::collection::vec(inner.clone(), 0..3), "(,|, |)", space)
                    .prop_map(|(types, end, s)| format!(
                        "({s}{}{end})",
                        types.join(",")
                    )),
                (prop::collection::vec(inner, 1..3), "(,|, 4|)", "(::)?")
                    .prop_map(|(types, end, colons)| format!(
                        "a::B{colons}<{}{end}>",
                        types.join(", ")
                    )),
            ]
        })
    }

    fn agree(text: &str) -> Option<Facts> {
        let plain = plain(text)?;
        match thorough(text) {
            Ok(thorough) => assert_eq!(plain, thorough, "{text}"),
            Err(fault) => panic!("only one accepts {text:?}: {fault:?}"),
        }
        Some(plain)
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 500,
            rng_seed: RngSeed::Fixed(0x1d01),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn both_readers_agree_on_types(text in types()) {
            agree(&text);
        }

        #[test]
        fn both_readers_agree_on_any_text(
            text in "[a-b0-1u8:<>()\\[\\];,_ ]{0,12}",
        ) {
            agree(&text);
        }

        #[test]
        fn no_text_overflows_the_stack(
            text in "(&|\\*const |-|<|\\(|\\[|fn\\(|dyn |a|u8|;| as |!|\\{){0,90}",
        ) {
            let _ = thorough(&text);
        }
    }

    #[test]
    fn everyday_types_do_not_need_syn() {
        for text in [
            "()",
            "u8",
            "[u8]",
            "[[u8; 3]; 40]",
            "[u8; drv_hash_api::SHA256_SZ]",
            "drv_spi_api::SpiError",
            "Option<(Result<f32, NoData>, u64)>",
            "(f32, u64)",
        ] {
            assert!(agree(text).is_some(), "{text}");
        }
    }

    #[test]
    fn sizes_are_known_where_rust_or_hubpack_fix_them() {
        for (text, memory, hubpack) in [
            ("()", Some(0), Some(0)),
            ("bool", Some(1), Some(1)),
            ("char", Some(4), Some(4)),
            ("u128", Some(16), Some(16)),
            ("usize", None, None),
            ("[u16; 3]", Some(6), Some(6)),
            ("[[u8; 3]; 40]", Some(120), Some(120)),
            ("[A; 0]", Some(0), None),
            ("[(); N]", Some(0), None),
            ("[u8; N]", None, None),
            ("(u8, u32)", None, Some(5)),
            ("((), ())", Some(0), Some(0)),
            ("(u8, A)", None, None),
            ("Option<u8>", None, None),
            ("[u64; 4294967295]", None, None),
        ] {
            let facts = agree(text).expect(text);
            assert_eq!((facts.memory, facts.hubpack), (memory, hubpack));
        }
    }
}
