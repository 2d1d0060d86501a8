//! What is said about a mistake in the notation, and where the parser goes
//! on: at the next `,` or closing bracket.

use super::lex::{Bracket, Token};
use super::node::{Kind, Node, shorten};
use super::tokens::Parser;
use crate::diagnostic::{Code, Diagnostic, Span};

impl Parser<'_> {
    /// Reports the token at hand.
    pub(super) fn unexpected(&mut self, expected: &str, help: &str) {
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

    /// The text ends in a group.
    pub(super) fn unclosed(&mut self, bracket: Bracket, opening: Span) {
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
    pub(super) fn close(
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
    pub(super) fn semicolon(&self) -> bool {
        self.at(Token::Wrong) && self.text[self.span.range()].starts_with(';')
    }

    /// The rest of `[u8; 4]`, a type without quotes.
    pub(super) fn bare_array(&mut self, opening: Span) {
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
    pub(super) fn missing_comma(&mut self) -> bool {
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
    pub(super) fn skip_all(&mut self) {
        self.ended = true;
        while self.token != Token::End {
            self.advance();
        }
    }

    /// Goes past the next comma of this group, or to its end.
    pub(super) fn skip_entry(&mut self) {
        while !matches!(self.token, Token::Comma | Token::Close(_) | Token::End)
        {
            match self.token {
                Token::Open(_) => self.skip_balanced(),
                _ => self.advance(),
            }
        }
        self.eat(Token::Comma);
    }

    /// After what must have been a key: whether `:` was forgotten, or
    /// written as `=`.
    pub(super) fn missing_colon(&mut self, first: &Node) -> bool {
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
