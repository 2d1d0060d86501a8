//! On any text in the old vocabulary our reader and `ron` agree, and on no
//! text at all does the front end panic.

use idol::check::Side;
use idol::load;
use idol::parse::{UnknownKeys, parse};
use idol::source::Source;
use idol::syntax::{
    AttributedTy, Encoding, Error, Interface, Lease, Operation, RecvStrategy,
    Reply,
};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed, TestRng};

use crate::oracle;

/// Writes an interface in one of the many ways that RON allows.
struct Writer {
    out: String,
    rng: TestRng,
}

impl Writer {
    fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self {
            out: String::new(),
            rng: TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
        }
    }

    fn pick(&mut self, below: u32) -> u32 {
        self.rng.next_u32() % below
    }

    fn once_in(&mut self, times: u32) -> bool {
        self.pick(times) == 0
    }

    fn space(&mut self) {
        let space = match self.pick(12) {
            0 => "\n",
            1 => "\r\n\t",
            2 => "// a \"line, (\n",
            3 => "/* a block, { */",
            4 => "/* nested /* ** // */ \" */",
            5 => "/***/",
            6..9 => " ",
            _ => "",
        };
        self.out.push_str(space);
    }

    /// A token, with space before it.
    fn put(&mut self, token: &str) {
        self.space();
        // Words may not run together.
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '#';
        if token.starts_with(word) && self.out.ends_with(word) {
            self.out.push(' ');
        }
        self.out.push_str(token);
    }

    fn name(&mut self, name: &str) {
        if self.once_in(2) {
            self.put(name);
        }
    }

    /// Entries in brackets, in the order given, with or without the last
    /// comma.
    fn group(&mut self, brackets: [&str; 2], entries: &[&dyn Fn(&mut Self)]) {
        self.put(brackets[0]);
        for (i, entry) in entries.iter().enumerate() {
            entry(self);
            if i + 1 < entries.len() || self.once_in(2) {
                self.put(",");
            }
        }
        self.put(brackets[1]);
    }

    /// The entries of a struct, in any order.
    fn structure(&mut self, name: &str, mut fields: Vec<&dyn Fn(&mut Self)>) {
        self.name(name);
        for i in (1..fields.len()).rev() {
            let j = self.pick(i as u32 + 1) as usize;
            fields.swap(i, j);
        }
        self.group(["(", ")"], &fields);
    }

    fn key(&mut self, key: &str) {
        if self.once_in(8) {
            self.put(&format!("r#{key}"));
        } else {
            self.put(key);
        }
        self.put(":");
    }

    fn string(&mut self, value: &str) {
        let raw = |hashes: usize| {
            let fence = "#".repeat(hashes);
            format!("r{fence}\"{value}\"{fence}")
        };
        let text = match self.pick(4) {
            0 if !value.contains('"') => raw(0),
            0 | 1 => {
                let mut hashes = 1;
                while value.contains(&format!("\"{}", "#".repeat(hashes))) {
                    hashes += 1;
                }
                raw(hashes)
            }
            _ => {
                let mut text = String::from("\"");
                for c in value.chars() {
                    let escape = self.once_in(6);
                    match c {
                        '"' => text.push_str("\\\""),
                        '\\' => text.push_str("\\\\"),
                        '\n' if escape => text.push_str("\\n"),
                        '\t' if escape => text.push_str("\\t"),
                        '\r' if escape => text.push_str("\\r"),
                        '\0' if escape => text.push_str("\\0"),
                        '\'' if escape => text.push_str("\\'"),
                        c if escape && (c as u32) < 256 => {
                            text.push_str(&format!("\\x{:02X}", c as u32));
                        }
                        c if escape => {
                            text.push_str(&format!("\\u{{{:x}}}", c as u32));
                        }
                        c => text.push(c),
                    }
                }
                text.push('"');
                text
            }
        };
        self.put(&text);
    }

    fn number(&mut self, n: u32) {
        let text = match self.pick(5) {
            0 => format!("0x{n:X}"),
            1 => format!("0b{n:b}"),
            2 => format!("0o{n:o}"),
            3 => format!("{n}_"),
            _ => n.to_string(),
        };
        self.put(&text);
    }

    fn bool(&mut self, value: bool) {
        self.put(if value { "true" } else { "false" });
    }

    fn attributed(&mut self, ty: &AttributedTy) {
        if ty.recv == RecvStrategy::FromBytes && self.once_in(2) {
            return self.string(&ty.ty);
        }
        let mut fields: Vec<&dyn Fn(&mut Self)> = Vec::new();
        let name = |w: &mut Self| {
            w.key("type");
            w.string(&ty.ty);
        };
        let recv = |w: &mut Self| {
            w.key("recv");
            match &ty.recv {
                RecvStrategy::FromBytes => w.put("FromBytes"),
                RecvStrategy::FromPrimitive(raw) => {
                    w.put("FromPrimitive");
                    w.group(["(", ")"], &[&|w: &mut Self| w.string(raw)]);
                }
                RecvStrategy::From(raw, function) => {
                    w.put("From");
                    let raw = |w: &mut Self| w.string(raw);
                    let function = |w: &mut Self| match function {
                        None => w.put("None"),
                        Some(function) => {
                            w.put("Some");
                            w.group(
                                ["(", ")"],
                                &[&|w: &mut Self| w.string(function)],
                            );
                        }
                    };
                    w.group(["(", ")"], &[&raw, &function]);
                }
            }
        };
        fields.push(&name);
        if ty.recv != RecvStrategy::FromBytes || self.once_in(2) {
            fields.push(&recv);
        }
        self.structure("AttributedTy", fields);
    }

    fn lease(&mut self, lease: &Lease) {
        let ty = |w: &mut Self| {
            w.key("type");
            w.string(&lease.ty);
        };
        let read = |w: &mut Self| {
            w.key("read");
            w.bool(lease.read);
        };
        let write = |w: &mut Self| {
            w.key("write");
            w.bool(lease.write);
        };
        let max_len = |w: &mut Self| {
            w.key("max_len");
            match lease.max_len {
                None => w.put("None"),
                Some(n) => {
                    w.put("Some");
                    w.group(["(", ")"], &[&|w: &mut Self| w.number(n)]);
                }
            }
        };
        let mut fields: Vec<&dyn Fn(&mut Self)> = vec![&ty];
        if lease.read || self.once_in(2) {
            fields.push(&read);
        }
        if lease.write || self.once_in(2) {
            fields.push(&write);
        }
        if lease.max_len.is_some() || self.once_in(2) {
            fields.push(&max_len);
        }
        self.structure("Lease", fields);
    }

    fn reply(&mut self, reply: &Reply) {
        match reply {
            Reply::Simple(ty) => {
                self.put("Simple");
                self.group(["(", ")"], &[&|w: &mut Self| w.attributed(ty)]);
            }
            Reply::Result { ok, err } => {
                self.put("Result");
                let ok = |w: &mut Self| {
                    w.key("ok");
                    w.attributed(ok);
                };
                let err = |w: &mut Self| {
                    w.key("err");
                    let (name, ty) = match err {
                        Error::CLike(ty) => ("CLike", ty),
                        Error::Complex(ty) => ("Complex", ty),
                        Error::ServerDeath => return w.put("ServerDeath"),
                    };
                    w.put(name);
                    w.group(["(", ")"], &[&|w: &mut Self| w.string(ty)]);
                };
                if self.once_in(2) {
                    self.group(["(", ")"], &[&ok, &err]);
                } else {
                    self.group(["(", ")"], &[&err, &ok]);
                }
            }
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let args = |w: &mut Self| {
            w.key("args");
            w.map(&operation.args, &Self::attributed);
        };
        let leases = |w: &mut Self| {
            w.key("leases");
            w.map(&operation.leases, &Self::lease);
        };
        let reply = |w: &mut Self| {
            w.key("reply");
            w.reply(&operation.reply);
        };
        let idempotent = |w: &mut Self| {
            w.key("idempotent");
            w.bool(operation.idempotent);
        };
        let encoding = |w: &mut Self| {
            w.key("encoding");
            w.put(match operation.encoding {
                Encoding::Zerocopy => "Zerocopy",
                Encoding::Ssmarshal => "Ssmarshal",
                Encoding::Hubpack => "Hubpack",
            });
        };
        let doc = |w: &mut Self| {
            let key = if w.once_in(2) { "doc" } else { "description" };
            w.key(key);
            w.string(operation.doc.as_deref().unwrap_or_default());
        };
        let feature = |w: &mut Self| {
            w.key("feature");
            w.string(operation.feature.as_deref().unwrap_or_default());
        };
        let mut fields: Vec<&dyn Fn(&mut Self)> = vec![&reply];
        if !operation.args.is_empty() || self.once_in(2) {
            fields.push(&args);
        }
        if !operation.leases.is_empty() || self.once_in(2) {
            fields.push(&leases);
        }
        if operation.idempotent || self.once_in(2) {
            fields.push(&idempotent);
        }
        if operation.encoding != Encoding::Zerocopy || self.once_in(2) {
            fields.push(&encoding);
        }
        if operation.doc.is_some() {
            fields.push(&doc);
        }
        if operation.feature.is_some() {
            fields.push(&feature);
        }
        self.structure("Operation", fields);
    }

    fn map<T>(
        &mut self,
        map: &indexmap::IndexMap<String, T>,
        value: &dyn Fn(&mut Self, &T),
    ) {
        let entries: Vec<_> = map
            .iter()
            .map(|(name, item)| {
                move |w: &mut Self| {
                    w.string(name);
                    w.put(":");
                    value(w, item);
                }
            })
            .collect();
        let entries: Vec<&dyn Fn(&mut Self)> =
            entries.iter().map(|e| e as &dyn Fn(&mut Self)).collect();
        self.group(["{", "}"], &entries);
    }

    fn interface(mut self, interface: &Interface) -> String {
        if self.once_in(4) {
            self.put("#![enable(unwrap_newtypes)]");
        }
        if self.once_in(8) {
            self.put("#![enable(implicit_some, unwrap_variant_newtypes,)]");
        }
        let name = |w: &mut Self| {
            w.key("name");
            w.string(&interface.name);
        };
        let ops = |w: &mut Self| {
            w.key("ops");
            w.map(&interface.ops, &Self::operation);
        };
        self.structure("Interface", vec![&name, &ops]);
        self.space();
        self.out
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z_][a-z0-9_]{0,6}",
        1 => "\\PC{0,8}",
        1 => "[\"#'\\\\\n\t\r\0/*a]{0,8}",
    ]
}

fn attributed() -> impl Strategy<Value = AttributedTy> {
    let recv = prop_oneof![
        3 => Just(RecvStrategy::FromBytes),
        1 => text().prop_map(RecvStrategy::FromPrimitive),
        1 => (text(), prop::option::of(text()))
            .prop_map(|(raw, function)| RecvStrategy::From(raw, function)),
    ];
    (text(), recv).prop_map(|(ty, recv)| AttributedTy { ty, recv })
}

fn leases() -> impl Strategy<Value = Lease> {
    (text(), any::<bool>(), any::<bool>(), any::<Option<u32>>()).prop_map(
        |(ty, read, write, max_len)| Lease {
            ty,
            read,
            write,
            max_len,
        },
    )
}

fn replies() -> impl Strategy<Value = Reply> {
    let error = prop_oneof![
        text().prop_map(Error::CLike),
        text().prop_map(Error::Complex),
        Just(Error::ServerDeath),
    ];
    prop_oneof![
        attributed().prop_map(Reply::Simple),
        (attributed(), error).prop_map(|(ok, err)| Reply::Result { ok, err }),
    ]
}

fn operations() -> impl Strategy<Value = Operation> {
    let encoding = prop_oneof![
        Just(Encoding::Zerocopy),
        Just(Encoding::Ssmarshal),
        Just(Encoding::Hubpack),
    ];
    (
        prop::collection::vec((text(), attributed()), 0..4),
        prop::collection::vec((text(), leases()), 0..3),
        replies(),
        any::<bool>(),
        encoding,
        prop::option::of(text()),
        prop::option::of(text()),
    )
        .prop_map(
            |(args, leases, reply, idempotent, encoding, doc, feature)| {
                Operation {
                    number: 0,
                    args: args.into_iter().collect(),
                    leases: leases.into_iter().collect(),
                    reply,
                    idempotent,
                    encoding,
                    doc,
                    feature,
                }
            },
        )
}

fn interfaces() -> impl Strategy<Value = Interface> {
    (text(), prop::collection::vec((text(), operations()), 0..5)).prop_map(
        |(name, ops)| {
            let mut interface = Interface {
                name,
                ops: ops.into_iter().collect(),
                reserved: Vec::new(),
            };
            for (n, operation) in (1..).zip(interface.ops.values_mut()) {
                operation.number = n;
            }
            interface
        },
    )
}

/// So many cases, the same in every run.
fn same_every_time(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(0x1d01),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A text that the whole front end is tried on.
fn survives(text: &str) {
    let source = Source::new("any.idol", text);
    for side in [Side::Client, Side::Server, Side::Either] {
        if let Err(report) = load::load(&source, side) {
            assert!(report.has_errors());
            for d in report.diagnostics() {
                let span = d.span.unwrap_or_default();
                assert!(span.start <= span.end, "{d:?}");
                assert!(span.end as usize <= text.len(), "{d:?}");
            }
            let shown = report.to_string();
            assert!(shown.contains("any.idol"), "{shown}");
        }
    }
    let strict = parse(&source, UnknownKeys::Refuse);
    let lenient = text.parse::<Interface>();
    if strict.diagnostics.is_empty() {
        assert_eq!(lenient.expect("lenient"), strict.interface);
    }
}

const VALID: &str = r##"// A text to edit.
Interface(
    name: "Edit",
    ops: {
        "one": (
            doc: "what \"it\" does \u{41}",
            args: { "a": "u8", "b": (type: "B", recv: From("u8", Some("f"))) },
            leases: {
                "l": (type: "[u8]", read: true, max_len: Some(7)),
                "m": (type: r#"[Option<u8>; 4]"#, write: true),
            },
            reply: Result(ok: "()", err: CLike("E")), /* or /* not */ */
        ),
        "two": (
            encoding: Hubpack, idempotent: true, number: 0x7,
            reply: Result(ok: "(u8, [A; { N }])", err: Complex("a::E")),
        ),
    },
)
"##;

proptest! {
    #![proptest_config(same_every_time(384))]

    #[test]
    fn our_reader_and_ron_agree(
        interface in interfaces(),
        seed in any::<u64>(),
    ) {
        let text = Writer::new(seed).interface(&interface);
        let oracle = oracle::read(&text);
        prop_assert_eq!(&oracle, &interface, "the writer: {}", text);
        let source = Source::new("any.idol", text.as_str());
        let parsed = parse(&source, UnknownKeys::Refuse);
        prop_assert_eq!(&parsed.diagnostics, &[], "{}", text);
        prop_assert_eq!(&parsed.interface, &interface, "{}", text);
        survives(&text);
    }

    #[test]
    fn no_bytes_make_it_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        match Source::from_bytes("any.idol", bytes.clone()) {
            Ok(source) => survives(source.text()),
            Err(report) => {
                prop_assert!(std::str::from_utf8(&bytes).is_err());
                prop_assert!(report.to_string().contains("E0102"));
            }
        }
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_row_of_tokens_makes_it_panic(
        tokens in prop::collection::vec(
            prop::sample::select(&[
                "(", ")", "[", "]", "{", "}", ",", ":", "#", "!", "\"", "'",
                "\\", "r\"", "r#\"", "\"#", "/*", "*/", "//", "\n", "name",
                "ops", "args", "leases", "reply", "type", "recv", "Simple",
                "Result", "Some", "None", "true", "0", "-1", "1.5e", "0x",
                "\"a\"", "\"u8\"", "\"[u8]\"", "\"&\"", "\u{feff}", "é",
            ][..]),
            0..60,
        ),
    ) {
        survives(&tokens.concat());
    }

    #[test]
    fn no_edit_makes_it_panic(
        edits in prop::collection::vec(
            (any::<prop::sample::Index>(), 0usize..4, "(.{0,3}|\"|[(){}\\[\\]])"),
            1..6,
        ),
    ) {
        let mut text: Vec<char> = VALID.chars().collect();
        for (at, cut, paste) in edits {
            let at = at.index(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, paste.chars());
        }
        survives(&text.iter().collect::<String>());
    }
}

#[test]
fn no_prefix_of_a_valid_text_makes_it_panic() {
    for end in 0..=VALID.len() {
        survives(&VALID[..end]);
        survives(&VALID[end..]);
    }
    let source = Source::new("valid.idol", VALID);
    load::load(&source, Side::Client).expect("the whole is legal");
}

#[test]
fn long_rows_of_one_character_are_read_in_time() {
    for c in "([{,:\"'/*\\#!r-0a \né".chars() {
        survives(&c.to_string().repeat(20_000));
        survives(&format!("{VALID}{}", c.to_string().repeat(20_000)));
    }
    survives(&"(a:".repeat(20_000));
    survives(&"/*".repeat(20_000));
    survives(&"[}".repeat(20_000));
}

#[test]
fn text_written_by_older_generators_is_read_leniently() {
    let text = r#"Interface(
        name: "Old", version: (1, -2.5, 'c', [true, None]),
        ops: { "op": (
            args: { "a": (type: "u8", since: "1.0") },
            leases: { "l": (type: "[u8]", read: true, align: Some(4)) },
            reply: Simple("()"),
            timeout: { "ms": 5 },
        ) },
    )"#;
    let interface: Interface = text.parse().expect("lenient");
    assert_eq!(interface.ops["op"].args["a"].ty, "u8");
    assert_eq!(interface.ops["op"].number, 1);
    let source = Source::new("old.idol", text);
    let refused = load::load(&source, Side::Server).expect_err("strict");
    assert_eq!(refused.diagnostics().len(), 4, "{refused}");
}

#[test]
fn lenient_reading_refuses_what_is_not_an_interface() {
    for text in [
        "",
        "Interface()",
        "Interface(name: \"I\", ops: {}",
        "Interface(name: \"I\", ops: {})x",
        "Interface(name: \"I\", ops: { \"a\": (reply: Simpel(\"()\")) })",
        "Interface(name: 5, ops: {})",
    ] {
        let error = text.parse::<Interface>().expect_err(text);
        assert!(error.to_string().contains("error[E01"), "{error}");
        assert!(format!("{error:?}").starts_with("\nerror["), "{error:?}");
    }
}
