//! Text → entries and comments: what a layout arranges, and nothing else.
//!
//! Only for texts in which the parser finds nothing wrong. Commas are not
//! kept: the layout knows where they belong. Every other token and every
//! comment is, in the order of the text.

use idol::diagnostic::Span;
use idol::parse::{Bracket, Lexer, Token};

/// A comment as it is written, without white space behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comment<'s> {
    pub(super) text: &'s str,
    /// A blank line is before it.
    pub(super) blank_before: bool,
}

impl Comment<'_> {
    /// Whether nothing may follow in its line.
    pub(super) fn ends_line(&self) -> bool {
        self.text.starts_with("//")
    }

    /// Whether it needs more than a part of a line.
    pub(super) fn breaks(&self) -> bool {
        self.ends_line() || self.text.contains('\n')
    }
}

/// What stands in brackets; or the whole text, which has none around it.
#[derive(Debug, Default)]
pub(super) struct Contents<'s> {
    /// Comments behind the opening bracket, to the end of its line.
    pub(super) opening: Vec<Comment<'s>>,
    pub(super) entries: Vec<Entry<'s>>,
    /// Comments in lines of their own before the closing bracket.
    pub(super) closing: Vec<Comment<'s>>,
}

impl<'s> Contents<'s> {
    /// The pieces of every entry, if there is no comment around them.
    pub(super) fn only_pieces(&self) -> Option<Vec<&[Piece<'s>]>> {
        let plain = |entry: &Entry<'_>| {
            entry.leading.is_empty()
                && entry.following.is_empty()
                && entry.trailing.is_empty()
        };
        let all_plain = self.opening.is_empty()
            && self.closing.is_empty()
            && self.entries.iter().all(plain);
        let pieces = self.entries.iter().map(|e| e.pieces.as_slice());
        all_plain.then(|| pieces.collect())
    }

    /// Whether nothing is there.
    pub(super) fn is_empty(&self) -> bool {
        self.opening.is_empty()
            && self.entries.is_empty()
            && self.closing.is_empty()
    }
}

/// `value` or `key: value`, and the comments that belong to it.
#[derive(Debug, Default)]
pub(super) struct Entry<'s> {
    /// Comments in lines of their own before it.
    pub(super) leading: Vec<Comment<'s>>,
    /// A blank line is between those, or what comes before, and the entry.
    pub(super) blank_before: bool,
    /// Its first piece is a comment that begins a line.
    pub(super) begins_line: bool,
    pub(super) pieces: Vec<Piece<'s>>,
    /// Comments behind it in its line, in which something follows.
    pub(super) following: Vec<Comment<'s>>,
    /// Comments behind it, to the end of its line.
    pub(super) trailing: Vec<Comment<'s>>,
}

/// A part of an entry.
#[derive(Debug)]
pub(super) enum Piece<'s> {
    /// A word, a number, a string, a character, `#` or `!`.
    Token(&'s str),
    Colon,
    Comment(Comment<'s>),
    Group(Bracket, Contents<'s>),
}

/// A token or a comment; no comma.
#[derive(Clone, Copy, Debug)]
struct Item<'s> {
    /// `None`: a comment.
    token: Option<Token>,
    text: &'s str,
    /// Line ends between the item before and this one.
    lines_before: usize,
    /// A comma is between the token before and this one.
    comma_before: bool,
}

impl<'s> Item<'s> {
    fn comment(&self) -> Comment<'s> {
        Comment {
            text: self.text,
            blank_before: self.lines_before > 1,
        }
    }
}

/// Makes items of what a lexer finds.
struct Items<'s> {
    text: &'s str,
    items: Vec<Item<'s>>,
    /// Where the last token or comment ended.
    end: usize,
    /// Of the next item.
    lines_before: usize,
    comma_before: bool,
    /// Whether the first line ends `\r\n`: the first line end that is no
    /// comment's or string's.
    crlf: Option<bool>,
}

impl<'s> Items<'s> {
    /// All of a text; the last is its end.
    fn of(text: &'s str) -> Self {
        let mut items = Self {
            text,
            items: Vec::new(),
            end: 0,
            lines_before: 0,
            comma_before: false,
            crlf: None,
        };
        let mut lexer = Lexer::new(text);
        let mut comments = 0;
        loop {
            let (token, span) = lexer.next_token();
            for &comment in &lexer.comments()[comments..] {
                items.push(None, comment);
            }
            comments = lexer.comments().len();
            items.push(Some(token), span);
            if token == Token::End {
                return items;
            }
        }
    }

    fn push(&mut self, token: Option<Token>, span: Span) {
        let start = span.start as usize;
        let gap = &self.text[self.end..start];
        self.end = span.end as usize;
        let lines = gap.matches('\n').count();
        self.lines_before = self.lines_before.max(lines);
        if let (None, Some(line_end)) = (self.crlf, gap.find('\n')) {
            let before = &self.text[..start - gap.len() + line_end];
            self.crlf = Some(before.ends_with('\r'));
        }
        if token == Some(Token::Comma) {
            self.comma_before = true;
            return;
        }
        self.items.push(Item {
            token,
            text: self.text[span.range()].trim_end_matches([' ', '\t', '\r']),
            lines_before: self.lines_before,
            comma_before: self.comma_before,
        });
        self.lines_before = 0;
        self.comma_before &= token.is_none();
    }
}

/// A text's entries, its attributes and its interface, and whether its lines
/// end `\r\n`.
pub(super) fn read(text: &str) -> (Contents<'_>, bool) {
    let items = Items::of(text);
    let mut reader = Reader {
        items: &items.items,
    };
    let contents = reader.contents(Around::Nothing);
    (contents, items.crlf.unwrap_or(false))
}

/// What stands around entries.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Brackets,
    Nothing,
}

/// The items that are left.
struct Reader<'s, 'i> {
    items: &'i [Item<'s>],
}

impl<'s, 'i> Reader<'s, 'i> {
    /// The comments before the next token.
    fn comments(&self) -> &'i [Item<'s>] {
        let is_token = |item: &Item<'_>| item.token.is_some();
        let end = self.items.iter().position(is_token);
        &self.items[..end.unwrap_or(self.items.len())]
    }

    /// The next token.
    fn token(&self) -> Option<&'i Item<'s>> {
        self.items.get(self.comments().len())
    }

    fn at(&self, token: Token) -> bool {
        self.token().is_some_and(|item| item.token == Some(token))
    }

    fn at_end(&self) -> bool {
        match self.token().and_then(|item| item.token) {
            Some(Token::Close(_) | Token::End) | None => true,
            Some(_) => false,
        }
    }

    fn skip(&mut self, items: usize) {
        self.items = self.items.get(items..).unwrap_or_default();
    }

    /// What is in brackets, from after the opening one past the closing one.
    fn contents(&mut self, around: Around) -> Contents<'s> {
        let mut contents = Contents::default();
        loop {
            if around == Around::Brackets || !contents.entries.is_empty() {
                self.behind(&mut contents);
            }
            if self.at_end() {
                let comments = self.comments();
                self.skip(comments.len() + 1);
                let comments = comments.iter().map(Item::comment);
                contents.closing.extend(comments);
                return contents;
            }
            let mut entry = self.before();
            self.entry(&mut entry);
            contents.entries.push(entry);
        }
    }

    /// Takes the comments that are in the line of what comes before them, and
    /// belong to that.
    fn behind(&mut self, contents: &mut Contents<'s>) {
        let comments = self.comments();
        let same_line = |item: &&Item<'_>| item.lines_before == 0;
        let count = comments.iter().take_while(same_line).count();
        let line_ends = match self.items.get(count) {
            Some(item) => {
                item.lines_before > 0 || item.token == Some(Token::End)
            }
            None => true,
        };
        let same_line = &comments[..count];
        match (contents.entries.last_mut(), line_ends) {
            (None, true) => {
                contents.opening.extend(same_line.iter().map(Item::comment));
                self.skip(count);
            }
            (Some(entry), true) => {
                entry.trailing.extend(same_line.iter().map(Item::comment));
                self.skip(count);
            }
            (None, false) => {}
            // They are the entry's up to the comma, or to the bracket.
            (Some(entry), false) => {
                let at_end = self.at_end();
                let own = |item: &&Item<'_>| at_end || !item.comma_before;
                let count = same_line.iter().take_while(own).count();
                let own = same_line[..count].iter().map(Item::comment);
                entry.following.extend(own);
                self.skip(count);
            }
        }
    }

    /// An entry of which only the comments before it are read.
    fn before(&mut self) -> Entry<'s> {
        let comments = self.comments();
        let count = comments.len();
        // Those in the line of the entry, from its start.
        let in_line = self.items[1..=count]
            .iter()
            .rev()
            .take_while(|next| next.lines_before == 0)
            .count();
        let (leading, in_line) = comments.split_at(count - in_line);
        let first = in_line.first().or(self.token());
        let entry = Entry {
            leading: leading.iter().map(Item::comment).collect(),
            blank_before: first.is_some_and(|item| item.lines_before > 1),
            begins_line: in_line.first().is_some_and(|c| c.lines_before > 0),
            pieces: in_line
                .iter()
                .map(|item| Piece::Comment(item.comment()))
                .collect(),
            following: Vec::new(),
            trailing: Vec::new(),
        };
        self.skip(count);
        entry
    }

    fn entry(&mut self, entry: &mut Entry<'s>) {
        if self.at(Token::Hash) {
            self.piece(entry);
            self.piece(entry);
            self.piece(entry);
            return;
        }
        self.value(entry);
        if self.at(Token::Colon) {
            self.piece(entry);
            self.value(entry);
        }
    }

    /// A value: a token, a group, or a word and a group.
    fn value(&mut self, entry: &mut Entry<'s>) {
        let word = self.at(Token::Word);
        self.piece(entry);
        let next = self.token();
        let contents = next.is_some_and(|item| {
            matches!(item.token, Some(Token::Open(_))) && !item.comma_before
        });
        if word && contents {
            self.piece(entry);
        }
    }

    /// The next token, or group, with the comments before it.
    fn piece(&mut self, entry: &mut Entry<'s>) {
        let comments = self.comments();
        self.skip(comments.len());
        for item in comments {
            entry.pieces.push(Piece::Comment(item.comment()));
        }
        let Some(item) = self.token() else {
            return;
        };
        self.skip(1);
        entry.pieces.push(match item.token {
            Some(Token::Open(bracket)) => {
                Piece::Group(bracket, self.contents(Around::Brackets))
            }
            Some(Token::Colon) => Piece::Colon,
            _ => Piece::Token(item.text),
        });
    }
}
