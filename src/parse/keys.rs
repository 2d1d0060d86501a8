//! Keys and names: known ones, unknown ones, missing ones, those given twice.

use super::nearest::nearest;
use super::node::{Entry, Kind, shorten, word};
use super::reader::{Reader, list};
use crate::diagnostic::{Code, Diagnostic, Span};

/// A struct of the language: what it may be called and its keys.
pub(super) struct Shape {
    /// What messages call it.
    pub(super) what: &'static str,
    /// The struct name that may stand before the bracket.
    pub(super) name: &'static str,
    pub(super) keys: &'static [&'static str],
    /// How many of these, the last ones, released readers do not know.
    pub(super) ours: usize,
    /// Whether released readers take it in braces, and with any name.
    pub(super) any_form: bool,
}

impl Shape {
    /// Whether released readers do not know a key.
    fn is_ours(&self, key: Key) -> bool {
        key + self.ours >= self.keys.len()
    }
}

/// The key of a struct's entry as a number: its place in [`Shape::keys`].
pub(super) type Key = usize;

/// A struct has no more keys than this.
const MOST_KEYS: usize = 11;

/// A struct's keys, to find those given twice and those that are missing.
pub(super) struct Seen {
    /// Where each first stood.
    pub(super) keys: [Option<Span>; MOST_KEYS],
    /// Which were meant by others that are misspelt.
    pub(super) meant: [bool; MOST_KEYS],
    /// Whether more were meant than could be read.
    pub(super) incomplete: bool,
}

impl Seen {
    pub(super) fn none(complete: bool) -> Self {
        Self {
            keys: [None; MOST_KEYS],
            meant: [false; MOST_KEYS],
            incomplete: !complete,
        }
    }
}

impl Reader<'_> {
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
        // A loop: builds are not optimised, and each key comes by here.
        let mut at = 0;
        while at < shape.keys.len() {
            if shape.keys[at].len() == name.len() && shape.keys[at] == name {
                found = Some(at);
                break;
            }
            at += 1;
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
            // Nobody else knows it: it may be given as often as one likes.
            Some(_) if self.is_lenient() && shape.is_ours(found) => None,
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
    fn quoted_key(
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

    fn unknown_key(
        &mut self,
        name: &str,
        span: Span,
        shape: &Shape,
        seen: &mut Seen,
    ) {
        if self.is_lenient() {
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

    /// Reports a name used twice and makes up another, so that what it names
    /// is checked too.
    pub(super) fn twice(
        &mut self,
        what: &str,
        name: &str,
        span: Span,
        first: Span,
        position: usize,
    ) -> String {
        let message = format!("{what} `{}` is declared twice", shorten(name));
        self.push(
            Diagnostic::new(Code::DuplicateName, message)
                .at(Some(span), "declared again")
                .related(Some(first), "first declared here")
                .help("rename one of them"),
        );
        // A line break is part of no identifier, so no other name is this.
        format!("{name}\n{position}")
    }
}
