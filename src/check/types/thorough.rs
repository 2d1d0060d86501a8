//! The reader for all types, and for all mistakes: `syn`, kept from
//! recursing too deep.

use std::ops::Range;

use proc_macro2::Span;
use proc_macro2::extra::DelimSpan;
use syn::{Expr, GenericArgument, Type};

use super::super::names;
use super::{
    Facts, Fault, MAX_DEPTH, MAX_LEN, MAX_OPERATORS, SIZED, UNSIZED_HELP, and,
    array, is_word, single, slice, unit,
};
use crate::diagnostic::Code;

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
                format!("this is not a Rust type: {}", reason(&error)),
                "write a type as in Rust: `u32`, `[u8; 4]`, `my_api::Color`",
            ));
        }
    };
    let mut reader = Thorough { text };
    reader.ty(&ty, true)
}

/// What `syn` has against a text, as far as it helps.
fn reason(error: &syn::Error) -> String {
    let reason = error.to_string();
    if reason.contains("token stream") {
        return "its brackets or quotes do not match".to_owned();
    }
    match reason.split_once(", expected one of") {
        Some((reason, _)) => reason.to_owned(),
        None => reason,
    }
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
    if text.starts_with('\u{feff}') {
        return Err(Fault::new(
            Code::NotAType,
            0..3,
            "a byte-order mark cannot stand in a type",
            "take it away; it can be seen in an editor that shows bytes",
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
                // The anchors of paths do not nest.
                let anchor = matches!(word, b"crate" | b"self" | b"super");
                if names::is_keyword_bytes(word) && !anchor {
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
                "send a value that says what to do",
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
                    "it is a keyword: name a type",
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
                "give the type a name in Rust, and write that here",
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
            // `{ N + 1 }`, which stays tokens, unless somebody else in the
            // build asks `syn` for more.
            Expr::Verbatim(_) | Expr::Block(_) => {}
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
