//! What a type is made of, and what of Rust's types cannot be sent.

use super::facts::{
    Facts, Fault, Result, SIZED, UNSIZED_HELP, Unbuilt, and, array, single,
    slice, unit,
};
use super::reader::Reader;
use crate::diagnostic::Code;
use crate::identifier::{self, is_number, is_option};

const LEND: &str = "send the value itself, or lend memory with a lease";
const NAME: &str = "name the type itself";

/// What the text of a type says.
///
/// # Errors
///
/// The first thing that is wrong with it.
pub(crate) fn facts(text: &str) -> Result<Facts> {
    if text == "()" {
        return Ok(unit());
    }
    if is_number(text) {
        return Ok(single(text));
    }
    let mut reader = Reader::new(text)?;
    let facts = reader.ty(true)?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.behind_type("nothing behind the type"));
    }
    Ok(facts)
}

/// Whether a text is a path, with or without generic arguments.
pub(crate) fn is_path(text: &str) -> bool {
    let Ok(mut reader) = Reader::new(text) else {
        return false;
    };
    let path = reader.segments(Some(&mut false)).is_ok();
    reader.space();
    path && reader.at == text.len()
}

impl Reader<'_> {
    /// A type. Only the outermost one may be a slice.
    pub(super) fn ty(&mut self, outermost: bool) -> Result<Facts> {
        Err(match self.peek() {
            b'[' => return self.bracketed(outermost),
            b'(' => return self.tuple(outermost),
            b'<' => return self.qualified(),
            b'&' => Fault::new(
                Code::Borrowed,
                self.token(),
                "a reference cannot be sent to another task",
                LEND,
            ),
            b'*' => {
                self.unsuitable("a pointer means nothing in another task", LEND)
            }
            b'!' => self.unsuitable(
                "`!` has no values, and stable Rust does not take it here",
                "for no value, write `()`",
            ),
            b'\'' => self.lifetime(),
            _ => return self.path(),
        })
    }

    /// `(A, B)`, or `(A)`, which is `A`.
    fn tuple(&mut self, outermost: bool) -> Result<Facts> {
        self.open()?;
        let mut facts = unit();
        let mut elements = 0;
        let start = self.at;
        while !self.close(b')') {
            let element = self.ty(outermost && elements == 0)?;
            self.space();
            if elements == 0 && self.close(b')') {
                return Ok(element);
            }
            if element.is_slice() {
                self.at = start;
                return Err(self.inner_slice());
            }
            and(&mut facts, &element);
            elements += 1;
            if self.eat(b',') {
                self.space();
            } else if self.peek() != b')' {
                return Err(self.behind_type("`,` or `)`"));
            }
        }
        Ok(facts)
    }

    /// `[T; N]`, or `[T]`.
    fn bracketed(&mut self, outermost: bool) -> Result<Facts> {
        let bracket = self.at;
        self.open()?;
        let start = self.at;
        let element = self.ty(false)?;
        let end = self.at;
        self.space();
        if self.close(b']') {
            if outermost {
                return Ok(slice(element, start..end));
            }
            self.at = bracket;
            return Err(self.inner_slice());
        }
        if !self.eat(b';') {
            return Err(self.behind_type("`;` or `]`"));
        }
        self.space();
        let length = self.constant("a length")?;
        if !self.close(b']') {
            return Err(self.behind_constant("`]`"));
        }
        Ok(array(&element, length))
    }

    /// The slice that is next has been read, and cannot stand there.
    fn inner_slice(&mut self) -> Box<Fault> {
        // Round brackets may be around it.
        while matches!(self.peek(), b'(' | b' ') {
            self.at += 1;
        }
        let start = self.at;
        let mut open = 0;
        for (i, byte) in self.text[start..].bytes().enumerate() {
            match byte {
                b'[' => open += 1,
                b']' => open -= 1,
                _ => {}
            }
            if open == 0 {
                return Fault::new(
                    Code::Unsized,
                    start..start + i + 1,
                    "a slice has no size of its own",
                    UNSIZED_HELP,
                );
            }
        }
        self.expected("`]`")
    }

    fn path(&mut self) -> Result<Facts> {
        let start = self.at;
        let mut words = false;
        if self.segments(Some(&mut words))? {
            let name = &self.text[start..self.at];
            if name == "str" {
                self.at = start;
                return Err(Fault::new(
                    Code::Unsized,
                    self.token(),
                    "`str` has no size of its own",
                    UNSIZED_HELP,
                ));
            }
            return Ok(single(name));
        }
        let option = is_option(&self.text[start..self.at]);
        Ok(Facts {
            machine_word: words,
            unbuilt: option.then_some(Unbuilt::Option),
            ..SIZED
        })
    }

    /// `<T as Trait>::Type`.
    fn qualified(&mut self) -> Result<Facts> {
        let mut words = false;
        self.qualifier(&mut words)?;
        self.segments(Some(&mut words))?;
        Ok(Facts {
            machine_word: words,
            ..SIZED
        })
    }

    /// `<T as Trait>` before the `::` that is then next.
    pub(super) fn qualifier(&mut self, words: &mut bool) -> Result<()> {
        self.open()?;
        *words |= self.ty(false)?.machine_word;
        self.space();
        if self.next_word() == "as" {
            self.word();
            self.space();
            self.segments(Some(words))?;
            self.space();
        }
        if !self.close(b'>') {
            return Err(self.behind_type("`as` or `>`"));
        }
        self.space();
        if self.peek() != b':' {
            return Err(self.expected("`::`"));
        }
        Ok(())
    }

    /// The segments of a path, with generics, which set `words`; without
    /// `words` only those behind `::`. Whether the path is a single
    /// identifier.
    pub(super) fn segments(
        &mut self,
        mut words: Option<&mut bool>,
    ) -> Result<bool> {
        let mut simple = true;
        // Whether `crate`, `self` or `super` may come next.
        let mut anchor = true;
        if self.peek() == b':' {
            self.separator()?;
            simple = false;
            anchor = false;
        }
        loop {
            let start = self.at;
            let word = self.name("a type")?;
            let mut end = self.at;
            if !matches!(self.peek(), 0 | b':' | b'<') {
                self.space();
            }
            let more = self.peek() == b':' && self.ahead(1) == b':';
            if word == "_" || identifier::is_keyword(word) {
                let anchored = matches!(word, "crate" | "self" | "super");
                if !(anchor && more && anchored) {
                    self.at = start;
                    return Err(self.keyword(word, simple));
                }
            }
            anchor = anchor && word == "super";
            let mut go_on = more;
            if more {
                self.separator()?;
                simple = false;
            } else if self.peek() == b'(' && words.is_some() {
                self.at = start;
                return Err(self.unsuitable(
                    "a trait is no type",
                    "name a type that implements it",
                ));
            }
            if self.peek() == b'<' && (more || words.is_some()) {
                simple = false;
                match &mut words {
                    Some(words) => self.generics(words)?,
                    None => self.generics(&mut false)?,
                }
                end = self.at;
                self.space();
                go_on = self.peek() == b':' && self.ahead(1) == b':';
                if go_on {
                    self.separator()?;
                }
            }
            if !go_on {
                self.at = end;
                return Ok(simple);
            }
        }
    }

    /// The keyword that is next cannot stand there, `first` in a type or
    /// further behind.
    fn keyword(&self, word: &str, first: bool) -> Box<Fault> {
        match word {
            "Self" => self.unsuitable(
                "`Self` means something else in generated code",
                NAME,
            ),
            "fn" | "unsafe" | "extern" | "for" if first => self.unsuitable(
                "a function cannot be sent to another task",
                "send a value that says what to do",
            ),
            "impl" if first => self.unsuitable(
                "`impl Trait` says nothing about the bytes on the wire",
                NAME,
            ),
            "dyn" if first => Fault::new(
                Code::Unsized,
                self.token(),
                "a trait object has no size of its own",
                "name a type that implements the trait",
            ),
            "_" if first => self.unsuitable(
                "`_` says nothing about the bytes on the wire",
                NAME,
            ),
            _ => Fault::new(
                Code::NotAType,
                self.token(),
                format!("`{word}` cannot stand here in a path"),
                "it is a keyword: name a type",
            ),
        }
    }

    /// `<A, B, 3>`.
    pub(super) fn generics(&mut self, words: &mut bool) -> Result<()> {
        self.open()?;
        while !self.close(b'>') {
            if self.at_literal() {
                self.literal()?;
            } else if self.peek() == b'{' {
                self.block()?;
            } else {
                let start = self.at;
                *words |= self.ty(false)?.machine_word;
                self.space();
                if matches!(self.peek(), b'=' | b':') {
                    self.at = start;
                    return Err(Fault::new(
                        Code::NotAType,
                        self.token(),
                        "only types and constants can be arguments here",
                        "give the type a name in Rust, and write that here",
                    ));
                }
            }
            self.space();
            if self.eat(b',') {
                self.space();
            } else if self.peek() != b'>' {
                return Err(self.behind_type("`,` or `>`"));
            }
        }
        Ok(())
    }

    /// The lifetime that is next.
    fn lifetime(&mut self) -> Box<Fault> {
        let start = self.at;
        self.at += 1;
        let name = self.next_word();
        if name.is_empty() {
            self.at = start;
            return self.expected("a type");
        }
        Fault::new(
            Code::Borrowed,
            start..self.at + name.len(),
            "a type with a lifetime borrows, and cannot be sent to another \
             task",
            "use a type that owns its contents, or lend memory with a lease",
        )
    }
}
