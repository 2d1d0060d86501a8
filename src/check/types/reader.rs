//! The text of a type, from left to right: brackets, words, and what is said
//! where something else stands.

use crate::identifier;
use std::ops::Range;

use super::facts::{Fault, Result, is_word};
use crate::diagnostic::Code;

/// Brackets in a type may nest this deep, which bounds the stack that reading
/// takes.
const MAX_DEPTH: usize = 16;
/// Operators that a type may hold, in its lengths: compilers recurse for each.
const MAX_OPERATORS: usize = 16;
/// The longest type in bytes.
const MAX_LEN: usize = 4096;

const NAME_IT: &str = "give the type a name in Rust, and write that here";
const AS_IN_RUST: &str =
    "write a type as in Rust: `u32`, `[u8; 4]`, `my_api::Color`";

/// A place in the text of a type.
pub(super) struct Reader<'s> {
    pub(super) text: &'s str,
    pub(super) at: usize,
    /// How many brackets are open.
    depth: usize,
    operators: usize,
}

impl<'s> Reader<'s> {
    /// At the first token of the text.
    pub(super) fn new(text: &'s str) -> Result<Self> {
        if text.len() > MAX_LEN {
            return Err(Fault::new(
                Code::TypeTooDeep,
                0..text.len(),
                format!("the type is longer than {MAX_LEN} bytes"),
                NAME_IT,
            ));
        }
        let mut reader = Self {
            text,
            at: 0,
            depth: 0,
            operators: 0,
        };
        reader.space();
        if reader.at == text.len() {
            return Err(Fault::new(
                Code::NotAType,
                0..text.len(),
                "the type is empty",
                "for no value, write `()`",
            ));
        }
        Ok(reader)
    }

    /// The byte so far ahead; 0 at the end.
    pub(super) fn ahead(&self, bytes: usize) -> u8 {
        let at = self.at + bytes;
        if at < self.text.len() {
            self.text.as_bytes()[at]
        } else {
            0
        }
    }

    /// The next byte; 0 at the end.
    pub(super) fn peek(&self) -> u8 {
        self.ahead(0)
    }

    pub(super) fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t'..=b'\r') {
            self.at += 1;
        }
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == byte;
        if there {
            self.at += 1;
        }
        there
    }

    /// Behind the opening bracket that is next, and the space there.
    pub(super) fn open(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::new(
                Code::TypeTooDeep,
                self.token(),
                format!(
                    "the type is nested too deep: more than {MAX_DEPTH} \
                     brackets are open here"
                ),
                NAME_IT,
            ));
        }
        self.at += 1;
        self.space();
        Ok(())
    }

    /// Whether this closing bracket is next, and then behind it.
    pub(super) fn close(&mut self, bracket: u8) -> bool {
        let there = self.eat(bracket);
        if there {
            self.depth -= 1;
        }
        there
    }

    /// Past an operator of so many bytes, and the space behind it.
    pub(super) fn operator(&mut self, bytes: usize) -> Result<()> {
        self.operators += 1;
        if self.operators > MAX_OPERATORS {
            return Err(Fault::new(
                Code::TypeTooDeep,
                self.at..self.at + bytes,
                format!("the type has more than {MAX_OPERATORS} operators"),
                NAME_IT,
            ));
        }
        self.at += bytes;
        self.space();
        Ok(())
    }

    /// Past a word, `r#` included; empty if there is none.
    pub(super) fn word(&mut self) -> &'s str {
        let start = self.at;
        if self.peek() == b'r' && self.ahead(1) == b'#' {
            self.at += 2;
        }
        while is_word(self.peek()) || self.peek() >= 0x80 {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    /// The word that is next; empty if there is none.
    pub(super) fn next_word(&self) -> &'s str {
        let mut there = Reader { ..*self };
        there.word()
    }

    /// Past a word that can name something, which may still be a keyword.
    pub(super) fn name(&mut self, expected: &str) -> Result<&'s str> {
        let start = self.at;
        let word = self.word();
        let first = word.as_bytes().first();
        if first.is_none_or(u8::is_ascii_digit) {
            self.at = start;
            return Err(self.expected(expected));
        }
        let plain = word.is_ascii() && !word.contains('#');
        let bare = word.strip_prefix("r#").unwrap_or(word);
        if plain || identifier::identifier(bare).is_ok() {
            return Ok(word);
        }
        self.at = start;
        if self.mark() {
            return Err(self.expected(expected));
        }
        Err(Fault::new(
            Code::NotAType,
            start..start + word.len(),
            format!("`{word}` is not a Rust identifier"),
            AS_IN_RUST,
        ))
    }

    /// Past `::`.
    pub(super) fn separator(&mut self) -> Result<()> {
        self.at += 1;
        if !self.eat(b':') {
            self.at -= 1;
            return Err(self.expected("`::`"));
        }
        self.space();
        Ok(())
    }

    /// Where the next token stands; at the end, the last one's last letter.
    pub(super) fn token(&self) -> Range<usize> {
        let rest = &self.text[self.at..];
        let word = self.next_word();
        if !word.is_empty() {
            return self.at..self.at + word.len();
        }
        match rest.chars().next() {
            Some(letter) => self.at..self.at + letter.len_utf8(),
            None => {
                let last = self.text.chars().next_back();
                let len = last.map_or(0, char::len_utf8);
                self.text.len() - len..self.text.len()
            }
        }
    }

    /// Whether a byte-order mark is next.
    fn mark(&self) -> bool {
        self.text[self.at..].starts_with('\u{feff}')
    }

    /// The next token is another than this.
    pub(super) fn expected(&self, what: &str) -> Box<Fault> {
        if let Some(fault) = self.never() {
            return fault;
        }
        let at_end = if self.at == self.text.len() {
            " at its end"
        } else {
            ""
        };
        Fault::new(
            Code::NotAType,
            self.token(),
            format!("this is not a Rust type: expected {what}{at_end}"),
            AS_IN_RUST,
        )
    }

    /// The next token goes on from a type in a way that makes it none.
    pub(super) fn behind_type(&self, what: &str) -> Box<Fault> {
        match self.peek() {
            b'+' => Fault::new(
                Code::Unsized,
                self.token(),
                "a trait object has no size of its own",
                "name a type that implements the trait",
            ),
            b'!' => self.unsuitable(
                "a macro cannot stand for a type here",
                "give the type a name in Rust, and write that here",
            ),
            _ => self.expected(what),
        }
    }

    /// The next token cannot be part of a constant.
    pub(super) fn no_constant(&self) -> Box<Fault> {
        self.never().unwrap_or_else(|| {
            Fault::new(
                Code::NotAType,
                self.token(),
                "this is no constant that can be a length",
                "give the constant a name in Rust, and write that here",
            )
        })
    }

    /// What is next makes no sense for Rust.
    pub(super) fn unsuitable(
        &self,
        message: &str,
        help: &'static str,
    ) -> Box<Fault> {
        Fault::new(Code::UnsuitableType, self.token(), message, help)
    }

    /// What stands nowhere in a type.
    fn never(&self) -> Option<Box<Fault>> {
        if self.peek() == b'/' && matches!(self.ahead(1), b'/' | b'*') {
            return Some(Fault::new(
                Code::NotAType,
                self.at..self.at + 2,
                "a comment cannot stand in a type",
                "put it outside the string",
            ));
        }
        if self.mark() {
            return Some(Fault::new(
                Code::NotAType,
                self.at..self.at + 3,
                "a byte-order mark cannot stand in a type",
                "take it away; it can be seen in an editor that shows bytes",
            ));
        }
        None
    }
}
