//! Whatever a released reader reads, `Interface::from_str` reads, and takes it
//! for the same; a build goes on refusing what the language does not have.
//!
//! A released reader is `ron` and derived types in the old vocabulary, which
//! ignore the keys that they do not know. Types, which may be a bare string,
//! it takes from whatever calls itself a map.

use idol::check::Side;
use idol::diagnostic::Code;
use idol::load;
use idol::source::Source;
use idol::syntax;
use indexmap::IndexMap;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed, TestRng};
use serde::Deserialize;

use crate::oracle::{AttributedTy, Encoding, Lease, Reply};

#[derive(Deserialize)]
struct Interface {
    name: String,
    ops: IndexMap<String, Operation>,
}

#[derive(Deserialize)]
struct Operation {
    #[serde(default)]
    args: IndexMap<String, AttributedTy>,
    #[serde(default)]
    leases: IndexMap<String, Lease>,
    reply: Reply,
    #[serde(default)]
    idempotent: bool,
    #[serde(default)]
    encoding: Encoding,
}

/// What a released reader makes of a text, if it reads it.
fn released(text: &str) -> Option<syntax::Interface> {
    let read = ron::from_str::<Interface>(text).ok()?;
    let ops = (1..).zip(read.ops).map(|(number, (name, op))| {
        let leases = op.leases.into_iter().map(|(n, l)| (n, l.into()));
        let operation = syntax::Operation {
            number,
            args: op.args.into_iter().map(|(n, t)| (n, t.0)).collect(),
            leases: leases.collect(),
            reply: op.reply.into(),
            idempotent: op.idempotent,
            encoding: op.encoding.into(),
            doc: None,
            was: Vec::new(),
            feature: None,
        };
        (name, operation)
    });
    Some(syntax::Interface {
        name: read.name,
        ops: ops.collect(),
        reserved: Vec::new(),
        doc: None,
    })
}

/// What we make of it, without what only we know.
fn ours(text: &str) -> Result<syntax::Interface, String> {
    let mut read: syntax::Interface = text
        .parse()
        .map_err(|e: idol::parse::ParseError| e.to_string())?;
    read.reserved.clear();
    read.doc = None;
    for (number, operation) in (1..).zip(read.ops.values_mut()) {
        operation.number = number;
        operation.doc = None;
        operation.feature = None;
        operation.was.clear();
    }
    Ok(read)
}

/// Writes texts that a released reader might read.
struct Writer {
    rng: TestRng,
    out: String,
}

/// The name of an entry, and what writes its value.
type Field<'a> = (&'a str, &'a dyn Fn(&mut Writer));

impl Writer {
    fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self {
            rng: TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
            out: String::new(),
        }
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.rng.next_u32()).expect("32 bits") % end
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn one_of(&mut self, texts: &[&str]) {
        let text = texts[self.below(texts.len())];
        self.put(text);
    }

    /// Any value, of keys that nobody knows.
    fn value(&mut self, depth: usize) {
        const LEAVES: &[&str] = &[
            "5",
            "-1",
            "+2",
            "1.5",
            "-2.5e3",
            ".5",
            "0x1F",
            "0b1",
            "1_000",
            "inf",
            "-inf",
            "NaN",
            "true",
            "None",
            "()",
            "Unit",
            "r#type",
            "'c'",
            "'\\''",
            "'\\n'",
            "\"text\"",
            "\"a \\\"b\\\" \\u{41}\"",
            "r\"raw\"",
            "r#\"raw \"\"#",
            "[]",
            "{}",
            "Named()",
            "\"\"",
        ];
        if depth == 0 || self.one_in(2) {
            return self.one_of(LEAVES);
        }
        let (open, close, keyed) = [
            ("[", "]", 0),
            ("(", ")", 0),
            ("Tuple(", ")", 0),
            ("Some(", ")", 3),
            ("(", ")", 1),
            ("Struct(", ")", 1),
            ("{", "}", 2),
        ][self.below(7)];
        self.put(open);
        let count = match keyed {
            3 => 1,
            _ => 1 + self.below(3),
        };
        for i in 0..count {
            match keyed {
                1 => self.put(&format!("field{i}: ")),
                2 => {
                    self.one_of(&["\"key\"", "1", "'k'", "(1, 2)", "Word"]);
                    self.put(": ");
                }
                _ => {}
            }
            self.value(depth - 1);
            if i + 1 < count || self.one_in(2) {
                self.put(", ");
            }
        }
        self.put(close);
    }

    /// Entries between brackets, and among them keys that are not known.
    fn fields(&mut self, fields: &[Field<'_>], only: &[&str]) {
        for (name, write) in fields {
            if self.one_in(5) {
                let unknown = ["since", "align", "r#type2", "timeout"];
                let name = match (only.is_empty(), self.one_in(2)) {
                    (false, true) => only[self.below(only.len())],
                    _ => unknown[self.below(unknown.len())],
                };
                self.put(&format!("{name}: "));
                self.value(3);
                self.put(", ");
            }
            self.one_of(&["", "", "", "/* ( */ ", "// {\n"]);
            self.put(name);
            self.put(": ");
            write(self);
            self.put(", ");
        }
    }

    fn attributed(&mut self) {
        if self.one_in(3) {
            return self.one_of(&["\"u8\"", "\"T\"", "'T'", "r\"a::B\""]);
        }
        let (open, close) = [
            ("(", ")"),
            ("{", "}"),
            ("AttributedTy(", ")"),
            ("Typed(", ")"),
        ][self.below(4)];
        self.put(open);
        self.fields(
            &[
                ("type", &|me| me.one_of(&["\"T\"", "\"[u8; 4]\""])),
                ("recv", &|me| {
                    me.one_of(&[
                        "FromBytes",
                        "FromPrimitive(\"u8\")",
                        "FromPrimitive(\"u8\",)",
                        "From(\"u8\", None)",
                        "From(\"u8\", Some(\"f\"))",
                    ]);
                }),
                ("doc", &|me| me.one_of(&["\"\"", "\"d\""])),
            ],
            &[],
        );
        self.put(close);
    }

    fn map(&mut self, value: fn(&mut Self)) {
        self.put("{");
        for _ in 0..self.below(4) {
            // Some are there twice.
            self.one_of(&["\"a\"", "\"b\"", "\"c\"", "r\"d\""]);
            self.put(": ");
            value(self);
            self.put(", ");
        }
        self.put("}");
    }

    fn lease(&mut self) {
        self.one_of(&["(", "Lease("]);
        self.fields(
            &[
                ("type", &|me| me.one_of(&["\"[u8]\"", "\"T\""])),
                ("read", &|me| me.one_of(&["true", "false"])),
                ("max_len", &|me| {
                    me.one_of(&["None", "Some(7)", "Some(0x1F)", "Some(1_0)"]);
                }),
                ("doc", &|me| me.one_of(&["\"\"", "\"d\""])),
            ],
            &[],
        );
        self.put(")");
    }

    fn reply(&mut self) {
        if self.one_in(2) {
            self.put("Simple(");
            self.attributed();
            return self.put(")");
        }
        self.put("Result(");
        self.fields(
            &[
                ("ok", &Self::attributed),
                ("err", &|me| {
                    me.one_of(&[
                        "CLike(\"E\")",
                        "Complex(\"E\")",
                        "ServerDeath",
                    ]);
                }),
            ],
            &[],
        );
        self.put(")");
    }

    fn operation(&mut self) {
        self.one_of(&["(", "Operation("]);
        self.fields(
            &[
                ("args", &|me| me.map(Self::attributed)),
                ("leases", &|me| me.map(Self::lease)),
                ("reply", &Self::reply),
                ("encoding", &|me| me.one_of(&["Zerocopy", "Hubpack"])),
                ("idempotent", &|me| me.one_of(&["true", "false"])),
            ],
            &["doc", "description", "number", "was", "feature"],
        );
        self.put(")");
    }

    fn interface(mut self) -> String {
        self.one_of(&["(", "Interface("]);
        self.fields(
            &[
                ("name", &|me| me.one_of(&["\"I\"", "r#\"I\"#"])),
                ("ops", &|me| me.map(Self::operation)),
            ],
            &["reserved", "fingerprint"],
        );
        self.put(")");
        self.out
    }
}

/// Compares both readers, and says whether the released one reads the text.
fn compare(text: &str) -> bool {
    let Some(expected) = released(text) else {
        return false;
    };
    match ours(text) {
        Ok(read) => assert_eq!(read, expected, "{text}"),
        Err(error) => panic!("we refuse what was read:\n{error}\n{text}"),
    }
    true
}

#[test]
fn what_a_released_reader_reads_is_read_with_the_same_result() {
    let mut read = 0;
    let cases = if trials::all() { 20_000 } else { 1_500 };
    for seed in 0..cases {
        read += u64::from(compare(&Writer::new(seed).interface()));
    }
    // The writer writes what is read, or this shows nothing.
    assert!(read * 2 > cases, "{read} of {cases} are read");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        rng_seed: RngSeed::Fixed(0x1d02),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Texts with a stretch cut out or put twice: most are wrong, and those
    /// that are read all the same say the same to both.
    #[test]
    fn edited_texts_are_read_alike(
        seed in 0u64..1000,
        at in any::<prop::sample::Index>(),
        length in 0usize..12,
        twice in any::<bool>(),
    ) {
        let mut text: Vec<char> =
            Writer::new(seed).interface().chars().collect();
        let at = at.index(text.len());
        let end = (at + length).min(text.len());
        let stretch: Vec<char> = text[at..end].to_vec();
        let (cut, put) = match twice {
            true => (at..at, stretch),
            false => (at..end, Vec::new()),
        };
        text.splice(cut, put);
        compare(&text.iter().collect::<String>());
    }
}

/// A text of one operation with an argument and this before its reply.
fn with(argument: &str, key: &str) -> String {
    format!(
        "Interface(name: \"A\", ops: {{ \"a\": (args: {{ \"t\": {argument} }}, \
         {key} reply: Result(ok: \"()\", err: CLike(\"E\"))) }})"
    )
}

#[test]
fn what_only_old_readers_take_is_an_error_of_a_build_that_says_how_to_write_it()
{
    for (argument, key, code, help) in [
        (
            "{ type: \"T\", recv: FromPrimitive(\"u8\") }",
            "",
            Code::WrongKind,
            "write `(type: ...)`",
        ),
        (
            "Typed(type: \"T\", recv: FromPrimitive(\"u8\"))",
            "",
            Code::WrongStructName,
            "leave the name before `(` away",
        ),
        ("\"u8\"", "doc: 5,", Code::WrongKind, "`\"5\"`"),
        ("\"u8\"", "number: \"x\",", Code::WrongKind, "number"),
        ("\"u8\"", "since: 5,", Code::UnknownKey, "known keys"),
        ("\"u8\", \"t\": \"u8\"", "", Code::DuplicateName, "rename"),
    ] {
        let text = with(argument, key);
        assert!(compare(&text), "{text}");
        let source = Source::new("a.idol", text);
        let report = load::load(&source, Side::Server).expect_err("strict");
        let codes: Vec<_> =
            report.diagnostics().iter().map(|d| d.code).collect();
        assert_eq!(codes, [code], "{report}");
        assert!(report.to_string().contains(help), "{report}");
    }
}

#[test]
fn a_key_of_ours_means_what_it_says_where_it_can() {
    let text =
        with("\"u8\"", "doc: \"What.\", number: 7, was: \"b\", since: 5,");
    let read: syntax::Interface = text.parse().expect("lenient");
    assert_eq!(read.ops["a"].doc.as_deref(), Some("What."));
    assert_eq!(read.ops["a"].number, 7);
    assert_eq!(read.ops["a"].was, ["b"]);
    let text = with(
        "\"u8\"",
        "doc: Some(\"What.\"), number: -1, was: { \"b\": 1 },",
    );
    let read: syntax::Interface = text.parse().expect("lenient");
    assert_eq!(read.ops["a"].doc, None);
    assert_eq!(read.ops["a"].number, 1);
    assert!(read.ops["a"].was.is_empty());
}

#[test]
fn what_is_not_known_may_be_as_deep_as_a_released_reader_goes() {
    let mut deepest = 0;
    for depth in 1..=200 {
        for (open, close) in
            [("[", "]"), ("(", ")"), ("S(", ")"), ("{1: ", "}")]
        {
            let value =
                format!("{}5{}", open.repeat(depth), close.repeat(depth));
            if compare(&with("\"u8\"", &format!("since: {value},"))) {
                deepest = depth;
            }
        }
    }
    assert!(deepest > 60, "it goes down {deepest} levels");
    let text = with("\"u8\"", &format!("since: {},", "[".repeat(100_000)));
    assert!(ours(&text).is_err());
}
