//! Our reader against `syn`, which is the oracle.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::facts::Facts;
use super::grammar::facts;
use super::oracle;

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
            (prop::collection::vec(inner, 1..3), "(,|, 4|)", "(::)?").prop_map(
                |(types, end, colons)| format!(
                    "a::B{colons}<{}{end}>",
                    types.join(", ")
                )
            ),
        ]
    })
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
fn expressions() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "(0|4|0x1F|1_0|0b1|4usize|4u8|-1|true|\"a\"|b\"a\"|b'a'|'a'|1\\.5)",
        "(N|a::N|::a::N|crate::N|self::N|Self::N|_|<A as B>::N|A::<u8>::N)",
        "(loop \\{\\}|return|break|\\|\\| 3|if a \\{1\\} else \\{2\\})",
        "(match a \\{ _ => 3 \\}|let|A \\{ a: 3 \\}|a!\\(\\)|async \\{\\})",
        "(unsafe \\{ N \\}|const \\{ N \\}|\\{ let x = 3; x \\}|\\(\\)|&N)",
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        let operator =
            "( ?(\\+|-|\\*|/|<<|>>|&|\\||\\^|%|&&|==|<|>|\\.\\.|=) ?)";
        prop_oneof![
            (inner.clone(), operator, inner.clone())
                .prop_map(|(a, operator, b)| format!("{a}{operator}{b}")),
            (inner.clone(), "(-|!|\\*|&| )")
                .prop_map(|(a, prefix)| format!("{prefix}{a}")),
            inner.clone().prop_map(|a| format!("({a})")),
            inner.clone().prop_map(|a| format!("{{ {a} }}")),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("f({a}, {b})")),
            (
                inner.clone(),
                "(\\.len\\(\\)|\\.a|\\.0|\\.f::<u8>\\(3,\\)|\\[0\\]|\\?)"
            )
                .prop_map(|(a, end)| format!("{a}{end}")),
            inner.prop_map(|a| format!("{a} as usize")),
        ]
    })
}

/// Types that no message carries.
const UNSUITABLE: &str = "(&u8|&'a mut A|\\*const u8|!|impl A|dyn A|A \\+ B|\
    fn\\(u8\\)|unsafe fn\\(\\)|extern \"C\" fn\\(\\)|a!\\(\\)|Fn\\(A\\) -> B|'a|\
    <A>::B|<A as B>::C|for<'a> fn\\(&'a u8\\)|Box<dyn A>|A<B = C>|A<B: C>|\
    \\?Sized|#\\[a\\] A|r#type|fn|struct|é|1|\"a\"|%)";

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if trials::all() { 5000 } else { 100 },
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
    fn both_readers_agree_on_constants(length in expressions()) {
        agree(&format!("[u8; {length}]"));
        agree(&format!("A<{{ {length} }}>"));
        agree(&format!("A<{length}, u8>"));
    }

    #[test]
    fn both_readers_agree_on_what_cannot_be_sent(
        ty in UNSUITABLE,
        legal in types(),
    ) {
        for text in [
            ty.clone(),
            format!("[{ty}]"),
            format!("[{ty}; 4]"),
            format!("({legal}, {ty})"),
            format!("({ty})"),
            format!("A<{ty}, {legal}>"),
            format!("[{legal}; size_of::<{ty}>()]"),
        ] {
            agree(&text);
        }
    }

    #[test]
    fn what_is_wrong_is_said_of_the_file(
        ty in UNSUITABLE,
        length in expressions(),
    ) {
        for text in [ty, format!("[u8; {length}]")] {
            if let Err(fault) = facts(&text) {
                let words = format!("{}; {}", fault.message, fault.help);
                for word in ["syn", "feature", "token stream", "delimiter"] {
                    prop_assert!(!words.contains(word), "{text}: {words}");
                }
            }
        }
    }

    #[test]
    fn no_text_overflows_the_stack(
        text in "(&|\\*const |-|<|\\(|\\[|fn\\(|dyn |a|u8|;| as |!|\\{){0,90}",
    ) {
        let _ = facts(&text);
    }
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
