//! Text → tokens, one at a time.
//!
//! The tokens are those of RON. Whitespace separates them, comments are kept
//! aside, and a character that begins no token becomes part of
//! [`Token::Wrong`]: the lexer never stops before the end of the text.

use crate::diagnostic::Span;

/// A kind of token.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Token {
    /// `(`, `[` or `{`.
    Open(Bracket),
    /// `)`, `]` or `}`.
    Close(Bracket),
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// `#`.
    Hash,
    /// `!`.
    Bang,
    /// An identifier, `true` and `None` among them. A raw one starts `r#`.
    Word,
    /// An integer or a float, right or wrong.
    Number,
    /// A character in single quotes.
    Char,
    /// A string in double quotes.
    Text,
    /// A raw string.
    RawText,
    /// A string, raw or not, that nothing ends.
    OpenText,
    /// A block comment that nothing ends.
    OpenComment,
    /// Characters that begin no token.
    Wrong,
    /// The end of the text.
    End,
}

/// A kind of bracket.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Bracket {
    /// `(` and `)`, around structs, tuples and the contents of variants.
    Round,
    /// `[` and `]`, around lists.
    Square,
    /// `{` and `}`, around maps.
    Curly,
}

impl Bracket {
    /// The one that opens.
    pub fn opening(self) -> char {
        match self {
            Self::Round => '(',
            Self::Square => '[',
            Self::Curly => '{',
        }
    }

    /// The one that closes.
    pub fn closing(self) -> char {
        match self {
            Self::Round => ')',
            Self::Square => ']',
            Self::Curly => '}',
        }
    }
}

/// What a byte may be part of.
const WORD_START: u8 = 1;
const WORD: u8 = 2;
const NUMBER: u8 = 4;
const SPACE: u8 = 8;

/// The classes of every byte.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut i = 0;
    while i < 256 {
        classes[i] = match i as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => WORD_START | WORD | NUMBER,
            b'0'..=b'9' => WORD | NUMBER,
            b'+' | b'-' | b'.' => NUMBER,
            b' ' | b'\t' | b'\r' | b'\n' => SPACE,
            _ => 0,
        };
        i += 1;
    }
    classes
};

/// Goes through a text token by token, for those who care how it is written:
/// formatters and highlighters.
///
/// ```
/// use idol::parse::{Lexer, Token};
///
/// let mut lexer = Lexer::new("name /* why */ :");
/// assert_eq!(lexer.next_token().0, Token::Word);
/// assert_eq!(lexer.next_token().0, Token::Colon);
/// assert_eq!(lexer.next_token().0, Token::End);
/// assert_eq!(lexer.comments().len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Lexer<'s> {
    bytes: &'s [u8],
    at: usize,
    /// The comments seen so far.
    pub(super) comments: Vec<Span>,
}

impl<'s> Lexer<'s> {
    /// At the start of a text, behind its byte-order mark if it has one.
    pub fn new(text: &'s str) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self {
            bytes: text.as_bytes(),
            at,
            comments: Vec::new(),
        }
    }

    /// The byte `ahead` of the next one, or 0 beyond the end. (A byte 0 in
    /// the text begins no token, so the two need not be told apart.)
    fn peek(&self, ahead: usize) -> u8 {
        match self.bytes.get(self.at + ahead) {
            Some(&byte) => byte,
            None => 0,
        }
    }

    /// Goes past all bytes of a class.
    fn skip(&mut self, class: u8) {
        let bytes = self.bytes;
        let length = bytes.len();
        let mut at = self.at;
        while at < length && CLASSES[bytes[at] as usize] & class != 0 {
            at += 1;
        }
        self.at = at;
    }

    /// Goes to the next of this byte, or to the end.
    fn skip_to(&mut self, byte: u8) {
        let bytes = self.bytes;
        let length = bytes.len();
        let mut at = self.at;
        while at < length && bytes[at] != byte {
            at += 1;
        }
        self.at = at;
    }

    /// The comments gone past so far, in order. One that does not end is none,
    /// but [`Token::OpenComment`].
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// The next token and where it stands; at the end, [`Token::End`] again
    /// and again.
    pub fn next_token(&mut self) -> (Token, Span) {
        loop {
            self.skip(SPACE);
            let start = self.at;
            let token = self.token();
            let span = Span::new(start, self.at);
            match token {
                Some(token) => return (token, span),
                None => self.comments.push(span),
            }
        }
    }

    /// Goes past one token, or one comment, which is `None`.
    fn token(&mut self) -> Option<Token> {
        if self.at >= self.bytes.len() {
            return Some(Token::End);
        }
        let byte = self.bytes[self.at];
        let class = CLASSES[byte as usize];
        if class & WORD_START != 0 {
            return Some(self.word(byte));
        }
        if class & NUMBER != 0 {
            self.skip(NUMBER);
            return Some(Token::Number);
        }
        if byte == b'/' && matches!(self.peek(1), b'/' | b'*') {
            return self.comment();
        }
        self.at += 1;
        Some(match byte {
            b'(' => Token::Open(Bracket::Round),
            b'[' => Token::Open(Bracket::Square),
            b'{' => Token::Open(Bracket::Curly),
            b')' => Token::Close(Bracket::Round),
            b']' => Token::Close(Bracket::Square),
            b'}' => Token::Close(Bracket::Curly),
            b',' => Token::Comma,
            b':' => Token::Colon,
            b'#' => Token::Hash,
            b'!' => Token::Bang,
            b'"' => self.text(),
            b'\'' => self.char(),
            _ => self.wrong(),
        })
    }

    fn word(&mut self, first: u8) -> Token {
        if first == b'r' {
            if self.peek(1) == b'"' {
                self.at += 1;
                return self.raw_text(0);
            }
            if self.peek(1) == b'#' {
                if CLASSES[self.peek(2) as usize] & NUMBER != 0 {
                    self.at += 2;
                    self.skip(NUMBER);
                    return Token::Word;
                }
                let mut hashes = 1;
                while self.peek(1 + hashes) == b'#' {
                    hashes += 1;
                }
                if self.peek(1 + hashes) == b'"' {
                    self.at += 1 + hashes;
                    return self.raw_text(hashes);
                }
            }
        }
        self.skip(WORD);
        Token::Word
    }

    /// The rest of a string, after its quote.
    fn text(&mut self) -> Token {
        let bytes = self.bytes;
        let length = bytes.len();
        let mut at = self.at;
        while at < length {
            match bytes[at] {
                b'"' => {
                    self.at = at + 1;
                    return Token::Text;
                }
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        self.at = bytes.len();
        Token::OpenText
    }

    /// The rest of a raw string, from its quote.
    fn raw_text(&mut self, hashes: usize) -> Token {
        self.at += 1;
        loop {
            self.skip_to(b'"');
            if self.at >= self.bytes.len() {
                return Token::OpenText;
            }
            self.at += 1;
            let mut seen = 0;
            while seen < hashes && self.peek(seen) == b'#' {
                seen += 1;
            }
            self.at += seen;
            if seen == hashes {
                return Token::RawText;
            }
        }
    }

    /// The rest of a character, after its quote. The longest is
    /// `'\u{10ffff}'`.
    fn char(&mut self) -> Token {
        const LONGEST: usize = 11;
        let from = if self.peek(0) == b'\\' { 2 } else { 1 };
        for ahead in from..=LONGEST {
            if self.peek(ahead) == b'\'' {
                self.at += ahead + 1;
                return Token::Char;
            }
        }
        Token::Wrong
    }

    /// Goes past a comment; `None` if it has an end.
    fn comment(&mut self) -> Option<Token> {
        if self.peek(1) == b'/' {
            self.skip_to(b'\n');
            return None;
        }
        self.at += 2;
        let mut level = 1;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => {
                    self.at += 2;
                    level += 1;
                }
                (b'*', b'/') => {
                    self.at += 2;
                    level -= 1;
                    if level == 0 {
                        return None;
                    }
                }
                _ => self.at += 1,
            }
        }
        Some(Token::OpenComment)
    }

    /// The rest of a run of characters that begin no token, after the first
    /// byte.
    fn wrong(&mut self) -> Token {
        while self.at < self.bytes.len() {
            let byte = self.bytes[self.at];
            let ascii = byte < 0x80;
            if ascii
                && (CLASSES[byte as usize] != 0
                    || b"()[]{},:#!\"'/".contains(&byte))
            {
                break;
            }
            self.at += 1;
        }
        Token::Wrong
    }
}
