//! Rust code with colours.
//!
//! The lexer is `proc-macro2`'s, which the generator brings anyway; libraries
//! made for highlighting bring grammars of a hundred languages, an engine for
//! regular expressions and several seconds of building. What lies between
//! tokens is space and comments.

use std::fmt::Write;
use std::iter::Peekable;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree, token_stream};

const PLAIN: Style = Style::new();
const COMMENT: Style = AnsiColor::Green.on_default();
const KEYWORD: Style = AnsiColor::Magenta.on_default();
const LITERAL: Style = AnsiColor::Yellow.on_default();
const TYPE: Style = AnsiColor::Cyan.on_default();
const ATTRIBUTE: Style = AnsiColor::BrightBlack.on_default();

/// The code with the escape sequences of a terminal; as it is, if it is not
/// Rust.
pub fn rust(code: &str) -> String {
    let Ok(tokens) = code.parse::<TokenStream>() else {
        return code.to_owned();
    };
    let mut painter = Painter {
        code,
        done: 0,
        painted: String::with_capacity(code.len() * 2),
    };
    painter.tokens(tokens);
    painter.paint_to(code.len(), COMMENT);
    painter.painted
}

struct Painter<'a> {
    code: &'a str,
    /// How many bytes of the code are painted.
    done: usize,
    painted: String,
}

type Tokens = Peekable<token_stream::IntoIter>;

impl Painter<'_> {
    fn tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            // Finding a place in the text takes longer than painting there.
            let place = || token.span().byte_range();
            match &token {
                TokenTree::Group(group) => {
                    self.token(group.span_open().byte_range(), PLAIN);
                    self.tokens(group.stream());
                    self.token(group.span_close().byte_range(), PLAIN);
                }
                TokenTree::Literal(_) => self.token(place(), LITERAL),
                TokenTree::Ident(ident) => {
                    let is_macro = is_punct(tokens.peek(), '!');
                    self.token(
                        place(),
                        ident_style(&ident.to_string(), is_macro),
                    );
                }
                TokenTree::Punct(punct) => match punct.as_char() {
                    '\'' => {
                        self.token(place(), TYPE);
                        if let Some(name) = tokens.next() {
                            self.token(name.span().byte_range(), TYPE);
                        }
                    }
                    '#' => match end_of_attribute(&mut tokens) {
                        Some(end) => self.attribute(place().start..end),
                        None => self.token(place(), PLAIN),
                    },
                    _ => self.token(place(), PLAIN),
                },
            }
        }
    }

    /// An attribute from its `#` to its `]`, or the comment that stands for
    /// it.
    fn attribute(&mut self, place: Range<usize>) {
        match self.code[place.clone()].starts_with('/') {
            true => self.token(place, COMMENT),
            false => self.token(place, ATTRIBUTE),
        }
    }

    /// Paints what is before a token, and the token.
    fn token(&mut self, place: Range<usize>, style: Style) {
        self.paint_to(place.start, COMMENT);
        self.paint_to(place.end, style);
    }

    /// Paints the code up to a byte.
    fn paint_to(&mut self, end: usize, style: Style) {
        let text = &self.code[self.done.min(end)..end];
        self.done = self.done.max(end);
        // A colour ends with its line, so that pagers can begin anywhere.
        for line in text.split_inclusive('\n') {
            let visible = line.trim();
            let painted = match style == PLAIN || visible.is_empty() {
                true => line.to_owned(),
                false => line.replacen(
                    visible,
                    &format!("{style}{visible}{style:#}"),
                    1,
                ),
            };
            // Writing to a `String` cannot fail.
            let _ = self.painted.write_str(&painted);
        }
    }
}

/// Takes the rest of an attribute, after its `#`: where it ends.
fn end_of_attribute(tokens: &mut Tokens) -> Option<usize> {
    if is_punct(tokens.peek(), '!') {
        tokens.next();
    }
    let is_attribute = |token: &TokenTree| {
        matches!(token, TokenTree::Group(group)
            if group.delimiter() == Delimiter::Bracket)
    };
    let group = tokens.next_if(is_attribute)?;
    Some(group.span().byte_range().end)
}

/// Whether a token is this character alone, no part of `!=`.
fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct))
        if punct.as_char() == wanted && punct.spacing() == Spacing::Alone)
}

fn ident_style(name: &str, is_macro: bool) -> Style {
    let is_keyword = syn::parse_str::<syn::Ident>(name).is_err();
    if is_macro || (is_keyword && name != "_") {
        KEYWORD
    } else if name.starts_with(char::is_uppercase) {
        TYPE
    } else {
        PLAIN
    }
}

#[cfg(test)]
mod tests {
    use super::rust;

    const CODE: &str = "\
// Before.
/// Says it twice, ünd
///
/// really.
#[derive(Clone)]
pub struct Spi<'a>(&'a u8);

/* Two
lines. */
fn f(x: u8) -> bool {
    #![cold]
    let _ = r#\"raw // no comment\"#; // after
    assert!(x != 0x1f); true
}
// The end.
";

    #[test]
    fn colours_change_nothing_else() {
        let painted = rust(CODE);
        let stripped = anstream::adapter::strip_str(&painted).to_string();
        assert_eq!(stripped, CODE);
    }

    #[test]
    fn every_line_ends_its_colours() {
        for line in rust(CODE).lines() {
            let last = line.rfind('\u{1b}').map(|start| &line[start..]);
            assert!(last.is_none_or(|last| last.starts_with("\u{1b}[0m")));
        }
    }

    #[test]
    fn comments_keywords_literals_types_and_attributes_differ() {
        let painted = rust(CODE);
        for part in [
            "\u{1b}[32m// Before.\u{1b}[0m\n",
            "\u{1b}[32m/// Says it twice, ünd\u{1b}[0m\n",
            "\u{1b}[32m///\u{1b}[0m\n",
            "\u{1b}[90m#[derive(Clone)]\u{1b}[0m\n",
            "\u{1b}[35mpub\u{1b}[0m \u{1b}[35mstruct\u{1b}[0m",
            "\u{1b}[36mSpi\u{1b}[0m<\u{1b}[36m'\u{1b}[0m\u{1b}[36ma\u{1b}[0m>",
            "\u{1b}[32mlines. */\u{1b}[0m\n",
            "\u{1b}[90m#![cold]\u{1b}[0m\n",
            "\u{1b}[33mr#\"raw // no comment\"#\u{1b}[0m; ",
            "\u{1b}[32m// after\u{1b}[0m\n",
            "\u{1b}[35massert\u{1b}[0m!(x != \u{1b}[33m0x1f\u{1b}[0m);",
            "\u{1b}[32m// The end.\u{1b}[0m\n",
        ] {
            assert!(painted.contains(part), "no {part:?} in\n{painted:?}");
        }
    }

    #[test]
    fn what_is_not_rust_stays_as_it_is() {
        assert_eq!(rust("fn f( {"), "fn f( {");
    }
}
