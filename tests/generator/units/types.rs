//! Our reader of types against `syn`, which is the oracle.

use arbitrary::{Result, Unstructured};

use super::facts::Facts;
use super::grammar::facts;
use super::oracle;
use crate::cases::{self, ascii, one_of, text};

/// Types that both readers know, and some that one of them leaves to the
/// other.
fn types(u: &mut Unstructured<'_>) -> Result<String> {
    ty(u, 4)
}

/// A type with others in it, and in those, to some depth.
fn ty(u: &mut Unstructured<'_>, depth: u32) -> Result<String> {
    const LENGTHS: &[&str] =
        &["4", "0", "0x4", "1_0", "4usize", "N", "a::N", "N + 1"];
    if depth == 0 || u.ratio(1, 4)? {
        return leaf(u);
    }
    let some = |u: &mut Unstructured<'_>, counts| -> Result<Vec<String>> {
        (0..u.int_in_range(counts)?)
            .map(|_| ty(u, depth - 1))
            .collect()
    };
    Ok(match u.int_in_range(0..=3)? {
        0 => {
            let s = u.choose(&["", " "])?;
            format!("[{s}{}{s}]", ty(u, depth - 1)?)
        }
        1 => {
            let s = u.choose(&["", " "])?;
            let ty = ty(u, depth - 1)?;
            let n = u.choose(LENGTHS)?;
            format!("[{s}{ty}{s};{s}{n}]")
        }
        2 => {
            let s = u.choose(&["", " "])?;
            let types = some(u, 0..=2)?.join(",");
            format!("({s}{types}{})", u.choose(&["", ",", ", "])?)
        }
        _ => {
            let colons = u.choose(&["", "::"])?;
            let types = some(u, 1..=2)?.join(", ");
            format!("a::B{colons}<{types}{}>", u.choose(&["", ",", ", 4"])?)
        }
    })
}

fn leaf(u: &mut Unstructured<'_>) -> Result<String> {
    const KNOWN: &[&str] = &[
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64",
        "i128", "isize", "bool", "char", "f32", "f64",
    ];
    const ANCHORS: &[&str] =
        &["", "::", "crate::", "self::", "super::", "super::super::"];
    const ODD: &[&str] = &[
        "()",
        "_a",
        "_",
        "str",
        "type",
        "crate",
        "self",
        "Self",
        "r#fn",
        "u8::a::fn",
    ];
    match u.int_in_range(0..=3)? {
        0 => Ok((*u.choose(KNOWN)?).to_owned()),
        1 => {
            let first = ascii(u, b'A'..=b'Z')?;
            let rest = text(u, 0..=3, |u| ascii(u, b'a'..=b'z'))?;
            Ok(format!("{first}{rest}"))
        }
        2 => {
            let mut path = (*u.choose(ANCHORS)?).to_owned();
            path += &text(u, 2..=2, |u| ascii(u, b'a'..=b'z'))?;
            for _ in 0..u.int_in_range(1..=2)? {
                path += &format!("::{}b", ascii(u, b'A'..=b'Z')?);
            }
            Ok(path)
        }
        _ => Ok((*u.choose(ODD)?).to_owned()),
    }
}

/// What both readers say of a text, which is the same.
fn agree(text: &str) -> Option<Facts> {
    let ours = facts(text);
    let oracles = oracle::facts(text);
    match (&ours, &oracles) {
        (Err(fault), None) => assert!(
            fault.range.is_empty() == text.is_empty()
                && text.get(fault.range.clone()).is_some(),
            "{text:?}: {fault:?}"
        ),
        (ours, oracles) => {
            assert_eq!(ours.as_ref().ok(), oracles.as_ref(), "{text:?}");
        }
    }
    ours.ok()
}

/// Expressions of Rust, constants or not.
fn expressions(u: &mut Unstructured<'_>) -> Result<String> {
    expression(u, 3)
}

/// An expression with others in it, and in those, to some depth.
fn expression(u: &mut Unstructured<'_>, depth: u32) -> Result<String> {
    const NUMBERS: &[&str] =
        &["0", "4", "0x1F", "1_0", "0b1", "4usize", "4u8", "-1"];
    const PATHS: &[&str] = &[
        "N",
        "a::N",
        "::a::N",
        "crate::N",
        "self::N",
        "Self::N",
        "_",
        "<A as B>::N",
        "A::<u8>::N",
    ];
    const OTHERS: &[&str] = &[
        "true",
        "\"a\"",
        "b\"a\"",
        "b'a'",
        "'a'",
        "1.5",
        "loop {}",
        "return",
        "break",
        "|| 3",
        "if a {1} else {2}",
        "match a { _ => 3 }",
        "let",
        "A { a: 3 }",
        "a!()",
        "async {}",
        "unsafe { N }",
        "const { N }",
        "{ let x = 3; x }",
        "()",
        "&N",
    ];
    // Most are legal, or few of what they are put together to are.
    const LEAVES: &[&[&str]] = &[NUMBERS, NUMBERS, PATHS, PATHS, OTHERS];
    const OPERATORS: &[&[&str]] = &[
        &["+", "-", "*", "/", "%", "<<", ">>", "&", "|", "^"],
        &["==", "<", ">"],
        &["&&", "..", "="],
    ];
    const ENDS: &[&str] = &[".len()", ".a", ".0", ".f::<u8>(3,)", "[0]", "?"];
    if depth == 0 || u.ratio(1, 4)? {
        let leaves = u.choose(LEAVES)?;
        return Ok((*u.choose(leaves)?).to_owned());
    }
    let a = expression(u, depth - 1)?;
    // Operators stand side by side in some.
    Ok(match u.int_in_range(0..=8)? {
        0 => format!("({a})"),
        1 => format!("{{ {a} }}"),
        2 => format!("{}{a}", u.choose(&["-", "!", "*", "&", " "])?),
        3 => format!("{a}{}", u.choose(ENDS)?),
        4 => format!("{a} as usize"),
        5 => format!("f({a}, {})", expression(u, depth - 1)?),
        _ => {
            let [before, after] = [(); 2].map(|()| u.choose(&["", " "]));
            let operators = u.choose(OPERATORS)?;
            let operator = u.choose(operators)?;
            let b = expression(u, depth - 1)?;
            format!("{a}{}{operator}{}{b}", before?, after?)
        }
    })
}

/// Types that no message carries.
fn unsuitable(u: &mut Unstructured<'_>) -> Result<&'static str> {
    const ALL: &[&str] = &[
        "%",
        "1",
        "é",
        "'a",
        "!",
        "fn",
        "struct",
        "r#type",
        "\"a\"",
        "&u8",
        "&'a mut A",
        "*const u8",
        "impl A",
        "dyn A",
        "A + B",
        "fn(u8)",
        "unsafe fn()",
        "extern \"C\" fn()",
        "a!()",
        "Fn(A) -> B",
        "<A>::B",
        "<A as B>::C",
        "for<'a> fn(&'a u8)",
        "Box<dyn A>",
        "A<B = C>",
        "A<B: C>",
        "?Sized",
        "#[a] A",
    ];
    u.choose(ALL).copied()
}

/// Tries a property in so many cases as all here are tried in.
fn each<T: std::fmt::Debug>(
    make: impl Fn(&mut Unstructured<'_>) -> Result<T>,
    holds: impl Fn(&T),
) {
    cases::each(if trials::all() { 5000 } else { 100 }, make, holds);
}

#[test]
fn both_readers_agree_on_types() {
    each(types, |text| {
        agree(text);
    });
}

#[test]
fn both_readers_agree_on_any_text() {
    const OF: &str = "ab01u8:<>()[];,_ ";
    each(
        |u| text(u, 0..=12, |u| one_of(u, OF)),
        |text| {
            agree(text);
        },
    );
}

#[test]
fn both_readers_agree_on_constants() {
    each(expressions, |length| {
        agree(&format!("[u8; {length}]"));
        agree(&format!("A<{{ {length} }}>"));
        agree(&format!("A<{length}, u8>"));
    });
}

#[test]
fn both_readers_agree_on_what_cannot_be_sent() {
    let both = |u: &mut Unstructured<'_>| Ok((unsuitable(u)?, types(u)?));
    each(both, |(ty, legal)| {
        for text in [
            (*ty).to_owned(),
            format!("[{ty}]"),
            format!("[{ty}; 4]"),
            format!("({legal}, {ty})"),
            format!("({ty})"),
            format!("A<{ty}, {legal}>"),
            format!("[{legal}; size_of::<{ty}>()]"),
        ] {
            agree(&text);
        }
    });
}

#[test]
fn what_is_wrong_is_said_of_the_file() {
    let both = |u: &mut Unstructured<'_>| Ok((unsuitable(u)?, expressions(u)?));
    each(both, |(ty, length)| {
        for text in [(*ty).to_owned(), format!("[u8; {length}]")] {
            if let Err(fault) = facts(&text) {
                let words = format!("{}; {}", fault.message, fault.help);
                for word in ["syn", "feature", "token stream", "delimiter"] {
                    assert!(!words.contains(word), "{text}: {words}");
                }
            }
        }
    });
}

#[test]
fn no_text_overflows_the_stack() {
    const PARTS: &[&str] = &[
        "a", "u8", ";", "&", "*const ", "-", "<", "(", "[", "fn(", "dyn ",
        " as ", "!", "{",
    ];
    // Parts in any order, or a few again and again.
    let rows = |u: &mut Unstructured<'_>| {
        let length = u.int_in_range(0..=90)?;
        let own = match u.arbitrary()? {
            true => u.int_in_range(1..=3)?,
            false => length,
        };
        let parts: Vec<&str> = (0..own)
            .map(|_| u.choose(PARTS).copied())
            .collect::<Result<_>>()?;
        Ok(parts.into_iter().cycle().take(length).collect::<String>())
    };
    each(rows, |text| {
        let _ = facts(text);
    });
}

#[test]
fn everyday_types_are_legal() {
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
