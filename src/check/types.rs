//! Rust types in strings: which are legal, and what their text alone says.
//!
//! [`plain`] reads what nearly all files consist of: paths, with or without
//! generics, tuples and arrays. Everything else, and all that is wrong, is
//! left to `syn`, behind [`measure`], which bounds how deep `syn` recurses.
//! The two agree on all that both accept; a test compares them.

use std::collections::HashMap;
use std::ops::Range;

use proc_macro2::Span;
use proc_macro2::extra::DelimSpan;
use syn::{Expr, GenericArgument, Type};

use super::names::{self, Wrong};
use crate::diagnostic::Code;
use crate::model::Integer;

/// What the text of a legal type says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Facts {
    pub(super) form: Form,
    /// Its size in memory in bytes, where Rust guarantees one. For a slice,
    /// its element's.
    pub(super) memory: Option<u32>,
    /// `hubpack::SerializedSize::MAX_SIZE`, where it is known, and then every
    /// value takes as many bytes.
    pub(super) hubpack: Option<u32>,
    /// Whether `usize` or `isize` is part of it.
    pub(super) machine_word: bool,
}

/// What kind of type it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Form {
    Unit,
    Integer(Integer),
    /// A slice; where in the text its element stands.
    Slice(Range<usize>),
    /// A single identifier that is no primitive type.
    Unqualified,
    Other,
}

/// Why a text is not a legal type.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// The part of the text that is wrong.
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// Reads types, each distinct text once where that is costly.
#[derive(Default)]
pub(super) struct Types {
    read: HashMap<String, Result<Facts, Fault>>,
}

impl Types {
    pub(super) fn facts(&mut self, text: &str) -> Result<Facts, Fault> {
        if let Some(facts) = plain(text) {
            return Ok(facts);
        }
        if let Some(result) = self.read.get(text) {
            return result.clone();
        }
        let result = thorough(text);
        self.read.insert(text.to_owned(), result.clone());
        result
    }
}

/// Brackets in a type may nest this deep.
const MAX_DEPTH: usize = 32;
/// Operators and keywords that a type may hold: each can make `syn` recurse.
const MAX_OPERATORS: usize = 32;
/// The longest type in bytes.
const MAX_LEN: usize = 4096;

const SIZED: Facts = Facts {
    form: Form::Other,
    memory: None,
    hubpack: None,
    machine_word: false,
};

// Facts of types made of others.

fn unit() -> Facts {
    Facts {
        form: Form::Unit,
        memory: Some(0),
        hubpack: Some(0),
        machine_word: false,
    }
}

/// A path that is a single identifier.
fn single(name: &str) -> Facts {
    let primitive = |bytes| Facts {
        memory: Some(bytes),
        hubpack: Some(bytes),
        ..SIZED
    };
    match name {
        "bool" => primitive(1),
        "f32" | "char" => primitive(4),
        "f64" => primitive(8),
        _ => {
            let Some(integer) = integer(name) else {
                return Facts {
                    form: Form::Unqualified,
                    ..SIZED
                };
            };
            let form = Form::Integer(integer);
            match integer.width() {
                Some(width) => Facts {
                    form,
                    ..primitive(width)
                },
                None => Facts {
                    form,
                    machine_word: true,
                    ..SIZED
                },
            }
        }
    }
}

/// The integer type of this name.
pub(super) fn integer(name: &str) -> Option<Integer> {
    Some(match name {
        "u8" => Integer::U8,
        "u16" => Integer::U16,
        "u32" => Integer::U32,
        "u64" => Integer::U64,
        "u128" => Integer::U128,
        "usize" => Integer::Usize,
        "i8" => Integer::I8,
        "i16" => Integer::I16,
        "i32" => Integer::I32,
        "i64" => Integer::I64,
        "i128" => Integer::I128,
        "isize" => Integer::Isize,
        _ => return None,
    })
}

/// An array of elements; its length where it is a number.
fn array(element: &Facts, length: Option<u64>) -> Facts {
    let times = |size: Option<u32>| {
        let total = u64::from(size?).checked_mul(length?)?;
        u32::try_from(total).ok()
    };
    // No element, or elements without a size: it takes no memory.
    let empty = length == Some(0) || element.memory == Some(0);
    Facts {
        form: Form::Other,
        memory: if empty {
            Some(0)
        } else {
            times(element.memory)
        },
        hubpack: times(element.hubpack),
        machine_word: element.machine_word,
    }
}

/// Adds an element to a tuple, which starts as [`unit`]. How its elements
/// lie in memory is the compiler's choice, unless they take none.
fn and(tuple: &mut Facts, element: &Facts) {
    let zero = tuple.memory == Some(0) && element.memory == Some(0);
    tuple.form = Form::Other;
    tuple.memory = if zero { Some(0) } else { None };
    tuple.hubpack = match (tuple.hubpack, element.hubpack) {
        (Some(a), Some(b)) => a.checked_add(b),
        _ => None,
    };
    tuple.machine_word |= element.machine_word;
}

/// A slice whose element stands there in the text.
fn slice(element: Facts, range: Range<usize>) -> Facts {
    Facts {
        form: Form::Slice(range),
        hubpack: None,
        ..element
    }
}

// The reader for plain types.

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

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

// Everything else.

impl Fault {
    /// A slice where its size must be known.
    pub(super) fn slice(text: &str) -> Self {
        Self::new(
            Code::Unsized,
            0..text.len(),
            "a slice has no size of its own",
            UNSIZED_HELP,
        )
    }

    fn new(
        code: Code,
        range: Range<usize>,
        message: impl Into<String>,
        help: &'static str,
    ) -> Self {
        Self {
            code,
            range,
            message: message.into(),
            help,
        }
    }
}

/// Reads any type with `syn`.
pub(super) fn thorough(text: &str) -> Result<Facts, Fault> {
    measure(text)?;
    let ty: Type = match syn::parse_str(text) {
        Ok(ty) => ty,
        Err(error) => {
            let mut range = error.span().byte_range();
            if range.is_empty() || range.end > text.len() {
                let last = text.chars().next_back().map_or(0, char::len_utf8);
                range = text.len() - last..text.len();
            }
            return Err(Fault::new(
                Code::NotAType,
                range,
                format!("this is not a Rust type: {error}"),
                "",
            ));
        }
    };
    let mut reader = Thorough { text };
    reader.ty(&ty, true)
}

/// Bounds what `syn` is asked to read, so that it cannot overflow the stack.
fn measure(text: &str) -> Result<(), Fault> {
    const HELP: &str = "give the type a name in Rust, and write that here";
    if text.trim().is_empty() {
        return Err(Fault::new(
            Code::NotAType,
            0..text.len(),
            "the type is empty",
            "for no value, write `()`",
        ));
    }
    if text.len() > MAX_LEN {
        return Err(Fault::new(
            Code::TypeTooDeep,
            0..text.len(),
            format!("the type is longer than {MAX_LEN} bytes"),
            HELP,
        ));
    }
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut operators = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let start = at;
        at += 1;
        match byte {
            b'(' | b'[' | b'{' | b'<' => depth += 1,
            b')' | b']' | b'}' | b'>' => depth = depth.saturating_sub(1),
            b'/' if matches!(bytes.get(at), Some(b'/' | b'*')) => {
                return Err(Fault::new(
                    Code::NotAType,
                    start..start + 2,
                    "a comment cannot stand in a type",
                    "put it outside the string",
                ));
            }
            b',' | b';' | b' ' | b'\t' | b'\n' | b'\r' | b':' => {}
            _ if is_word(byte) => {
                while at < bytes.len() && is_word(bytes[at]) {
                    at += 1;
                }
                let word = &bytes[start..at];
                if names::is_keyword_bytes(word) {
                    operators += 1;
                }
            }
            _ if byte >= 0x80 => {}
            _ => operators += 1,
        }
        if depth > MAX_DEPTH {
            return Err(Fault::new(
                Code::TypeTooDeep,
                start..at,
                format!("more than {MAX_DEPTH} brackets are open here"),
                HELP,
            ));
        }
        if operators > MAX_OPERATORS {
            return Err(Fault::new(
                Code::TypeTooDeep,
                start..at,
                format!(
                    "the type has more than {MAX_OPERATORS} operators and \
                     keywords"
                ),
                HELP,
            ));
        }
    }
    Ok(())
}

struct Thorough<'s> {
    text: &'s str,
}

impl Thorough<'_> {
    /// Where a token stands in the text.
    fn range(&self, token: Span) -> Range<usize> {
        let range = token.byte_range();
        if range.end <= self.text.len() {
            range
        } else {
            0..self.text.len()
        }
    }

    /// What is between two brackets, without the space around it.
    fn between(&self, brackets: DelimSpan) -> Range<usize> {
        let start = self.range(brackets.open()).end;
        let end = self.range(brackets.close()).start;
        let Some(inner) = self.text.get(start..end) else {
            return 0..self.text.len();
        };
        let start = start + inner.len() - inner.trim_start().len();
        start..start + inner.trim().len()
    }

    fn unsuitable(
        &self,
        token: Span,
        message: &str,
        help: &'static str,
    ) -> Fault {
        Fault::new(Code::UnsuitableType, self.range(token), message, help)
    }

    fn ty(&mut self, ty: &Type, outermost: bool) -> Result<Facts, Fault> {
        const LEND: &str = "send the value itself, or lend memory with a lease";
        const NAME: &str = "name the type itself";
        Err(match ty {
            Type::Path(path) => return self.path(path),
            Type::Tuple(tuple) => {
                let mut facts = unit();
                for element in &tuple.elems {
                    and(&mut facts, &self.ty(element, false)?);
                }
                return Ok(facts);
            }
            Type::Array(ty) => {
                let element = self.ty(&ty.elem, false)?;
                let here = ty.bracket_token.span.join();
                let length = self.constant(&ty.len, here)?;
                return Ok(array(&element, length));
            }
            Type::Slice(ty) => {
                let element = self.ty(&ty.elem, false)?;
                let brackets = ty.bracket_token.span;
                if outermost {
                    return Ok(slice(element, self.between(brackets)));
                }
                Fault::new(
                    Code::Unsized,
                    self.range(brackets.join()),
                    "a slice has no size of its own",
                    UNSIZED_HELP,
                )
            }
            Type::Paren(inner) => return self.ty(&inner.elem, outermost),
            Type::Group(inner) => return self.ty(&inner.elem, outermost),
            Type::Reference(ty) => Fault::new(
                Code::Borrowed,
                self.range(ty.and_token.spans[0]),
                "a reference cannot be sent to another task",
                LEND,
            ),
            Type::Ptr(ty) => self.unsuitable(
                ty.star_token.spans[0],
                "a pointer means nothing in another task",
                LEND,
            ),
            Type::BareFn(ty) => self.unsuitable(
                ty.fn_token.span,
                "a function cannot be sent to another task",
                "",
            ),
            Type::ImplTrait(ty) => self.unsuitable(
                ty.impl_token.span,
                "`impl Trait` says nothing about the bytes on the wire",
                NAME,
            ),
            Type::TraitObject(ty) => Fault::new(
                Code::Unsized,
                match &ty.dyn_token {
                    Some(token) => self.range(token.span),
                    None => 0..self.text.len(),
                },
                "a trait object has no size of its own",
                "name a type that implements the trait",
            ),
            Type::Infer(ty) => self.unsuitable(
                ty.underscore_token.spans[0],
                "`_` says nothing about the bytes on the wire",
                NAME,
            ),
            Type::Macro(ty) => self.unsuitable(
                ty.mac.bang_token.spans[0],
                "a macro cannot stand for a type here",
                "give the type a name in Rust, and write that here",
            ),
            Type::Never(ty) => self.unsuitable(
                ty.bang_token.spans[0],
                "`!` has no values, and stable Rust does not take it here",
                "for no value, write `()`",
            ),
            _ => Fault::new(
                Code::UnsuitableType,
                0..self.text.len(),
                "this kind of type cannot be sent",
                NAME,
            ),
        })
    }

    fn path(&mut self, ty: &syn::TypePath) -> Result<Facts, Fault> {
        let mut words = false;
        if let Some(qself) = &ty.qself {
            words |= self.ty(&qself.ty, false)?.machine_word;
        }
        self.segments(&ty.path, &mut words)?;
        if ty.qself.is_none()
            && let Some(ident) = ty.path.get_ident()
        {
            let name = ident.to_string();
            if name == "str" {
                return Err(Fault::new(
                    Code::Unsized,
                    self.range(ident.span()),
                    "`str` has no size of its own",
                    UNSIZED_HELP,
                ));
            }
            return Ok(single(&name));
        }
        Ok(Facts {
            machine_word: words,
            ..SIZED
        })
    }

    /// Checks the identifiers and generic arguments of a path.
    fn segments(
        &mut self,
        path: &syn::Path,
        words: &mut bool,
    ) -> Result<(), Fault> {
        let count = path.segments.len();
        // Whether `crate`, `self` or `super` may come next.
        let mut anchor = path.leading_colon.is_none();
        for (i, segment) in path.segments.iter().enumerate() {
            let here = segment.ident.span();
            let name = segment.ident.to_string();
            if name == "Self" {
                return Err(self.unsuitable(
                    here,
                    "`Self` means something else in generated code",
                    "name the type itself",
                ));
            }
            let last = i + 1 == count;
            if names::is_keyword(&name)
                && !(anchor
                    && !last
                    && matches!(name.as_str(), "crate" | "self" | "super"))
            {
                return Err(Fault::new(
                    Code::NotAType,
                    self.range(here),
                    format!("`{name}` cannot stand here in a path"),
                    "",
                ));
            }
            anchor = anchor && name == "super";
            match &segment.arguments {
                syn::PathArguments::None => {}
                syn::PathArguments::AngleBracketed(generics) => {
                    for argument in &generics.args {
                        self.argument(argument, here, words)?;
                    }
                }
                syn::PathArguments::Parenthesized(_) => {
                    return Err(self.unsuitable(
                        here,
                        "a trait is no type",
                        "name a type that implements it",
                    ));
                }
            }
        }
        Ok(())
    }

    fn argument(
        &mut self,
        argument: &GenericArgument,
        here: Span,
        words: &mut bool,
    ) -> Result<(), Fault> {
        match argument {
            GenericArgument::Type(ty) => {
                *words |= self.ty(ty, false)?.machine_word;
                Ok(())
            }
            GenericArgument::Const(value) => {
                self.constant(value, here).map(|_| ())
            }
            GenericArgument::Lifetime(lifetime) => {
                let start = self.range(lifetime.apostrophe).start;
                let end = self.range(lifetime.ident.span()).end;
                Err(Fault::new(
                    Code::Borrowed,
                    start.min(end)..end,
                    "a type with a lifetime borrows, and cannot be sent to \
                     another task",
                    "use a type that owns its contents, or lend memory with \
                     a lease",
                ))
            }
            _ => Err(Fault::new(
                Code::NotAType,
                self.range(here),
                "only types and constants can be arguments here",
                "",
            )),
        }
    }

    /// A constant; its value where it is a number. `here` is around it.
    fn constant(
        &mut self,
        value: &Expr,
        here: Span,
    ) -> Result<Option<u64>, Fault> {
        match value {
            Expr::Lit(literal) => {
                if let syn::Lit::Int(int) = &literal.lit
                    && matches!(int.suffix(), "" | "usize")
                {
                    return Ok(int.base10_parse().ok());
                }
            }
            Expr::Path(path) => {
                if let Some(qself) = &path.qself {
                    self.ty(&qself.ty, false)?;
                }
                self.segments(&path.path, &mut false)?;
            }
            Expr::Paren(inner) => return self.constant(&inner.expr, here),
            Expr::Group(inner) => return self.constant(&inner.expr, here),
            Expr::Binary(binary) => {
                self.constant(&binary.left, here)?;
                self.constant(&binary.right, here)?;
            }
            Expr::Unary(unary) => {
                self.constant(&unary.expr, here)?;
            }
            Expr::Cast(cast) => {
                self.constant(&cast.expr, here)?;
                self.ty(&cast.ty, false)?;
            }
            Expr::Call(call) => {
                self.constant(&call.func, here)?;
                for argument in &call.args {
                    self.constant(argument, here)?;
                }
            }
            Expr::MethodCall(call) => {
                self.constant(&call.receiver, here)?;
                for argument in &call.args {
                    self.constant(argument, here)?;
                }
            }
            Expr::Field(field) => {
                self.constant(&field.base, here)?;
            }
            // `{ N + 1 }`, which stays tokens.
            Expr::Verbatim(_) => {}
            _ => {
                return Err(Fault::new(
                    Code::NotAType,
                    self.range(here),
                    "this is no constant that can be a length",
                    "give the constant a name in Rust, and write that here",
                ));
            }
        }
        Ok(None)
    }
}

const UNSIZED_HELP: &str =
    "lend it with a lease (`type: \"[u8]\"`), or use an array";

/// Whether a text is a path to a function: identifiers joined by `::`.
pub(super) fn function(path: &str) -> Result<(), Wrong> {
    let rest = path.strip_prefix("::").unwrap_or(path);
    let mut first = rest.len() == path.len();
    let mut segments = rest.split("::").peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        let anchor = matches!(segment, "crate" | "self" | "super");
        if anchor && first && !last {
            first = segment == "super";
            continue;
        }
        first = false;
        let name = segment.strip_prefix("r#").unwrap_or(segment);
        names::identifier(name)?;
        if name.len() == segment.len() && names::is_keyword(name) {
            return Err(Wrong::NotAnIdentifier);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::{Facts, plain, thorough};

    /// Types that both readers know, and some that one of them leaves to the
    /// other.
    fn types() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "(bool|char|f32|f64|[ui](8|16|32|64|128|size))",
            "[A-Z][a-z]{0,3}",
            "(::|crate::|self::|super::|super::super::)?[a-z]{2}(::[A-Z]b){1,2}",
            "(_a|_|str|type|crate|self|Self|r#fn|u8::a::fn|\\(\\))",
        ];
        leaf.prop_recursive(4, 24, 3, |inner| {
            let space = "( ?)";
            prop_oneof![
                (inner.clone(), "(0|4|0x4|1_0|4usize|N|a::N|N \\+ 1)", space)
                    .prop_map(|(ty, n, s)| format!("[{s}{ty}{s};{s}{n}]")),
                (inner.clone(), space).prop_map(|(ty, s)| format!("[{s}{ty}]")),
                (prop::collection::vec(inner.clone(), 0..3), "(,|, |)", space)
                    .prop_map(|(types, end, s)| format!(
                        "({s}{}{end})",
                        types.join(",")
                    )),
                (prop::collection::vec(inner, 1..3), "(,|, 4|)", "(::)?")
                    .prop_map(|(types, end, colons)| format!(
                        "a::B{colons}<{}{end}>",
                        types.join(", ")
                    )),
            ]
        })
    }

    fn agree(text: &str) -> Option<Facts> {
        let plain = plain(text)?;
        match thorough(text) {
            Ok(thorough) => assert_eq!(plain, thorough, "{text}"),
            Err(fault) => panic!("only one accepts {text:?}: {fault:?}"),
        }
        Some(plain)
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 500,
            rng_seed: RngSeed::Fixed(0x1d01),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn both_readers_agree_on_types(text in types()) {
            agree(&text);
        }

        #[test]
        fn both_readers_agree_on_any_text(
            text in "[a-b0-1u8:<>()\\[\\];,_ ]{0,12}",
        ) {
            agree(&text);
        }

        #[test]
        fn no_text_overflows_the_stack(
            text in "(&|\\*const |-|<|\\(|\\[|fn\\(|dyn |a|u8|;| as |!|\\{){0,90}",
        ) {
            let _ = thorough(&text);
        }
    }

    #[test]
    fn everyday_types_do_not_need_syn() {
        for text in [
            "()",
            "u8",
            "[u8]",
            "[[u8; 3]; 40]",
            "[u8; drv_hash_api::SHA256_SZ]",
            "drv_spi_api::SpiError",
            "Option<(Result<f32, NoData>, u64)>",
            "(f32, u64)",
        ] {
            assert!(agree(text).is_some(), "{text}");
        }
    }

    #[test]
    fn sizes_are_known_where_rust_or_hubpack_fix_them() {
        for (text, memory, hubpack) in [
            ("()", Some(0), Some(0)),
            ("bool", Some(1), Some(1)),
            ("char", Some(4), Some(4)),
            ("u128", Some(16), Some(16)),
            ("usize", None, None),
            ("[u16; 3]", Some(6), Some(6)),
            ("[[u8; 3]; 40]", Some(120), Some(120)),
            ("[A; 0]", Some(0), None),
            ("[(); N]", Some(0), None),
            ("[u8; N]", None, None),
            ("(u8, u32)", None, Some(5)),
            ("((), ())", Some(0), Some(0)),
            ("(u8, A)", None, None),
            ("Option<u8>", None, None),
            ("[u64; 4294967295]", None, None),
        ] {
            let facts = agree(text).expect(text);
            assert_eq!((facts.memory, facts.hubpack), (memory, hubpack));
        }
    }
}
