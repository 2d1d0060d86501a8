//! Readers that know neither `number` nor `reserved` take an operation's
//! position in the embedded text for its number, and are right.

use idol::check::Side;
use idol::fingerprint::Fingerprint;
use idol::source::Source;
use idol::syntax::{Interface, Reply};
use idol::{embed, load};

use crate::{oracle, released, section};

/// Asserts that both readers find these operations under their numbers, and
/// placeholders under all others.
#[track_caller]
fn assert_numbers(ops: &str, reserved: &str, numbers: &[(&str, u32)]) {
    let text = format!(
        r#"Interface(name: "I", ops: {{ {ops} }}, reserved: [{reserved}])"#
    );
    let source = Source::new("test.idol", text);
    let interface = load::load(&source, Side::Server).expect("legal").syntax;
    let embedded = crate::section::of(&interface);
    let last = numbers.iter().map(|(_, number)| *number).max().unwrap_or(0);
    let lenient: Interface = embedded.parse().expect("our reader reads it");
    for read in [oracle::read(&embedded), lenient] {
        assert_eq!(read.ops.len() as u32, last, "{embedded}");
        for (position, (name, operation)) in (1..).zip(&read.ops) {
            let expected = numbers.iter().find(|(_, n)| *n == position);
            if let Some((expected, _)) = expected {
                assert_eq!(name, expected, "{embedded}");
                assert_eq!(operation.reply, interface.ops[name].reply);
                continue;
            }
            assert_eq!(*name, format!("__reserved_{position}"));
            assert!(operation.args.is_empty() && operation.leases.is_empty());
            let Reply::Simple(reply) = &operation.reply else {
                panic!("{operation:?}");
            };
            assert_eq!(reply.ty, "()");
        }
    }
}

#[test]
fn positions_in_the_embedded_text_are_the_numbers() {
    let op = |name: &str, number: &str| {
        format!(r#""{name}": ({number} reply: Simple("u{name}8")),"#)
    };
    let ops = |ops: &[(&str, &str)]| -> String {
        ops.iter().map(|(name, number)| op(name, number)).collect()
    };
    // All in place, nothing to hold.
    let plain = ops(&[("a", ""), ("b", "")]);
    assert_numbers(&plain, "", &[("a", 1), ("b", 2)]);
    assert_numbers(&plain, "3, 9", &[("a", 1), ("b", 2)]);
    // In another order than that of their numbers.
    let swapped = ops(&[("a", "number: 2,"), ("b", "number: 1,")]);
    assert_numbers(&swapped, "", &[("a", 2), ("b", 1)]);
    // A gap that is reserved, a gap that is not, at the start and inside.
    let gaps = ops(&[("a", "number: 7,"), ("b", ""), ("c", "number: 4,")]);
    assert_numbers(&gaps, "1, 3", &[("a", 7), ("b", 2), ("c", 4)]);
    assert_numbers("", "1, 2", &[]);
}

#[test]
fn no_operation_has_the_name_of_a_placeholder() {
    for (name, legal) in [
        ("__reserved_3", false),
        ("__reserved_12345", false),
        ("__reserved_x", false),
        ("_reserved_3", true),
    ] {
        let text = format!(
            r#"Interface(name: "I", ops: {{ "{name}": (reply: Simple("()")) }})"#
        );
        let source = Source::new("test.idol", text);
        let loaded = load::load(&source, Side::Server);
        assert_eq!(loaded.is_ok(), legal, "{name}");
    }
}

/// Every word that Rust keeps for itself in some edition, but those that are
/// no names even as `r#`.
const KEYWORDS: [&str; 49] = [
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "static",
    "struct",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
    "macro_rules",
];

/// A legal interface, and what its section says.
fn embedded(text: String) -> (Interface, String) {
    let source = Source::new("test.idol", text);
    let interface = load::load(&source, Side::Server).expect("legal").syntax;
    let section = section::of(&interface);
    (interface, section)
}

#[test]
fn released_readers_read_every_name() {
    for keyword in KEYWORDS {
        let text = format!(
            r#"Interface(name: "I", ops: {{
                "before": (reply: Simple("u8")),
                "{keyword}": (reply: Simple("()")),
                "args": (args: {{ "{keyword}": "u8" }}, reply: Simple("()")),
                "leases": (
                    leases: {{ "{keyword}": (type: "[u8]", read: true) }},
                    reply: Simple("()"),
                ),
                "type_": (reply: Simple("u16"), doc: "}},written:{{\n"),
            }})"#
        );
        let (interface, section) = embedded(text);
        let read = released::read(&section).expect("it reads all of it");
        assert_eq!(read.ops.len(), interface.ops.len());
        let names = |op: &idol::syntax::Operation| {
            let names = op.args.keys().chain(op.leases.keys());
            names.cloned().collect::<Vec<_>>()
        };
        for ((raw, op), (name, said)) in read.ops.iter().zip(&interface.ops) {
            assert_eq!(raw.trim_start_matches("r#"), name);
            for (raw, name) in names(op).iter().zip(names(said)) {
                assert_eq!(raw.trim_start_matches("r#"), name);
            }
            assert_eq!(op.reply, said.reply);
        }
        // Nothing is lost for readers that know more.
        assert_eq!(said(&section), interface, "{section}");
        if syn::parse_str::<syn::Ident>(keyword).is_ok() {
            assert!(!section.contains("r#"), "{section}");
        }
    }
}

/// What a section says with all that its file said.
fn said(section: &str) -> Interface {
    let written = embed::as_written(section);
    let interface: Interface = written.parse().expect("it is an interface");
    assert_eq!(oracle::read(&written), interface, "{written}");
    let (model, _) = load::check(&interface, Side::Server).expect("legal");
    let stated = Fingerprint::in_section(section);
    assert_eq!(stated, Some(Fingerprint::of(&model)), "{section}");
    interface
}

#[test]
fn released_readers_read_every_conversion() {
    for (function, told) in [
        ("checked", Some("checked")),
        ("K::checked", None),
        ("crate::a::checked", None),
        ("::a::checked", None),
    ] {
        let text = format!(
            r#"Interface(name: "I", ops: {{
                "get": (
                    args: {{ "k": (type: "K", recv: From("u8", Some("{function}"))) }},
                    reply: Simple((type: "K", recv: From("u8", Some("{function}")))),
                ),
            }})"#
        );
        let (interface, section) = embedded(text);
        let read = released::read(&section).expect("it reads all of it");
        let op = &read.ops["get"];
        let Reply::Simple(reply) = &op.reply else {
            panic!("{op:?}");
        };
        for converted in [&op.args["k"], reply] {
            let told = told.map(str::to_owned);
            let from = idol::syntax::RecvStrategy::From("u8".to_owned(), told);
            assert_eq!(converted.recv, from, "{section}");
            assert_eq!(converted.ty, "K");
        }
        assert_eq!(said(&section), interface, "{section}");
    }
}

#[test]
fn released_readers_are_told_the_layout_of_an_option() {
    for (ty, encoding, named) in [
        ("Option<u32>", "Zerocopy", true),
        ("Option::<u32>", "Zerocopy", true),
        ("core :: option :: Option < [u8; 4] >", "Zerocopy", true),
        ("::core::option::Option<a::Mode>", "Zerocopy", true),
        ("Option<u32>", "Hubpack", false),
        ("Option<u32>", "Ssmarshal", false),
        // Looked up by these names, which an `Option` does not have.
        ("MaybeWord", "Zerocopy", false),
        ("Maybe<u32>", "Zerocopy", false),
        ("[Option<u32>; 2]", "Zerocopy", false),
        ("Holder<Option<u32>>", "Zerocopy", false),
    ] {
        let text = format!(
            r#"Interface(name: "I", ops: {{
                "get": (
                    encoding: {encoding},
                    reply: Result(ok: "{ty}", err: CLike("E")),
                    doc: "tells",
                ),
            }})"#
        );
        let (interface, section) = embedded(text);
        let read = released::read(&section).expect("it reads all of it");
        let Reply::Result { ok, .. } = &read.ops["get"].reply else {
            panic!("{section}");
        };
        let expected = if named { "I_get_REPLY" } else { ty };
        assert_eq!(ok.ty, expected, "{section}");
        assert_eq!(said(&section), interface, "{section}");
    }
    let (interface, section) = embedded(
        r#"Interface(name: "I", ops: {
            "get": (reply: Result(ok: "u8", err: Complex("Option<u8>"))),
        })"#
        .to_owned(),
    );
    assert!(section.contains(r#"Complex("I_get_ERROR")"#), "{section}");
    released::read(&section).expect("it reads all of it");
    assert_eq!(said(&section), interface, "{section}");
}
