//! The text of the section `.idolatry`: what old readers make of it, and the
//! fingerprint in it.

use std::collections::BTreeMap;

use idol::Generator;
use idol::check::Side;
use idol::fingerprint::Fingerprint;
use idol::source::Source;
use idol::syntax::{Interface, RecvStrategy};
use idol::{embed, load};

#[path = "../oracle/mod.rs"]
mod oracle;
#[path = "../released/mod.rs"]
mod released;
#[path = "../section/mod.rs"]
mod section;

fn parsed(text: &str) -> Interface {
    text.parse()
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn fingerprint(interface: &Interface) -> Fingerprint {
    let (model, _) = load::check(interface, Side::Server).expect("it is legal");
    Fingerprint::of(&model)
}

/// All there is in the language, in the order of the numbers.
const EVERYTHING: &str = r##"Interface(
    name: "Both",
    ops: {
        "one": (
            doc: "says \"hi\" \\ über\n\t\u{1b}, no NUL: \u{0}; },fingerprint:",
            args: {
                "a": "u8",
                "b": (type: "B", recv: FromPrimitive("u8")),
                "c": (type: "C", recv: From("u16", None)),
                "d": (type: "D", recv: From("u16", Some("crate::f"))),
                "e": "bool",
            },
            leases: {
                "l": (type: "[u8]", read: true, max_len: Some(7)),
                "m": (type: "u8", write: true),
                "n": (type: "[T]", read: true, write: true),
            },
            reply: Result(ok: "()", err: CLike("E")),
        ),
        "two": (
            encoding: Hubpack,
            idempotent: true,
            reply: Result(ok: "u8", err: Complex("a::E")),
        ),
        "three": (encoding: Ssmarshal, reply: Simple("[u8; 4]")),
        "four": (reply: Result(ok: "()", err: ServerDeath)),
        "five": (reply: Simple((type: "M", recv: FromPrimitive("u8")))),
    },
)"##;

#[test]
fn old_readers_read_all_that_a_file_says() {
    let interface = parsed(EVERYTHING);
    let text = section::of(&interface);
    let written = embed::as_written(&text);
    assert_eq!(oracle::read(&written), interface, "{text}");
    assert_eq!(parsed(&written), interface, "{text}");
    // As they are told it: a function without the path that leads to it.
    let mut told = interface.clone();
    if let Some(argument) = told.ops["one"].args.get_mut("d") {
        argument.recv = RecvStrategy::From("u16".to_owned(), None);
    }
    assert_eq!(released::read(&text), Ok(told), "{text}");
    assert!(!text.contains('\0'));
    assert!(!text.starts_with('\u{feff}'));
    assert_eq!(text.matches("Interface(").count(), 1);
}

#[test]
fn old_readers_find_each_operation_at_its_number() {
    let interface = parsed(
        r#"Interface(name: "Gaps", ops: {
            "last": (number: 9, reply: Simple("u8"), doc: "the last"),
            "first": (number: 2, args: { "x": "u8" }, reply: Simple("()")),
            "middle": (number: 5, reply: Simple("bool")),
        })"#,
    );
    let text = section::of(&interface);
    let read = oracle::read(&text);
    for (name, operation) in &interface.ops {
        let position = read.ops.get_index_of(name).expect("it is there");
        assert_eq!(position + 1, operation.number as usize, "{name}");
        assert_eq!(&read.ops[name], operation);
    }
    assert_eq!(read.ops.len(), 9);
    for number in [1, 3, 4, 6, 7, 8] {
        let (name, placeholder) =
            read.ops.get_index(number - 1).expect("it is there");
        assert_eq!(*name, format!("__reserved_{number}"));
        assert!(placeholder.args.is_empty());
        assert_eq!(parsed(&text).ops[name], *placeholder);
    }
}

#[test]
fn old_readers_find_operations_beyond_any_gap() {
    for last in [8, 9, 10, 11, 99, 100, 101, 1_234, 10_000, 65_535] {
        let interface = parsed(&format!(
            r#"Interface(name: "Far", ops: {{
                "far": (number: {last}, reply: Simple("u8")),
                "near": (number: 1, reply: Simple("u16")),
            }})"#
        ));
        let text = section::of(&interface);
        // Between them stands each number, once.
        let near = text.find("\"near\":").expect("it is there");
        let far = text.find("\"far\":").expect("it is there");
        let mut between = text[near..far].split("\"__reserved_").skip(1);
        for number in 2..last {
            let name = between.next().and_then(|it| it.split_once('"'));
            assert_eq!(name.map(|it| it.0), Some(&*number.to_string()));
        }
        assert_eq!(between.count(), 0, "{last}");
        // The reader of all takes a second for the largest.
        if last <= 10_000 || trials::all() {
            let read = oracle::read(&text);
            assert_eq!(read.ops.len(), last, "{last}");
            assert_eq!(read.ops.get_index_of("near"), Some(0), "{last}");
            assert_eq!(read.ops.get_index_of("far"), Some(last - 1), "{last}");
        }
        assert_eq!(
            Fingerprint::in_section(&text),
            Some(fingerprint(&interface)),
            "{last}"
        );
    }
}

#[test]
fn a_stub_with_a_large_gap_is_hardly_longer() {
    let length = |number: u16| {
        let interface = parsed(&format!(
            r#"Interface(name: "A", ops: {{
                "a": (number: {number}, reply: Simple("u8")),
            }})"#
        ));
        section::stub(&interface).len()
    };
    assert!(length(65_535) < length(1) + 4_000, "{}", length(65_535));
}

#[test]
fn old_readers_understand_the_bare_forms_of_new_files() {
    let interface = parsed(
        r#"Interface(name: "New", ops: {
            "a": (
                leases: { "l": (type: "[u8]", read: true, max_len: 7) },
                description: "what it does",
                args: { "c": (type: "C", recv: From("u16")) },
                reply: Simple("()"),
            ),
        })"#,
    );
    let text = section::of(&interface);
    assert_eq!(oracle::read(&text), interface, "{text}");
    for old in ["max_len:Some(7)", "From(\"u16\",None)", "doc:\"what"] {
        assert!(text.contains(old), "{old} is not in {text}");
    }
}

#[test]
fn the_section_states_the_fingerprint() {
    for text in [EVERYTHING, r#"Interface(name: "None", ops: {})"#] {
        let interface = parsed(text);
        let section = section::of(&interface);
        let stated = Fingerprint::in_section(&section);
        assert_eq!(stated, Some(fingerprint(&interface)), "{section}");
    }
}

#[test]
fn what_states_no_fingerprint_has_none() {
    for text in [
        "",
        EVERYTHING,
        "Interface(name:\"A\",ops:{\n})\n",
        "Interface(name:\"A\",ops:{\n},fingerprint:\"\")\n",
        "Interface(name:\"A\",ops:{\n},fingerprint:\"0123456789ABCDEF\")\n",
        "Interface(name:\"A\",ops:{\n},fingerprint:\"0123456789abcdef0\")\n",
        "Interface(name:\"A\",ops:{\n},fingerprint:\"+123456789abcdef\")\n",
    ] {
        assert_eq!(Fingerprint::in_section(text), None, "{text}");
    }
    let given =
        "Interface(name:\"A\",ops:{\n},fingerprint:\"0123456789abcdef\")\n";
    let given = Fingerprint::in_section(given).expect("it states one");
    assert_eq!(given.to_string(), "0123456789abcdef");
    let error = "0123".parse::<Fingerprint>().expect_err("it is too short");
    assert!(error.to_string().contains("16 lower-case"), "{error}");
}

/// An operation that has everything, and the same with one thing changed.
const LAMP: &str = r#"Interface(name: "Lamp", ops: {
    "set": (
        doc: "Sets it.",
        args: {
            "a": "u8",
            "b": (type: "B", recv: FromPrimitive("u8")),
            "c": (type: "C", recv: From("u16", Some("f"))),
        },
        leases: {
            "l": (type: "[u8]", read: true, max_len: Some(7)),
        },
        reply: Result(ok: "[u8; 4]", err: CLike("E")),
        idempotent: false,
        encoding: Zerocopy,
    ),
})"#;

#[test]
fn the_fingerprint_changes_with_all_that_both_sides_must_agree_on() {
    let mut seen = BTreeMap::new();
    seen.insert(fingerprint(&parsed(LAMP)), "as it is".to_owned());
    for (old, new) in [
        ("\"Lamp\"", "\"Lump\""),
        ("\"set\"", "\"put\""),
        ("doc:", "number: 2, doc:"),
        ("\"a\"", "\"z\""),
        ("\"u8\",\n", "\"u16\",\n"),
        ("\"B\"", "\"BB\""),
        ("FromPrimitive(\"u8\")", "FromPrimitive(\"i8\")"),
        ("FromPrimitive(\"u8\")", "From(\"u8\")"),
        (", Some(\"f\")", ""),
        ("Some(\"f\")", "Some(\"g\")"),
        ("read: true", "write: true"),
        ("read: true", "read: true, write: true"),
        ("Some(7)", "Some(8)"),
        (", max_len: Some(7)", ""),
        ("[u8]\", read", "[i8]\", read"),
        ("\"l\"", "\"m\""),
        ("[u8; 4]", "[u8; 5]"),
        ("CLike(\"E\")", "Complex(\"E\")"),
        ("CLike(\"E\")", "CLike(\"F\")"),
        ("CLike(\"E\")", "ServerDeath"),
        ("idempotent: false", "idempotent: true"),
    ] {
        assert!(LAMP.contains(old), "{old}");
        let changed = LAMP.replacen(old, new, 1);
        let before = seen.insert(fingerprint(&parsed(&changed)), changed);
        assert_eq!(before, None, "{old} to {new} is not noticed");
    }
    let plain = r#"Interface(name: "P", ops: { "a": (args: { "x": "u8" },
        reply: Simple("u8"), encoding: Zerocopy) })"#;
    let mut seen = BTreeMap::new();
    for encoding in ["Zerocopy", "Hubpack", "Ssmarshal"] {
        let text = plain.replace("Zerocopy", encoding);
        let before = seen.insert(fingerprint(&parsed(&text)), encoding);
        assert_eq!(before, None, "{encoding}");
    }
}

#[test]
fn the_fingerprint_stays_when_only_people_would_notice() {
    let lamp = fingerprint(&parsed(LAMP));
    for (old, new) in [
        ("Sets it.", "Switches it."),
        ("doc: \"Sets it.\",", ""),
        ("doc:", "description:"),
        ("doc:", "/* a comment */ number: 1, doc:"),
        ("[u8; 4]", "[u8;4]"),
        ("idempotent: false,", ""),
        ("encoding: Zerocopy,", ""),
        ("Some(7)", "7"),
    ] {
        assert!(LAMP.contains(old), "{old}");
        let changed = LAMP.replacen(old, new, 1);
        assert_eq!(fingerprint(&parsed(&changed)), lamp, "{old} to {new}");
    }
    let ordered = r#"Interface(name: "O", ops: {
        "a": (number: 1, reply: Simple("()")),
        "b": (number: 7, reply: Simple("u8")),
    })"#;
    let turned = r#"Interface(name: "O", ops: {
        "b": (number: 7, reply: Simple("u8")),
        "a": (number: 1, reply: Simple("()")),
    })"#;
    assert_eq!(fingerprint(&parsed(ordered)), fingerprint(&parsed(turned)));
}

#[test]
fn the_fingerprint_is_the_documented_hash_of_the_documented_text() {
    let fnv = |text: &str| {
        text.bytes().filter(|b| *b != b' ').fold(
            0xcbf2_9ce4_8422_2325_u64,
            |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            },
        )
    };
    let lamp = parsed(
        r#"Interface(name: "Lamp", ops: {
            "b": (number: 3, reply: Simple("[u8; 4]"), doc: "B", idempotent: true),
            "a": (number: 2, args: { "x": "u8" }, reply: Simple("()")),
        })"#,
    );
    let text = "Lamp\n2:\"a\":(args:{\"x\":\"u8\",},reply:Simple(\"()\")\n\
                3:\"b\":(args:{},reply:Simple(\"[u8; 4]\"),idempotent:true";
    assert_eq!(
        fingerprint(&lamp).to_string(),
        format!("{:016x}", fnv(text))
    );
}

#[test]
fn a_client_carries_the_fingerprint_in_the_name_of_a_type() {
    let source = Source::new(
        "lamp.idol",
        r#"Interface(name: "Lamp", ops: {
            "set": (reply: Result(ok: "()", err: CLike("E"))),
        })"#,
    );
    let lamp = load::load(&source, Side::Client).expect("it is legal");
    let mut client = Vec::new();
    Generator::new()
        .generate_client_stub(&lamp.syntax, &mut client)
        .expect("a client can be generated");
    let client = String::from_utf8(client).expect("what is generated is text");
    let name =
        format!("struct Lamp_CLIENT_{};", Fingerprint::of(&lamp.interface));
    assert!(client.contains(&name), "{name} is not in\n{client}");
}
