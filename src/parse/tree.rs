//! Tokens → a tree of RON values.
//!
//! Every bracketed thing is a [`Group`] of entries, each with or without a
//! key: the reader that comes after knows which keys belong where, and can
//! say so better than a grammar. After a mistake the parser goes on at the
//! next `,` or closing bracket.

use super::lex::{Bracket, Lexer, Token};
use super::text::{self, Piece};
use crate::diagnostic::{Code, Diagnostic, Span};

/// Brackets nested deeper than this are refused. An interface needs eight.
const MAX_DEPTH: usize = 64;

/// A value and where it stands.
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// What a value looks like.
pub(super) enum Kind {
    /// An identifier: `true`, `None`, `Hubpack`.
    Word,
    /// An integer or a float.
    Number,
    /// A character in single quotes.
    Char,
    /// A string, without quotes and escapes.
    Text(String),
    /// Something in brackets.
    Group(Group),
    /// Nothing that can be used; already reported.
    Broken,
}

/// A struct, a tuple, a variant with contents, a list or a map.
pub(super) struct Group {
    /// The identifier before the bracket.
    pub(super) name: Option<Span>,
    pub(super) bracket: Bracket,
    pub(super) entries: Vec<Entry>,
    /// Whether these are all entries that were meant.
    pub(super) complete: bool,
}

/// A part of a [`Group`].
pub(super) struct Entry {
    pub(super) key: Option<Node>,
    pub(super) value: Node,
}

/// What an identifier says: its text without `r#`.
pub(super) fn word(text: &str, span: Span) -> &str {
    let word = &text[span.range()];
    match word.strip_prefix("r#") {
        Some(raw) => raw,
        None => word,
    }
}

pub(super) struct Parser<'s> {
    text: &'s str,
    lexer: Lexer<'s>,
    token: Token,
    span: Span,
    /// The token before.
    last: Token,
    last_span: Span,
    /// The brackets that are open, and where they were opened.
    open: Vec<(Bracket, u32)>,
    /// Whether the end of the text has been called unexpected: once is enough.
    ended: bool,
    /// Whether too many brackets were open.
    too_deep: bool,
    diagnostics: Vec<Diagnostic>,
}

/// What the parser made of a text.
pub(super) struct Parsed {
    pub(super) root: Node,
    pub(super) comments: Vec<Span>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parser = Parser {
        text,
        lexer: Lexer::new(text),
        token: Token::End,
        span: Span::default(),
        last: Token::End,
        last_span: Span::default(),
        open: Vec::new(),
        ended: false,
        too_deep: false,
        diagnostics: Vec::new(),
    };
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

impl<'s> Parser<'s> {
    /// Goes to the next token.
    fn advance(&mut self) {
        self.last = self.token;
        self.last_span = self.span;
        let (token, mut span) = self.lexer.next_token();
        if token == Token::End {
            // What ends a file early is on its last line, not below it.
            let end = self.text.trim_end().len();
            span = Span::new(end, end);
        }
        self.token = token;
        self.span = span;
    }

    fn at(&self, token: Token) -> bool {
        self.token == token
    }

    fn eat(&mut self, token: Token) -> bool {
        let there = self.token == token;
        if there {
            self.advance();
        }
        there
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports the token at hand.
    fn unexpected(&mut self, expected: &str, help: &str) {
        let span = Some(self.span);
        let found = &self.text[self.span.range()];
        let mut diagnostic = match self.token {
            Token::Wrong => Diagnostic::new(
                Code::UnexpectedCharacter,
                format!("unexpected `{}`", shorten(found)),
            )
            .at(span, format!("expected {expected}")),
            Token::OpenText => {
                self.ended = true;
                let start = self.span.start;
                let quote = Span {
                    start,
                    end: start + 1,
                };
                Diagnostic::new(Code::Unterminated, "this string does not end")
                    .at(Some(quote), "it begins here")
                    .help("close it with a double quote")
            }
            Token::OpenComment => {
                self.ended = true;
                let start = self.span.start;
                let end = start + 2;
                Diagnostic::new(Code::Unterminated, "this comment does not end")
                    .at(Some(Span { start, end }), "it begins here")
                    .help("close it with `*/`; block comments nest")
            }
            Token::End => {
                if self.ended {
                    return;
                }
                self.ended = true;
                Diagnostic::new(
                    Code::Syntax,
                    format!("expected {expected}, found the end of the file"),
                )
                .at(span, "the file ends here")
                .help(
                    "a file holds one interface, \
                     `Interface(name: \"...\", ops: {})`",
                )
            }
            _ => Diagnostic::new(
                Code::Syntax,
                format!("expected {expected}, found `{}`", shorten(found)),
            )
            .at(span, format!("expected {expected}")),
        };
        let help = match self.token {
            Token::Wrong if found.starts_with(['“', '”', '„', '‘', '’']) => {
                "strings stand in straight quotes, `\"`"
            }
            Token::Wrong if found.starts_with(';') => {
                "separate entries with commas"
            }
            _ => help,
        };
        if diagnostic.help.is_none() && !help.is_empty() {
            diagnostic = diagnostic.help(help);
        }
        self.push(diagnostic);
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
        if self.open.len() >= MAX_DEPTH {
            self.push(
                Diagnostic::new(
                    Code::TooDeep,
                    format!("more than {MAX_DEPTH} brackets are open here"),
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

    /// The text ends in a group.
    fn unclosed(&mut self, bracket: Bracket, opening: Span) {
        if self.ended {
            return;
        }
        self.ended = true;
        let message = format!("`{}` is not closed", bracket.opening());
        self.push(
            Diagnostic::new(Code::UnbalancedBracket, message)
                .at(Some(opening), "opened here")
                .related(Some(self.span), "the file ends here")
                .help(format!("close it with `{}`", bracket.closing())),
        );
    }

    /// A closing bracket: whether the group ends with it.
    fn close(
        &mut self,
        closing: Bracket,
        bracket: Bracket,
        opening: Span,
    ) -> bool {
        if closing == bracket {
            self.advance();
            return true;
        }
        let message = format!(
            "expected `{}`, found `{}`",
            bracket.closing(),
            closing.closing()
        );
        let help = format!(
            "close `{}` first, or take `{}` away",
            bracket.opening(),
            closing.closing()
        );
        let open = format!("this `{}` is open", bracket.opening());
        self.push(
            Diagnostic::new(Code::UnbalancedBracket, message)
                .at(Some(self.span), "closes nothing")
                .related(Some(opening), open)
                .help(help),
        );
        let outer = &self.open[..self.open.len() - 1];
        let outer = outer.iter().rev().find(|(open, _)| *open == closing);
        let here = self.span.start;
        let line = &self.text[..here as usize];
        let line = &line[line.rfind('\n').map_or(0, |i| i + 1)..];
        match outer {
            // It is not this group's nor another's.
            None => self.surplus(),
            // The outer group ends here, and this one's end was forgotten.
            Some(&(_, outer)) if self.one_line(outer, here) => true,
            // It was meant for this group.
            Some(_) if self.one_line(opening.start, here) => {
                self.advance();
                true
            }
            Some(_) if line.trim_start().is_empty() => true,
            // After something that it does not belong to.
            Some(_) => self.surplus(),
        }
    }

    /// Goes past a closing bracket that closes nothing.
    fn surplus(&mut self) -> bool {
        self.advance();
        self.eat(Token::Comma);
        false
    }

    /// Whether two places in the text are on one line.
    fn one_line(&self, from: u32, to: u32) -> bool {
        !self.text[from as usize..to as usize].contains('\n')
    }

    /// Whether `;` comes, which RON does not have.
    fn semicolon(&self) -> bool {
        self.at(Token::Wrong) && self.text[self.span.range()].starts_with(';')
    }

    /// The rest of `[u8; 4]`, a type without quotes.
    fn bare_array(&mut self, opening: Span) {
        while !matches!(self.token, Token::Close(_) | Token::End) {
            self.advance();
        }
        self.eat(Token::Close(Bracket::Square));
        let span = Span {
            start: opening.start,
            end: self.last_span.end,
        };
        let found = shorten(&self.text[span.range()]);
        self.push(
            Diagnostic::new(
                Code::WrongKind,
                format!("expected a type in quotes, found `{found}`"),
            )
            .at(Some(span), "expected a type in quotes")
            .help(format!("write `\"{found}\"`")),
        );
    }

    /// Something stands where `,` should. Returns whether no entry was lost.
    fn missing_comma(&mut self) -> bool {
        if self.runaway_string() {
            return false;
        }
        match self.token {
            // The next entry: only the comma was forgotten.
            Token::Word | Token::Text | Token::RawText => {
                let found = shorten(&self.text[self.span.range()]);
                let message = format!("expected `,`, found `{found}`");
                self.push(
                    Diagnostic::new(Code::Syntax, message)
                        .at(Some(self.span), "expected `,` before this")
                        .help("separate entries with commas"),
                );
                true
            }
            Token::Wrong if self.semicolon() => {
                self.unexpected("`,` or a closing bracket", "");
                self.advance();
                true
            }
            _ => {
                self.unexpected("`,` or a closing bracket", "");
                self.skip_entry();
                false
            }
        }
    }

    /// Where a string of several lines goes before a mistake, its closing
    /// quote was forgotten, and from there on all is the wrong way round:
    /// reports that, and reads no further.
    fn runaway_string(&mut self) -> bool {
        let string = &self.text[self.last_span.range()];
        if self.last != Token::Text || !string.contains('\n') {
            return false;
        }
        let start = self.last_span.start;
        let end = start + 1;
        let ends = Span {
            start: self.last_span.end - 1,
            end: self.last_span.end,
        };
        self.push(
            Diagnostic::new(
                Code::Unterminated,
                "this string runs over several lines into other text",
            )
            .at(Some(Span { start, end }), "it begins here")
            .related(Some(ends), "and ends here")
            .help("close it with a double quote where it should end"),
        );
        self.skip_all();
        true
    }

    /// Goes to the end of the text, which is then no surprise.
    fn skip_all(&mut self) {
        self.ended = true;
        while self.token != Token::End {
            self.advance();
        }
    }

    /// Goes past the next comma of this group, or to its end.
    fn skip_entry(&mut self) {
        while !matches!(self.token, Token::Comma | Token::Close(_) | Token::End)
        {
            match self.token {
                Token::Open(_) => self.skip_balanced(),
                _ => self.advance(),
            }
        }
        self.eat(Token::Comma);
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

    /// After what must have been a key: whether `:` was forgotten, or
    /// written as `=`.
    fn missing_colon(&mut self, first: &Node) -> bool {
        let missing = match (&first.kind, self.token) {
            (Kind::Word | Kind::Text(_), Token::Wrong) => {
                self.text[self.span.range()].starts_with('=')
            }
            (Kind::Text(_), Token::Open(_)) => true,
            (Kind::Word, Token::Open(_) | Token::Number) => true,
            (Kind::Word, Token::Text | Token::RawText) => true,
            _ => false,
        };
        if !missing || self.runaway_string() {
            return false;
        }
        self.unexpected("`:`", "write `:` between a key and its value");
        if self.at(Token::Wrong) {
            self.advance();
        }
        true
    }

    /// Goes past a group however deep it is, without looking at it.
    fn skip_balanced(&mut self) {
        let mut depth = 0usize;
        loop {
            match self.token {
                Token::Open(_) => depth += 1,
                Token::Close(_) => depth = depth.saturating_sub(1),
                Token::End => return,
                _ => {}
            }
            self.advance();
            if depth == 0 {
                return;
            }
        }
    }
}

/// A piece of the text short enough for a message.
pub(super) fn shorten(found: &str) -> String {
    const LONGEST: usize = 30;
    let line = found.lines().next().unwrap_or_default();
    if line.len() == found.len() && found.chars().count() <= LONGEST {
        return found.to_owned();
    }
    let mut short: String = line.chars().take(LONGEST).collect();
    short.push('…');
    short
}
