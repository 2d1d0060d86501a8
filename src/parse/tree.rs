//! Tokens → a tree of RON values.

use super::lex::{Bracket, Token};
use super::node::{Entry, Group, Kind, Node, word};
use super::text::{self, Piece};
use super::tokens::Parser;
use crate::diagnostic::{Code, Diagnostic, Span};

/// Brackets nested deeper than this are refused. An interface needs eight.
pub(super) const MAX_DEPTH: usize = 64;

/// The same for a text that another generator wrote: released readers go down
/// more than 60 levels in values that they do not know.
pub(super) const MAX_DEPTH_RELEASED: usize = 96;

/// What the parser made of a text.
pub(super) struct Parsed {
    pub(super) root: Node,
    pub(super) comments: Vec<Span>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads a whole text, in which so many brackets may be open at once.
pub(super) fn parse(text: &str, max_depth: usize) -> Parsed {
    let mut parser = Parser::new(text, max_depth);
    parser.advance();
    parser.attributes();
    let mut root = parser.value();
    if parser.too_deep {
        root.kind = Kind::Broken;
    }
    // Where no struct is there at all, that is what is told.
    if matches!(root.kind, Kind::Group(_)) && parser.token != Token::End {
        parser.unexpected("the end of the file", "a file holds one interface");
    }
    // What is left is still lexed, for its comments.
    while parser.token != Token::End {
        parser.advance();
    }
    Parsed {
        root,
        comments: parser.lexer.comments,
        diagnostics: parser.diagnostics,
    }
}

impl Parser<'_> {
    /// A value. On anything else it reports, goes past what cannot help
    /// recovery, and gives [`Kind::Broken`].
    fn value(&mut self) -> Node {
        let span = self.span;
        let kind = match self.token {
            Token::Word => {
                self.advance();
                if self.at(Token::Open(Bracket::Round)) {
                    let kind = self.group(Bracket::Round, Some(span));
                    let end = self.last_span.end;
                    let start = span.start;
                    return Node {
                        kind,
                        span: Span { start, end },
                    };
                }
                Kind::Word
            }
            Token::Text => {
                let kind = self.string(span);
                self.advance();
                kind
            }
            Token::RawText => {
                let literal = &self.text[span.range()];
                let content = &literal[text::content(literal)];
                self.advance();
                Kind::Text(content.to_owned())
            }
            Token::Number => {
                self.advance();
                Kind::Number
            }
            Token::Char => {
                self.advance();
                Kind::Char
            }
            Token::Open(bracket) => {
                let kind = self.group(bracket, None);
                let end = self.last_span.end;
                let start = span.start;
                return Node {
                    kind,
                    span: Span { start, end },
                };
            }
            _ => {
                self.unexpected("a value", "");
                // Commas and closing brackets are where the group goes on.
                if !matches!(
                    self.token,
                    Token::Comma | Token::Close(_) | Token::End
                ) {
                    self.advance();
                }
                // What a wrong character touches goes with it, as in `@name`.
                let touched = self.last == Token::Wrong
                    && self.last_span.end == self.span.start
                    && matches!(
                        self.token,
                        Token::Word | Token::Number | Token::Text
                    );
                if touched {
                    self.advance();
                }
                Kind::Broken
            }
        };
        Node { kind, span }
    }

    /// The contents of an escaped string.
    fn string(&mut self, span: Span) -> Kind {
        let literal = &self.text[span.range()];
        let content = &literal[1..literal.len() - 1];
        if !content.as_bytes().contains(&b'\\') {
            return Kind::Text(content.to_owned());
        }
        let mut value = String::with_capacity(content.len());
        for (range, piece) in text::pieces(literal) {
            match piece {
                Piece::Char(c) => value.push(c),
                Piece::Wrong(reason) => {
                    let start = span.start as usize + range.start;
                    let end = span.start as usize + range.end;
                    self.push(
                        Diagnostic::new(Code::BadEscape, reason)
                            .at(Some(Span::new(start, end)), "")
                            .help(
                                "RON knows \\\" \\' \\\\ \\n \\r \\t \\0, \
                                 \\x and two hexadecimal digits, \\u{...}",
                            ),
                    );
                }
            }
        }
        Kind::Text(value)
    }

    /// A group, from its opening bracket, past its closing one.
    fn group(&mut self, bracket: Bracket, name: Option<Span>) -> Kind {
        let opening = self.span;
        let max_depth = self.max_depth;
        if self.open.len() >= max_depth {
            self.push(
                Diagnostic::new(
                    Code::TooDeep,
                    format!("more than {max_depth} brackets are open here"),
                )
                .at(Some(opening), "one too many")
                .help("an interface needs eight: is one of them not closed?"),
            );
            // Whatever this is, it is no interface.
            self.too_deep = true;
            self.skip_all();
            return Kind::Broken;
        }
        self.open.push((bracket, opening.start));
        self.advance();
        let mut entries = Vec::new();
        let mut complete = true;
        loop {
            match self.token {
                Token::Close(closing) => {
                    if self.close(closing, bracket, opening) {
                        break;
                    }
                    continue;
                }
                Token::End => {
                    self.unclosed(bracket, opening);
                    complete = false;
                    break;
                }
                _ => {}
            }
            let entry = self.entry();
            let broken = matches!(entry.value.kind, Kind::Broken);
            entries.push(entry);
            complete = complete && !broken;
            match self.token {
                Token::Comma => self.advance(),
                Token::Close(_) | Token::End => {}
                // Reported already; what comes may be the next entry.
                Token::Word | Token::Text | Token::RawText if broken => {}
                _ if broken => self.skip_entry(),
                _ if bracket == Bracket::Square && self.semicolon() => {
                    self.bare_array(opening);
                    self.open.pop();
                    return Kind::Broken;
                }
                _ => complete &= self.missing_comma(),
            }
        }
        self.open.pop();
        Kind::Group(Group {
            name,
            bracket,
            entries,
            complete,
        })
    }

    /// `value` or `key: value`.
    fn entry(&mut self) -> Entry {
        let first = self.value();
        if self.eat(Token::Colon) || self.missing_colon(&first) {
            let value = self.value();
            let key = Some(first);
            return Entry { key, value };
        }
        Entry {
            key: None,
            value: first,
        }
    }

    /// `#![enable(...)]`, which turns nothing on: what the extensions allow
    /// is either allowed here anyway or has no place in an interface.
    fn attributes(&mut self) {
        while self.at(Token::Hash) {
            let start = self.span.start;
            self.advance();
            let opened =
                self.eat(Token::Bang) && self.eat(Token::Open(Bracket::Square));
            if !opened || !self.enable() {
                while opened
                    && !matches!(
                        self.token,
                        Token::End
                            | Token::Close(Bracket::Square)
                            | Token::Open(Bracket::Curly)
                    )
                {
                    self.advance();
                }
                if opened {
                    self.eat(Token::Close(Bracket::Square));
                }
                // One is told, whatever follows it.
                while self.eat(Token::Hash) {}
                let end = self.last_span.end;
                self.push(
                    Diagnostic::new(
                        Code::BadAttribute,
                        "this is no attribute of RON",
                    )
                    .at(Some(Span { start, end }), "")
                    .help(
                        "`.idol` files need none; known are \
                         `#![enable(implicit_some)]`, `unwrap_newtypes` and \
                         `unwrap_variant_newtypes`",
                    ),
                );
            }
        }
    }

    /// Goes past what is in an attribute, as far as it is right.
    fn enable(&mut self) -> bool {
        if !self.at(Token::Word) || &self.text[self.span.range()] != "enable" {
            return false;
        }
        self.advance();
        if !self.eat(Token::Open(Bracket::Round)) {
            return false;
        }
        loop {
            let known = self.at(Token::Word)
                && matches!(
                    word(self.text, self.span),
                    "implicit_some"
                        | "unwrap_newtypes"
                        | "unwrap_variant_newtypes"
                );
            if !known {
                return false;
            }
            self.advance();
            let comma = self.eat(Token::Comma);
            if !comma || !self.at(Token::Word) {
                break;
            }
        }
        self.eat(Token::Close(Bracket::Round))
            && self.eat(Token::Close(Bracket::Square))
    }
}
