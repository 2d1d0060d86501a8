//! Texts that a released reader might read, with keys that it does not know.

use arbitrary::Unstructured;

/// Writes such a text.
pub(super) struct Writer<'a, 'b> {
    choices: &'a mut Unstructured<'b>,
    out: String,
}

/// The name of an entry, and what writes its value.
type Field<'a, W> = (&'a str, &'a dyn Fn(&mut W));

impl<'a, 'b> Writer<'a, 'b> {
    pub(super) fn new(choices: &'a mut Unstructured<'b>) -> Self {
        Self {
            choices,
            out: String::new(),
        }
    }

    fn below(&mut self, end: usize) -> usize {
        let choice = self.choices.choose_index(end);
        choice.expect("there is something to choose")
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) + 1 == times
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
    fn fields(&mut self, fields: &[Field<'_, Self>], only: &[&str]) {
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
            &["doc", "description", "number", "was", "feature", "stream"],
        );
        self.put(")");
    }

    pub(super) fn interface(mut self) -> String {
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
