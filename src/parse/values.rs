//! What RON values say: structs, maps, variants, options and the rest, told
//! apart from what they should be.

use super::lex::Bracket;
use super::tree::{Entry, Group, Kind, Node, shorten, word};
use super::{UnknownKeys, nearest};
use crate::diagnostic::{Code, Diagnostic, Span};

/// A struct of the language: what it may be called and its keys.
pub(super) struct Shape {
    /// What messages call it.
    pub(super) what: &'static str,
    /// The struct name that may stand before the bracket.
    pub(super) name: &'static str,
    pub(super) keys: &'static [&'static str],
}

/// The key of a struct's entry as a number: its place in [`Shape::keys`].
pub(super) type Key = usize;

/// Makes an interface of values. What it expects where is in [`read`](super::read),
/// how values say it is here.
pub(super) struct Reader<'s> {
    pub(super) text: &'s str,
    pub(super) unknown: UnknownKeys,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A struct's keys, to find those given twice and those that are missing.
pub(super) struct Seen {
    /// Where each first stood.
    pub(super) keys: [Option<Span>; 8],
    /// Which were meant by others that are misspelt.
    pub(super) meant: [bool; 8],
    /// Whether more were meant than could be read.
    pub(super) incomplete: bool,
}

impl Seen {
    pub(super) fn none(complete: bool) -> Self {
        Self {
            keys: [None; 8],
            meant: [false; 8],
            incomplete: !complete,
        }
    }
}

impl<'s> Reader<'s> {
    pub(super) fn new(
        text: &'s str,
        unknown: UnknownKeys,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        Self {
            text,
            unknown,
            diagnostics,
        }
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

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
                .at(Some(bracket_span(span)), "expected `(`"),
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

    /// Which key of a struct an entry has.
    pub(super) fn key(
        &mut self,
        entry: &Entry,
        shape: &'static Shape,
        seen: &mut Seen,
    ) -> Option<Key> {
        let Some(key) = &entry.key else {
            seen.incomplete = true;
            if !matches!(entry.value.kind, Kind::Broken) {
                let message = format!("expected a key of {}", shape.what);
                self.push(
                    Diagnostic::new(Code::Syntax, message)
                        .at(Some(entry.value.span), "a value without a key")
                        .help(format!("known keys: {}", list(shape.keys))),
                );
            }
            return None;
        };
        let (name, quoted) = match &key.kind {
            Kind::Word => (word(self.text, key.span), false),
            Kind::Text(name) => (name.as_str(), true),
            _ => {
                self.kind(key, "a key");
                return None;
            }
        };
        let mut found = None;
        for (i, known) in shape.keys.iter().enumerate() {
            if *known == name {
                found = Some(i);
            }
        }
        if quoted {
            self.quoted_key(name, key.span, shape, found.is_some(), seen);
        }
        let Some(found) = found else {
            if !quoted {
                let name = name.to_owned();
                self.unknown_key(&name, key.span, shape, seen);
            }
            return None;
        };
        match seen.keys[found] {
            None => {
                seen.keys[found] = Some(key.span);
                Some(found)
            }
            Some(first) => {
                let message =
                    format!("`{name}` is given twice in {}", shape.what);
                self.push(
                    Diagnostic::new(Code::DuplicateKey, message)
                        .at(Some(key.span), "given again")
                        .related(Some(first), "first given here")
                        .help("keep one of them"),
                );
                None
            }
        }
    }

    /// A key in quotes; perhaps it is the name of the next operation,
    /// argument or lease.
    pub(super) fn quoted_key(
        &mut self,
        name: &str,
        span: Span,
        shape: &Shape,
        known: bool,
        seen: &mut Seen,
    ) {
        let name = shorten(name);
        let diagnostic = if known {
            let message = format!("the keys of {} have no quotes", shape.what);
            Diagnostic::new(Code::WrongKind, message)
                .at(Some(span), "expected no quotes")
                .help(format!("write `{name}:`"))
        } else {
            seen.incomplete = true;
            let message = format!("`\"{name}\"` is no key of {}", shape.what);
            Diagnostic::new(Code::WrongKind, message)
                .at(Some(span), "a name in quotes")
                .help("is the `)` before it missing?")
        };
        self.push(diagnostic);
    }

    pub(super) fn unknown_key(
        &mut self,
        name: &str,
        span: Span,
        shape: &Shape,
        seen: &mut Seen,
    ) {
        if self.unknown == UnknownKeys::Ignore {
            return;
        }
        let message =
            format!("unknown key `{}` in {}", shorten(name), shape.what);
        let help = match nearest(name, shape.keys) {
            Some(near) => {
                for (i, key) in shape.keys.iter().enumerate() {
                    seen.meant[i] |= *key == near;
                }
                format!("did you mean `{near}`?")
            }
            None => format!("known keys: {}", list(shape.keys)),
        };
        self.push(
            Diagnostic::new(Code::UnknownKey, message)
                .at(Some(span), "unknown")
                .help(help),
        );
    }

    /// Reports the keys that are not there.
    pub(super) fn required(
        &mut self,
        seen: &Seen,
        shape: &Shape,
        keys: &[Key],
        head: Span,
        name: &str,
    ) {
        if seen.incomplete {
            return;
        }
        for &key in keys {
            if seen.keys[key].is_some() || seen.meant[key] {
                continue;
            }
            let key = shape.keys[key];
            let of = match name {
                "" => String::new(),
                name => format!(" (`{}`)", shorten(name)),
            };
            let message = format!("{}{of} needs `{key}`", shape.what);
            let diagnostic = Diagnostic::new(Code::MissingKey, message)
                .at(Some(head), format!("`{key}` is missing"));
            let help = match key {
                "reply" => {
                    "for an operation that returns nothing, write \
                            `reply: Result(ok: \"()\", err: ServerDeath)`"
                }
                "ops" => "an interface without operations has `ops: {}`",
                "err" => {
                    "where only the server's death can fail it, write \
                     `err: ServerDeath`"
                }
                "ok" => "for no value, write `ok: \"()\"`",
                "type" => "write `type: \"...\"`, with a Rust type in quotes",
                _ => "write `name: \"...\"`, with a Rust identifier in quotes",
            };
            self.push(diagnostic.help(help));
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

    /// Reports a value of the wrong kind.
    pub(super) fn kind(&mut self, node: &Node, expected: &str) {
        let found = match &node.kind {
            Kind::Broken => return,
            Kind::Word => {
                format!("`{}`", shorten(word(self.text, node.span)))
            }
            Kind::Number => "a number".to_owned(),
            Kind::Char => "a character".to_owned(),
            Kind::Text(_) => "a string".to_owned(),
            Kind::Group(group) => match (group.name, group.bracket) {
                (Some(name), _) => {
                    format!("`{}(...)`", shorten(word(self.text, name)))
                }
                (None, Bracket::Round) => "`(...)`".to_owned(),
                (None, Bracket::Square) => "a list".to_owned(),
                (None, Bracket::Curly) => "a map".to_owned(),
            },
        };
        let mut diagnostic = Diagnostic::new(
            Code::WrongKind,
            format!("expected {expected}, found {found}"),
        )
        .at(Some(node.span), format!("expected {expected}"));
        if expected.contains(" in quotes") {
            let text = &self.text[node.span.range()];
            if matches!(node.kind, Kind::Word | Kind::Number) || text == "()" {
                diagnostic = diagnostic.help(format!("write `\"{text}\"`"));
            }
        }
        self.push(diagnostic);
    }
}

/// A struct's name, or its bracket: where to say what is missing in it.
pub(super) fn head(whole: Span, group: &Group) -> Span {
    match group.name {
        Some(name) => name,
        None => bracket_span(whole),
    }
}

/// The first character.
fn bracket_span(whole: Span) -> Span {
    Span {
        start: whole.start,
        end: whole.start + 1,
    }
}

/// `` `a`, `b` and `c` ``.
fn list(names: &[&str]) -> String {
    let mut text = String::new();
    for (i, name) in names.iter().enumerate() {
        if i > 0 {
            text.push_str(if i + 1 == names.len() { " and " } else { ", " });
        }
        text.push('`');
        text.push_str(name);
        text.push('`');
    }
    text
}
