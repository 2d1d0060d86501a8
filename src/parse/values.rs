//! What RON values say: structs, maps, variants, options, words and numbers,
//! told apart from what they should be.

use super::keys::Shape;
use super::lex::Bracket;
use super::nearest::nearest;
use super::node::{Entry, Group, Kind, Node, shorten, word};
use super::reader::{Reader, bracket_span, list};
use crate::diagnostic::{Code, Diagnostic, Span};

impl Reader<'_> {
    /// A struct.
    pub(super) fn structure(
        &mut self,
        node: Node,
        shape: &'static Shape,
        name: &str,
    ) -> Option<Group> {
        let span = node.span;
        let group = match node.kind {
            Kind::Group(group) if group.bracket != Bracket::Square => group,
            Kind::Broken => return None,
            kind => {
                let node = Node { kind, span };
                let expected =
                    format!("{}, `({}: ...)`", shape.what, shape.keys[0]);
                self.kind(&node, &expected);
                return None;
            }
        };
        if self.is_lenient() && shape.any_form {
            return Some(group);
        }
        if let Some(found) = group.name
            && word(self.text, found) != shape.name
        {
            let found_word = shorten(word(self.text, found));
            let mut diagnostic = Diagnostic::new(
                Code::WrongStructName,
                format!("expected {}, found `{found_word}`", shape.what),
            )
            .at(Some(found), format!("expected `{}`", shape.name));
            if shape.name != "Interface" {
                diagnostic = diagnostic.help("leave the name before `(` away");
            }
            self.push(diagnostic);
        }
        if group.bracket != Bracket::Round {
            let of = match name {
                "" => String::new(),
                name => format!(" (`{}`)", shorten(name)),
            };
            self.push(
                Diagnostic::new(
                    Code::WrongKind,
                    format!("{}{of} is written in parentheses", shape.what),
                )
                .at(Some(bracket_span(span)), "expected `(`")
                .help(format!("write `({}: ...)`", shape.keys[0])),
            );
        }
        Some(group)
    }

    /// A map's entries.
    pub(super) fn map(&mut self, node: Node, key: &str) -> Option<Vec<Entry>> {
        let span = node.span;
        match node.kind {
            Kind::Group(group)
                if group.bracket == Bracket::Curly && group.name.is_none() =>
            {
                Some(group.entries)
            }
            Kind::Group(group) => {
                let message = format!("`{key}` is written in braces");
                self.push(
                    Diagnostic::new(Code::WrongKind, message)
                        .at(Some(bracket_span(span)), "expected `{`")
                        .help(format!("write `{key}: {{ \"name\": ... }}`")),
                );
                Some(group.entries)
            }
            kind => {
                let node = Node { kind, span };
                self.kind(&node, "a map in braces");
                None
            }
        }
    }

    /// An entry of a map: its name and its value.
    pub(super) fn named(
        &mut self,
        entry: Entry,
        what: &str,
    ) -> Option<(Node, Node)> {
        match entry.key {
            Some(key) => Some((key, entry.value)),
            None => {
                if !matches!(entry.value.kind, Kind::Broken) {
                    self.push(
                        Diagnostic::new(
                            Code::Syntax,
                            format!("{what} needs a name and a value"),
                        )
                        .at(Some(entry.value.span), "")
                        .help("write `\"name\": value`"),
                    );
                }
                None
            }
        }
    }

    /// A variant of an enum: which of these, where its name stands, and what
    /// is in the parentheses, if they are there.
    pub(super) fn variant(
        &mut self,
        node: Node,
        what: &str,
        names: &'static [&'static str],
    ) -> Option<(usize, Span, Option<Group>)> {
        let span = node.span;
        let (name, contents) = match node.kind {
            Kind::Word => (span, None),
            Kind::Group(
                group @ Group {
                    name: Some(name), ..
                },
            ) => (name, Some(group)),
            kind => {
                let node = Node { kind, span };
                self.kind(&node, &format!("{what}, one of {}", list(names)));
                return None;
            }
        };
        let variant = self.one_of(name, what, names)?;
        Some((variant, name, contents))
    }

    /// Which of these words stands here.
    pub(super) fn one_of(
        &mut self,
        span: Span,
        what: &str,
        names: &'static [&'static str],
    ) -> Option<usize> {
        let found = word(self.text, span);
        for (i, name) in names.iter().enumerate() {
            if *name == found {
                return Some(i);
            }
        }
        let help = match nearest(found, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are {}", list(names)),
        };
        let message = format!("`{}` is not {what}", shorten(found));
        self.push(
            Diagnostic::new(Code::UnknownVariant, message)
                .at(Some(span), "unknown")
                .help(help),
        );
        None
    }

    /// Makes sure that a variant has nothing in parentheses.
    pub(super) fn unit(
        &mut self,
        name: &str,
        span: Span,
        contents: Option<Group>,
    ) -> Option<()> {
        if contents.is_none() {
            return Some(());
        }
        self.push(
            Diagnostic::new(Code::WrongKind, format!("`{name}` stands alone"))
                .at(Some(span), "expected no parentheses after this"),
        );
        None
    }

    /// The one value in a variant's parentheses.
    pub(super) fn contents(
        &mut self,
        name: &str,
        expected: &str,
        span: Span,
        group: Option<Group>,
    ) -> Option<[Node; 1]> {
        let mut entries = match group {
            Some(group) => group.entries,
            None => Vec::new(),
        };
        if entries.len() == 1
            && let Some(Entry { key: None, value }) = entries.pop()
        {
            return Some([value]);
        }
        let message = format!("`{name}` needs {expected}");
        let diagnostic = Diagnostic::new(Code::WrongKind, message)
            .at(Some(span), format!("expected {expected} in parentheses"));
        self.push(if name == "Simple" {
            diagnostic.help("write `Simple(\"T\")` or `Simple((type: \"T\"))`")
        } else {
            diagnostic.help(format!("write `{name}(\"T\")`"))
        });
        None
    }

    /// `None`, `Some(value)` or the value itself.
    pub(super) fn option(
        &mut self,
        node: Node,
        expected: &str,
    ) -> Option<Option<Node>> {
        let span = node.span;
        match node.kind {
            Kind::Word if word(self.text, span) == "None" => Some(None),
            Kind::Group(Group {
                name: Some(name),
                mut entries,
                ..
            }) if word(self.text, name) == "Some" => {
                if entries.len() == 1
                    && let Some(Entry { key: None, value }) = entries.pop()
                {
                    return Some(Some(value));
                }
                self.push(
                    Diagnostic::new(Code::WrongKind, "`Some` needs one value")
                        .at(Some(span), format!("expected {expected}")),
                );
                None
            }
            kind => Some(Some(Node { kind, span })),
        }
    }

    pub(super) fn bool(&mut self, node: &Node) -> Option<bool> {
        if matches!(node.kind, Kind::Word) {
            match word(self.text, node.span) {
                "true" => return Some(true),
                "false" => return Some(false),
                _ => {}
            }
        }
        self.kind(node, "`true` or `false`");
        None
    }

    pub(super) fn string(
        &mut self,
        node: Node,
        expected: &str,
    ) -> Option<String> {
        match node.kind {
            Kind::Text(text) => Some(text),
            _ => {
                self.kind(&node, expected);
                None
            }
        }
    }

    /// A number of 32 bits, as RON writes it.
    pub(super) fn number(&mut self, node: &Node) -> Option<u32> {
        if !matches!(node.kind, Kind::Number) {
            self.kind(node, "a number");
            return None;
        }
        let text = &self.text[node.span.range()];
        let (digits, base) = match text.get(..2) {
            Some("0x") => (&text[2..], 16),
            Some("0o") => (&text[2..], 8),
            Some("0b") => (&text[2..], 2),
            _ => (text, 10),
        };
        let mut number: Option<u32> = Some(0);
        let mut whole = !digits.is_empty() && !digits.starts_with('_');
        for digit in digits.chars() {
            if digit == '_' {
                continue;
            }
            match digit.to_digit(base) {
                Some(digit) => {
                    number = number
                        .and_then(|n| n.checked_mul(base))
                        .and_then(|n| n.checked_add(digit));
                }
                None => whole = false,
            }
        }
        if whole && number.is_some() {
            return number;
        }
        let label = if whole {
            "expected at most 4294967295"
        } else {
            "expected a whole number"
        };
        let message =
            format!("`{}` is not a whole number of 32 bits", shorten(text));
        self.push(
            Diagnostic::new(Code::BadNumber, message)
                .at(Some(node.span), label),
        );
        None
    }
}
