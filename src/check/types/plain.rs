//! The reader for plain types, which needs no `syn`.

use super::super::names;
use super::{
    Facts, MAX_DEPTH, MAX_LEN, SIZED, and, array, is_word, single, slice, unit,
};

/// Reads a plain type; `None` leaves it to [`thorough`].
pub(super) fn plain(text: &str) -> Option<Facts> {
    if text == "()" {
        return Some(unit());
    }
    if text.len() > MAX_LEN {
        return None;
    }
    let mut reader = Plain {
        bytes: text.as_bytes(),
        at: 0,
    };
    let facts = if reader.peek() == b'[' {
        reader.bracketed(0, true)?
    } else {
        reader.ty(0)?
    };
    if reader.at == text.len() {
        Some(facts)
    } else {
        None
    }
}

struct Plain<'s> {
    bytes: &'s [u8],
    at: usize,
}

impl Plain<'_> {
    /// The next byte; 0 at the end.
    fn peek(&self) -> u8 {
        if self.at < self.bytes.len() {
            self.bytes[self.at]
        } else {
            0
        }
    }

    fn space(&mut self) {
        while self.peek() == b' ' {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == byte;
        if there {
            self.at += 1;
        }
        there
    }

    fn ty(&mut self, depth: usize) -> Option<Facts> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.peek() {
            b'[' => self.bracketed(depth, false),
            b'(' => self.tuple(depth),
            _ => self.path(depth),
        }
    }

    /// `(A, B)`. `(A)`, which is no tuple, is left to `syn`.
    fn tuple(&mut self, depth: usize) -> Option<Facts> {
        self.at += 1;
        self.space();
        let mut facts = unit();
        let mut commas = 0;
        let mut elements = 0;
        while !self.eat(b')') {
            if commas != elements {
                return None;
            }
            let element = self.ty(depth + 1)?;
            and(&mut facts, &element);
            elements += 1;
            self.space();
            if self.eat(b',') {
                commas += 1;
            }
            self.space();
        }
        if elements == 1 && commas == 0 {
            return None;
        }
        Some(facts)
    }

    /// `[T; N]`, or `[T]` where a slice may stand.
    fn bracketed(&mut self, depth: usize, slice_here: bool) -> Option<Facts> {
        self.at += 1;
        self.space();
        let start = self.at;
        let element = self.ty(depth + 1)?;
        let end = self.at;
        self.space();
        if self.eat(b']') {
            if !slice_here {
                return None;
            }
            return Some(slice(element, start..end));
        }
        if !self.eat(b';') {
            return None;
        }
        self.space();
        let length = if self.peek().is_ascii_digit() {
            Some(self.number()?)
        } else {
            self.segments(None)?;
            None
        };
        self.space();
        if !self.eat(b']') {
            return None;
        }
        Some(array(&element, length))
    }

    /// A decimal number.
    fn number(&mut self) -> Option<u64> {
        let mut number: u64 = 0;
        while self.peek().is_ascii_digit() {
            let digit = u64::from(self.peek() - b'0');
            number = number.checked_mul(10)?.checked_add(digit)?;
            self.at += 1;
        }
        if is_word(self.peek()) || self.peek() == b'.' {
            return None;
        }
        Some(number)
    }

    fn path(&mut self, depth: usize) -> Option<Facts> {
        let start = self.at;
        let mut words = false;
        let single_segment = self.segments(Some((depth, &mut words)))?;
        if single_segment {
            let name = std::str::from_utf8(&self.bytes[start..self.at]).ok()?;
            if name == "str" {
                return None;
            }
            return Some(single(name));
        }
        Some(Facts {
            machine_word: words,
            ..SIZED
        })
    }

    /// The segments of a path, with generics where they may stand. Whether
    /// the path is a single identifier.
    fn segments(
        &mut self,
        mut generics: Option<(usize, &mut bool)>,
    ) -> Option<bool> {
        let mut simple = true;
        let mut first = true;
        if self.peek() == b':' {
            self.separator()?;
            simple = false;
            first = false;
        }
        loop {
            let start = self.at;
            while is_word(self.peek()) {
                self.at += 1;
            }
            let word = &self.bytes[start..self.at];
            if word.is_empty() || word[0].is_ascii_digit() || word == b"_" {
                return None;
            }
            if names::is_keyword_bytes(word)
                && !(first && matches!(word, b"crate" | b"self" | b"super"))
            {
                return None;
            }
            let keyword = names::is_keyword_bytes(word);
            if self.peek() == b'<' {
                let (depth, words) = generics.as_mut()?;
                if keyword {
                    return None;
                }
                let depth = *depth;
                simple = false;
                self.generics(depth, words)?;
            }
            if self.peek() != b':' {
                // A bare `crate` is no type.
                return if keyword { None } else { Some(simple) };
            }
            self.separator()?;
            simple = false;
            first = word == b"super";
        }
    }

    fn separator(&mut self) -> Option<()> {
        if self.eat(b':') && self.eat(b':') {
            Some(())
        } else {
            None
        }
    }

    /// `<A, B, 3>`.
    fn generics(&mut self, depth: usize, words: &mut bool) -> Option<()> {
        self.at += 1;
        self.space();
        let mut comma = true;
        while !self.eat(b'>') {
            if !comma {
                return None;
            }
            if self.peek().is_ascii_digit() {
                self.number()?;
            } else {
                let argument = self.ty(depth + 1)?;
                *words |= argument.machine_word;
            }
            self.space();
            comma = self.eat(b',');
            self.space();
        }
        Some(())
    }
}
