//! The tokens of a text one after the other.

use super::lex::{Bracket, Lexer, Token};
use crate::diagnostic::{Diagnostic, Span};

/// Where the parser is in the text, and what it found.
pub(super) struct Parser<'s> {
    pub(super) text: &'s str,
    pub(super) lexer: Lexer<'s>,
    pub(super) token: Token,
    pub(super) span: Span,
    /// The token before.
    pub(super) last: Token,
    pub(super) last_span: Span,
    /// The brackets that are open, and where they were opened.
    pub(super) open: Vec<(Bracket, u32)>,
    /// How many may be.
    pub(super) max_depth: usize,
    /// Whether the end of the text has been called unexpected: once is enough.
    pub(super) ended: bool,
    /// Whether too many brackets were open.
    pub(super) too_deep: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'s> Parser<'s> {
    pub(super) fn new(text: &'s str, max_depth: usize) -> Self {
        Self {
            text,
            lexer: Lexer::new(text),
            token: Token::End,
            span: Span::default(),
            last: Token::End,
            last_span: Span::default(),
            open: Vec::new(),
            max_depth,
            ended: false,
            too_deep: false,
            diagnostics: Vec::new(),
        }
    }

    /// Goes to the next token.
    pub(super) fn advance(&mut self) {
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

    pub(super) fn at(&self, token: Token) -> bool {
        self.token == token
    }

    pub(super) fn eat(&mut self, token: Token) -> bool {
        let there = self.token == token;
        if there {
            self.advance();
        }
        there
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
