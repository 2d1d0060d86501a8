//! `serde` reads and writes interfaces, in JSON and in RON.

use idol::syntax::{AttributedTy, Interface, RecvStrategy, send};

use crate::oracle;

const TEXT: &str = r##"Interface(
    name: "Both",
    ops: {
        "one": (
            doc: "what it does",
            args: {
                "a": "u8",
                "b": (type: "B", recv: FromPrimitive("u8")),
                "c": (type: "C", recv: From("u16", None)),
                "d": (type: "D", recv: From("u16", Some("f"))),
            },
            leases: {
                "l": (type: "[u8]", read: true, max_len: Some(7)),
                "m": (type: "u8", write: true),
            },
            reply: Result(ok: "()", err: CLike("E")),
        ),
        "two": (
            encoding: Hubpack,
            idempotent: true,
            reply: Result(ok: "u8", err: Complex("a::E")),
        ),
        "three": (encoding: Ssmarshal, reply: Simple("()")),
        "four": (reply: Result(ok: "()", err: ServerDeath)),
    },
)"##;

fn read(text: &str) -> Interface {
    text.parse().expect("an interface")
}

#[test]
fn json_goes_there_and_back() {
    let interface = read(TEXT);
    let json = serde_json::to_string(&interface).expect("written");
    let back: Interface = serde_json::from_str(&json).expect("read");
    assert_eq!(back, interface);
}

#[test]
fn ron_goes_there_and_back_and_our_reader_reads_it_too() {
    let mut interface = read(TEXT);
    interface.ops["two"].number = 9;
    let pretty = ron::ser::PrettyConfig::new().struct_names(true);
    for text in [
        ron::to_string(&interface).expect("written"),
        ron::ser::to_string_pretty(&interface, pretty).expect("written"),
    ] {
        let back: Interface = ron::from_str(&text).expect("read");
        assert_eq!(back, interface, "{text}");
        assert_eq!(read(&text), interface, "{text}");
    }
}

#[test]
fn reserved_numbers_are_written_only_where_there_are_some() {
    let mut interface = read(TEXT);
    let json = serde_json::to_string(&interface).expect("written");
    assert!(!json.contains("reserved"), "{json}");
    interface.reserved = vec![9, 7];
    let json = serde_json::to_string(&interface).expect("written");
    assert!(json.ends_with(r#","reserved":[9,7]}"#), "{json}");
    let back: Interface = serde_json::from_str(&json).expect("read");
    assert_eq!(back, interface);
    let ron = ron::to_string(&interface).expect("written");
    assert_eq!(read(&ron), interface, "{ron}");
    // One who does not know the key reads on.
    let old = oracle::read(&ron);
    assert_eq!(old.ops.len(), interface.ops.len());
}

#[test]
fn names_before_are_written_only_where_there_are_some() {
    let mut interface = read(TEXT);
    let json = serde_json::to_string(&interface).expect("written");
    assert!(!json.contains("was"), "{json}");
    interface.ops["two"].was = vec!["deux".to_owned(), "zwei".to_owned()];
    let json = serde_json::to_string(&interface).expect("written");
    assert!(json.contains(r#""was":["deux","zwei"]"#), "{json}");
    let back: Interface = serde_json::from_str(&json).expect("read");
    assert_eq!(back, interface);
    let ron = ron::to_string(&interface).expect("written");
    assert_eq!(read(&ron), interface, "{ron}");
    // One alone needs no list.
    let one = json.replace(r#"["deux","zwei"]"#, r#""deux""#);
    let back: Interface = serde_json::from_str(&one).expect("read");
    assert_eq!(back.ops["two"].was, ["deux"]);
    // One who does not know the key reads on.
    let old = oracle::read(&ron);
    assert_eq!(old.ops.len(), interface.ops.len());
}

#[test]
fn numbers_that_are_absent_are_positions() {
    let back: Interface = ron::from_str(TEXT).expect("read");
    assert_eq!(back, read(TEXT));
    let numbers: Vec<_> = back.ops.values().map(|op| op.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);

    let json = r#"{ "name": "J", "ops": {
        "a": { "reply": { "Simple": "u8" }, "number": 5 },
        "b": { "reply": { "Simple": { "type": "u8" } },
            "description": "d" }
    } }"#;
    let interface: send::Interface = serde_json::from_str(json).expect("read");
    let numbers: Vec<_> = interface.ops.values().map(|op| op.number).collect();
    assert_eq!(numbers, [5, 2]);
    assert_eq!(interface.ops["b"].doc.as_deref(), Some("d"));
}

#[test]
fn a_type_is_read_from_a_string_or_a_struct() {
    let plain = AttributedTy {
        ty: "u8".to_owned(),
        recv: RecvStrategy::FromBytes,
        refuses: false,
        doc: None,
    };
    for json in [r#""u8""#, r#"{ "type": "u8" }"#] {
        let ty: AttributedTy = serde_json::from_str(json).expect("read");
        assert_eq!(ty, plain);
    }
    for ron in [
        r#""u8""#,
        r#"r"u8""#,
        r#"(type: "u8")"#,
        r#"(type: "u8", recv: FromBytes)"#,
    ] {
        let ty: AttributedTy = ron::from_str(ron).expect("read");
        assert_eq!(ty, plain);
    }
    for json in ["8", "[]", "{}", r#"{ "recv": "FromBytes" }"#, "null"] {
        assert!(
            serde_json::from_str::<AttributedTy>(json).is_err(),
            "{json}"
        );
    }
}

#[test]
fn a_conversion_is_read_with_and_without_a_function() {
    for (ron, function) in [
        (r#"From("u8")"#, None),
        (r#"From("u8", None)"#, None),
        (r#"From("u8", Some("f"))"#, Some("f".to_owned())),
    ] {
        let recv: RecvStrategy = ron::from_str(ron).expect("read");
        assert_eq!(recv, RecvStrategy::From("u8".to_owned(), function));
    }
    assert!(ron::from_str::<RecvStrategy>("From()").is_err());
}

#[test]
fn what_serde_reads_passes_the_same_check() {
    let interface: Interface = ron::from_str(TEXT).expect("read");
    let (model, _) = idol::load::check(&interface, idol::check::Side::Server)
        .expect("legal");
    let source = idol::source::Source::new("text", TEXT);
    let loaded =
        idol::load::load(&source, idol::check::Side::Server).expect("legal");
    assert_eq!(model, loaded.interface);
}

#[test]
fn the_data_can_go_to_another_thread() {
    fn can<T: Send + Sync + Clone + std::fmt::Debug + 'static>() {}
    can::<Interface>();
    can::<idol::model::Interface>();
    can::<idol::report::Report>();
}
