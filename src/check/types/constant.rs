//! Constants in types: lengths of arrays, and generic arguments.

use super::facts::{Fault, Result, integer, is_word};
use super::reader::Reader;
use crate::identifier;

impl Reader<'_> {
    /// A constant, and the space behind it; its value where it is a number.
    /// Numbers, paths, calls, fields and what operators make of these, which
    /// is as much of Rust's expressions as lengths have; others are given a
    /// name.
    pub(super) fn constant(&mut self, what: &str) -> Result<Option<u64>> {
        let mut value = self.operand(what)?;
        // Comparisons cannot be chained.
        let mut compared = false;
        loop {
            self.space();
            let (length, compares) = match (self.peek(), self.ahead(1)) {
                (b'<', b'<') | (b'>', b'>') => (2, compared),
                (b'&', b'&') | (b'|', b'|') => (2, false),
                (b'=' | b'!' | b'<' | b'>', b'=') | (b'<' | b'>', _) => {
                    if compared {
                        return Err(self.no_constant());
                    }
                    let length = if self.ahead(1) == b'=' { 2 } else { 1 };
                    (length, true)
                }
                (b'/', b'/' | b'*') => return Ok(value),
                (b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'&' | b'|', _) => {
                    (1, compared)
                }
                _ => return Ok(value),
            };
            compared = compares;
            self.operator(length)?;
            value = None;
            self.operand("a constant")?;
        }
    }

    /// What is behind a constant is not this.
    pub(super) fn behind_constant(&self, what: &str) -> Box<Fault> {
        match self.peek() {
            0 | b')' | b']' | b'}' => self.expected(what),
            _ => self.no_constant(),
        }
    }

    /// What stands between operators.
    fn operand(&mut self, what: &str) -> Result<Option<u64>> {
        self.space();
        let start = self.at;
        while matches!(self.peek(), b'-' | b'!' | b'*') {
            self.operator(1)?;
        }
        let whole = start == self.at;
        let value = self.atom(what)?;
        let end = self.at;
        self.calls()?;
        loop {
            let end = self.at;
            self.space();
            if self.next_word() != "as" {
                self.at = end;
                break;
            }
            self.operator("as".len())?;
            self.ty(false)?;
        }
        Ok(value.filter(|_| whole && end == self.at))
    }

    /// A number, a text, a path, or a constant in brackets.
    fn atom(&mut self, what: &str) -> Result<Option<u64>> {
        if self.at_literal() {
            return self.literal();
        }
        match self.peek() {
            b'(' => {
                self.open()?;
                let value = self.constant("a constant")?;
                if !self.close(b')') {
                    return Err(self.behind_constant("`)`"));
                }
                return Ok(value);
            }
            b'{' => return self.block(),
            b'<' => self.qualifier(&mut false)?,
            b':' => {}
            0 | b')' | b']' | b'}' => return Err(self.expected(what)),
            _ => {
                let word = self.next_word();
                let anchor =
                    matches!(word, "crate" | "self" | "super" | "Self");
                let keyword = word == "_" || identifier::is_keyword(word);
                if word.is_empty() || keyword && !anchor {
                    return Err(self.no_constant());
                }
            }
        }
        self.segments(None)?;
        Ok(None)
    }

    /// Calls, methods and fields behind a value.
    fn calls(&mut self) -> Result<()> {
        loop {
            let end = self.at;
            self.space();
            if self.peek() == b'.' && self.ahead(1) != b'.' {
                self.operator(1)?;
                let start = self.at;
                while self.peek().is_ascii_digit() {
                    self.at += 1;
                }
                if self.at > start {
                    continue;
                }
                let name = self.name("a field or a method")?;
                if name == "_" || identifier::is_keyword(name) {
                    self.at = start;
                    return Err(self.no_constant());
                }
                let end = self.at;
                self.space();
                if self.peek() == b':' {
                    self.separator()?;
                    if self.peek() != b'<' {
                        return Err(self.expected("`<`"));
                    }
                    self.generics(&mut false)?;
                    self.space();
                    if self.peek() != b'(' {
                        return Err(self.expected("`(`"));
                    }
                } else {
                    self.at = end;
                }
            } else if self.peek() == b'(' {
                self.open()?;
                while !self.close(b')') {
                    self.constant("an argument")?;
                    if self.eat(b',') {
                        self.space();
                    } else if self.peek() != b')' {
                        return Err(self.behind_constant("`,` or `)`"));
                    }
                }
            } else {
                self.at = end;
                return Ok(());
            }
        }
    }

    /// `{ N + 1 }`.
    pub(super) fn block(&mut self) -> Result<Option<u64>> {
        self.open()?;
        let value = if self.peek() == b'{' {
            // A statement, which no operator continues.
            let value = self.block()?;
            self.space();
            value
        } else {
            self.constant("a constant")?
        };
        if !self.close(b'}') {
            return Err(self.behind_constant("`}`"));
        }
        Ok(value)
    }

    /// Whether a number, a letter, a text or a truth value is next.
    pub(super) fn at_literal(&self) -> bool {
        match self.peek() {
            b'0'..=b'9' | b'"' => true,
            b'-' => self.ahead(1).is_ascii_digit(),
            b'b' => matches!(self.ahead(1), b'"' | b'\''),
            b'\'' => {
                let mut letters = self.text[self.at + 1..].chars();
                let first = letters.next();
                first == Some('\\') || letters.next() == Some('\'')
            }
            b't' | b'f' => matches!(self.next_word(), "true" | "false"),
            _ => false,
        }
    }

    /// The literal that is next; its value where it is a number.
    pub(super) fn literal(&mut self) -> Result<Option<u64>> {
        match self.peek() {
            b'0'..=b'9' => return self.number(),
            b'-' => {
                self.at += 1;
                self.number()?;
            }
            b't' | b'f' => {
                self.word();
            }
            _ => {
                if self.peek() == b'b' {
                    self.at += 1;
                }
                self.quoted()?;
            }
        }
        Ok(None)
    }

    /// A text or a letter in its quotes.
    fn quoted(&mut self) -> Result<()> {
        let start = self.at;
        let quote = self.peek();
        loop {
            self.at += 1;
            match self.peek() {
                0 => {
                    self.at = start;
                    return Err(self.expected("a second quote for this one"));
                }
                b'\\' => {
                    if !b"nrt\\0'\"xu\n".contains(&self.ahead(1)) {
                        return Err(self.no_constant());
                    }
                    self.at += 1;
                }
                byte if byte == quote => {
                    self.at += 1;
                    return Ok(());
                }
                _ => {}
            }
        }
    }

    /// A whole number; its value if it is one of a length.
    fn number(&mut self) -> Result<Option<u64>> {
        let start = self.at;
        let mut value = Some(0u64);
        while self.peek().is_ascii_digit() {
            let digit = u64::from(self.peek() - b'0');
            value = value
                .and_then(|value| value.checked_mul(10)?.checked_add(digit));
            self.at += 1;
        }
        let more = is_word(self.peek());
        let fraction = self.peek() == b'.' && self.ahead(1).is_ascii_digit();
        if !more && !fraction {
            return Ok(value);
        }
        self.at = start;
        let text = self.next_word();
        // Also with `_` among the digits.
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'_');
        let behind = (self.ahead(text.len()), self.ahead(text.len() + 1));
        let fraction =
            fraction || plain && behind.0 == b'.' && behind.1.is_ascii_digit();
        let Some((value, suffix)) = parts(text).filter(|_| !fraction) else {
            return Err(self.no_constant());
        };
        self.at += text.len();
        Ok(value.filter(|_| matches!(suffix, "" | "usize")))
    }
}

/// A number's value, if it is not too large, and the type behind it.
fn parts(text: &str) -> Option<(Option<u64>, &str)> {
    let (radix, digits) = match text.get(..2) {
        Some("0x") => (16, &text[2..]),
        Some("0o") => (8, &text[2..]),
        Some("0b") => (2, &text[2..]),
        _ => (10, text),
    };
    let end = digits
        .find(|letter: char| letter != '_' && !letter.is_digit(radix))
        .unwrap_or(digits.len());
    let (digits, suffix) = digits.split_at(end);
    let digits = digits.replace('_', "");
    if digits.is_empty() || !suffix.is_empty() && integer(suffix).is_none() {
        return None;
    }
    Some((u64::from_str_radix(&digits, radix).ok(), suffix))
}
